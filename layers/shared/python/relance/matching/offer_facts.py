"""Contract, pay, remote work and whom to ask, as far as an offer states them; each as written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from relance.matching.offer_lines import OfferLine
from relance.matching.offer_places import place_of

_LONGEST: Final = 100
_HEADER_LINES: Final = 15


@dataclass(frozen=True)
class OfferFacts:
    """What an offer states beside its demands; None where it does not."""

    place: str | None = None
    contract: str | None = None
    pay_range: str | None = None
    remote: str | None = None
    contact_name: str | None = None
    contact_email: str | None = None
    contact_phone: str | None = None


def facts_of(lines: Sequence[OfferLine]) -> OfferFacts:
    """All that was found."""
    return OfferFacts(
        place=place_of(lines),
        contract=_contract(lines),
        pay_range=_pay(lines),
        remote=_remote(lines),
        contact_name=_contact_name(lines),
        contact_email=_first(_EMAIL, lines),
        contact_phone=_first(_PHONE, lines),
    )


def _value(text: str) -> str:
    return text.strip(" .,;:–—-")[:_LONGEST].rstrip()


# --- contract ---------------------------------------------------------------------------------------

_DURATION: Final = r"(?:\s?(?:[-–—:]|de|d['’]une durée de)?\s?\d{1,2}\s?(?:mois|ans?|semaines?|months?))?"
_CONTRACT: Final = re.compile(
    r"\bCDI\b(?! (?:ou|et) )|\bCDD\b"
    + _DURATION
    + r"|\b(?:int[ée]rim(?:aire)?|alternance|contrat (?:d['’]apprentissage"
    r"|de professionnalisation)|apprentissage|freelance|permanent(?: contract)?"
    r"|(?:\d{1,2}[- ]months?[- ])?fixed[- ]term"
    r"(?: contract)?|temp(?:orary)?(?: contract)?(?= |$)|internship|apprentice(?:ship)?|(?:\d{1,2}[- ]months? )?FTC"
    r"|saisonnier|stage de \d+ mois"
    r"|contrat saisonnier|zero[- ]hours)\b",
    re.IGNORECASE,
)
_CONTRACT_LABEL: Final = re.compile(
    r"^\W*(?:type (?:de |d['’])(?:contrat|emploi)|contrat|contract(?: type)?|job type|nature du contrat)\s*[:–—-]\s*"
    r"(?P<value>\S[^,;|•·]*)",
    re.IGNORECASE,
)
_CONTRACT_OPENS: Final = re.compile(
    r"^(?:stage|contract|int[ée]rim|alternance|freelance)\b(?=\s?[-–—:|]|\s+[A-Z])", re.IGNORECASE
)


def _contract(lines: Sequence[OfferLine]) -> str | None:
    for line in lines:
        if found := _CONTRACT_LABEL.match(line.text):
            return _value(found["value"])
    for line in lines[:_HEADER_LINES]:
        if found := _CONTRACT_OPENS.match(line.text) or _CONTRACT.search(line.text):
            return _value(found.group())
    return None


# --- pay --------------------------------------------------------------------------------------------

_NUMBER: Final = r"\d{1,3}(?:[ .,'’]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_CURRENCY: Final = r"(?:€|£|\$|CHF|EUR\b|euros?\b)"
_AMOUNT: Final = rf"(?:{_CURRENCY}\s?)?(?:{_NUMBER})\s?(?:k\b)?\s?{_CURRENCY}?"
_MONEY: Final = rf"(?:{_CURRENCY}\s?(?:{_NUMBER})\s?k?\b|(?:{_NUMBER})\s?k?\s?{_CURRENCY})"
_PAY: Final = re.compile(
    rf"(?:(?:entre|from|de|between|jusqu['’]à|up to)\s+)?(?:{_AMOUNT}\s?(?:[-–—à/]|to|and|et)\s?{_MONEY}"
    rf"|{_MONEY}(?:\s?(?:[-–—à]|to|and|et)\s?{_AMOUNT})?)[^.;,•·|\n]{{0,50}}",
    re.IGNORECASE,
)
_PAY_LABEL: Final = re.compile(
    r"^\W*(?:salaire(?: brut)?|r[ée]mun[ée]ration|salary(?: range)?|pay(?: rate)?|rate(?: of pay)?|wage|taux horaire"
    r"|tjm|package|basic(?: salary)?|gratification|compensation|fourchette)\s*[:–—-]\s*(?P<value>.*\d.*)$",
    re.IGNORECASE,
)
_PAY_PICTURED: Final = re.compile(r"[💰💶💵💷💸🤑]\s*(?P<value>.*\d.*)")
# Amounts that are no pay.
_TURNOVER: Final = re.compile(
    r"chiffre d['’]affaires|\bCA de\b|budgets?\b|turnover|revenues?\b|\d\s?(?:(?-i:M|Md)\b|millions?\b)|prime"
    r"|bonus de|cotisation",
    re.IGNORECASE,
)


def _pay(lines: Sequence[OfferLine]) -> str | None:
    for line in lines:
        if found := _PAY_LABEL.match(line.text) or _PAY_PICTURED.search(line.raw):
            return _value(found["value"])
    for line in lines:
        if not _TURNOVER.search(line.text) and (found := _PAY.search(line.text)):
            return _value(found.group())
    return None


# --- remote work ------------------------------------------------------------------------------------

_REMOTE: Final = re.compile(
    r"t[ée]l[ée][- ]?travail|\bremote(?:ly)?\b|\bhybrid(?:e)?\b|work(?:ing)? from home|home[- ]?(?:working|office)"
    r"|travail [àa] distance",
    re.IGNORECASE,
)
_CLAUSE_END: Final = re.compile(r"[.;,•·|()\n]|\s(?:ou|or|et|and)\s|\s[-–—]\s")


def _remote(lines: Sequence[OfferLine]) -> str | None:
    for line in lines:
        if found := _REMOTE.search(line.text):
            begins = [0, *(end.end() for end in _CLAUSE_END.finditer(line.text, 0, found.start() + 1))]
            end = _CLAUSE_END.search(line.text, found.end())
            clause = _value(line.text[begins[-1] : end.start() if end else None])
            return clause if len(clause.split()) <= 12 else found.group()
    return None


# --- whom to ask ------------------------------------------------------------------------------------

_EMAIL: Final = re.compile(r"(?<![\w.+'-])[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_PHONE: Final = re.compile(
    r"(?<![\d/])(?:\+\d{2}\s?(?:\(0\)\s?)?\d(?:[\s.-]?\d){7,10}|0\d(?:[\s.-]?\d{2}){4}"
    r"|0\d{3,4}[\s-]?\d{3}[\s-]?\d{3,4})(?!\d)"
)
_PERSON: Final = r"(?P<name>[A-ZÀ-Ý][\w'’-]+(?: (?:(?:de|du|le|la|van|von|el|al|bin) )?[A-ZÀ-Ý][\w'’-]+){1,2})"
_NAMED: Final = (
    re.compile(
        r"(?i:\b(?:contact(?:er|ez)?|renseignements?|interlocut\w+|recruteu?se?r?|recruiter|application to|apply to"
        r"|send (?:your |the )?cvs? to|cvs? to|candidature à|auprès de|adress[ée]e?s? à|envoyez\b.{0,30} à|appele[rz]"
        r"|call)"
        r"(?: auprès de)?)\s*:?\s*(?i:(?:m|mr|mme|mlle|mrs|ms|madame|monsieur)\b\.?\s+)?" + _PERSON
    ),
    re.compile(r"\b(?i:call|appelez|contact|ask for)\s+(?P<name>[A-ZÀ-Ý][a-zà-ÿ]+)(?=\s+(?:on|at|au)\s+[+0])"),
)
_SIGNATURE: Final = re.compile(rf"^(?:(?:Mme|M\.|Mr|Mrs|Ms)\s+)?{_PERSON}$")
_LINES_OF_A_SIGNATURE: Final = 4


def _first(pattern: re.Pattern[str], lines: Sequence[OfferLine]) -> str | None:
    found = (pattern.search(line.text) for line in lines)
    return next((_value(each.group()) for each in found if each), None)


def _contact_name(lines: Sequence[OfferLine]) -> str | None:
    for line in lines:
        for pattern in _NAMED:
            if found := pattern.search(line.text):
                return _value(found["name"])
    for place, line in enumerate(lines):
        if _EMAIL.fullmatch(line.text) or _PHONE.fullmatch(line.text):
            for before in reversed(lines[max(0, place - _LINES_OF_A_SIGNATURE) : place]):
                if found := _SIGNATURE.match(before.text):
                    return _value(found["name"])
    return None
