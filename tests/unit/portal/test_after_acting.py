"""Who comes back to a page after acting is told how things stand, and not asked again."""

import re
from datetime import timedelta

import pytest

from relance.privacy.links import LinkPurpose
from tests.unit.portal.portal import NOW, Portal, answer_mail, offer_mail, visible

CASES = {
    LinkPurpose.OPT_IN: ({}, "jusqu’au 23 novembre 2028"),
    LinkPurpose.UNSUBSCRIBE: ({}, "Vous ne recevrez plus d’offres"),
    LinkPurpose.PAUSE: ({}, "avant le"),
    LinkPurpose.INTERESTED: ({"job": "accountant"}, "Nous avons noté votre intérêt"),
}


@pytest.mark.parametrize("purpose", CASES)
def test_a_page_opened_again_after_its_button_shows_no_button(purpose: LinkPurpose) -> None:
    portal, (form, told) = Portal(), CASES[purpose]
    before = portal.get(portal.link(purpose)).body
    portal.post(portal.link(purpose), form=form)

    after = portal.get(portal.link(purpose)).body

    buttons = set(re.findall(r'<button[^>]* value="(\w+)"', before))
    assert buttons
    assert not buttons & set(re.findall(r'<button[^>]* value="(\w+)"', after))
    assert told in visible(after)


LEADS = {
    LinkPurpose.UNSUBSCRIBE: ("Changer d’avis", "Change my mind"),
    LinkPurpose.PAUSE: ("Terminer la pause", "End the pause"),
    LinkPurpose.OPT_IN: ("Choisir ce que je reçois", "Choose what I receive"),
}


@pytest.mark.parametrize("purpose", LEADS)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_was_done_can_be_changed_by_a_link_to_the_preferences(purpose: LinkPurpose, lang: str) -> None:
    portal, link = Portal(), Portal().link(purpose)

    body = portal.post(link, form={"lang": lang}).body

    found = re.search(r'<p><a href="../preferences/([^"?]+)[?]lang=(\w+)">([^<]+)', body)
    assert found is not None
    assert found[2] == lang
    assert LEADS[purpose][lang == "en"] in found[3]
    page = portal.get(f"/preferences/{found[1]}")
    assert page.status == 200
    assert 'name="act"' in page.body


def test_a_link_to_the_preferences_is_left_out_once_its_time_is_over() -> None:
    portal = Portal()
    portal.now = NOW + timedelta(days=3000)

    answer = portal.post(portal.link(LinkPurpose.UNSUBSCRIBE))

    assert answer.status == 200
    assert "../preferences/" not in answer.body


@pytest.mark.parametrize("purpose", CASES)
def test_the_language_can_be_changed_after_acting_and_the_page_still_tells_how_things_stand(
    purpose: LinkPurpose,
) -> None:
    portal, (form, _) = Portal(), CASES[purpose]

    pressed = portal.post(portal.link(purpose), form=form).body
    english = portal.get(portal.link(purpose), query={"lang": "en"}).body

    assert 'href="?lang=en"' in pressed
    assert '<html lang="en">' in english
    assert not re.search(r'name="act" value="', english)


def test_a_pause_that_is_over_can_be_taken_again() -> None:
    portal = Portal()
    portal.post(portal.link(LinkPurpose.PAUSE))
    portal.now = NOW + timedelta(days=100)

    assert "<button" in portal.get(portal.link(LinkPurpose.PAUSE)).body


def test_only_jobs_that_were_not_chosen_yet_are_offered_again() -> None:
    portal = Portal()
    portal.jobs.save(portal.jobs.get(offer_mail().job_ids[0]).model_copy(update={"job_id": "buyer", "revision": 0}))
    mail = offer_mail("accountant", "buyer", who="zoe").model_copy(update={"mail_id": "mail-two"})
    portal.mails.plan(mail)
    portal.post(portal.link(LinkPurpose.INTERESTED, mail), form={"job": "accountant"})

    body = portal.get(portal.link(LinkPurpose.INTERESTED, mail)).body

    assert 'value="buyer"' in body
    assert 'value="accountant"' not in body


def test_a_yes_given_before_stands_on_the_page_of_a_later_answer() -> None:
    portal = Portal()
    portal.post(portal.link(LinkPurpose.OPT_IN))
    later = answer_mail(created_at=NOW + timedelta(days=1))
    portal.mails.plan(later)
    portal.now = NOW + timedelta(days=2)

    body = portal.get(portal.link(LinkPurpose.OPT_IN, later)).body

    assert 'value="yes"' not in body
    assert 'name="score"' in body
