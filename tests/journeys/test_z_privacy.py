"""What the journeys wrote to logs names nobody (R16). Runs last: the other stories have filled the logs by then."""

from collections.abc import Iterator

from tests.journeys.conftest import House, cv

PERSON = "Valentine Wiart"


def test_r16_no_log_line_holds_a_name_an_address_or_a_line_of_a_cv(house: House) -> None:
    house.upload(cv(PERSON))
    house.person(PERSON)
    known = {line["name"] for line in house.api.get("/candidates", limit=100)["items"] if line["name"]}

    said = "\n".join(log_lines(house))

    assert "ingest_cv" in said
    assert PERSON in known
    for name in known:
        assert name not in said
        assert f"{name.lower().replace(' ', '.')}@" not in said
    assert "@example.org" not in said
    assert "Atelier des Quatre Vents" not in said


def log_lines(house: House) -> Iterator[str]:
    """Everything that functions have logged."""
    logs = house.deployment.client("logs")
    for page in logs.get_paginator("describe_log_groups").paginate():
        for group in page["logGroups"]:
            for events in logs.get_paginator("filter_log_events").paginate(logGroupName=group["logGroupName"]):
                yield from (event["message"] for event in events["events"])
