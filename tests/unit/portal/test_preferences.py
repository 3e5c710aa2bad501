"""On their page people choose language, rhythm, contracts and kinds of jobs."""

from datetime import timedelta
from typing import Any

import pytest

from relance.candidates import ContractWish, Wishes
from relance.privacy.links import LinkPurpose
from tests import factories
from tests.unit.portal.desk import NOW, Portal


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


def test_looking_changes_nothing(portal: Portal) -> None:
    before = portal.zoe()

    portal.get(portal.link(LinkPurpose.PREFERENCES), query={"act": "save", "written": "en"})

    assert portal.zoe() == before


def test_whoever_has_not_agreed_is_asked_first(portal: Portal) -> None:
    portal.candidates.save(portal.zoe().model_copy(update={"consent": None}))

    body = portal.get(portal.link(LinkPurpose.PREFERENCES)).body

    assert 'value="yes"' in body
    assert 'name="rhythm"' not in body
