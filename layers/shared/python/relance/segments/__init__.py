"""Audiences as pure data: how recruiters write them, what engines are asked, what is known of a person."""

from relance.segments.definition import (
    AskedCondition,
    AskedHistory,
    AskedLanguage,
    AskedOffers,
    AskedPeriod,
    JobsLike,
    MobileTo,
    SegmentDefinition,
)
from relance.segments.facts import AddressState, ApplicationFact, CandidateFacts, ReceivedFact, TradeCode
from relance.segments.filters import (
    Availability,
    Condition,
    ContractWishes,
    HistoryFilter,
    LanguageLevel,
    Likeness,
    Mobility,
    Period,
    ReceivedFilter,
    Segment,
    Spoken,
)
from relance.segments.protected import why_no_such_filter

__all__ = [
    "AddressState",
    "ApplicationFact",
    "AskedCondition",
    "AskedHistory",
    "AskedLanguage",
    "AskedOffers",
    "AskedPeriod",
    "Availability",
    "CandidateFacts",
    "Condition",
    "ContractWishes",
    "HistoryFilter",
    "JobsLike",
    "LanguageLevel",
    "Likeness",
    "MobileTo",
    "Mobility",
    "Period",
    "ReceivedFact",
    "ReceivedFilter",
    "Segment",
    "SegmentDefinition",
    "Spoken",
    "TradeCode",
    "why_no_such_filter",
]
