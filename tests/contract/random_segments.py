"""Random people and random segments over few values, so that they meet; every field of the language takes part."""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from relance.applications import Outcome, Stage
from relance.candidates import ContractWish
from relance.jobs import JobId
from relance.segments import (
    AddressState,
    ApplicationFact,
    Availability,
    Condition,
    ContractWishes,
    HistoryFilter,
    LanguageLevel,
    Mobility,
    Period,
    ReceivedFact,
    ReceivedFilter,
    Segment,
    Spoken,
)
from tests import factories

NOW = factories.NOW
MOMENTS = [NOW + timedelta(days=days) for days in (-800, -30, -1, 0, 1, 30)]
JOBS = [JobId(name) for name in ("accountant", "nurse", "welder")]
SKILLS = ["sage", "excel", "soins", "tig"]
LANGUAGES = ["fr", "en", "de"]
TITLES = ["comptable", "comptable fournisseur", "chef comptable", "infirmier bloc operatoire", "welder"]
PHRASES = ["comptable", "fournisseur", "chef comptable", "comptable fournisseur", "bloc", "nobody says this"]
TRADES = ["M1203", "M1204", "J1504", "2411", "7212"]
AREAS = ["FR-69", "FR-75", "FR", "GB", "remote", "anywhere"]
REASONS = ["other_stronger", "salary"]
TAGS = ["vivier", "forum 2026"]
CAMPAIGNS = ["spring", "autumn"]
DAYS = [(NOW + timedelta(days=days)).date() for days in (-10, 0, 10)]


def some(values: Any, *, most: int = 2) -> st.SearchStrategy[Any]:
    """None, one or a few of these."""
    return st.frozensets(st.sampled_from(values), max_size=most)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Mostly nothing: a bag with every filter holds nobody."""
    return st.one_of(st.none(), st.none(), strategy)


applications = st.builds(
    ApplicationFact,
    job_id=st.sampled_from(JOBS),
    stage=st.sampled_from(Stage),
    outcome=st.sampled_from(Outcome),
    reason_id=st.sampled_from([None, *REASONS]),
    after_our_offer=st.booleans(),
    updated_at=st.sampled_from(MOMENTS),
)
offers = st.builds(
    ReceivedFact,
    campaign_id=st.sampled_from([None, *CAMPAIGNS]),
    job_id=st.sampled_from(JOBS),
    at=st.sampled_from(MOMENTS),
)
known: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "skills": some(SKILLS, most=4),
        "titles": some(TITLES),
        "trades": some(TRADES),
        "spoken_languages": some(LANGUAGES, most=3),
        "language_levels": st.dictionaries(st.sampled_from(LANGUAGES), st.sampled_from(LanguageLevel).map(str)),
        "history": st.lists(applications, max_size=3).map(tuple),
        "received": st.lists(offers, max_size=3).map(tuple),
        "last_contact_at": st.none() | st.sampled_from(MOMENTS),
        "source": st.sampled_from(["upload", "import"]),
        "tags": some(TAGS),
        "contracts": some(list(ContractWish)),
        "areas": some(AREAS),
        "available_from": st.none() | st.sampled_from(DAYS),
        "consent_from": st.none() | st.sampled_from(MOMENTS),
        "consent_until": st.none() | st.sampled_from(MOMENTS),
        "unsubscribed": st.booleans(),
        "do_not_contact": st.booleans(),
        "paused_until": st.none() | st.sampled_from(MOMENTS),
        "address": st.sampled_from(AddressState),
    }
)

histories = st.builds(
    HistoryFilter,
    minimum_stage=st.sampled_from(Stage),
    outcomes=some(Outcome),
    reasons=some(REASONS),
    but_reasons=some(REASONS),
    jobs=some(JOBS),
    after_our_offer=st.booleans(),
    updated_after=st.none() | st.sampled_from(MOMENTS),
    updated_before=st.none() | st.sampled_from(MOMENTS),
)
received = st.builds(
    ReceivedFilter, jobs=some(JOBS), campaigns=some(CAMPAIGNS), since=st.none() | st.sampled_from(MOMENTS)
)
spoken = st.builds(
    Spoken,
    language=st.sampled_from(LANGUAGES),
    minimum_level=st.none() | st.sampled_from(LanguageLevel),
    or_level_unknown=st.booleans(),
)
_FILTERS: dict[str, st.SearchStrategy[Any]] = {
    "skills_all": some(SKILLS),
    "skills_any": some([*SKILLS, "unknown"]),
    "titles_any": some(PHRASES),
    "trades_any": some([*TRADES, "M", "M12", "24", "N"]),
    "spoken": st.frozensets(spoken, max_size=2),
    "contracts": st.builds(
        ContractWishes, any_of=st.frozensets(st.sampled_from(ContractWish), min_size=1), or_unstated=st.booleans()
    ),
    "mobility": st.builds(Mobility, areas=some(AREAS), or_unstated=st.booleans()),
    "availability": st.builds(Availability, by=st.sampled_from(DAYS), or_unstated=st.booleans()),
    "history": histories,
    "never_applied_to": some(JOBS, most=1),
    "received": received,
    "last_contact": st.builds(
        Period, after=st.none() | st.sampled_from(MOMENTS), before=st.none() | st.sampled_from(MOMENTS)
    ),
    "sources_any": some(["upload", "import"], most=1),
    "tags_all": some(TAGS),
    "tags_any": some(TAGS),
    "consented": st.booleans(),
    "unsubscribed": st.booleans(),
    "do_not_contact": st.booleans(),
    "paused": st.booleans(),
    "addresses": some(AddressState),
    "nobody": st.booleans(),
}


@st.composite
def bags(draw: st.DrawFn, depth: int = 3) -> dict[str, Any]:
    """A few filters, and bags within."""
    names = draw(st.lists(st.sampled_from(sorted(_FILTERS)), max_size=2, unique=True))
    fields = {name: draw(_FILTERS[name]) for name in names}
    if depth > 1:
        for group in draw(st.lists(st.sampled_from(["all_of", "any_of", "none_of"]), max_size=2, unique=True)):
            within = draw(st.lists(bags(depth - 1), min_size=1, max_size=2))
            fields[group] = tuple(Condition(**each) for each in within)
    return fields


conditions = bags().map(lambda fields: Condition(**fields))
segments = st.builds(lambda fields, agreed: Segment(**fields, contactable_only=agreed), bags(), st.booleans())
