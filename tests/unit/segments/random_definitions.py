"""Random segments as recruiters write them: every field of the language takes part."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from relance.applications import Outcome, Stage
from relance.candidates import ContractWish
from relance.segments import LanguageLevel, SegmentDefinition
from tests import factories

JOBS = ["accountant", "nurse", "welder"]
DEPTH = 3
MOMENTS = [factories.NOW + timedelta(days=days) for days in (-400, -30, 20)]


def some(values: Any, *, least: int = 0) -> st.SearchStrategy[list[Any]]:
    """A few of these."""
    return st.lists(st.sampled_from(list(values)), min_size=least, max_size=2, unique=True)


def fields(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A JSON object."""
    return st.fixed_dictionaries(required, optional=optional)


moment = st.sampled_from(MOMENTS)
days = st.integers(1, 400)
application = {
    "minimum_stage": st.sampled_from(list(Stage)),
    "outcomes": some(Outcome, least=1),
    "but_reasons": some(["late_application", "pay_range"], least=1),
    "updated_after": moment,
    "updated_before": moment,
    "at_least_days_ago": days,
    "at_most_days_ago": days,
}
offer = fields(
    {},
    {"jobs": some(JOBS, least=1), "campaigns": some(["spring", "autumn"]), "since": moment, "at_most_days_ago": days},
)
unstated = {"or_unstated": st.booleans()}
filters: dict[str, st.SearchStrategy[Any]] = {
    "skills_all": some(["Sage", "Excel"], least=1),
    "skills_any": some(["SAP", "Power BI"], least=1),
    "titles_any": some(["comptable", "chef de projet"], least=1),
    "trades_any": some(["M1203", "M12", "2411", "Z9"], least=1),
    "speaks": st.lists(
        fields(
            {"language": st.sampled_from(["en", "de", "sk"]), "required_by": st.sampled_from(JOBS)},
            {"minimum_level": st.sampled_from(list(LanguageLevel)), "or_level_unknown": st.booleans()},
        ),
        min_size=1,
        max_size=2,
    ),
    "mobile_to": fields({"job_id": st.sampled_from(JOBS)}, unstated),
    "contracts": fields({"any_of": some(ContractWish, least=1)}, unstated),
    "availability": fields({"by": st.just(date(2026, 4, 1))}, unstated),
    "history": fields(
        {},
        application | {"jobs": some(JOBS), "reasons": some(["travel", "no_reply"]), "after_our_offer": st.booleans()},
    ),
    "finalists_of_jobs_like": fields(
        {"job_id": st.sampled_from(JOBS)},
        application | {"top": st.integers(1, 5), "minimum_likeness": st.sampled_from([0, 0.5, 0.75])},
    ),
    "never_applied_to": some(JOBS, least=1),
    "received": offer,
    "never_received": offer,
    "last_contact": fields(
        {}, {"after": moment, "before": moment, "at_least_days_ago": days, "at_most_days_ago": days}
    ),
    "sources_any": some(["upload", "forum"], least=1),
    "tags_all": some(["vivier"], least=1),
    "tags_any": some(["salon", "école"], least=1),
}


@st.composite
def bags(draw: st.DrawFn, depth: int = DEPTH) -> dict[str, Any]:
    """A few filters, and bags within; only the whole may ask for nothing of its own."""
    names = draw(st.lists(st.sampled_from(sorted(filters)), min_size=depth < DEPTH, max_size=3, unique=True))
    bag = {name: draw(filters[name]) for name in names}
    if depth > 1:
        for group in draw(st.lists(st.sampled_from(["all_of", "any_of", "none_of"]), max_size=2, unique=True)):
            bag[group] = draw(st.lists(bags(depth - 1), min_size=1, max_size=2))
    return bag


definitions = bags().map(SegmentDefinition.model_validate)
