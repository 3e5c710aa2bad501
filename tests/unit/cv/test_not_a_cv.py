# ruff: noqa: E501 - word lists and papers stay on the lines where they can be compared.
"""What is no CV is no candidate; a thin CV is one."""

from datetime import date

import pytest

from relance.cv.here import read_here
from relance.cv.problems import ProblemCode

TODAY = date(2026, 11, 15)
PAPERS = {
    "letter": "Zoé Marchal\n12 rue des Lilas, 44000 Nantes\nzoe@example.org\n\nObjet : candidature au poste de cariste\n\nMadame, Monsieur,\n\n"
    "Votre annonce a retenu toute mon attention et je souhaite vous faire part de mon intérêt pour ce poste dans votre entreprise.\n"
    "Rigoureuse et motivée, je saurai m'intégrer dans vos équipes, comme je l'ai fait chez mes précédents employeurs.\n\n"
    "Veuillez agréer, Madame, Monsieur, mes salutations distinguées.",
    "cover letter": "Tom Hale\n4 Mill Lane, Leeds\ntom@example.org\n\nDear Hiring Manager,\n\nI am writing to apply for the post of site supervisor that you "
    "advertised last week.\nMy years on building sites have taught me to lead a team and to keep to a budget.\n\nYours sincerely,\nTom Hale",
    "invoice": "Menuiserie Kerouan SARL\nFacture n° 2024-118\nDate : 12/03/2024\n\nDésignation\tQuantité\tPrix\nPorte en chêne\t2\t840,00 €\n"
    "Pose\t1\t300,00 €\nTotal HT 1 980,00 €\nTVA 20 % 396,00 €\nTotal TTC 2 376,00 €\ncontact@example.org",
    "english invoice": "Quillon Software Ltd\nInvoice 4411\nDate: 3 May 2024\nWebsite maintenance, April 2024  £400\nHosting  £60\nVAT no 000\nAmount due £552\n"
    "billing@example.org",
    "lorem ipsum": "Lorem ipsum dolor sit amet, consectetur adipiscing elit. Sed do eiusmod tempor incididunt ut labore et dolore magna aliqua.\n" * 6,
    "shopping list": "Courses\n- lait\n- pain\n- 6 œufs\n- tomates\n- lessive",
    "recipe": "Leek soup\nIngredients\n3 leeks\n2 potatoes\n1 litre of stock\nMethod\nSlice the leeks and soften them in butter.\nAdd the potatoes and the stock.",
    "minutes": "Ordre du jour de la réunion du 4 mars 2024\n1. Budget\n2. Travaux du siège\n3. Questions diverses\nPrésents : Mme Roy, M. Blin",
}  # fmt: skip
THIN = {
    "a trade and a phone": "Zoé Marchal\nCariste\n06 39 98 12 34\nPermis B, CACES R489",
    "two jobs, no heading": "Tom Hale\ntom@example.org\nSite Supervisor, Harcourt Ltd, 2019 - 2023\nLabourer, Penrose Ltd, 2016 - 2019",
    "headings and little else": "Zoé Marchal\n\nExpérience\nServeuse, Brasserie du Port, 2022\n\nLangues\nAnglais : B1",
    "a student": "Zoé Marchal\nzoe@example.org\n\nFormation\nBac professionnel Commerce, Lycée Jean Moulin, 2025",
}


@pytest.mark.parametrize("paper", PAPERS)
def test_what_is_no_cv_is_refused_with_a_sentence_in_both_languages(paper: str) -> None:
    read = read_here(PAPERS[paper].encode(), filename="file.txt", today=TODAY)

    assert read.problem is not None
    assert read.problem.code is ProblemCode.NOT_A_CV
    assert "CV" in read.problem.fr
    assert "CV" in read.problem.en
    assert read.profile is None


@pytest.mark.parametrize("cv", THIN)
def test_a_thin_cv_is_read(cv: str) -> None:
    read = read_here(THIN[cv].encode(), filename="file.txt", today=TODAY)

    assert read.problem is None
    assert read.profile is not None
    assert read.profile.basics.name in {"Zoé Marchal", "Tom Hale"}
