"""The yardstick: conditional transactions of the shape of this run's mails, with nothing around them.

The same rows, sizes and conditions, the same client, as many at once: only finding out what to write is missing.
"""

import gc
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from relance import wiring
from tests.benchmarks.campaign_scale.figures import Figures

SLICE: Final = 300
_MARK: Final = "bare-"
_ABSENT: Final = {
    "ConditionExpression": "attribute_not_exists(#guard)", "ExpressionAttributeNames": {"#guard": "guard"}
}  # fmt: skip
_ABSENT_OR_OLD: Final = {
    "ConditionExpression": "attribute_not_exists(#guard) OR #sent_at <= :since",
    "ExpressionAttributeNames": {"#guard": "guard", "#sent_at": "sent_at"},
    "ExpressionAttributeValues": {":since": {"N": "1767225600.000001"}},
}


def is_bare(mail_id: str) -> bool:
    """Whether it is one of ours and no mail."""
    return mail_id.startswith(_MARK)


class Yardstick:
    """Makes slices of them, after the model of mails of the run."""

    def __init__(self) -> None:
        self._models: list[dict[str, Any]] = []
        gc.freeze()  # As in the runner.

    def slice(self, figures: Figures) -> None:
        """So many transactions as fast as the client of the runner makes them."""
        client: Any = wiring.dynamodb_client()
        self._models = self._models or client.scan(TableName="Mails", Limit=100)["Items"]
        first = figures.bare_slices * SLICE
        names = [f"{_MARK}{first + number:035d}" for number in range(SLICE)]
        writes = [_copy(self._models[place % len(self._models)], name) for place, name in enumerate(names)]
        with ThreadPoolExecutor(wiring.campaign_desk().workers) as pool:
            began = time.perf_counter()
            list(pool.map(lambda items: client.transact_write_items(TransactItems=items), writes))
            figures.bare_seconds += time.perf_counter() - began
        figures.bare_done += SLICE
        figures.bare_slices += 1


def _copy(item: dict[str, Any], name: str) -> list[dict[str, Any]]:
    mail = item | {"mail_id": {"S": name}, "batch_shard": {"S": "bare#0"}}
    free = {
        "ConditionExpression": "attribute_not_exists(#mail_id)",
        "ExpressionAttributeNames": {"#mail_id": "mail_id"},
    }
    puts = [{"Put": {"TableName": "Mails", "Item": mail, **free}}]
    for number, guard in enumerate(item["guards"]["L"]):
        row = {"guard": {"S": f"{guard['S'][:-12]}{name[-10:]}-{number}"}, "mail_id": mail["mail_id"]}
        condition = _ABSENT_OR_OLD if guard["S"].startswith("pressure#") else _ABSENT
        puts.append({"Put": {"TableName": "MailGuards", "Item": row, **condition}})
    return puts
