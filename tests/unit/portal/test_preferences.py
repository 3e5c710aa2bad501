"""On their page people choose language, rhythm, contracts and kinds of jobs."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from relance.candidates import ContractWish, Wishes
from relance.jobs import JobId, JobState
from relance.mail.mails import MailId, OfferContent, OfferLine
from relance.privacy.links import LinkPurpose
from tests import factories
from tests.unit.portal.portal import NOW, Portal, offer_mail, visible


@pytest.fixture
def portal() -> Portal:
    """Zoé agreed to hear of offers, and was sent one as an accountant."""
    made = Portal()
    yes = factories.consent(given_at=NOW - timedelta(days=10), expires_at=NOW + timedelta(days=700))
    made.candidates.save(made.zoe().model_copy(update={"consent": yes}))
    return made


def save(portal: Portal, **fields: Any) -> str:
    """The page after its form was sent."""
    return portal.post(portal.link(LinkPurpose.PREFERENCES), form={"act": "save", **fields}).body


def test_what_was_chosen_is_kept_and_shown(portal: Portal) -> None:
    body = save(
        portal, written="en", rhythm="monthly", contract=["permanent", "freelance"], refused=["comptable fournisseur"]
    )

    assert portal.zoe().wishes == Wishes(
        language="en",
        offers_every_days=30,
        contracts=frozenset({ContractWish.PERMANENT, ContractWish.FREELANCE}),
        refused_titles=frozenset({"comptable fournisseur"}),
    )
    assert 'value="monthly" checked' in body
    assert 'value="freelance" checked' in body
    assert 'value="comptable fournisseur" checked' in body
    assert portal.zoe().mail_language == "en"
    assert [entry.action for entry in portal.audit.entries("candidate#zoe")] == ["wishes changed"]


def test_a_kind_of_job_can_be_wanted_again_after_the_offer_is_gone(portal: Portal) -> None:
    refusing = Wishes(refused_titles=frozenset({"magasinier"}))
    portal.candidates.save(portal.zoe().model_copy(update={"wishes": refusing}))

    shown = portal.get(portal.link(LinkPurpose.PREFERENCES)).body
    save(portal)

    assert 'value="magasinier" checked' in shown
    assert portal.zoe().wishes.refused_titles == frozenset()


def test_values_that_the_page_does_not_offer_change_nothing(portal: Portal) -> None:
    held = Wishes(language="fr", offers_every_days=90)
    portal.candidates.save(portal.zoe().model_copy(update={"wishes": held}))

    save(portal, written="<script>", rhythm="hourly", contract=["slavery"], refused=["directeur", "x" * 5000])

    assert portal.zoe().wishes == held


def test_other_wishes_stay_as_they_are(portal: Portal) -> None:
    held = Wishes(areas=frozenset({"fr-69"}), available_from=NOW.date())
    portal.candidates.save(portal.zoe().model_copy(update={"wishes": held}))

    save(portal, written="en")

    assert portal.zoe().wishes == held.model_copy(update={"language": "en"})


def test_where_and_from_when_somebody_would_work_is_theirs_to_say(portal: Portal) -> None:
    noted = Wishes(areas=frozenset({"BE", "FR-13"}), available_from=NOW.date())
    portal.candidates.save(portal.zoe().model_copy(update={"wishes": noted}))

    body = save(portal, area=["remote"], departments="69, 38 et 2a", available_from="2027-01-04")

    wishes = portal.zoe().wishes
    assert wishes.areas == {"BE", "remote", "FR-69", "FR-38", "FR-2A"}
    assert wishes.available_from == date(2027, 1, 4)
    assert 'value="remote" checked' in body
    assert 'name="departments" value="2A, 38, 69"' in body
    assert 'name="available_from" value="2027-01-04"' in body


def test_emptied_fields_forget_what_was_said(portal: Portal) -> None:
    noted = Wishes(areas=frozenset({"FR-13", "remote"}), available_from=NOW.date())
    portal.candidates.save(portal.zoe().model_copy(update={"wishes": noted}))

    save(portal, departments="", available_from="")

    assert (portal.zoe().wishes.areas, portal.zoe().wishes.available_from) == (frozenset(), None)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_department_or_a_day_that_is_none_is_told_and_the_rest_is_kept(portal: Portal, lang: str) -> None:
    noted = Wishes(areas=frozenset({"FR-13"}), available_from=NOW.date())
    portal.candidates.save(portal.zoe().model_copy(update={"wishes": noted}))

    body = visible(save(portal, lang=lang, departments="69, Lyon, 96", available_from="soon", rhythm="monthly"))

    assert "Lyon, 96" in body
    assert ("choisissez un jour" if lang == "fr" else "choose a day") in body
    kept = {"offers_every_days": 30, "areas": frozenset({"FR-69"})}
    assert portal.zoe().wishes == noted.model_copy(update=kept)


@pytest.mark.parametrize(
    ("lang", "heading"), [("fr", "Tout n’a pas été compris"), ("en", "Not everything was understood")]
)
@pytest.mark.parametrize(
    ("fields", "typed"),
    [
        ({"departments": "69, toto"}, 'name="departments" value="69, toto"'),
        ({"available_from": "demain"}, 'name="available_from" value="demain"'),
    ],
)
def test_what_was_not_understood_stands_as_typed_under_a_heading_that_says_so(
    portal: Portal, lang: str, heading: str, fields: dict[str, str], typed: str
) -> None:
    body = save(portal, lang=lang, **fields)

    assert f"<h1>{heading}</h1>" in body
    assert typed in body


def test_departments_of_which_none_is_understood_leave_those_that_were_there(portal: Portal) -> None:
    portal.candidates.save(portal.zoe().model_copy(update={"wishes": Wishes(areas=frozenset({"FR-13"}))}))

    save(portal, area=["remote"], departments="Lyon")

    assert portal.zoe().wishes.areas == {"FR-13", "remote"}


def test_saving_is_the_main_button_and_a_pause_is_explained_under_its_heading(portal: Portal) -> None:
    body = portal.get(portal.link(LinkPurpose.PREFERENCES)).body

    mains = re.findall(r'<button type="submit" name="act" value="(\w+)">', body)
    order = (
        "<h2>Ce que vous souhaitez",
        "<h2>Faire une pause",
        "aucune offre",
        "Durée de la pause",
        "<h2>Tout arrêter",
    )
    assert mains == ["save"]
    assert sorted(order, key=body.index) == list(order)


def test_a_kind_of_job_can_be_refused_after_the_job_was_closed(portal: Portal) -> None:
    portal.jobs.save(portal.jobs.get(JobId("accountant")).model_copy(update={"state": JobState.CLOSED}))

    save(portal, refused=["comptable fournisseur"])

    assert portal.zoe().wishes.refused_titles == {"comptable fournisseur"}


def test_a_refused_kind_is_shown_in_the_words_of_the_offer_that_was_sent(portal: Portal) -> None:
    line = OfferLine(job_id=JobId("gone"), title="Magasinières caristes (H/F)")
    earlier = {"mail_id": MailId("mail-earlier"), "content": OfferContent(offers=(line,))}
    portal.mails.plan(offer_mail("gone").model_copy(update=earlier))
    portal.candidates.save(
        portal.zoe().model_copy(update={"wishes": Wishes(refused_titles=frozenset({"magasinier cariste"}))})
    )

    body = portal.get(portal.link(LinkPurpose.PREFERENCES)).body

    assert 'value="magasinier cariste" checked> Magasinières caristes (H/F)' in body


def test_looking_changes_nothing(portal: Portal) -> None:
    before = portal.zoe()

    portal.get(portal.link(LinkPurpose.PREFERENCES), query={"act": "save", "written": "en"})

    assert portal.zoe() == before


def test_whoever_has_not_agreed_is_asked_first(portal: Portal) -> None:
    portal.candidates.save(portal.zoe().model_copy(update={"consent": None}))

    body = portal.get(portal.link(LinkPurpose.PREFERENCES)).body

    assert 'value="yes"' in body
    assert 'name="rhythm"' not in body


def test_preferences_offer_what_makes_sense_and_do_it() -> None:
    portal = Portal()
    link = portal.link(LinkPurpose.PREFERENCES)

    def buttons() -> list[str]:
        return re.findall(r'name="act" value="(\w+)"', portal.get(link).body)

    assert buttons() == ["yes"]
    portal.post(link, form={"act": "yes"})
    assert buttons() == ["save", "pause", "stop"]
    portal.post(link, form={"act": "pause"})
    assert buttons() == ["save", "resume", "stop"]
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
