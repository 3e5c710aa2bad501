"""A person erases everything on their page, after being asked twice (R31)."""

import re

import pytest

from relance.privacy.links import LinkPurpose
from tests.unit.portal.portal import NOW, Portal


@pytest.fixture
def portal() -> Portal:
    """Zoé has a link to her rights."""
    return Portal()


def test_the_first_press_only_asks(portal: Portal) -> None:
    answer = portal.post(portal.link(LinkPurpose.RIGHTS), form={"act": "erase"})

    assert "définitif" in answer.body
    assert 'value="erase_for_good"' in answer.body
    assert portal.erasing.orders == []
    assert re.findall(r'<button type="submit" name="act" value="(\w+)">', answer.body) == ["back"]


def test_the_second_press_orders_it_in_their_own_name(portal: Portal) -> None:
    answer = portal.post(portal.link(LinkPurpose.RIGHTS), form={"act": "erase_for_good"})

    (order,) = portal.erasing.orders
    assert (order.candidate_id, order.by, order.at) == ("zoe", "candidate", NOW)
    assert "24 heures" in answer.body
    assert 'href="?lang=' not in answer.body  # That link would show what is about to be erased.


def test_looking_never_erases(portal: Portal) -> None:
    portal.get(portal.link(LinkPurpose.RIGHTS) + "?act=erase_for_good")

    assert portal.erasing.orders == []


def test_a_change_of_mind_leads_back_to_the_page(portal: Portal) -> None:
    answer = portal.post(portal.link(LinkPurpose.RIGHTS), form={"act": "back"})

    assert "Vos données et vos droits" in answer.body
    assert portal.erasing.orders == []


def test_another_page_cannot_erase(portal: Portal) -> None:
    for purpose in set(LinkPurpose) - {LinkPurpose.RIGHTS}:
        portal.post(portal.link(purpose), form={"act": "erase_for_good"})

    assert portal.erasing.orders == []
