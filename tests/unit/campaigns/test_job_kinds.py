"""What an offer's words say of its contract, and what somebody does not want of it."""

import pytest

from relance.campaigns.job_kinds import Unwanted, contracts_of, job_kind, unwanted
from relance.candidates import ContractWish, Wishes
from tests import factories

PERMANENT, FIXED_TERM, TEMPORARY, FREELANCE, APPRENTICESHIP, INTERNSHIP = (
    ContractWish.PERMANENT, ContractWish.FIXED_TERM, ContractWish.TEMPORARY,
    ContractWish.FREELANCE, ContractWish.APPRENTICESHIP, ContractWish.INTERNSHIP,
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "contracts"),
    [
        ("CDI", {PERMANENT}),
        ("Permanent contract", {PERMANENT}),
        ("contrat à durée indéterminée", {PERMANENT}),
        ("CDD de 3 mois", {FIXED_TERM}),
        ("contrat à durée déterminée", {FIXED_TERM}),
        ("12 month fixed term contract", {FIXED_TERM}),
        ("9 month FTC", {FIXED_TERM}),
        ("Saisonnier", {FIXED_TERM}),
        ("Maternity cover", {FIXED_TERM}),
        ("Intérim, 6 mois", {TEMPORARY}),
        ("temporary contract", {FIXED_TERM, TEMPORARY}),
        ("Freelance ou CDI", {FREELANCE, PERMANENT}),
        ("Indépendante", {FREELANCE}),
        ("Alternance", {APPRENTICESHIP}),
        ("contrat de professionnalisation", {APPRENTICESHIP}),
        ("Apprentice", {APPRENTICESHIP}),
        ("Stage", {INTERNSHIP}),
        ("internship", {INTERNSHIP}),
        ("Contract", set()),
        ("12 months", set()),
        ("", set()),
    ],
)
def test_the_contracts_that_an_offer_may_mean(words: str, contracts: set[ContractWish]) -> None:
    assert contracts_of(words) == contracts


@pytest.mark.parametrize(
    ("contract", "wishes", "why"),
    [
        ("CDI", Wishes(contracts={PERMANENT, FREELANCE}), None),
        ("CDI", Wishes(contracts={FREELANCE}), Unwanted.NOT_THIS_CONTRACT),
        ("CDI", Wishes(), None),
        (None, Wishes(contracts={FREELANCE}), None),
        ("39 h", Wishes(contracts={FREELANCE}), None),
        ("CDI", Wishes(refused_titles={"comptable fournisseur"}), Unwanted.NOT_THIS_KIND),
        ("CDI", Wishes(refused_titles={"chauffeur"}), None),
        (
            "CDI",
            Wishes(refused_titles={"comptable fournisseur"}, contracts={FREELANCE}),
            Unwanted.NOT_THIS_KIND,
        ),
    ],
)
def test_what_somebody_does_not_want(contract: str | None, wishes: Wishes, why: Unwanted | None) -> None:
    kind = job_kind(factories.job(contract=contract))

    assert unwanted(kind, wishes) is why
