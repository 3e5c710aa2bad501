"""Tells a segment in one French or English sentence, so that whoever approves it reads what it means."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final
from zoneinfo import ZoneInfo

from relance.applications import Outcome
from relance.jobs import JobId
from relance.mail.typography import Language, long_date, typeset
from relance.records import Instant
from relance.segments.definition import (
    AskedCondition,
    AskedHistory,
    AskedLanguage,
    AskedOffers,
    DaysAgo,
    JobsLike,
    SegmentDefinition,
)
from relance.segments.filters import LanguageLevel
from relance.segments.trades import trade_name

_LISTS: Final = ("skills_all", "skills_any", "titles_any", "sources_any", "tags_all", "tags_any")
_ALL_OF_THESE: Final = frozenset({"skills_all", "tags_all"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What things are called that a segment knows by their ids; an id without a name is told as it is."""

    job: Callable[[JobId], str | None]
    campaign: Callable[[str], str | None]
    reason: Callable[[str, Language], str | None]
    time_zone: ZoneInfo


def sentence(definition: SegmentDefinition, language: Language, *, names: Names) -> str:
    """The whole segment in one sentence, with a full stop."""
    return typeset(f"{_Teller(language, names).segment(definition)}.", language)


class _Teller:
    """One language's words with the names to put in."""

    def __init__(self, language: Language, names: Names) -> None:
        self._language = language
        self._names = names
        self._words = _all_words()[language]

    def segment(self, definition: SegmentDefinition) -> str:
        said = list(self._phrases(definition))
        if definition.contactable_only:
            said.append(self._words["contactable"])
        what, like = self._and(said), definition.like
        if like is None:
            return self._say("people", what=what) if said else str(self._words["everybody"])
        job = self._job(like.job_id)
        if like.top is None:
            people = self._say("people", what=what) if said else str(self._words["everybody"])
            return people + self._say("nearest_first", job=job)
        return self._say("nearest" if said else "nearest_of_all", top=like.top, job=job, what=what)

    def _phrases(self, bag: AskedCondition) -> Iterator[str]:
        """What must hold together, each as "who …" goes on."""
        yield from self._own(bag)
        for each in bag.all_of:
            yield self._grouped(each)
        if bag.any_of:
            yield self._ways(bag)
        if bag.none_of:
            yield self._say("not_among", str(self._words["or_who"]).join(map(self._grouped, bag.none_of)))

    def _ways(self, bag: AskedCondition) -> str:
        """The alternatives; in brackets when more is said beside them."""
        ways = [self._grouped(each) for each in bag.any_of]
        if len(ways) == 1:
            return ways[0]
        said = ", ".join(self._say("or_either" if i else "either", way) for i, way in enumerate(ways))
        alone = not bag.all_of and not bag.none_of and not any(self._own(bag))
        return said if alone else f"({said})"

    def _grouped(self, bag: AskedCondition) -> str:
        """A bag within a bag: in brackets when it says several things."""
        said = list(self._phrases(bag)) or [str(self._words["anybody"])]
        return f"({self._and(said)})" if len(said) > 1 or bag.any_of or bag.none_of else said[0]

    # --- one phrase for each kind of filter ---------------------------------------------------------

    def _own(self, bag: AskedCondition) -> Iterator[str]:
        """What the bag says without the bags within it."""
        yield from self._of_profile(bag)
        yield from self._of_wishes(bag)
        yield from self._of_contacts(bag)

    def _of_profile(self, bag: AskedCondition) -> Iterator[str]:
        for name in _LISTS:
            yield from self._list(name, map(self._quote, sorted(getattr(bag, name))))
        yield from self._list("trades_any", (self._trade(code) for code in sorted(bag.trades_any)))
        yield from map(self._speaks, bag.speaks)

    def _of_wishes(self, bag: AskedCondition) -> Iterator[str]:
        if bag.contracts is not None:
            wanted = (str(self._words["contract"][wish]) for wish in sorted(bag.contracts.any_of))
            for said in self._list("contracts", wanted):
                yield self._or_unstated(said, bag.contracts.or_unstated)
        if bag.mobile_to is not None:
            said = self._say("mobile_to", "job", job=self._job(bag.mobile_to.job_id))
            yield self._or_unstated(said, bag.mobile_to.or_unstated)
        if bag.availability is not None:
            said = self._say("availability", "by", day=long_date(bag.availability.by, self._language))
            yield self._or_unstated(said, bag.availability.or_unstated)

    def _of_contacts(self, bag: AskedCondition) -> Iterator[str]:
        if bag.history is not None:
            yield self._application(bag.history, self._jobs_of(bag.history))
        if bag.finalists_of_jobs_like is not None:
            yield self._application(bag.finalists_of_jobs_like, self._jobs_like(bag.finalists_of_jobs_like))
        yield from self._list("never_applied_to", map(self._job, sorted(bag.never_applied_to)))
        for wanted, answer in ((bag.received, "yes"), (bag.never_received, "no")):
            if wanted is not None:
                yield self._offer(wanted, answer)
        if bag.last_contact is not None:
            when = self._and(list(self._when(bag.last_contact, bag.last_contact.after, bag.last_contact.before)))
            yield self._say("last_contact", "said", when=when or self._words["when"]["any"])

    def _speaks(self, asked: AskedLanguage) -> str:
        how = "plain"
        if asked.minimum_level is not None:
            how = "level_or_unknown" if asked.or_level_unknown else "level"
        language = self._words["languages"].get(asked.language, asked.language)
        return self._say(
            "speaks", how, language=language, level=self._level(asked.minimum_level), job=self._job(asked.required_by)
        )

    def _application(self, asked: AskedHistory | JobsLike, jobs: str) -> str:
        words = self._words["history"]
        details = [words["after_our_offer"]] if isinstance(asked, AskedHistory) and asked.after_our_offer else []
        outcomes = [str(self._words["outcomes"][one]) for one in Outcome if one in asked.outcomes]
        lists = {"outcomes": outcomes, "but_reasons": list(map(self._reason, sorted(asked.but_reasons)))}
        if isinstance(asked, AskedHistory):
            lists["reasons"] = list(map(self._reason, sorted(asked.reasons)))
        else:
            percent = round(100 * asked.minimum_likeness)
            details += [self._say("jobs_like", "likeness", percent=percent)] if percent else []
        details += [words[name].format(values=self._or(values)) for name, values in lists.items() if values]
        when = list(self._when(asked, asked.updated_after, asked.updated_before))
        details += [words["changed"].format(when=self._and(when))] if when else []
        told = f"{self._words['stages'][asked.minimum_stage]} {jobs}"
        return f"{told} ({' ; '.join(details) if self._language == 'fr' else '; '.join(details)})" if details else told

    def _jobs_of(self, asked: AskedHistory) -> str:
        jobs = [self._job(job) for job in sorted(asked.jobs)]
        how = ("any_job", "one_job", "many_jobs")[min(len(jobs), 2)]
        return self._say("history", how, values=self._or(jobs))

    def _jobs_like(self, asked: JobsLike) -> str:
        return self._say("jobs_like", "one" if asked.top == 1 else "many", top=asked.top, job=self._job(asked.job_id))

    def _offer(self, asked: AskedOffers, answer: str) -> str:
        campaigns = (self._quote(self._names.campaign(one) or one) for one in sorted(asked.campaigns))
        said = [
            self._say("received", answer),
            *self._list("received_jobs", map(self._job, sorted(asked.jobs))),
            *self._list("received_campaigns", campaigns),
            *self._when(asked, asked.since, None),
        ]
        return " ".join(said)

    def _when(self, asked: DaysAgo | AskedOffers, after: Instant | None, before: Instant | None) -> Iterator[str]:
        for how, moment in (("after", after), ("before", before)):
            if moment is not None:
                day = long_date(moment.astimezone(self._names.time_zone).date(), self._language)
                yield self._say("when", how, day=day)
        for how in ("at_least_days_ago", "at_most_days_ago"):
            days = getattr(asked, how, None)
            if days is not None:
                yield self._say("when", how, days=days)

    # --- words --------------------------------------------------------------------------------------

    def _say(self, *path_and_text: str, **values: object) -> str:
        """The phrase at a path; what is left of the path fills its {}."""
        phrase: Any = self._words
        path = list(path_and_text)
        while not isinstance(phrase, str):
            phrase = phrase[path.pop(0)]
        return phrase.format(*path, **values)

    def _list(self, name: str, values: Iterable[str]) -> Iterator[str]:
        """One phrase with its values; none without values."""
        told = list(values)
        if told:
            joined = self._and(told) if name in _ALL_OF_THESE else self._or(told)
            yield self._say(name, "one" if len(told) == 1 else "many", values=joined)

    def _or_unstated(self, said: str, also: bool) -> str:
        return self._say("or_unstated", said) if also else said

    def _and(self, parts: Sequence[str]) -> str:
        return _joined(parts, str(self._words["and"]))

    def _or(self, parts: Sequence[str]) -> str:
        return _joined(parts, str(self._words["or"]))

    def _quote(self, value: str) -> str:
        return str(self._words["quote"]).replace("{}", value)

    def _job(self, job_id: JobId) -> str:
        return self._quote(self._names.job(job_id) or job_id)

    def _reason(self, reason_id: str) -> str:
        return self._quote(self._names.reason(reason_id, self._language) or reason_id)

    def _trade(self, code: str) -> str:
        name = trade_name(code, self._language)
        return f"{code} {self._quote(name)}" if name else code

    def _level(self, level: LanguageLevel | None) -> str:
        return str(self._words["levels"].get(level, level))


def _joined(parts: Sequence[str], word: str) -> str:
    """A, B and C."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


@cache
def _all_words() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((files("relance.segments") / "data" / "sentences.toml").read_text(encoding="utf-8"))
