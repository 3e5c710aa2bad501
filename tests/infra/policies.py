"""What must hold for every resource of the cloud. A policy yields one sentence for each resource that breaks it."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from infra.functions import FUNCTIONS, Function
from relance.settings import Settings
from tests.infra.cloud import Cloud, listed

Policy = Callable[[Cloud], Iterator[str]]

SIX = 6
KNOWN_VARIABLES: Final = {name.upper() for name in Settings.model_fields} | {
    "LOG_LEVEL",
    "POWERTOOLS_SERVICE_NAME",
    "POWERTOOLS_METRICS_NAMESPACE",
}


def dead_letter_queues(cloud: Cloud) -> set[str]:
    """Queues that other queues, streams or schedules put their failures into."""
    queues = cloud.of_type("AWS::SQS::Queue").values()
    found = {
        cloud.target(queue["RedrivePolicy"]["deadLetterTargetArn"]) for queue in queues if "RedrivePolicy" in queue
    }
    return {name for name in found if name}


def every_queue_has_a_dead_letter_queue(cloud: Cloud) -> Iterator[str]:
    for name, queue in cloud.of_type("AWS::SQS::Queue").items():
        if "RedrivePolicy" not in queue and name not in dead_letter_queues(cloud):
            yield f"{name}: a message that keeps failing has nowhere to go"


def every_dead_letter_queue_has_an_alarm(cloud: Cloud) -> Iterator[str]:
    watched = {
        cloud.target(dimension["Value"])
        for alarm in cloud.of_type("AWS::CloudWatch::Alarm").values()
        if alarm.get("MetricName") == "ApproximateNumberOfMessagesVisible" and alarm.get("AlarmActions")
        for dimension in alarm["Dimensions"]
    }
    for name in dead_letter_queues(cloud) - watched:
        yield f"{name}: nobody hears of its messages"


def every_queue_is_encrypted_with_our_key(cloud: Cloud) -> Iterator[str]:
    for name, queue in cloud.of_type("AWS::SQS::Queue").items():
        if cloud.target(queue.get("KmsMasterKeyId")) not in cloud.of_type("AWS::KMS::Key"):
            yield f"{name}: not encrypted with a key of ours"


def every_message_stays_hidden_six_timeouts(cloud: Cloud) -> Iterator[str]:
    queues, functions = cloud.of_type("AWS::SQS::Queue"), cloud.of_type("AWS::Lambda::Function")
    for mapping in cloud.of_type("AWS::Lambda::EventSourceMapping").values():
        source = cloud.target(mapping["EventSourceArn"])
        if source in queues:
            timeout = functions[cloud.target(mapping["FunctionName"]) or ""]["Timeout"]
            if queues[source].get("VisibilityTimeout", 30) < SIX * timeout:
                yield f"{source}: a message would come back while its function still works on it"


def every_mapping_reports_single_failures(cloud: Cloud) -> Iterator[str]:
    for name, mapping in cloud.of_type("AWS::Lambda::EventSourceMapping").items():
        if mapping.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]:
            yield f"{name}: one bad record repeats its whole batch"


def every_queue_limits_its_function(cloud: Cloud) -> Iterator[str]:
    queues = cloud.of_type("AWS::SQS::Queue")
    for name, mapping in cloud.of_type("AWS::Lambda::EventSourceMapping").items():
        if cloud.target(mapping["EventSourceArn"]) in queues and "MaximumConcurrency" not in mapping.get(
            "ScalingConfig", {}
        ):
            yield f"{name}: a burst could take all the concurrency of the account"


def every_stream_starts_at_the_beginning_and_gives_up_into_a_queue(cloud: Cloud) -> Iterator[str]:
    tables = cloud.of_type("AWS::DynamoDB::Table")
    for name, mapping in cloud.of_type("AWS::Lambda::EventSourceMapping").items():
        if cloud.target(mapping["EventSourceArn"]) in tables:
            if mapping.get("StartingPosition") != "TRIM_HORIZON":
                yield f"{name}: changes made before the deployment are missed"
            lost = cloud.target(mapping.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination"))
            if lost not in dead_letter_queues(cloud) or mapping.get("MaximumRetryAttempts", -1) < 0:
                yield f"{name}: a bad record stops its shard"


def every_function_has_a_role_of_its_own(cloud: Cloud) -> Iterator[str]:
    roles = [cloud.target(made["Role"]) for made in cloud.of_type("AWS::Lambda::Function").values()]
    for name, made in cloud.of_type("AWS::Lambda::Function").items():
        if roles.count(cloud.target(made["Role"])) > 1 or cloud.target(made["Role"]) is None:
            yield f"{name}: shares its role"


def every_function_has_a_log_group_that_forgets(cloud: Cloud) -> Iterator[str]:
    groups = cloud.of_type("AWS::Logs::LogGroup")
    for name, made in cloud.of_type("AWS::Lambda::Function").items():
        if cloud.target(made.get("LoggingConfig", {}).get("LogGroup")) not in groups:
            yield f"{name}: no log group of its own"
    for name, group in groups.items():
        if not group.get("RetentionInDays"):
            yield f"{name}: keeps its lines for ever"


def every_variable_is_known(cloud: Cloud) -> Iterator[str]:
    for name, made in cloud.of_type("AWS::Lambda::Function").items():
        for variable in made["Environment"]["Variables"].keys() - KNOWN_VARIABLES:
            yield f"{name}: nobody reads {variable}"


def every_function_is_told_what_its_row_says(cloud: Cloud) -> Iterator[str]:
    """Table and bucket names, and no others."""
    for spec in FUNCTIONS:
        told = _function(cloud, spec)["Environment"]["Variables"].keys()
        stores = {name for name in told if name.endswith(("_TABLE", "_BUCKET"))}
        wanted = {f"{table.name}_TABLE" for table in spec.tables} | {f"{bucket.name}_BUCKET" for bucket in spec.buckets}
        if stores != wanted:
            yield f"{spec.folder}: is told of {sorted(stores ^ wanted)}"


def every_function_runs_our_python_on_the_right_processor(cloud: Cloud) -> Iterator[str]:
    for name, made in cloud.of_type("AWS::Lambda::Function").items():
        if made["Runtime"] != "python3.13":
            yield f"{name}: runs {made['Runtime']}"
        if made["Architectures"] != [cloud.stage.architecture]:
            yield f"{name}: runs on {made['Architectures']}"
    for name, layer in cloud.of_type("AWS::Lambda::LayerVersion").items():
        if layer["CompatibleArchitectures"] != [cloud.stage.architecture]:
            yield f"{name}: is made for {layer['CompatibleArchitectures']}"


def every_function_is_in_the_table(cloud: Cloud) -> Iterator[str]:
    """No function of CDK's own slips in, and each has the handler, size and layers of its row."""
    wanted = {f"{spec.folder}.handler.lambda_handler": spec for spec in FUNCTIONS}
    found = {made["Handler"]: made for made in cloud.of_type("AWS::Lambda::Function").values()}
    yield from (f"{handler}: in one place only" for handler in wanted.keys() ^ found.keys())
    for handler, spec in wanted.items():
        made = found.get(handler, {})
        if made and (made["Timeout"], len(made["Layers"])) != (spec.timeout_seconds, len(spec.layers)):
            yield f"{spec.folder}: has another timeout or other layers than its row"


def every_error_has_an_alarm(cloud: Cloud) -> Iterator[str]:
    watched = {
        cloud.target(dimension["Value"])
        for alarm in cloud.of_type("AWS::CloudWatch::Alarm").values()
        if alarm.get("MetricName") == "Errors" and alarm.get("AlarmActions")
        for dimension in alarm["Dimensions"]
    }
    for name in cloud.of_type("AWS::Lambda::Function").keys() - watched:
        yield f"{name}: nobody hears of its errors"


def every_bucket_is_private_encrypted_versioned_and_kept(cloud: Cloud) -> Iterator[str]:
    closed = {"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"}
    for name, bucket in cloud.of_type("AWS::S3::Bucket").items():
        if {key for key, on in bucket.get("PublicAccessBlockConfiguration", {}).items() if on is True} != closed:
            yield f"{name}: could be made public"
        rules = bucket.get("BucketEncryption", {}).get("ServerSideEncryptionConfiguration", [])
        keys = {cloud.target(rule["ServerSideEncryptionByDefault"].get("KMSMasterKeyID")) for rule in rules}
        if not keys or not keys <= cloud.of_type("AWS::KMS::Key").keys():
            yield f"{name}: not encrypted with a key of ours"
        if bucket.get("VersioningConfiguration") != {"Status": "Enabled"}:
            yield f"{name}: forgets what is overwritten"
        if cloud.resources[name].get("DeletionPolicy") != "Retain":
            yield f"{name}: goes with its stack"


def every_bucket_refuses_plain_http(cloud: Cloud) -> Iterator[str]:
    safe = {
        cloud.target(policy["Bucket"])
        for policy in cloud.of_type("AWS::S3::BucketPolicy").values()
        if _denies_plain_http(policy["PolicyDocument"])
    }
    for name in cloud.of_type("AWS::S3::Bucket").keys() - safe:
        yield f"{name}: can be read over plain http"


def every_queue_and_topic_refuses_plain_http(cloud: Cloud) -> Iterator[str]:
    for kind, policy_kind, field in (
        ("AWS::SQS::Queue", "AWS::SQS::QueuePolicy", "Queues"),
        ("AWS::SNS::Topic", "AWS::SNS::TopicPolicy", "Topics"),
    ):
        safe = {
            cloud.target(target)
            for policy in cloud.of_type(policy_kind).values()
            if _denies_plain_http(policy["PolicyDocument"])
            for target in policy[field]
        }
        for name in cloud.of_type(kind).keys() - safe:
            yield f"{name}: can be reached over plain http"


def every_topic_is_encrypted_and_open_to_its_sender(cloud: Cloud) -> Iterator[str]:
    for name, topic in cloud.of_type("AWS::SNS::Topic").items():
        if cloud.target(topic.get("KmsMasterKeyId")) not in cloud.of_type("AWS::KMS::Key"):
            yield f"{name}: not encrypted with a key of ours"
        senders = {
            statement["Principal"]["Service"]
            for policy in cloud.of_type("AWS::SNS::TopicPolicy").values()
            if name in {cloud.target(topic) for topic in policy["Topics"]}
            for statement in policy["PolicyDocument"]["Statement"]
            if statement["Effect"] == "Allow"
        }
        if senders not in ({"ses.amazonaws.com"}, {"cloudwatch.amazonaws.com"}):
            yield f"{name}: its sender is not let in"


def every_table_is_kept_encrypted_and_restorable(cloud: Cloud) -> Iterator[str]:
    for name, table in cloud.of_type("AWS::DynamoDB::Table").items():
        made = cloud.resources[name]
        if (made.get("DeletionPolicy"), made.get("UpdateReplacePolicy")) != ("Retain", "Retain"):
            yield f"{name}: goes with its stack"
        if table.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled") is not True:
            yield f"{name}: cannot be restored"
        if cloud.target(table.get("SSESpecification", {}).get("KMSMasterKeyId")) not in cloud.of_type("AWS::KMS::Key"):
            yield f"{name}: not encrypted with a key of ours"
        if table.get("BillingMode") != "PAY_PER_REQUEST":
            yield f"{name}: has a capacity to run out of"


def no_action_is_a_wildcard(cloud: Cloud) -> Iterator[str]:
    for role, statement in cloud.statements():
        for action in listed(statement["Action"]):
            if "*" in action:
                yield f"{role}: may {action}"


def no_resource_is_everything_without_a_reason(cloud: Cloud) -> Iterator[str]:
    """`*` alone is for the few actions that know no resource; cdk-nag keeps the reasons."""
    without_resources = {"dynamodb:ListStreams", "ses:GetAccount"}
    for role, statement in cloud.statements():
        if "*" in {cloud.text(resource) for resource in listed(statement["Resource"])}:
            for action in set(listed(statement["Action"])) - without_resources:
                yield f"{role}: may {action} on everything"


def no_role_holds_a_policy_of_aws(cloud: Cloud) -> Iterator[str]:
    for name, role in cloud.of_type("AWS::IAM::Role").items():
        if role.get("ManagedPolicyArns"):
            yield f"{name}: may what AWS decides"


def only_the_sender_submits_mail(cloud: Cloud) -> Iterator[str]:
    """R1: one function talks to SES, with both identities and both configuration sets."""
    submitters = set()
    for role, statement in cloud.statements():
        if any(action.startswith("ses:Send") for action in listed(statement["Action"])):
            submitters.add(role)
            kinds = {cloud.resources[cloud.target(part) or ""]["Type"] for part in _references(statement["Resource"])}
            if kinds != {"AWS::SES::EmailIdentity", "AWS::SES::ConfigurationSet"}:
                yield f"{role}: may send with {sorted(kinds)}"
    (sender,) = (spec for spec in FUNCTIONS if spec.folder == "send_mail")
    if submitters != {cloud.target(_function(cloud, sender)["Role"])}:
        yield f"{sorted(submitters)} may submit mail"


def nobody_rewrites_the_audit(cloud: Cloud) -> Iterator[str]:
    """R35: records are added and never changed."""
    (audit,) = (name for name in cloud.of_type("AWS::DynamoDB::Table") if name.startswith("Audit"))
    changing = {"dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"}
    for role, statement in cloud.statements():
        resources = {cloud.target(resource) for resource in listed(statement["Resource"])}
        if audit in resources and changing.intersection(listed(statement["Action"])):
            yield f"{role}: could rewrite the audit"


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


def _function(cloud: Cloud, spec: Function) -> dict[str, Any]:
    handler = f"{spec.folder}.handler.lambda_handler"
    (found,) = (made for made in cloud.of_type("AWS::Lambda::Function").values() if made["Handler"] == handler)
    return found


def _denies_plain_http(document: dict[str, Any]) -> bool:
    return any(
        statement["Effect"] == "Deny"
        and statement.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport") == "false"
        for statement in document["Statement"]
    )


def _references(value: Any) -> Iterator[dict[str, Any]]:
    """The imports and references inside a value that lead to senders."""
    match value:
        case {"Fn::ImportValue": _}:
            yield value
        case dict():
            for inner in value.values():
                yield from _references(inner)
        case list():
            for inner in value:
                yield from _references(inner)


POLICIES: Final[tuple[Policy, ...]] = tuple(
    made
    for name, made in globals().items()
    if name.startswith(("every_", "no_", "only_", "nobody_", "answers_", "people_", "the_"))
)
