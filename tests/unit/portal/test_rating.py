import re
from datetime import timedelta

import pytest

from relance.adapters.memory_ratings import MemoryRatings
from relance.errors import ConflictError
from relance.mail.mails import MailId, MailState
from relance.privacy.links import VALIDITY, LinkPurpose
from relance.ratings.rating import Rating
from tests.unit.portal.portal import NOW, Portal, answer_mail, offer_mail, visible

MAIL = MailId("answer-zoe")


@pytest.fixture
def portal() -> Portal:
    made = Portal()
    made.mails.plan(answer_mail())
    return made


def link(portal: Portal) -> str:
    return portal.link(LinkPurpose.RATING, portal.mails.get(MAIL))


def kept(portal: Portal) -> Rating:
    found = portal.ratings.get(MAIL)
    assert found is not None
    return found


def test_the_pages_of_the_mails_two_links_lead_to_the_rating(portal: Portal) -> None:
    mail = portal.mails.get(MAIL)
    path = link(portal).removeprefix("/rating/")

    for page in (portal.get(portal.link(LinkPurpose.RIGHTS, mail)), portal.post(portal.link(LinkPurpose.OPT_IN, mail))):
        (action,) = re.findall(r'action="([^"]+)"', page.body)
        assert action == f"../rating/{path}"
        assert len(re.findall(r'name="score"', page.body)) == 11


def test_the_link_of_an_offer_leads_to_no_rating(portal: Portal) -> None:
    portal.mails.plan(offer_mail(who="ada"))

    assert 'name="score"' not in portal.get(portal.link(LinkPurpose.RIGHTS)).body
    assert "rien à noter" in portal.get(portal.link(LinkPurpose.RATING)).body


def test_one_tap_is_kept_with_what_statistics_ask_for(portal: Portal) -> None:
    answer = portal.post(link(portal), form={"score": "9", "comment": "Clair et rapide."})

    assert "C’est noté." in answer.body
    assert "Votre note : 9 sur 10." in visible(answer.body)
    rating = kept(portal)
    assert (rating.score, rating.comment) == (9, "Clair et rapide.")
    assert (rating.reason_id, rating.words_version, rating.stage) == ("process_stopped", "w1", "applied")
    (count,) = portal.ratings.counts()
    assert count.scores == (0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0)


def test_the_same_tap_again_changes_nothing(portal: Portal) -> None:
    for _ in range(3):
        answer = portal.post(link(portal), form={"score": "9"})

    assert answer.status == 200
    assert kept(portal).revision == 1
    assert sum(portal.ratings.counts()[0].scores) == 1


def test_a_score_can_be_changed_once_and_the_counts_follow(portal: Portal) -> None:
    portal.post(link(portal), form={"score": "2"})
    portal.post(link(portal), form={"score": "8"})

    third = portal.post(link(portal), form={"score": "1"})

    assert kept(portal).score == 8
    assert portal.ratings.counts()[0].scores == (0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0)
    assert "a déjà été changé une fois" in third.body
    assert 'name="score"' not in third.body


def test_a_comment_can_follow_and_be_changed_once(portal: Portal) -> None:
    portal.post(link(portal), form={"score": "7"})
    portal.post(link(portal), form={"comment": "Merci."})
    portal.post(link(portal), form={"comment": "Merci beaucoup."})

    last = portal.post(link(portal), form={"comment": "Encore autre chose."})

    assert (kept(portal).score, kept(portal).comment) == (7, "Merci beaucoup.")
    assert "a déjà été changé une fois" in last.body
    assert "<textarea" not in last.body


@pytest.mark.parametrize("form", [{}, {"score": "11"}, {"score": "-1"}, {"score": "dix"}, {"comment": "Merci."}])
def test_without_a_number_nothing_is_kept_and_the_page_asks_for_one(portal: Portal, form: dict[str, str]) -> None:
    answer = portal.post(link(portal), form=form)

    assert answer.status == 200
    assert "Choisissez d’abord une note" in answer.body
    assert portal.ratings.get(MAIL) is None


@pytest.mark.parametrize("state", [MailState.DRAFT, MailState.HELD, MailState.CANCELLED, MailState.SKIPPED])
def test_an_answer_that_did_not_leave_is_not_rated(state: MailState) -> None:
    portal = Portal()
    portal.mails.plan(answer_mail(state=state))

    answer = portal.post(link(portal), form={"score": "5"})

    assert "rien à noter" in answer.body
    assert portal.ratings.get(MAIL) is None


def test_two_taps_at_once_both_end_well(portal: Portal) -> None:
    class Hurried(MemoryRatings):
        met = False

        def save(self, rating: Rating, *, replaces: Rating | None) -> Rating:
            if not self.met:
                self.met = True
                super().save(rating.model_copy(update={"score": 4}), replaces=replaces)
                raise ConflictError("another writer was quicker")
            return super().save(rating, replaces=replaces)

    ratings = Hurried()
    answer = portal.post(link(portal), form={"score": "6"}, changes={"ratings": ratings})

    assert answer.status == 200
    found = ratings.get(MAIL)
    assert found is not None
    assert (found.score, sum(ratings.counts()[0].scores)) == (6, 1)


def test_the_page_speaks_both_languages_and_writes_what_was_said_before(portal: Portal) -> None:
    portal.post(link(portal), form={"score": "3", "comment": "<b>Trop tard</b>"})

    english = portal.get(link(portal), query={"lang": "en"}).body

    assert "Your rating: 3 out of 10." in visible(english)
    assert "&lt;b&gt;Trop tard&lt;/b&gt;" in english


def test_the_link_works_for_half_a_year(portal: Portal) -> None:
    path = link(portal)
    lasts = VALIDITY[LinkPurpose.RATING]
    assert lasts is not None

    portal.now = NOW + lasts + timedelta(seconds=1)

    assert portal.post(path, form={"score": "5"}).status == 410
    assert portal.ratings.get(MAIL) is None


@pytest.mark.parametrize(("days", "offers"), [(179, True), (181, False)])
def test_no_page_leads_to_a_rating_whose_time_is_over(portal: Portal, days: int, offers: bool) -> None:
    portal.now = NOW + timedelta(days=days)

    body = portal.get(portal.link(LinkPurpose.RIGHTS, portal.mails.get(MAIL))).body

    assert ('name="score"' in body) is offers
