"""A queue that feeds one function: encrypted, with a dead-letter queue, an alarm on it, and partial failures."""

from aws_cdk import Duration
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.alarm import alarm
from infra.constructs.python_function import PythonFunction

# Lambda may hold a batch for that long before it runs, is throttled, and runs again (AWS's own advice).
VISIBILITY_FACTOR = 6
TRIES = 5


class JobQueue(Construct):
    """Messages for `consumer`. After five tries a message rests in `dead`, and the alarm rings.

    `retention` is short where messages carry personal data that AWS puts there (file names, addresses).
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        consumer: PythonFunction,
        key: kms.IKey,
        alarms: sns.ITopic,
        max_concurrency: int,
        batch_size: int = 5,
        retention: Duration | None = None,
        dead_retention: Duration | None = None,
    ) -> None:
        super().__init__(scope, name)
        self.dead = sqs.Queue(
            self,
            "Dead",
            encryption=sqs.QueueEncryption.KMS,
            encryption_master_key=key,
            enforce_ssl=True,
            retention_period=dead_retention or Duration.days(14),
        )
        self.queue = sqs.Queue(
            self,
            "Queue",
            encryption=sqs.QueueEncryption.KMS,
            encryption_master_key=key,
            enforce_ssl=True,
            retention_period=retention or Duration.days(4),
            visibility_timeout=Duration.seconds(VISIBILITY_FACTOR * consumer.spec.timeout_seconds),
            dead_letter_queue=sqs.DeadLetterQueue(queue=self.dead, max_receive_count=TRIES),
        )
        consumer.function.add_event_source(
            sources.SqsEventSource(
                self.queue,
                batch_size=batch_size,
                max_concurrency=max_concurrency,
                report_batch_item_failures=True,
            )
        )
        self._alarm_on_dead_letters(name, alarms)

    def _alarm_on_dead_letters(self, name: str, alarms: sns.ITopic) -> None:
        waiting = self.dead.metric_approximate_number_of_messages_visible(
            period=Duration.minutes(1), statistic="Maximum"
        )
        alarm(
            self,
            "DeadLetters",
            waiting,
            says=f"A message of {name} failed {TRIES} times and waits for a person.",
            runbook="dead-letters",
            to=alarms,
        )
