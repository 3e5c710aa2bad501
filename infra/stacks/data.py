"""What outlives a deployment: tables, files, the secret, people, senders, and the search domain where there is one."""

from typing import Final

from aws_cdk import CfnOutput, Duration, RemovalPolicy, Stack
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.config import Stage
from infra.constructs.reasons import because
from infra.constructs.region import only_in_the_union
from infra.constructs.search_domain import SearchDomain
from infra.constructs.senders import Sender
from infra.constructs.truth_table import Index, Key, Shape, TruthTable, truth_table
from infra.functions import FUNCTIONS, Bucket, Table, Use
from infra.stacks.alarms import search_alarms, search_refusal_alarms

TABLES: Final[dict[Table, Shape]] = {
    Table.CANDIDATES: Shape(Key("candidate_id"), stream=True),
    Table.CANDIDATE_KEYS: Shape(Key("key")),
    Table.JOBS: Shape(Key("job_id"), stream=True),
    Table.APPLICATIONS: Shape(
        Key("job_id", "candidate_id"), indexes=(Index("by_candidate", Key("candidate_id", "job_id")),)
    ),
    Table.CAMPAIGNS: Shape(Key("campaign_id", "part")),
    Table.BATCHES: Shape(Key("batch_id"), expires=True),
    Table.MAILS: Shape(
        Key("mail_id"),
        indexes=(
            Index("wake", Key("wake_shard", "wake_at", sort_is_number=True), only=("revision", "state", "stream")),
            Index("by_batch", Key("batch_shard", "mail_id")),
            Index("by_candidate", Key("candidate_id", "created_at")),
        ),
        expires=True,
    ),
    Table.MAIL_GUARDS: Shape(Key("guard")),
    Table.SUPPRESSIONS: Shape(Key("address_key")),
    Table.SETTINGS: Shape(Key("name")),
    Table.MATCH_LOG: Shape(Key("query_id"), expires=True),
    Table.AUDIT: Shape(Key("scope", "sequence", sort_is_number=True)),
    Table.ERASURES: Shape(Key("candidate_id")),
    Table.RATINGS: Shape(Key("kind", "name")),
}
GROUPS: Final = ("recruiter", "approver", "admin", "auditor")
# An upload waits for its function at most as long as its message lives: in the queue, then among the dead letters.
INBOX_DAYS: Final = 30
# A test of a campaign holds its reader's address; its row in the ledger is let go of on the same day.
TESTS_DAYS: Final = 30
# Whom a campaign could reach, by ids: as long as the rankings that were shown (R26).
AUDIENCES_DAYS: Final = 730


class DataStack(Stack):
    def __init__(self, scope: Construct, name: str, stage: Stage) -> None:
        super().__init__(scope, name, description=f"relance {stage.name}: data", analytics_reporting=False)
        self.stage = stage
        only_in_the_union(self)
        self.key = kms.Key(
            self,
            "Key",
            description=f"Personal data of relance {stage.name}",
            enable_key_rotation=True,
            removal_policy=RemovalPolicy.RETAIN,
        )
        self.tables: dict[Table, TruthTable] = {
            table: truth_table(self, table, shape, key=self.key, deletion_protection=stage.deletion_protection)
            for table, shape in TABLES.items()
        }
        self.buckets = {bucket: self._bucket(bucket) for bucket in Bucket}
        self.secret = self._secret()
        self.people = self._people()
        self.client = self.people.add_client(
            "Client",
            auth_flows=cognito.AuthFlow(user_password=True, admin_user_password=True),
            prevent_user_existence_errors=True,
            access_token_validity=Duration.hours(1),
            id_token_validity=Duration.hours(1),
            refresh_token_validity=Duration.hours(12),
        )
        self.alarms, self.mail_events = self._topics()
        employer = stage.employer
        self.answers = Sender(self, "Answers", domain=employer.answers_domain, events=self.mail_events)
        self.campaigns = Sender(self, "Offers", domain=employer.campaigns_domain, events=self.mail_events)
        self.search_roles: dict[str, iam.Role] = {}
        self.search = self._search()
        self._outputs()

    def _bucket(self, bucket: Bucket) -> s3.Bucket:
        made = s3.Bucket(
            self,
            bucket,
            versioned=True,
            encryption=s3.BucketEncryption.KMS,
            encryption_key=self.key,
            bucket_key_enabled=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            lifecycle_rules=_lifecycle(bucket),
            removal_policy=RemovalPolicy.RETAIN,
        )
        because(made, "S1", "Access logs would keep names of files that people chose; CloudTrail can record reads.")
        if bucket is Bucket.CVS:
            # The same switch on the L2 bucket would deploy a function of CDK's own to set it.
            resource = made.node.default_child
            if not isinstance(resource, s3.CfnBucket):
                raise TypeError("A bucket without a bucket inside.")
            resource.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
                event_bridge_configuration=s3.CfnBucket.EventBridgeConfigurationProperty(event_bridge_enabled=True)
            )
        return made

    def _secret(self) -> secretsmanager.Secret:
        secret = secretsmanager.Secret(
            self,
            "Pepper",
            description="Root of address hashes and signed links: if it is lost, no link in an old mail works.",
            encryption_key=self.key,
            generate_secret_string=secretsmanager.SecretStringGenerator(password_length=48, exclude_punctuation=True),
            removal_policy=RemovalPolicy.RETAIN,
        )
        because(secret, "SMG4", "Another secret would forget who unsubscribed and cut every link already mailed.")
        return secret

    def _people(self) -> cognito.UserPool:
        pool = cognito.UserPool(
            self,
            "People",
            sign_in_aliases=cognito.SignInAliases(email=True),
            sign_in_case_sensitive=False,
            self_sign_up_enabled=False,
            account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
            mfa=cognito.Mfa.OPTIONAL,
            mfa_second_factor=cognito.MfaSecondFactor(sms=False, otp=True),
            password_policy=cognito.PasswordPolicy(
                min_length=12,
                require_lowercase=True,
                require_uppercase=True,
                require_digits=True,
                require_symbols=True,
                password_history_size=5,
                temp_password_validity=Duration.days(3),
            ),
            deletion_protection=self.stage.deletion_protection,
            removal_policy=RemovalPolicy.RETAIN,
        )
        because(pool, "COG2", "Everyone may add an authenticator; whether all must is the employer's house rule.")
        because(pool, "COG8", "Threat protection is billed per user; an employer can switch the plan on.")
        for group in GROUPS:
            cognito.CfnUserPoolGroup(self, group.capitalize(), user_pool_id=pool.user_pool_id, group_name=group)
        return pool

    def _topics(self) -> tuple[sns.Topic, sns.Topic]:
        """Alarms for operators, and what SES tells about mails. Both encrypted, so both senders need the key."""
        for service in ("cloudwatch.amazonaws.com", "ses.amazonaws.com"):
            self.key.add_to_resource_policy(
                iam.PolicyStatement(
                    principals=[iam.ServicePrincipal(service)],
                    actions=["kms:Decrypt", "kms:GenerateDataKey"],
                    resources=["*"],  # In a key's policy this stands for the key itself.
                    conditions={"StringEquals": {"aws:SourceAccount": self.account}},
                )
            )
        alarms = sns.Topic(self, "Alarms", master_key=self.key, enforce_ssl=True)
        alarms.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=["sns:Publish"],
                resources=[alarms.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": self.account}},
            )
        )
        if self.stage.alarms.email:
            alarms.add_subscription(subscriptions.EmailSubscription(self.stage.alarms.email))
        return alarms, sns.Topic(self, "MailEvents", master_key=self.key, enforce_ssl=True)

    def _search(self) -> SearchDomain | None:
        """The domain and, beside it, the roles it admits: a role of a function that searches cannot live elsewhere,
        for the domain names it and the function names the domain."""
        size = self.stage.search.domain
        if size is None:
            return None
        for spec in FUNCTIONS:
            if spec.uses & {Use.QUERY_INDEX, Use.WRITE_INDEX}:
                self.search_roles[spec.folder] = iam.Role(
                    self, f"{spec.construct_id}Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com")
                )
        (writer,) = (spec.folder for spec in FUNCTIONS if Use.WRITE_INDEX in spec.uses)
        made = SearchDomain(
            self,
            "Search",
            stage=self.stage.name,
            size=size,
            key=self.key,
            writer=self.search_roles[writer],
            readers={folder: role for folder, role in self.search_roles.items() if folder != writer},
            log_retention=logs.RetentionDays[self.stage.log_retention],
        )
        search_alarms(self, domain=made.domain_name, account=self.account, volume_gib=size.volume_gib, to=self.alarms)
        search_refusal_alarms(self, to=self.alarms)
        return made

    def _outputs(self) -> None:
        values = {f"{name}Table": made.table.table_name for name, made in self.tables.items()}
        values |= {f"{name}Bucket": made.bucket_name for name, made in self.buckets.items()}
        values |= {
            "UserPoolId": self.people.user_pool_id,
            "UserPoolClientId": self.client.user_pool_client_id,
            "MailEventsTopicArn": self.mail_events.topic_arn,
            "AlarmsTopicArn": self.alarms.topic_arn,
        }
        for name, value in values.items():
            CfnOutput(self, name, value=value)


def _lifecycle(bucket: Bucket) -> list[s3.LifecycleRule]:
    rules = [
        s3.LifecycleRule(
            abort_incomplete_multipart_upload_after=Duration.days(1),
            noncurrent_version_expiration=Duration.days(INBOX_DAYS),
        )
    ]
    if bucket is Bucket.CVS:
        rules.append(s3.LifecycleRule(prefix="inbox/", expiration=Duration.days(INBOX_DAYS)))
    if bucket is Bucket.MAIL_ARCHIVE:
        brief = Duration.days(1)
        rules.append(
            s3.LifecycleRule(prefix="tests/", expiration=Duration.days(TESTS_DAYS), noncurrent_version_expiration=brief)
        )
    if bucket is Bucket.AUDIENCES:
        rules.append(s3.LifecycleRule(expiration=Duration.days(AUDIENCES_DAYS)))
    return rules
