"""Where the cloud meets people: mail, sign-in, HTTP, search, regions."""

from collections.abc import Iterator

from tests.infra.cloud import Cloud, listed


def no_mail_is_watched(cloud: Cloud) -> Iterator[str]:
    """R14: what became of a mail is told, whether it was opened or clicked is not."""
    wanted = {"send", "delivery", "deliveryDelay", "bounce", "complaint", "reject", "renderingFailure"}
    told = set()
    for name, destination in cloud.of_type("AWS::SES::ConfigurationSetEventDestination").items():
        told.add(cloud.target(destination["ConfigurationSetName"]))
        if {kind[:1].lower() + kind[1:] for kind in destination["EventDestination"]["MatchingEventTypes"]} != wanted:
            yield f"{name}: asks for other events"
    for name, made in cloud.of_type("AWS::SES::ConfigurationSet").items():
        if name not in told:
            yield f"{name}: nobody hears what became of its mails"
        if made.get("VdmOptions", {}).get("DashboardOptions", {}).get("EngagementMetrics") != "DISABLED":
            yield f"{name}: the account could switch tracking on"
        if "TrackingOptions" in made:
            yield f"{name}: rewrites links"


def answers_and_campaigns_have_their_own_domains(cloud: Cloud) -> Iterator[str]:
    identities = cloud.of_type("AWS::SES::EmailIdentity").values()
    sets = [cloud.target(made["ConfigurationSetAttributes"]["ConfigurationSetName"]) for made in identities]
    domains = [made["EmailIdentity"] for made in identities]
    employer = cloud.stage.employer
    if sorted(domains) != sorted({employer.answers_domain, employer.campaigns_domain}) or len(set(sets)) != len(
        domains
    ):
        yield f"{domains} send with {sets}"
    for made in identities:
        if not made.get("MailFromAttributes", {}).get("MailFromDomain", "").endswith(f".{made['EmailIdentity']}"):
            yield f"{made['EmailIdentity']}: bounces go to a domain of AWS"


def people_need_an_account_and_a_strong_password(cloud: Cloud) -> Iterator[str]:
    for name, pool in cloud.of_type("AWS::Cognito::UserPool").items():
        policy = pool["Policies"]["PasswordPolicy"]
        strong = all(policy[f"Require{kind}"] for kind in ("Lowercase", "Uppercase", "Numbers", "Symbols"))
        if policy["MinimumLength"] < 12 or not strong:
            yield f"{name}: weak passwords"
        if pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is not True:
            yield f"{name}: anybody can make an account"
        if "SOFTWARE_TOKEN_MFA" not in pool.get("EnabledMfas", []):
            yield f"{name}: no second factor"
    groups = {group["GroupName"] for group in cloud.of_type("AWS::Cognito::UserPoolGroup").values()}
    if groups != {"recruiter", "approver", "admin", "auditor"}:
        yield f"groups are {sorted(groups)}"


def every_route_for_recruiters_needs_a_token(cloud: Cloud) -> Iterator[str]:
    (recruiters,) = (name for name in cloud.of_type("AWS::ApiGatewayV2::Api") if name.startswith("RecruiterHttp"))
    for route in cloud.of_type("AWS::ApiGatewayV2::Route").values():
        is_open = route["RouteKey"] in {"GET /health", "GET /openapi.json"}
        if cloud.target(route["ApiId"]) == recruiters and not is_open and route.get("AuthorizationType") != "JWT":
            yield f"{route['RouteKey']}: open to all"


def every_api_is_throttled_and_logs_no_person(cloud: Cloud) -> Iterator[str]:
    for name, stage in cloud.of_type("AWS::ApiGatewayV2::Stage").items():
        if not stage.get("DefaultRouteSettings", {}).get("ThrottlingRateLimit"):
            yield f"{name}: no limit"
        line = stage.get("AccessLogSettings", {}).get("Format", "")
        if not line:
            yield f"{name}: no access log"
        for told in ("sourceIp", "$context.path", "identity", "userAgent", "claims"):
            if told in line:
                yield f"{name}: logs {told}"


def the_search_domain_is_closed(cloud: Cloud) -> Iterator[str]:
    for name, domain in cloud.of_type("AWS::OpenSearchService::Domain").items():
        security = domain["AdvancedSecurityOptions"]
        switches = {
            "encryption at rest": domain["EncryptionAtRestOptions"]["Enabled"],
            "encryption between nodes": domain["NodeToNodeEncryptionOptions"]["Enabled"],
            "https": domain["DomainEndpointOptions"]["EnforceHTTPS"],
            "fine-grained access control": security["Enabled"],
            "no passwords": not security["InternalUserDatabaseEnabled"],
            "no anonymous": not security.get("AnonymousAuthEnabled"),
        }
        yield from (f"{name}: lacks {what}" for what, on in switches.items() if not on)
        used = {cloud.target(made["Role"]) for made in cloud.of_type("AWS::Lambda::Function").values()}
        for statement in domain["AccessPolicies"]["Statement"]:
            if cloud.target(statement["Principal"].get("AWS")) not in used:
                yield f"{name}: open to somebody who is none of our functions"
            if any("*" in action for action in listed(statement["Action"])):
                yield f"{name}: allows everything"


def every_stack_stays_in_the_union(cloud: Cloud) -> Iterator[str]:
    """R37, checked by CloudFormation itself."""
    for path in cloud.templates:
        if '"OnlyInTheUnion"' not in path.read_text():
            yield f"{path.name}: can be deployed anywhere"
