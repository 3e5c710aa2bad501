# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""Field scores of read CVs against a truth in JSON Resume terms: what counts as right, and the counting.

Names, e-mails, towns, skills: equal without case, accents and punctuation. Phones: last nine digits. Links: without scheme
and www. Titles, companies, schools, degrees: equal, or token-sort ratio of 90. Dates of a job: start and end together, on the
year when the truth has only that. Languages: language and level together. Years of experience: within one. Lists are
multisets matched one to one; counts are added over the files; the mean is the plain mean over the fields.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz.fuzz import token_sort_ratio

from relance.cv.text import fold

LOOSE = 90.0
FIELDS = (
    "name", "email", "phone", "city", "postcode", "links", "positions", "companies", "job dates", "degrees", "schools", "skills",
    "languages", "years", "cv language",
)  # fmt: skip

Values = list[Any]


@dataclass
class Count:
    """Right, given and true values."""

    right: int = 0
    given: int = 0
    true: int = 0

    @property
    def f1(self) -> float | None:
        """None when the truth holds no such value."""
        return 2 * self.right / (self.given + self.true) if self.true else None


@dataclass
class Scores:
    """Counts by field for one group of files."""

    counts: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in FIELDS})

    def add(self, read: Mapping[str, Any], truth: Mapping[str, Any]) -> None:
        """Count one file; a field that the truth lacks is not counted."""
        got, wanted = values(read), values(truth)
        for name, true in wanted.items():
            if true is None:
                continue
            given = got[name] or []
            count = self.counts[name]
            count.right += matched(name, given, true)
            count.given += len(given)
            count.true += len(true)

    @property
    def mean(self) -> float:
        """Mean F1 over the fields that the truth has."""
        scores = [score for count in self.counts.values() if (score := count.f1) is not None]
        return sum(scores) / len(scores) if scores else 0.0


def plain(text: object) -> str:
    """Folded words without punctuation."""
    return " ".join(re.findall(r"[a-z0-9+#]+", fold(str(text or ""))))


def values(cv: Mapping[str, Any]) -> dict[str, Values | None]:
    """The comparable values of a record by field; None where the record says nothing about the field."""
    basics, meta = cv.get("basics") or {}, cv.get("meta") or {}
    place = (basics.get("location") or {"city": None, "postalCode": None}) if "location" in basics else {}
    years, language = meta.get("years_experience"), meta.get("language")
    return {
        "name": _one(basics, "name", plain),
        "email": _one(basics, "email", lambda text: str(text or "").strip().lower()),
        "phone": _one(basics, "phone", lambda text: re.sub(r"\D", "", str(text or ""))[-9:]),
        "city": _one(place, "city", plain),
        "postcode": _one(place, "postalCode", plain),
        "links": _many(basics, "profiles", lambda row: _link(row.get("url"))),
        "positions": _many(cv, "work", lambda row: plain(row.get("position"))),
        "companies": _many(cv, "work", lambda row: plain(row.get("name"))),
        "job dates": _many(cv, "work", lambda row: (row.get("startDate") or "", row.get("endDate") or "")),
        "degrees": _many(cv, "education", lambda row: plain(row.get("studyType"))),
        "schools": _many(cv, "education", lambda row: plain(row.get("institution"))),
        "skills": _many(cv, "skills", lambda row: plain(row.get("name") if isinstance(row, Mapping) else row)),
        "languages": _many(cv, "languages", lambda row: (row.get("language"), plain(row.get("fluency")))),
        "years": None if years is None else [float(years)],
        "cv language": None if language is None else [language],
    }


def _one(record: Mapping[str, Any], key: str, how: Callable[[Any], str]) -> Values | None:
    return [value for value in [how(record[key])] if value] if key in record else None


def _many(record: Mapping[str, Any], key: str, how: Callable[[Any], Any]) -> Values | None:
    return [value for row in record[key] or [] if (value := how(row)) and any(value)] if key in record else None


def _link(url: object) -> str:
    return re.sub(r"^(?:[a-z]+://)?(?:www\.)?", "", str(url or "").strip().lower()).rstrip("/")


def matched(name: str, given: Sequence[Any], true: Sequence[Any]) -> int:
    """Size of the one-to-one matching, equal values first."""
    left, unmatched, right = list(true), [], 0
    for value in given:
        if value in left:
            left.remove(value)
            right += 1
        else:
            unmatched.append(value)
    for value in unmatched:
        close = next((other for other in left if same(name, value, other)), None)
        if close is not None:
            left.remove(close)
            right += 1
    return right


def same(name: str, value: Any, true: Any) -> bool:
    """Near enough for this field?"""
    if name in {"positions", "companies", "schools", "degrees"}:
        return token_sort_ratio(value, true) >= LOOSE
    if name == "years":
        return bool(abs(value - true) <= 1)
    if name == "job dates":
        return all(v[: len(t)] == t if t else not v for v, t in zip(value, true, strict=True))
    return False


def table(groups: Mapping[str, Scores]) -> str:
    """A line a field, a column a group."""
    head = f"{'field':<12}" + "".join(f"{name:>14}" for name in groups)
    rows = [head]
    for name in FIELDS:
        scores = [group.counts[name].f1 for group in groups.values()]
        rows.append(
            f"{name:<12}" + "".join(f"{'-' if score is None else format(score, '.3f'):>14}" for score in scores)
        )
    rows.append(f"{'mean':<12}" + "".join(f"{group.mean:>14.3f}" for group in groups.values()))
    return "\n".join(rows)
