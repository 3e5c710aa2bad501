"""From the table of functions to permissions and environment: being told of a thing and being let in go together."""

from dataclasses import dataclass
from typing import Final

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_scheduler as scheduler

from infra.config import OcrEngine, Stage, StageName
from infra.constructs import search_domain
from infra.constructs.job_queue import JobQueue
from infra.constructs.python_function import PythonFunction
from infra.functions import Access, Use
from infra.stacks.data import DataStack

READ: Final = (
    "dynamodb:GetItem",
    "dynamodb:BatchGetItem",
    "dynamodb:Query",
    "dynamodb:Scan",
    "dynamodb:ConditionCheckItem",
)
ACTIONS: Final = {
    Access.READ: READ,
    Access.APPEND: (*READ, "dynamodb:PutItem"),
    Access.WRITE: (
        *READ,
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "dynamodb:DeleteItem",
        "dynamodb:BatchWriteItem",
    ),
}
# DynamoDB and S3 use the key in the caller's name.
KEY_OF_DATA: Final = ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey")
KEY_OF_QUEUES: Final = ("kms:Decrypt", "kms:GenerateDataKey")


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What the functions of the service stack can be given."""

    stage: Stage
    data: DataStack
    queue_key: kms.IKey
    portal_url: str
    send: JobQueue
    index_retries: JobQueue
    erasures: JobQueue
    campaign_runs: JobQueue
    schedules: scheduler.CfnScheduleGroup
    scheduler_role: iam.Role

    def open_to(self, function: PythonFunction) -> None:
        """Give this function everything that the table of functions says, and nothing else."""
        self._tables(function)
        self._buckets(function)
        for use in sorted(function.spec.uses, key=lambda use: use.value):
            self._use(function, use)

    def _tables(self, function: PythonFunction) -> None:
        for table, access in function.spec.tables.items():
            made = self.data.tables[table]
            function.tell({f"{table.name}_TABLE": made.table.table_name})
            function.allow(ACTIONS[access], [made.table.table_arn, *made.index_arns])
        function.allow(KEY_OF_DATA, [self.data.key.key_arn])

    def _buckets(self, function: PythonFunction) -> None:
        for bucket, objects in function.spec.buckets.items():
            made = self.data.buckets[bucket]
            arn = self.data.export_value(made.bucket_arn)
            function.tell({f"{bucket.name}_BUCKET": made.bucket_name})
            for actions, prefixes in (
                (("s3:GetObject", "s3:GetObjectVersion"), objects.read),
                (("s3:PutObject",), objects.write),
                (("s3:DeleteObject", "s3:DeleteObjectVersion"), objects.delete),
            ):
                if prefixes:
                    function.allow(
                        actions,
                        [f"{arn}/{prefix}*" for prefix in prefixes],
                        wildcard="Objects are named when they are made; the prefix is the limit.",
                    )
            if objects.read or objects.versions:
                # Without it S3 answers "forbidden" where "there is no such file" (or version of it) is meant. Under no
                # condition on s3:prefix: reading an object brings none, so the condition would never hold.
                listing = ("s3:ListBucket", *(("s3:ListBucketVersions",) if objects.versions else ()))
                function.allow(listing, [made.bucket_arn])

    def _use(self, function: PythonFunction, use: Use) -> None:
        match use:
            case Use.SECRET:
                function.tell({"PEPPER_SECRET_ARN": self.data.secret.secret_arn})
                function.allow(["secretsmanager:GetSecretValue"], [self.data.secret.secret_arn])
            case Use.LINKS:
                function.tell({"PORTAL_URL": self.portal_url})
            case Use.EMPLOYER | Use.SENDING_HOURS | Use.RETENTION:
                function.tell(RULES[use](self.stage))
            case Use.SEND_QUEUE | Use.ERASURES_QUEUE | Use.INDEX_RETRIES_QUEUE:
                self._queue(function, use)
            case Use.CAMPAIGN_SCHEDULES:
                self._schedules(function)
            case Use.QUERY_INDEX:
                self._search(function, search_domain.READ)
            case Use.WRITE_INDEX:
                self._search(function, search_domain.WRITE)
                self._search_readers(function)
            case Use.SENDING_QUOTA:
                function.allow(["ses:GetAccount"], ["*"], wildcard="GetAccount knows no resource.")
            case Use.SENDERS:
                self._senders(function)
            case Use.SUBMIT_MAIL:
                self._submission(function)
            case Use.RECOGNISE_TEXT:
                function.tell({"OCR": self.stage.ocr})
                if self.stage.ocr is OcrEngine.TEXTRACT:
                    function.allow(["textract:DetectDocumentText"], ["*"], wildcard="Textract knows no resource.")

    def _queue(self, function: PythonFunction, use: Use) -> None:
        to = {
            Use.SEND_QUEUE: self.send,
            Use.ERASURES_QUEUE: self.erasures,
            Use.INDEX_RETRIES_QUEUE: self.index_retries,
        }[use]
        function.tell({f"{use.name}_URL": to.queue.queue_url})
        function.allow(["sqs:SendMessage"], [to.queue.queue_arn])
        function.allow(KEY_OF_QUEUES, [self.queue_key.key_arn])

    def _schedules(self, function: PythonFunction) -> None:
        group = self.schedules.ref
        function.tell(
            {
                "SCHEDULE_GROUP": group,
                "SCHEDULER_ROLE_ARN": self.scheduler_role.role_arn,
                "SCHEDULER_DLQ_ARN": self.campaign_runs.dead.queue_arn,
                "CAMPAIGN_RUNS_QUEUE_ARN": self.campaign_runs.queue.queue_arn,
            }
        )
        schedules = Stack.of(function).format_arn(
            service="scheduler",
            resource="schedule",
            resource_name=f"{group}/campaign-*",
            arn_format=ArnFormat.SLASH_RESOURCE_NAME,
        )
        function.allow(
            [f"scheduler:{verb}Schedule" for verb in ("Create", "Update", "Delete", "Get")],
            [schedules],
            wildcard="A schedule is named after its campaign, in our own group.",
        )
        function.allow(["iam:PassRole"], [self.scheduler_role.role_arn])

    def _search(self, function: PythonFunction, actions: tuple[str, ...]) -> None:
        search = self.stage.search
        function.tell({"SEARCH_ENGINE": search.engine})
        if search.path:
            function.tell({"SEARCH_PATH": str(search.path)})
        if search.endpoint:
            function.tell({"SEARCH_ENDPOINT": search.endpoint})
        if self.data.search:
            function.tell({"SEARCH_ENDPOINT": self.data.search.endpoint})
            function.allow(
                actions,
                [self.data.search.contents_arn],
                wildcard="Indexes get a new name with each rebuild; the domain holds ours only.",
            )

    def _senders(self, function: PythonFunction) -> None:
        employer = self.stage.employer
        function.tell({"ANSWERS_FROM": employer.answers_from, "CAMPAIGNS_FROM": employer.campaigns_from})
        function.tell({"DMARC_LOOKUP": "off" if self.stage.name is StageName.LOCAL else "system"})
        identities = [sender.identity.email_identity_arn for sender in (self.data.answers, self.data.campaigns)]
        function.allow(["ses:GetEmailIdentity"], identities)

    def _search_readers(self, function: PythonFunction) -> None:
        """The master of the domain maps the roles of those who search: nobody else can."""
        readers = [role.role_arn for folder, role in self.data.search_roles.items() if folder != function.spec.folder]
        if readers:
            function.tell({"SEARCH_READER_ROLE_ARNS": ",".join(readers)})

    def _submission(self, function: PythonFunction) -> None:
        for name, sender in {"ANSWERS": self.data.answers, "CAMPAIGNS": self.data.campaigns}.items():
            function.tell({f"{name}_CONFIGURATION_SET": sender.configuration_set.configuration_set_name})
            function.allow(["ses:SendEmail"], [sender.identity.email_identity_arn, sender.arn_of_set])


def _employer(stage: Stage) -> dict[str, str]:
    employer = stage.employer
    return {
        "EMPLOYER_NAME": employer.name,
        "EMPLOYER_SITE": employer.site,
        "EMPLOYER_SIGNATURE": employer.signature,
        "EMPLOYER_SIGNATURE_EN": employer.signature_en,
        "EMPLOYER_ACCENT": employer.accent,
        "EMPLOYER_LOGO": employer.logo,
        "REPLY_TO": employer.reply_to,
        "TIME_ZONE": stage.policy.time_zone,
        "OFFERS_EVERY_DAYS": str(stage.policy.offers_every_days),
    }


def _sending_hours(stage: Stage) -> dict[str, str]:
    policy = stage.policy
    return {
        "TIME_ZONE": policy.time_zone,
        "UNDO_SECONDS": str(int(policy.undo.total_seconds())),
        "MIN_DELAY_BUSINESS_DAYS": str(policy.min_delay_business_days),
        "DECISION_DAYS": str(policy.decision_days),
        "OFFICE_HOURS": policy.office_hours,
    }


def _retention(stage: Stage) -> dict[str, str]:
    rule = stage.retention
    return {"RETENTION_MONTHS": str(rule.months_without_consent), "RENEW_DAYS_BEFORE": str(rule.renew_days_before)}


RULES: Final = {Use.EMPLOYER: _employer, Use.SENDING_HOURS: _sending_hours, Use.RETENTION: _retention}
"""What the employer decided, by the use that tells it."""
