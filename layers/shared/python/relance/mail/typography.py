"""Spaces, elision and dates as French and English print them."""

import re
from datetime import date
from functools import lru_cache
from typing import Final, Literal

type Language = Literal["fr", "en"]

NBSP: Final = "\u00a0"
NARROW_NBSP: Final = "\u202f"

_BEFORE_COLON: Final = re.compile(r"(?<=\S)[ \u00a0\u202f]+(?=:(?!//))")
_BEFORE_HIGH: Final = re.compile(r"(?<=\S)[ \u00a0\u202f]+(?=[;!?](?:\s|$|[\u00a0\u202f»)]))")
_AFTER_OPENING: Final = re.compile(r"«[ \u00a0\u202f]*(?=\S)")
_BEFORE_CLOSING: Final = re.compile(r"(?<=\S)[ \u00a0\u202f]*»")
_THOUSANDS: Final = re.compile(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))")
_UNIT: Final = re.compile(r"(?<=\d) (?=[€%](?:\W|$))")
_PHONE: Final = re.compile(r"(?<![\w+])(?:\+\d{1,3}|0\d{0,4})(?: \d{1,6}){1,5}(?!\w)")
_PHONE_DIGITS: Final = range(9, 16)

_VOWELS: Final = "aeiouàâäæéèêëîïôöœùûüAEIOUÀÂÄÆÉÈÊËÎÏÔÖŒÙÛÜ"
_MUTE_H: Final = (
    "habil", "habit", "haltéro", "harmon", "hélico", "hémat", "hépato", "herbo", "hist", "homéo", "hom", "horlo",
    "hortic", "horti", "hospital", "hôt", "huil", "huiss", "human", "humor", "hydr", "hygi", "hypno",
)  # fmt: skip
_ASPIRATED_VOWELS: Final = ("onz", "ouistiti", "yaourt", "user", "unix", "uni ", "european", "one ", "once ")

_MONTHS: Final = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


@lru_cache(maxsize=2000)  # A campaign says the same sentences to everybody.
def typeset(text: str, language: Language) -> str:
    """French with its unbreakable spaces (before : ; ! ? » % €, after «, in numbers); telephone numbers in both."""
    text = _PHONE.sub(_on_one_line, text)
    if language != "fr":
        return text
    text = _BEFORE_COLON.sub(NBSP, text)
    text = _BEFORE_HIGH.sub(NARROW_NBSP, text)
    text = _AFTER_OPENING.sub(f"«{NBSP}", text)
    text = _BEFORE_CLOSING.sub(f"{NBSP}»", text)
    text = _THOUSANDS.sub(NARROW_NBSP, text)
    return _UNIT.sub(NBSP, text)


def _on_one_line(found: re.Match[str]) -> str:
    is_phone = sum(sign.isdigit() for sign in found[0]) in _PHONE_DIGITS
    return found[0].replace(" ", NBSP) if is_phone else found[0]


def elided(word: str, following: str) -> str:
    """`de` before a vowel or a mute h: "d’acheteur", "d’hôtesse", but "de data analyst"."""
    start = following.lower()
    vowel = following[:1] in _VOWELS and bool(following) and not start.startswith(_ASPIRATED_VOWELS)
    if vowel or start.startswith(_MUTE_H):
        return f"{word[:-1]}’{following}"
    return f"{word} {following}"


def in_sentence(title: str, language: Language) -> str:
    """A title in a French sentence: "Préparateur de commandes" loses its capital, "Data Analyst" and "RH" do not."""
    words = title.split()
    if language != "fr" or not words or any(word[:1].isupper() for word in words[1:]):
        return title
    first = words[0]
    if len(first) < 2 or not first[:1].isupper() or not first[1:].replace("-", "").replace("·", "").islower():
        return title
    return title[:1].lower() + title[1:]


def long_date(day: date, language: Language) -> str:
    """ "1er mars 2026", "14 juin 2026", "14 June 2026"."""
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{number}{NBSP}{_MONTHS[language][day.month - 1]} {day.year}"
