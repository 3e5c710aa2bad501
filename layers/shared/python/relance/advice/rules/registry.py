"""Every rule by its id: the name of its function is the id of its words."""

from collections.abc import Mapping
from typing import Final

from relance.advice.rules import contact, experience, file, offer, sections, writing
from relance.advice.rules.finding import Rule

_ALL: Final[tuple[Rule, ...]] = (
    file.file_unreadable,
    file.file_scanned,
    file.part_is_picture,
    file.characters_broken,
    file.placeholder_left,
    file.file_name_unfit,
    offer.must_have_neighbour,
    offer.skill_listed_not_shown,
    offer.best_result_late,
    contact.title_missing,
    contact.title_far,
    contact.cv_as_title,
    contact.phone_missing,
    contact.phone_incomplete,
    contact.email_missing,
    contact.email_unfit,
    contact.link_malformed,
    sections.headings_missing,
    sections.headings_spaced,
    sections.skills_missing,
    sections.skills_too_many,
    sections.skill_gauges,
    sections.dated_tools_first,
    sections.qualities_without_example,
    sections.language_level_missing,
    sections.education_undated,
    sections.summary_long,
    sections.references_line,
    experience.dates_contradictory,
    experience.dates_missing,
    experience.dates_without_months,
    experience.date_styles_mixed,
    experience.job_without_details,
    experience.no_figures,
    experience.duties_only,
    experience.wall_of_text,
    experience.line_too_long,
    experience.line_repeated,
    experience.oldest_first,
    writing.cv_too_long,
    writing.spelling_doubts,
    writing.languages_mixed,
    writing.acronyms_unexplained,
    writing.capitals_throughout,
)
RULES: Final[Mapping[str, Rule]] = {rule.__name__: rule for rule in _ALL}
