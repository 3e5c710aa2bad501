"""Processes that do what Lambda does: take messages of a queue, run the function's handler, delete what it did."""

import os
import random
import signal
import subprocess
import sys
from typing import Any, Final

BATCH: Final = 5


class Context:
    """What the runtime tells a function."""

    function_name = "mail_faults"
    memory_limit_in_mb = 512
    invoked_function_arn = "arn:aws:lambda:eu-west-3:000000000000:function:mail_faults"
    aws_request_id = "request"


def main(function: str) -> None:
    """Until killed."""
    import boto3  # noqa: PLC0415  Only here: the parent imports this module, too.

    handler, queue_url = _function(function)
    sqs = boto3.client("sqs")
    while True:
        answered = sqs.receive_message(QueueUrl=queue_url, MaxNumberOfMessages=BATCH, WaitTimeSeconds=1)
        messages: list[Any] = list(answered.get("Messages", []))
        if messages:
            failed = {item["itemIdentifier"] for item in handler(event_of(messages), Context())["batchItemFailures"]}
            done = [message for message in messages if message["MessageId"] not in failed]
            entries = [{"Id": str(n), "ReceiptHandle": one["ReceiptHandle"]} for n, one in enumerate(done)]
            if entries:
                sqs.delete_message_batch(QueueUrl=queue_url, Entries=entries)  # type: ignore[arg-type]


def _function(name: str) -> tuple[Any, str]:
    if name == "send_mail":
        from send_mail.handler import lambda_handler as send  # noqa: PLC0415

        return send, os.environ["SEND_QUEUE_URL"]
    from record_mail_events.handler import lambda_handler as record  # noqa: PLC0415

    return record, os.environ["EVENTS_QUEUE_URL"]


def event_of(messages: list[Any]) -> dict[str, Any]:
    """Messages of a queue as Lambda hands them on."""
    attributes = {
        "ApproximateReceiveCount": "1", "SentTimestamp": "1795428000000", "SenderId": "x",
        "ApproximateFirstReceiveTimestamp": "1795428000001",
    }  # fmt: skip
    return {
        "Records": [
            {
                "messageId": message["MessageId"], "receiptHandle": message["ReceiptHandle"], "body": message["Body"],
                "attributes": attributes, "messageAttributes": {}, "md5OfBody": "0" * 32, "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:eu-west-3:000000000000:queue", "awsRegion": "eu-west-3",
            }
            for message in messages
        ]
    }  # fmt: skip


class Crew:
    """Some workers of each function; a killed one is replaced, as Lambda would."""

    def __init__(self, environment: dict[str, str], *, senders: int, recorders: int) -> None:
        self._environment = environment
        functions = ["send_mail"] * senders + ["record_mail_events"] * recorders
        self._workers = [(function, self._start(function)) for function in functions]
        self.killed = 0

    def kill_one(self, dice: random.Random) -> None:
        """SIGKILL, in the middle of whatever it does."""
        place = dice.randrange(len(self._workers))
        function, process = self._workers[place]
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.killed += 1
        self._workers[place] = (function, self._start(function))

    def pids(self) -> list[int]:
        """Of the workers, in order."""
        return [process.pid for _, process in self._workers]

    def dead(self) -> list[str]:
        """Functions of workers that ended by themselves: a defect."""
        return [function for function, process in self._workers if process.poll() is not None]

    def stop(self) -> None:
        """All of them, by their own ids."""
        for _, process in self._workers:
            process.kill()
        for _, process in self._workers:
            process.wait()

    def _start(self, function: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.mail_faults.workers", function],
            env={**os.environ, **self._environment}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        )  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1])
