"""A pause of chosen length: silence, and the agreement keeps its time."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from relance.mail.mails import BatchId
from relance.privacy.links import LinkPurpose
from tests.unit.portal.portal import NOW, Portal, visible


@pytest.fixture
def portal() -> Portal:
    return Portal()


@pytest.fixture
def agreed(portal: Portal) -> Portal:
    """Zoé agreed to hear of offers."""
    portal.post(portal.link(LinkPurpose.OPT_IN))
    return portal


@pytest.mark.parametrize(
    ("form", "until"),
    [
        (None, datetime(2027, 2, 23, 10, 0, tzinfo=UTC)),
        ({"months": "1"}, datetime(2026, 12, 23, 10, 0, tzinfo=UTC)),
        ({"months": "3"}, datetime(2027, 2, 23, 10, 0, tzinfo=UTC)),
        ({"months": "6"}, datetime(2027, 5, 23, 10, 0, tzinfo=UTC)),
        ({"months": "12"}, datetime(2027, 11, 23, 10, 0, tzinfo=UTC)),
    ],
    ids=["not said", "1", "3", "6", "12"],
)
@pytest.mark.parametrize("page", [LinkPurpose.PAUSE, LinkPurpose.PREFERENCES])
def test_a_pause_lasts_as_long_as_was_chosen(
    agreed: Portal, page: LinkPurpose, form: dict[str, str] | None, until: datetime
) -> None:
    agreed.post(agreed.link(page), form={"act": "pause", **(form or {})})

    assert agreed.zoe().paused_until == until
    assert not agreed.zoe().may_be_offered_jobs(until - timedelta(seconds=1))
    assert agreed.zoe().may_be_offered_jobs(until)


@pytest.mark.parametrize("months", ["", "0", "2", "-1", "24", "three", "³", "9" * 400, "1.5"])
@pytest.mark.parametrize("page", [LinkPurpose.PAUSE, LinkPurpose.PREFERENCES])
@pytest.mark.parametrize(("lang", "told"), [("fr", "Une pause dure 1, 3, 6 ou 12 mois"), ("en", "A pause lasts 1, 3")])
def test_a_time_that_cannot_be_chosen_is_asked_for_again(
    agreed: Portal, page: LinkPurpose, months: str, lang: str, told: str
) -> None:
    before = agreed.zoe()

    answer = agreed.post(agreed.link(page), form={"act": "pause", "months": months, "lang": lang})

    assert answer.status == 200
    assert told in visible(answer.body)
    assert answer.body.count('name="months"') == 4
    assert agreed.zoe() == before


@pytest.mark.parametrize("page", [LinkPurpose.PAUSE, LinkPurpose.PREFERENCES])
def test_the_page_offers_four_times_and_has_chosen_the_usual_one(agreed: Portal, page: LinkPurpose) -> None:
    body = agreed.get(agreed.link(page)).body

    assert re.findall(r'name="months" value="(\d+)"', body) == ["1", "3", "6", "12"]
    assert re.findall(r'name="months" value="(\d+)" checked', body) == ["3"]


@pytest.mark.parametrize("page", [LinkPurpose.PAUSE, LinkPurpose.PREFERENCES])
def test_an_empty_choice_overwrites_no_pause(agreed: Portal, page: LinkPurpose) -> None:
    agreed.post(agreed.link(LinkPurpose.PAUSE), form={"months": "6"})
    before = agreed.zoe()

    agreed.post(agreed.link(page), form={"act": "pause", "months": ""})

    assert agreed.zoe() == before


@pytest.mark.parametrize(("lang", "told"), [("fr", "rien ne vous est envoyé"), ("en", "nothing is sent to you")])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_whoever_stopped_is_told_that_nothing_comes_and_nothing_is_paused(
    agreed: Portal, lang: str, told: str, method: str
) -> None:
    agreed.post(agreed.link(LinkPurpose.UNSUBSCRIBE))
    before = agreed.zoe()
    request = {"query": {"lang": lang}} if method == "GET" else {"form": {"act": "pause", "lang": lang}}

    body = agreed.visit(method, agreed.link(LinkPurpose.PAUSE), **request).body

    assert told in visible(body)
    assert "<button" not in body
    assert agreed.zoe() == before
    assert "paused" not in agreed.responses.of_occurrence(BatchId("run-1"))


def test_a_new_yes_ends_the_pause(agreed: Portal) -> None:
    agreed.post(agreed.link(LinkPurpose.PAUSE), form={"months": "12"})

    agreed.post(agreed.link(LinkPurpose.OPT_IN))

    assert agreed.zoe().paused_until is None
    assert agreed.zoe().may_be_offered_jobs(NOW)
