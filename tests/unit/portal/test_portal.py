import base64
import hashlib
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from candidate_portal import handler
from candidate_portal.pages import words
from candidate_portal.routes import PAGES
from relance.adapters.memory_candidates import MemoryCandidateStore
from relance.applications import Outcome, Stage
from relance.candidates import Candidate, CandidateId, ConsentChannel
from relance.errors import ConflictError, NotFoundError, UnavailableError
from relance.jobs import JobId, JobState
from relance.mail.mails import AnswerContent, Mail, MailId, MailState, Stream
from relance.privacy.links import LinkPurpose, PortalLink, sign
from tests import factories
from tests.unit.portal.desk import NOW, PEPPER, Portal, offer_mail

ONE_CLICK = "List-Unsubscribe=One-Click"
BUTTONS = {
    LinkPurpose.PREFERENCES: {"act": "yes"},
    LinkPurpose.INTERESTED: {"job": "accountant"},
    LinkPurpose.RIGHTS: {},
}


@pytest.fixture
def portal() -> Portal:
    return Portal()


def visible(body: str) -> str:
    return re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", body, flags=re.DOTALL)).replace("\u00a0", " ")


@pytest.mark.parametrize("purpose", PAGES)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_r12_looking_at_a_page_changes_nothing(portal: Portal, purpose: LinkPurpose, method: str) -> None:
    before = portal.zoe()

    answer = portal.visit(method, portal.link(purpose))

    assert answer.status == 200
    assert bool(answer.body) is (method == "GET")
    assert portal.zoe() == before
    assert portal.applications.of_candidate(CandidateId("zoe")) == []
    assert portal.audit.entries("candidate#zoe") == ()


@pytest.mark.parametrize("purpose", PAGES)
def test_no_page_lets_anything_else_in(portal: Portal, purpose: LinkPurpose) -> None:
    answer = portal.get(portal.link(purpose))

    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "form-action 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"].startswith("noindex")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "<script" not in answer.body
    assert "http" not in re.sub(r"https?://www\.cnil\.fr", "", answer.body)
    assert "set-cookie" not in {name.lower() for name in answer.headers}


def test_the_policy_names_the_very_style_of_the_page(portal: Portal) -> None:
    answer = portal.get(portal.link(LinkPurpose.UNSUBSCRIBE))

    style = re.search(r"<style>(.*?)</style>", answer.body, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("body", "in_base64"), [(ONE_CLICK, False), (ONE_CLICK, True), (None, False), ("\udcff", False), ("%%%", True)]
)
def test_r12_one_click_unsubscribes_without_login_cookie_or_redirect(
    portal: Portal, body: str | None, in_base64: bool
) -> None:
    if body == "\udcff":
        body = "not a form at all"

    answer = portal.post(portal.link(LinkPurpose.UNSUBSCRIBE), body=body, base64=in_base64)

    assert answer.status == 200
    assert portal.zoe().unsubscribed_at == NOW
    assert not portal.zoe().may_be_offered_jobs(NOW)


def test_r12_unsubscribing_twice_is_fine_and_keeps_the_first_time(portal: Portal) -> None:
    link = portal.link(LinkPurpose.UNSUBSCRIBE)
    portal.post(link)
    portal.now = NOW + timedelta(days=1)

    again = portal.post(link)

    assert again.status == 200
    assert portal.zoe().unsubscribed_at == NOW
    assert len(portal.audit.entries("candidate#zoe")) == 1


def test_an_unsubscribe_link_works_after_years_and_after_erasure(portal: Portal) -> None:
    link = portal.link(LinkPurpose.UNSUBSCRIBE)
    portal.now = NOW + timedelta(days=3000)
    factories.erase(portal.candidates, CandidateId("zoe"))

    assert portal.get(link).status == 200
    assert portal.post(link).status == 200


def test_whoever_shares_the_address_is_unsubscribed_too(portal: Portal) -> None:
    portal.candidates.create(factories.candidate("max"), keys=())
    portal.candidates.save(portal.zoe().model_copy(update={"shares_email_with": (CandidateId("max"),)}))

    portal.post(portal.link(LinkPurpose.UNSUBSCRIBE))

    assert portal.candidates.get(CandidateId("max")).unsubscribed_at == NOW


def test_a_write_at_the_same_moment_does_not_lose_the_stop(portal: Portal) -> None:
    class Busy(MemoryCandidateStore):
        def __init__(self, whole: MemoryCandidateStore) -> None:
            self.__dict__ = dict(whole.__dict__)
            self.refusals = 2

        def save(self, candidate: Candidate, *, new_keys: tuple[str, ...] = ()) -> Candidate:  # type: ignore[override]
            if self.refusals:
                self.refusals -= 1
                raise ConflictError("another writer was quicker")
            return super().save(candidate, new_keys=new_keys)

    answer = portal.post(portal.link(LinkPurpose.UNSUBSCRIBE), changes={"candidates": Busy(portal.candidates)})

    assert answer.status == 200
    assert portal.zoe().unsubscribed_at == NOW


def test_a_store_that_is_down_asks_to_try_again(portal: Portal) -> None:
    class Down(MemoryCandidateStore):
        def get(self, candidate_id: CandidateId) -> Candidate:
            raise UnavailableError("throttled")

    answer = portal.post(portal.link(LinkPurpose.UNSUBSCRIBE), changes={"candidates": Down()})

    assert answer.status == 503
    assert "réessayez" in answer.body


def test_the_yes_is_kept_with_its_evidence(portal: Portal) -> None:
    answer = portal.post(portal.link(LinkPurpose.OPT_IN), form={"act": "yes", "lang": "fr"})

    given_yes = portal.zoe().consent
    assert given_yes is not None
    assert (given_yes.text_version, given_yes.channel) == ("2026-11-1/fr", ConsentChannel.PORTAL)
    assert given_yes.proof == "link of mail mail-zoe"
    assert given_yes.given_at == NOW
    assert given_yes.expires_at == datetime(2028, 11, 23, 10, 0, tzinfo=UTC)
    assert portal.zoe().may_be_offered_jobs(NOW)
    assert "23 novembre 2028" in visible(answer.body)
    assert portal.audit.entries("candidate#zoe")[0].action == "consent given"


def test_a_double_press_is_one_yes_and_a_later_one_renews_it(portal: Portal) -> None:
    link = portal.link(LinkPurpose.OPT_IN)
    portal.post(link)
    portal.now = NOW + timedelta(minutes=1)
    portal.post(link)
    first = portal.zoe().consent
    portal.now = NOW + timedelta(days=30)
    portal.post(link)
    renewed = portal.zoe().consent

    assert first is not None
    assert renewed is not None
    assert first.given_at == NOW
    assert renewed.given_at == NOW + timedelta(days=30)


def test_a_yes_after_a_stop_counts_again(portal: Portal) -> None:
    portal.post(portal.link(LinkPurpose.OPT_IN))
    portal.post(portal.link(LinkPurpose.UNSUBSCRIBE))

    portal.post(portal.link(LinkPurpose.OPT_IN))

    assert portal.zoe().may_be_offered_jobs(NOW)


def test_the_text_says_for_how_long_before_the_yes_is_given(portal: Portal) -> None:
    french = visible(portal.get(portal.link(LinkPurpose.OPT_IN)).body)
    english = visible(portal.get(portal.link(LinkPurpose.OPT_IN), query={"lang": "en"}).body)

    assert "pendant deux ans au plus" in french
    assert "for two years at most" in english


def test_a_pause_ends_after_three_months(portal: Portal) -> None:
    portal.post(portal.link(LinkPurpose.OPT_IN))

    portal.post(portal.link(LinkPurpose.PAUSE))

    assert not portal.zoe().may_be_offered_jobs(NOW)
    assert portal.zoe().paused_until == datetime(2027, 2, 23, 10, 0, tzinfo=UTC)
    assert portal.zoe().may_be_offered_jobs(datetime(2027, 2, 23, 10, 0, tzinfo=UTC))


def test_preferences_offer_what_makes_sense_and_do_it(portal: Portal) -> None:
    link = portal.link(LinkPurpose.PREFERENCES)

    def buttons() -> list[str]:
        return re.findall(r'name="act" value="(\w+)"', portal.get(link).body)

    assert buttons() == ["yes"]
    portal.post(link, form={"act": "yes"})
    assert buttons() == ["pause", "stop", "save"]
    portal.post(link, form={"act": "pause"})
    assert buttons() == ["resume", "stop", "save"]
    portal.post(link, form={"act": "resume"})
    assert portal.zoe().may_be_offered_jobs(NOW)
    portal.post(link, form={"act": "stop"})
    assert not portal.zoe().may_be_offered_jobs(NOW)
    assert buttons() == ["yes"]


def test_an_unknown_button_does_nothing(portal: Portal) -> None:
    before = portal.zoe()

    answer = portal.post(portal.link(LinkPurpose.PREFERENCES), form={"act": "everything"})

    assert answer.status == 200
    assert portal.zoe() == before


def test_interest_makes_an_application(portal: Portal) -> None:
    answer = portal.post(portal.link(LinkPurpose.INTERESTED), form={"job": "accountant"})

    (application,) = portal.applications.of_candidate(CandidateId("zoe"))
    assert (application.job_id, application.stage, application.outcome) == ("accountant", Stage.APPLIED, Outcome.OPEN)
    assert application.applied_at == NOW
    assert "Comptable fournisseurs" in answer.body


def test_interest_shown_twice_is_one_application(portal: Portal) -> None:
    link = portal.link(LinkPurpose.INTERESTED)
    portal.post(link, form={"job": "accountant"})
    first = portal.applications.of_candidate(CandidateId("zoe"))

    portal.post(link, form={"job": "accountant"})

    assert portal.applications.of_candidate(CandidateId("zoe")) == first


def test_interest_in_a_job_that_the_mail_did_not_offer_is_ignored(portal: Portal) -> None:
    portal.jobs.save(factories.job("secret"))

    answer = portal.post(portal.link(LinkPurpose.INTERESTED), form={"job": "secret"})

    assert answer.status == 200
    assert portal.applications.of_candidate(CandidateId("zoe")) == []


def test_a_closed_job_is_said_to_be_closed(portal: Portal) -> None:
    job = portal.jobs.get(JobId("accountant"))
    portal.jobs.save(job.model_copy(update={"state": JobState.CLOSED}))

    shown = portal.get(portal.link(LinkPurpose.INTERESTED))
    pressed = portal.post(portal.link(LinkPurpose.INTERESTED), form={"job": "accountant"})

    assert "ne sont plus ouverts" in visible(shown.body)
    assert "<form" not in shown.body
    assert "ne sont plus ouverts" in visible(pressed.body)
    assert portal.applications.of_candidate(CandidateId("zoe")) == []


def test_several_jobs_are_chosen_by_ticking(portal: Portal) -> None:
    portal.jobs.save(factories.job("buyer", title="Acheteuse"))
    portal.candidates.create(factories.candidate("ana"), keys=())
    mail = offer_mail("accountant", "buyer", who="ana")
    portal.mails.plan(mail)
    link = portal.link(LinkPurpose.INTERESTED, mail)

    shown = portal.get(link)
    nothing = portal.post(link, form={"lang": "fr"})
    portal.post(link, form={"job": ["buyer"]})

    assert shown.body.count('type="checkbox"') == 2
    assert "Cochez au moins un poste" in visible(nothing.body)
    assert [each.job_id for each in portal.applications.of_candidate(CandidateId("ana"))] == ["buyer"]


def test_the_rights_page_shows_what_is_held(portal: Portal) -> None:
    portal.applications.save(
        factories.application("accountant", "zoe", outcome=Outcome.REJECTED, reason_id="missing_must_have")
    )

    body = visible(portal.get(portal.link(LinkPurpose.RIGHTS)).body)

    for held in (
        "Zoé Lambert",
        "zoe@example.org",
        "cv.pdf",
        "Comptable fournisseurs",
        "non retenue",
        "Critère indispensable absent du CV",
        "recrutement@example.org",
    ):
        assert held in body


def answer_mail(state: MailState) -> Mail:
    content = AnswerContent(job_title="Comptable", stage="applied", reason_id="missing_must_have", reason="Absent.")
    changes = {"mail_id": MailId("answer-1"), "content": content, "stream": Stream.ANSWERS, "state": state}
    return offer_mail().model_copy(update=changes)


@pytest.mark.parametrize(
    ("state", "is_told"),
    [
        (MailState.HELD, False),
        (MailState.CLAIMED, False),
        (MailState.ACCEPTED, True),
        (MailState.ASSUMED_SENT, True),
        (MailState.UNKNOWN, True),
    ],
)
def test_nobody_reads_a_rejection_here_before_its_mail_has_left(
    portal: Portal, state: MailState, is_told: bool
) -> None:
    portal.applications.save(
        factories.application("accountant", "zoe", outcome=Outcome.REJECTED, reason_id="missing_must_have")
    )
    portal.mails.plan(answer_mail(state))

    body = visible(portal.get(portal.link(LinkPurpose.RIGHTS)).body)

    assert ("non retenue" in body) is is_told
    assert ("Critère indispensable" in body) is is_told
    assert ("Réponse à une candidature, écrite le" in body) is is_told


def test_drafts_are_not_shown_to_the_person(portal: Portal) -> None:
    assert "Offre, écrite le" not in visible(portal.get(portal.link(LinkPurpose.RIGHTS)).body)


def test_the_rights_page_can_withdraw_the_yes(portal: Portal) -> None:
    portal.post(portal.link(LinkPurpose.OPT_IN))

    answer = portal.post(portal.link(LinkPurpose.RIGHTS), form={"act": "stop"})

    assert portal.zoe().unsubscribed_at == NOW
    assert "Pas d’accord en cours" in visible(answer.body)


def test_an_expired_link_says_so(portal: Portal) -> None:
    link = portal.link(LinkPurpose.OPT_IN)
    portal.now = NOW + timedelta(days=91)

    answer = portal.post(link)

    assert answer.status == 410
    assert "plus valable" in answer.body
    assert portal.zoe().consent is None


@pytest.mark.parametrize(
    "path", ["/", "/unsubscribe", "/unsubscribe/", "/nothing/here", "/rating/x", "/opt-in/x.y", "/opt_in/x"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_what_is_no_link_of_ours_gets_a_page_that_helps(portal: Portal, path: str, method: str) -> None:
    answer = portal.visit(method, path, headers={"accept-language": "en-GB"})

    assert answer.status == 404
    assert "This link does not work" in answer.body
    assert "recrutement@example.org" in answer.body
    assert answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("shown", PAGES)
@pytest.mark.parametrize("signed", LinkPurpose)
def test_a_link_opens_its_own_page_only(portal: Portal, shown: LinkPurpose, signed: LinkPurpose) -> None:
    before = portal.zoe()
    token = sign(PortalLink(purpose=signed, candidate_id=CandidateId("zoe"), mail_id=MailId("mail-zoe")), PEPPER)

    answer = portal.post(f"/{shown.value}/{token}", form=BUTTONS.get(shown))

    assert (answer.status == 200) is (shown is signed)
    assert shown is signed or portal.zoe() == before


def test_a_link_with_another_persons_mail_does_not_reach_that_mail(portal: Portal) -> None:
    portal.candidates.create(factories.candidate("eve"), keys=())
    link = PortalLink(purpose=LinkPurpose.INTERESTED, candidate_id=CandidateId("eve"), mail_id=MailId("mail-zoe"))

    portal.post(f"/interested/{sign(link, PEPPER)}", form={"job": "accountant"})

    with pytest.raises(NotFoundError):
        portal.applications.get(JobId("accountant"), CandidateId("eve"))


@settings(max_examples=60, deadline=None)
@given(cut=st.integers(1, 200), letter=st.sampled_from("Aa0-_."), purpose=st.sampled_from(sorted(PAGES)))
def test_r36_no_changed_link_reaches_anybody(cut: int, letter: str, purpose: LinkPurpose) -> None:
    portal = Portal()
    before = portal.zoe()
    path = portal.link(purpose)
    start = len(f"/{purpose.value}/")
    at = start + cut % (len(path) - start)
    changed = path[:at] + letter + path[at + 1 :]

    answer = portal.post(changed, form=BUTTONS.get(purpose))

    if changed != path:
        assert answer.status == 404
        assert portal.zoe() == before


def test_the_page_is_in_the_language_of_the_mail(portal: Portal) -> None:
    portal.candidates.create(factories.candidate("joe"), keys=())
    mail = offer_mail(who="joe", language="en")
    portal.mails.plan(mail)

    answer = portal.get(portal.link(LinkPurpose.UNSUBSCRIBE, mail))

    assert '<html lang="en">' in answer.body
    assert "Stop receiving offers" in answer.body


def test_the_language_can_be_changed_and_stays_after_the_button(portal: Portal) -> None:
    link = portal.link(LinkPurpose.UNSUBSCRIBE)

    shown = portal.get(link, query={"lang": "en"})
    pressed = portal.post(link, form={"lang": "en"})

    assert 'name="lang" value="en"' in shown.body
    assert '<html lang="en">' in pressed.body


def test_a_name_with_markup_is_shown_as_text(portal: Portal) -> None:
    portal.candidates.create(factories.candidate("eve", name="<script>alert(1)</script>"), keys=())
    mail = offer_mail(who="eve")
    portal.mails.plan(mail)

    body = portal.get(portal.link(LinkPurpose.RIGHTS, mail)).body

    assert "<script" not in body
    assert "&lt;script&gt;" in body


def test_an_erased_person_sees_that_nothing_is_held(portal: Portal) -> None:
    factories.erase(portal.candidates, CandidateId("zoe"))

    for purpose in PAGES:
        answer = portal.post(portal.link(purpose), form=BUTTONS.get(purpose))
        assert answer.status == 200
        assert purpose is LinkPurpose.UNSUBSCRIBE or "plus de données" in visible(answer.body)
    with pytest.raises(NotFoundError):
        portal.zoe()


def test_both_languages_say_the_same_things() -> None:
    def names(language: str) -> dict[str, set[str]]:
        told = words("fr" if language == "fr" else "en")
        return {
            f"{section}.{name}": set(re.findall(r"\{(\w+)\}", text))
            for section, phrases in told.items()
            if isinstance(phrases, dict)
            for name, text in phrases.items()
        }

    assert names("fr") == names("en")
    assert words("fr")["consent_version"] == words("en")["consent_version"]


def test_the_handler_is_the_portal() -> None:
    assert handler.portal is not None
    assert callable(handler.lambda_handler)
