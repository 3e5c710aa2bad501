"""Whole letters for review as texts: `python -m tests.unit.rejections.letters` writes them to `letters/`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from relance.applications import Stage
from relance.cv.problems import ProblemCode
from relance.cv.profile import Education, Language, Meta, Profile, Work
from relance.rejections.preview import preview
from tests import factories
from tests.unit.rejections.office import CV, MONDAY, PROFILE, Office

FOLDER: Final = Path(__file__).with_name("letters")
ENGLISH_CV: Final = """John Ashby
Warehouse Operative
john@example.org
+44 7700 900123

WORK EXPERIENCE
Warehouse Operative – Humber Freight
2021 – 2026
• Order picking at 120 lines an hour
• Drove a forklift on two shifts
Packer – Peak Outdoor Stores
2018 – 2021
• Packed 300 parcels a day

EDUCATION
NVQ Level 2 Warehousing

SKILLS
Order picking, R489, Scanner

LANGUAGES
English: native
French
"""
ENGLISH: Final = Profile(
    basics=PROFILE.basics.model_copy(update={"name": "John Ashby", "label": "Warehouse Operative"}),
    work=(
        Work(
            name="Humber Freight",
            position="Warehouse Operative",
            start_date="2021",
            end_date="2026",
            highlights=("Order picking at 120 lines an hour", "Drove a forklift on two shifts"),
        ),
        Work(
            name="Peak Outdoor Stores",
            position="Packer",
            start_date="2018",
            end_date="2021",
            highlights=("Packed 300 parcels a day",),
        ),
    ),
    education=(Education(study_type="NVQ Level 2 Warehousing"),),
    languages=(Language(language="en", fluency="native"), Language(language="fr")),
    meta=Meta(language="en"),
)


@dataclass(frozen=True)
class Situation:
    """Who is answered, at which stage, with which choice."""

    choice: Mapping[str, Any]
    stage: Stage = Stage.APPLIED
    profile: Profile = PROFILE
    text: str = CV
    cvs: Any = None
    facts: Mapping[str, Any] = field(default_factory=dict)


SITUATIONS: Final[Mapping[str, Situation]] = {
    "fr_on_cv_missing_must_have": Situation({"reason_id": "missing_must_have", "criterion_id": "caces"}),
    "fr_after_call_place": Situation(
        {"reason_id": "place_of_work"}, stage=Stage.SCREENED, facts={"last_interview_at": MONDAY - timedelta(days=5)}
    ),
    "fr_screened_without_call": Situation({"reason_id": "place_of_work"}, stage=Stage.SCREENED),
    "fr_on_cv_tu": Situation({"reason_id": "missing_must_have", "criterion_id": "caces", "tone": "tu"}),
    "fr_after_interview_closer": Situation(
        {"reason_id": "another_candidate_closer", "criterion_id": "caces"}, stage=Stage.INTERVIEWED
    ),
    "fr_finalist_not_led": Situation(
        {
            "reason_id": "experience_not_led",
            "criterion_id": "stock",
            "personal_note": "Votre étude de cas a été citée par les trois personnes qui vous ont rencontrée.",
        },
        stage=Stage.FINALIST,
    ),
    "fr_scanned_file": Situation(
        {"reason_id": "unreadable_file"},
        profile=Profile(basics=PROFILE.basics),
        text="",
        cvs=(factories.cv_file("scan", filename="scan_003.pdf", problem_code=ProblemCode.SCANNED_NO_TEXT),),
    ),
    "en_on_cv_places": Situation({"reason_id": "interview_places"}, profile=ENGLISH, text=ENGLISH_CV),
    "en_after_interview_longer": Situation(
        {"reason_id": "experience_others_longer", "criterion_id": "stock"},
        stage=Stage.INTERVIEWED,
        profile=ENGLISH,
        text=ENGLISH_CV,
    ),
    "en_finalist_internal": Situation(
        {"reason_id": "filled_internally"}, stage=Stage.FINALIST, profile=ENGLISH, text=ENGLISH_CV
    ),
}


def letter(situation: Situation) -> str:
    """Subject and text as the person reads them, signed links by their purpose."""
    office = Office()
    office.apply(
        "ines",
        text=situation.text,
        profile=situation.profile,
        cvs=situation.cvs,
        stage=situation.stage,
        **situation.facts,
    )
    (mail,) = office.draft(**situation.choice).mails
    rendered = preview(mail.mail_id, desk=office.desk, by="rosa", now=MONDAY).rendered
    return f"{rendered.subject}\n\n{rendered.plain_text}"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, situation in SITUATIONS.items():
        FOLDER.joinpath(f"{name}.txt").write_text(letter(situation), encoding="utf-8")
