"""Every policy holds in every stage, and every policy notices when it does not."""

import copy
import dataclasses
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from tests.infra.cloud import Cloud
from tests.infra.policies import POLICIES, Policy, code, edges, permissions, queues, stores

Damage = Callable[[Cloud], object]


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.__name__)
def test_policy_holds(policy: Policy, cloud: Cloud) -> None:
    assert list(policy(cloud)) == []


def properties(cloud: Cloud, kind: str, named: str = "") -> dict[str, Any]:
    """Properties of the first resource of this kind whose logical id starts so."""
    return next(made for name, made in cloud.of_type(kind).items() if name.startswith(named))


def damaged(kind: str, named: str = "", **changes: Any) -> Damage:
    """Set properties of a resource; a value of None removes."""

    def damage(cloud: Cloud) -> None:
        found = properties(cloud, kind, named)
        for name, value in changes.items():
            found[name] = value
            if value is None:
                del found[name]

    return damage


def forgotten(kind: str, named: str = "") -> Damage:
    """Remove a resource."""

    def damage(cloud: Cloud) -> None:
        name = next(name for name in cloud.of_type(kind) if name.startswith(named))
        del cloud.resources[name]

    return damage


def allowed(action: str, resource: Any = "arn") -> Damage:
    """Let the role of send_mail do one thing more."""

    def damage(cloud: Cloud) -> None:
        statements = properties(cloud, "AWS::IAM::Policy", "DispatchMail")["PolicyDocument"]["Statement"]
        statements.append({"Effect": "Allow", "Action": action, "Resource": resource})

    return damage


def may_rewrite_the_audit(cloud: Cloud) -> None:
    audit = next(name for name in cloud.of_type("AWS::DynamoDB::Table") if name.startswith("Audit"))
    allowed("dynamodb:UpdateItem", {"Fn::GetAtt": [audit, "Arn"]})(cloud)


def told_everything(cloud: Cloud) -> None:
    properties(cloud, "AWS::Lambda::Function")["Environment"]["Variables"]["HOME_ADDRESS"] = "x"


def told_of_another_table(cloud: Cloud) -> None:
    properties(cloud, "AWS::Lambda::Function", "DispatchMail")["Environment"]["Variables"]["CANDIDATES_TABLE"] = "x"


def sharing_a_role(cloud: Cloud) -> None:
    one, two = list(cloud.of_type("AWS::Lambda::Function").values())[:2]
    one["Role"] = two["Role"]


def opens_watched(cloud: Cloud) -> None:
    found = properties(cloud, "AWS::SES::ConfigurationSetEventDestination")
    found["EventDestination"]["MatchingEventTypes"].append("open")


def engagement_left_to_the_account(cloud: Cloud) -> None:
    del properties(cloud, "AWS::SES::ConfigurationSet")["VdmOptions"]


def one_domain_for_all(cloud: Cloud) -> None:
    domains = cloud.of_type("AWS::SES::EmailIdentity").values()
    for made in domains:
        made["EmailIdentity"] = "example.org"


def weak_passwords(cloud: Cloud) -> None:
    properties(cloud, "AWS::Cognito::UserPool")["Policies"]["PasswordPolicy"]["MinimumLength"] = 8


def open_route(cloud: Cloud) -> None:
    routes = cloud.of_type("AWS::ApiGatewayV2::Route").values()
    next(made for made in routes if made.get("AuthorizationType") == "JWT")["AuthorizationType"] = "NONE"


def logged_addresses(cloud: Cloud) -> None:
    stage = properties(cloud, "AWS::ApiGatewayV2::Stage")
    stage["AccessLogSettings"]["Format"] += "$context.identity.sourceIp"


def open_domain(cloud: Cloud) -> None:
    domain = properties(cloud, "AWS::OpenSearchService::Domain")
    domain["AccessPolicies"]["Statement"][0]["Principal"] = {"AWS": "*"}


def plain_http(kind: str) -> Damage:
    def damage(cloud: Cloud) -> None:
        statements = properties(cloud, kind)["PolicyDocument"]["Statement"]
        statements[:] = [made for made in statements if made["Effect"] != "Deny"]

    return damage


def quiet(metric: str) -> Damage:
    """Take the bell from the first alarm on this metric."""

    def damage(cloud: Cloud) -> None:
        alarms = cloud.of_type("AWS::CloudWatch::Alarm").values()
        next(made for made in alarms if made["MetricName"] == metric)["AlarmActions"] = []

    return damage


def deployable_anywhere(cloud: Cloud) -> None:
    path = cloud.templates[0]
    path.write_text(path.read_text().replace("OnlyInTheUnion", "Nothing"))


def goes_with_the_stack(kind: str) -> Damage:
    def damage(cloud: Cloud) -> None:
        name = next(iter(cloud.of_type(kind)))
        cloud.resources[name]["DeletionPolicy"] = "Delete"

    return damage


QUEUE, MAPPING, FUNCTION = "AWS::SQS::Queue", "AWS::Lambda::EventSourceMapping", "AWS::Lambda::Function"
TABLE, BUCKET, ROLE = "AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::IAM::Role"
DAMAGES: Final[dict[Policy, tuple[Damage, ...]]] = {
    queues.every_queue_has_a_dead_letter_queue: (damaged(QUEUE, "SendQueue", RedrivePolicy=None),),
    queues.every_dead_letter_queue_has_an_alarm: (
        quiet("ApproximateNumberOfMessagesVisible"),
        forgotten("AWS::CloudWatch::Alarm", "UploadsDead"),
    ),
    queues.every_queue_is_encrypted_with_our_key: (
        damaged(QUEUE, KmsMasterKeyId=None),
        damaged(QUEUE, KmsMasterKeyId="alias/aws/sqs"),
    ),
    queues.every_message_stays_hidden_six_timeouts: (
        damaged(QUEUE, "UploadsQueue", VisibilityTimeout=539),
        damaged(FUNCTION, "SendMail", Timeout=31),
    ),
    queues.every_mapping_reports_single_failures: (
        damaged(MAPPING, "SendMail", FunctionResponseTypes=None),
        damaged(MAPPING, "JobsStream", FunctionResponseTypes=None),
    ),
    queues.every_queue_limits_its_function: (damaged(MAPPING, "SendMail", ScalingConfig=None),),
    queues.every_stream_starts_at_the_beginning_and_gives_up_into_a_queue: (
        damaged(MAPPING, "JobsStream", StartingPosition="LATEST"),
        damaged(MAPPING, "JobsStream", DestinationConfig=None),
        damaged(MAPPING, "JobsStream", MaximumRetryAttempts=-1),
    ),
    code.every_function_has_a_role_of_its_own: (sharing_a_role,),
    code.every_function_has_a_log_group_that_forgets: (
        damaged(FUNCTION, LoggingConfig=None),
        damaged("AWS::Logs::LogGroup", RetentionInDays=None),
    ),
    code.every_variable_is_known: (told_everything,),
    code.every_function_is_told_what_its_row_says: (told_of_another_table,),
    code.every_function_runs_our_python_on_the_right_processor: (
        damaged(FUNCTION, Runtime="python3.12"),
        damaged(FUNCTION, Architectures=["riscv"]),
        damaged("AWS::Lambda::LayerVersion", CompatibleArchitectures=["riscv"]),
    ),
    code.every_function_is_in_the_table: (
        damaged(FUNCTION, Handler="index.handler"),
        damaged(FUNCTION, "SendMail", Layers=[]),
        forgotten(FUNCTION, "SendMail"),
    ),
    code.every_error_has_an_alarm: (quiet("Errors"),),
    stores.every_bucket_is_private_encrypted_versioned_and_kept: (
        damaged(BUCKET, PublicAccessBlockConfiguration=None),
        damaged(BUCKET, BucketEncryption=None),
        damaged(BUCKET, VersioningConfiguration=None),
        goes_with_the_stack(BUCKET),
    ),
    stores.every_bucket_refuses_plain_http: (plain_http("AWS::S3::BucketPolicy"),),
    stores.every_queue_and_topic_refuses_plain_http: (
        plain_http("AWS::SQS::QueuePolicy"),
        plain_http("AWS::SNS::TopicPolicy"),
    ),
    stores.every_topic_is_encrypted_and_open_to_its_sender: (
        damaged("AWS::SNS::Topic", KmsMasterKeyId=None),
        forgotten("AWS::SNS::TopicPolicy"),
    ),
    stores.every_table_is_kept_encrypted_and_restorable: (
        damaged(TABLE, PointInTimeRecoverySpecification=None),
        damaged(TABLE, SSESpecification=None),
        damaged(TABLE, BillingMode=None),
        goes_with_the_stack(TABLE),
    ),
    permissions.no_action_is_a_wildcard: (allowed("s3:GetObject*"),),
    permissions.no_resource_is_everything_without_a_reason: (allowed("s3:GetObject", "*"),),
    permissions.no_role_holds_a_policy_of_aws: (damaged(ROLE, ManagedPolicyArns=["arn:aws:iam::aws:policy/X"]),),
    permissions.only_the_sender_submits_mail: (allowed("ses:SendEmail", []), allowed("ses:SendRawEmail", [])),
    permissions.nobody_rewrites_the_audit: (may_rewrite_the_audit,),
    edges.no_mail_is_watched: (
        opens_watched,
        engagement_left_to_the_account,
        forgotten("AWS::SES::ConfigurationSetEventDestination"),
    ),
    edges.answers_and_campaigns_have_their_own_domains: (
        one_domain_for_all,
        damaged("AWS::SES::EmailIdentity", MailFromAttributes={}),
    ),
    edges.people_need_an_account_and_a_strong_password: (
        weak_passwords,
        damaged("AWS::Cognito::UserPool", AdminCreateUserConfig={"AllowAdminCreateUserOnly": False}),
        damaged("AWS::Cognito::UserPool", EnabledMfas=None),
        forgotten("AWS::Cognito::UserPoolGroup"),
    ),
    edges.every_route_for_recruiters_needs_a_token: (open_route,),
    edges.every_api_is_throttled_and_logs_no_person: (
        logged_addresses,
        damaged("AWS::ApiGatewayV2::Stage", DefaultRouteSettings=None),
        damaged("AWS::ApiGatewayV2::Stage", AccessLogSettings=None),
    ),
    edges.the_search_domain_is_closed: (
        open_domain,
        damaged("AWS::OpenSearchService::Domain", EncryptionAtRestOptions={"Enabled": False}),
        damaged("AWS::OpenSearchService::Domain", DomainEndpointOptions={"EnforceHTTPS": False}),
    ),
    edges.every_stack_stays_in_the_union: (deployable_anywhere,),
}


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.__name__)
def test_policy_notices_damage(policy: Policy, clouds: dict[str, Cloud], tmp_path: Path) -> None:
    for damage in DAMAGES[policy]:
        cloud = _copy(clouds["prod"], tmp_path / "assembly")

        damage(cloud)

        assert list(policy(cloud))


def _copy(cloud: Cloud, folder: Path) -> Cloud:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for path in cloud.templates:
        shutil.copy(path, folder)
    return dataclasses.replace(cloud, folder=folder, resources=copy.deepcopy(cloud.resources))
