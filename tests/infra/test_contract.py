"""What the laptop's target, the functions and the operators rely on by name."""

import json

from infra.functions import FUNCTIONS, Table, Use
from relance.adapters.dynamodb_mails import TESTS_KEPT
from relance.adapters.dynamodb_match_log import KEPT as RANKINGS_KEPT
from tests.infra.cloud import Cloud

HASH = 8
"""Letters that CDK puts behind a construct's id."""
OUTPUTS = {
    "CvsBucket",
    "RecruiterApiUrl",
    "RecruiterApiId",
    "PortalApiUrl",
    "PortalApiId",
    "UserPoolId",
    "UserPoolClientId",
    "SendQueueUrl",
    "MailEventsTopicArn",
}


def outputs(cloud: Cloud) -> set[str]:
    return {name for path in cloud.templates for name in json.loads(path.read_text())["Outputs"]}


def variables(cloud: Cloud, folder: str) -> dict[str, object]:
    told: dict[str, object] = cloud.function(folder)["Environment"]["Variables"]
    return told


def test_stacks_tell_every_name_that_others_need(cloud: Cloud) -> None:
    tables = {f"{table}Table" for table in Table}
    functions = {f"{spec.construct_id}Name" for spec in FUNCTIONS}

    assert OUTPUTS | tables | functions <= outputs(cloud)


def test_functions_know_their_stage_and_their_name(cloud: Cloud) -> None:
    for spec in FUNCTIONS:
        told = variables(cloud, spec.folder)
        assert (told["STAGE"], told["POWERTOOLS_SERVICE_NAME"]) == (cloud.stage.name, spec.folder)


def test_search_is_a_folder_on_the_laptop_and_a_domain_in_the_cloud(clouds: dict[str, Cloud]) -> None:
    local, prod = (variables(clouds[name], "update_index") for name in ("local", "prod"))

    assert (local["SEARCH_ENGINE"], "SEARCH_ENDPOINT" in local) == ("embedded", False)
    assert str(local["SEARCH_PATH"]).endswith("/.local/search")
    assert (prod["SEARCH_ENGINE"], "SEARCH_PATH" in prod) == ("opensearch", False)
    assert prod["SEARCH_ENDPOINT"]


def test_the_master_of_the_domain_is_told_whom_to_let_in_and_nobody_else_is(clouds: dict[str, Cloud]) -> None:
    name = "SEARCH_READER_ROLE_ARNS"
    told = {
        (stage, spec.folder): variables(cloud, spec.folder)[name]
        for stage, cloud in clouds.items()
        for spec in FUNCTIONS
        if name in variables(cloud, spec.folder)
    }

    assert set(told) == {(stage, "update_index") for stage in clouds if stage != "local"}
    for (stage, _), value in told.items():
        cloud = clouds[stage]
        match value:
            case {"Fn::Join": [_, parts]}:
                named = {cloud.target(part) for part in parts if not isinstance(part, str)}
        (domain,) = cloud.of_type("AWS::OpenSearchService::Domain").values()
        master = cloud.target(domain["AdvancedSecurityOptions"]["MasterUserOptions"]["MasterUserARN"])
        searching = (spec.folder for spec in FUNCTIONS if Use.QUERY_INDEX in spec.uses)
        readers = {cloud.target(cloud.function(folder)["Role"]) for folder in searching}
        assert named == readers
        assert master == cloud.target(cloud.function("update_index")["Role"])
        assert _may(cloud, master, "es:ESHttpPut")
        assert not any(_may(cloud, reader, "es:ESHttpPut") for reader in readers)


def test_laptop_has_no_search_domain_and_every_cloud_has_one(cloud: Cloud) -> None:
    domains = cloud.of_type("AWS::OpenSearchService::Domain")

    assert len(domains) == (0 if cloud.stage.name == "local" else 1)


def test_uploads_reach_the_queue_through_the_bucket_s_own_events(cloud: Cloud) -> None:
    (rule,) = cloud.of_type("AWS::Events::Rule").values()
    bucket = cloud.target(rule["EventPattern"]["detail"]["bucket"]["name"][0]) or ""

    switched_on = cloud.resources[bucket]["Properties"]["NotificationConfiguration"]["EventBridgeConfiguration"]
    assert switched_on == {"EventBridgeEnabled": True}
    assert rule["EventPattern"]["detail"]["object"] == {"key": [{"prefix": "inbox/"}]}
    assert (cloud.target(rule["Targets"][0]["Arn"]) or "").startswith("UploadsQueue")


def test_frozen_audiences_are_kept_as_long_as_the_rankings_that_were_shown(cloud: Cloud) -> None:
    (audiences,) = [made for name, made in cloud.of_type("AWS::S3::Bucket").items() if name.startswith("Audiences")]

    lasts = [rule.get("ExpirationInDays") for rule in audiences["LifecycleConfiguration"]["Rules"]]

    assert sorted(filter(None, lasts)) == [RANKINGS_KEPT.days]


def test_what_tests_of_campaigns_leave_goes_from_the_archive_when_it_goes_from_the_ledger(cloud: Cloud) -> None:
    (archive,) = [made for name, made in cloud.of_type("AWS::S3::Bucket").items() if name.startswith("MailArchive")]
    rules = {rule.get("Prefix", ""): rule for rule in archive["LifecycleConfiguration"]["Rules"]}

    assert rules["tests/"]["ExpirationInDays"] == TESTS_KEPT.days
    assert rules["tests/"]["NoncurrentVersionExpiration"] == {"NoncurrentDays": 1}
    assert "ExpirationInDays" not in rules[""], "what was sent to candidates is kept"


def test_a_slow_file_holds_up_no_other(cloud: Cloud) -> None:
    ingest = cloud.function("ingest_cv")
    mappings = [
        mapping
        for mapping in cloud.of_type("AWS::Lambda::EventSourceMapping").values()
        if (cloud.target(mapping["EventSourceArn"]) or "").startswith("UploadsQueue")
    ]

    assert [mapping["BatchSize"] for mapping in mappings] == [1]
    assert ingest["MemorySize"] == 2048


def test_what_works_by_the_clock_ticks_and_a_lost_tick_is_not_repeated(cloud: Cloud) -> None:
    ticks = cloud.of_type("AWS::Scheduler::Schedule").values()

    rates = {(cloud.target(tick["Target"]["Arn"]) or "")[:-HASH]: tick["ScheduleExpression"] for tick in ticks}
    assert rates == {
        "DispatchMailFunction": "rate(1 minute)",
        "EnforceRetentionFunction": "rate(10 minutes)",
        "RunCampaignFunction": "rate(1 hour)",
        "ReconcileMailFunction": "cron(0 3 * * ? *)",
    }
    for tick in ticks:
        assert tick["Target"]["RetryPolicy"] == {"MaximumEventAgeInSeconds": 60, "MaximumRetryAttempts": 0}


def test_only_the_api_the_runner_and_the_tick_may_schedule_and_only_campaigns(cloud: Cloud) -> None:
    able = {
        (role.partition("Role")[0], cloud.text(resource).endswith("/campaign-*"))
        for role, statement in cloud.statements()
        if any("scheduler:" in action for action in _actions(statement))
        for resource in _resources(statement)
    }

    assert able == {("RecruiterApi", True), ("RunCampaign", True), ("DispatchMail", True)}


def test_a_reader_of_a_bucket_is_told_missing_from_forbidden_and_nobody_else_may_list(cloud: Cloud) -> None:
    able = {
        (role.partition("Role")[0], (cloud.target(resource) or "")[:-HASH], action)
        for role, statement in cloud.statements()
        for action in _actions(statement)
        for resource in _resources(statement)
        if action.startswith("s3:List")
    }

    assert able == {
        ("IngestCv", "Cvs", "s3:ListBucket"),
        ("IngestCv", "Cvs", "s3:ListBucketVersions"),
        ("UpdateIndex", "Cvs", "s3:ListBucket"),
        ("RecruiterApi", "Cvs", "s3:ListBucket"),
        ("RunCampaign", "Audiences", "s3:ListBucket"),
        ("EraseCandidate", "Cvs", "s3:ListBucket"),
        ("EraseCandidate", "Cvs", "s3:ListBucketVersions"),
        ("EraseCandidate", "MailArchive", "s3:ListBucket"),
        ("EraseCandidate", "MailArchive", "s3:ListBucketVersions"),
    }


def test_scans_are_read_in_the_cloud_by_the_function_that_takes_uploads_alone(cloud: Cloud) -> None:
    able = {
        role.partition("Role")[0]
        for role, statement in cloud.statements()
        if any(action.startswith("textract:") for action in _actions(statement))
    }

    local = cloud.stage.name == "local"
    assert able == (set() if local else {"IngestCv"})
    assert variables(cloud, "ingest_cv")["OCR"] == ("none" if local else "textract")


def test_templates_name_no_account_and_no_region(cloud: Cloud) -> None:
    for path in cloud.templates:
        body = json.loads(path.read_text())
        body.pop("Rules")
        assert "eu-west-" not in json.dumps(body)
        assert "000000000000" not in json.dumps(body)


def _actions(statement: dict[str, object]) -> list[str]:
    action = statement["Action"]
    return [str(one) for one in action] if isinstance(action, list) else [str(action)]


def _resources(statement: dict[str, object]) -> list[object]:
    resource = statement["Resource"]
    return list(resource) if isinstance(resource, list) else [resource]


def _may(cloud: Cloud, role: str | None, action: str) -> bool:
    """Whether the search domain's own policy allows it to the role."""
    (domain,) = cloud.of_type("AWS::OpenSearchService::Domain").values()
    return any(
        cloud.target(statement["Principal"]["AWS"]) == role and action in _actions(statement)
        for statement in domain["AccessPolicies"]["Statement"]
    )
