"""The form in which a person says what they look for and how they want to hear of it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from candidate_portal import acts
from candidate_portal.pages import LANGUAGES, day_in_words
from candidate_portal.ports import PortalPorts
from candidate_portal.request import Request
from relance.candidates import Candidate, ContractWish, Wishes
from relance.mail.mails import Mail, OfferContent
from relance.segments.areas import ANYWHERE, REMOTE
from relance.segments.trades import title_key

RHYTHMS: Final[Mapping[str, int | None]] = {"always": None, "monthly": 30, "quarterly": 90}
"""Offers at most once in so many days."""
WIDE_AREAS: Final = (REMOTE, "FR", "GB", ANYWHERE)
"""Places to tick; departments are written by their numbers, and what colleagues noted beside these stays."""
_DEPARTMENT: Final = re.compile(r"0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5]|97[1-8]|98[678]")
_FRENCH: Final = "FR-"
_LONGEST_ECHO: Final = 100
_LONGEST_FIELD: Final = 600


def chosen(held: Wishes, request: Request) -> Wishes:
    """The wishes with what the form says; a value that the page does not offer changes nothing."""
    form = request.form
    language = next((each for each in LANGUAGES if [each] == list(form.get("written", ()))), held.language)
    return held.model_copy(
        update={
            "language": language,
            "offers_every_days": RHYTHMS.get(request.field("rhythm"), held.offers_every_days),
            "contracts": frozenset(each for each in ContractWish if each.value in form.get("contract", ())),
            "refused_titles": frozenset(_kinds(held, request)) & frozenset(form.get("refused", ())),
            "areas": _areas(held, request),
            "available_from": _available_from(held, request),
        }
    )


def not_understood(request: Request) -> tuple[str, ...]:
    """What could not be kept of the form, each in a sentence."""
    _, strange = _departments(request.field("departments"))
    told = [request.say("wishes.strange_departments", given=", ".join(strange)[:_LONGEST_ECHO])] if strange else []
    return (*told, *([request.say("wishes.strange_day")] if _is_strange_day(request) else []))


def fields(candidate: Candidate, request: Request) -> dict[str, Any]:
    """The fields of the form, each with its choices and what holds now; what was not understood stands as typed."""
    wishes = candidate.wishes
    rhythm = next((name for name, days in RHYTHMS.items() if days == wishes.offers_every_days), None)
    departments = ", ".join(sorted(area.removeprefix(_FRENCH) for area in wishes.areas if area.startswith(_FRENCH)))
    available_from = wishes.available_from.isoformat() if wishes.available_from else ""
    typed = request.field("departments")
    return {
        "written": [(each, each == candidate.mail_language) for each in LANGUAGES],
        "rhythm": [(each, each == rhythm) for each in RHYTHMS],
        "contract": [(each.value, each in wishes.contracts) for each in ContractWish],
        "area": [(each, each in wishes.areas) for each in WIDE_AREAS],
        "departments": typed[:_LONGEST_FIELD] if _departments(typed)[1] else departments,
        "available_from": request.field("available_from") if _is_strange_day(request) else available_from,
        "refused": [(key, title, key in wishes.refused_titles) for key, title in _kinds(wishes, request).items()],
    }


def in_words(candidate: Candidate, request: Request) -> list[tuple[str, str]]:
    """Each thing that was wished, with its label; nothing of what was not said."""
    wishes = candidate.wishes
    said = {
        "rhythm": [_rhythm(wishes.offers_every_days, request)] if wishes.offers_every_days else [],
        "written": [request.say(f"wishes.written_{wishes.language}")] if wishes.language else [],
        "contract": [request.say(f"wishes.contract_{each}") for each in ContractWish if each in wishes.contracts],
        "area": [
            *(request.say(f"wishes.area_{each}") for each in WIDE_AREAS if each in wishes.areas),
            *sorted(area.removeprefix(_FRENCH) for area in wishes.areas - set(WIDE_AREAS)),
        ],
        "available": [day_in_words(wishes.available_from, request.language)] if wishes.available_from else [],
        "refused": [title for key, title in _kinds(wishes, request).items() if key in wishes.refused_titles],
    }
    return [(request.say(f"wished.{name}"), ", ".join(values)) for name, values in said.items() if values]


def _rhythm(every_days: int, request: Request) -> str:
    known = next((name for name, days in RHYTHMS.items() if days == every_days), None)
    return request.say(f"wishes.rhythm_{known}") if known else request.say("wished.every_days", days=str(every_days))


def _areas(held: Wishes, request: Request) -> frozenset[str]:
    """Those ticked and written, without what was not understood. As they were when the form has no such field; the
    departments as they were when none of what was written is one."""
    if "departments" not in request.form and "area" not in request.form:
        return held.areas
    departments, strange = _departments(request.field("departments"))
    if strange and not departments:
        departments = [area.removeprefix(_FRENCH) for area in held.areas if area.startswith(_FRENCH)]
    beside = {area for area in held.areas if area not in WIDE_AREAS and not area.startswith(_FRENCH)}
    ticked = {area for area in WIDE_AREAS if area in request.form.get("area", ())}
    return frozenset(beside | ticked | {f"{_FRENCH}{number}" for number in departments})


def _departments(written: str) -> tuple[list[str], list[str]]:
    """Numbers of departments as people write them ("69, 38 et 2a"), and the words that are none."""
    given = [word for word in re.split(r"[\s,;/]+", written) if word.upper() not in {"", "ET", "AND"}]
    known = [word.upper() for word in given if _DEPARTMENT.fullmatch(word.upper())]
    return known, [word for word in given if word.upper() not in known]


def _available_from(held: Wishes, request: Request) -> date | None:
    """The day that was chosen; an emptied field forgets it."""
    written = request.form.get("available_from")
    if written is None:
        return held.available_from
    return None if written == [""] else _parsed(written[0]) or held.available_from


def _is_strange_day(request: Request) -> bool:
    given = request.field("available_from")
    return bool(given) and _parsed(given) is None


def _parsed(written: str) -> date | None:
    """A day as browsers send it; None when it is none, or not of this century."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2100 else None


def _kinds(wishes: Wishes, request: Request) -> dict[str, str]:
    """Kinds of jobs that can be refused, in the words of an offer: those of the mail that led here, whether still open
    or not, and those refused before."""
    here = request.visit.mail
    kinds = {title_key(title): title for title in _titles([here] if here else [], request.ports)}
    if wishes.refused_titles - kinds.keys():
        sent = request.ports.mails.of_candidate(request.visit.link.candidate_id)
        words = {title_key(title): title for title in _titles(sent, request.ports)}
        kinds |= {key: words.get(key, key) for key in sorted(wishes.refused_titles - kinds.keys())}
    return kinds


def _titles(mails: Iterable[Mail], ports: PortalPorts) -> Iterator[str]:
    """Of each offer in these mails: the job's title, or as it stood in the mail when the job is gone."""
    for mail in mails:
        for line in mail.content.offers if isinstance(mail.content, OfferContent) else ():
            job = acts.job_of(line.job_id, ports)
            yield job.title if job else line.title
