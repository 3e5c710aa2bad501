"""E-mail, phone and web pages."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import phonenumbers

from relance.cv.document import Line, Link
from relance.cv.fields.found import Found

EMAIL: Final = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+'-]{0,63}\s?(?:@|\(at\)|\[at\]|\s+at\s+(?=\S+\s*\(?dot))\s?"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,5}[A-Za-z]{2,18}(?![\w@])"
)
_EMAIL_LABEL: Final = re.compile(r"e-?mail|courriel|mél\b", re.IGNORECASE)
PHONE: Final = re.compile(r"(?<![\w/.,-])(?:\+|00)?\(?\d[\d\s().\-/\u2011\u2013]{6,22}\d(?![\w/])")
_PARTED: Final = re.compile(r"\s+[–—/-]\s+")
URL: Final = re.compile(
    r"(?<![\w@.])(?:https?://|www\.)[^\s,;<>()|]+|"
    r"(?<![\w@.-])(?:[A-Za-z0-9-]+\.){1,4}(?:com|org|net|fr|io|dev|me|be|ch|lu|ca|uk|us|eu|ie|co|info|tech|pro|app|page|xyz|site|design|in|de)"
    r"(?:/[^\s,;<>()|]*)?(?![\w@])",
    re.IGNORECASE,
)
NETWORKS: Final = (
    ("linkedin.", "LinkedIn"),
    ("github.com", "GitHub"),
    ("github.io", "Website"),
    ("gitlab.", "GitLab"),
    ("twitter.com", "Twitter"),
    ("x.com/", "Twitter"),
    ("behance.", "Behance"),
    ("dribbble.", "Dribbble"),
    ("stackoverflow.", "Stack Overflow"),
    ("medium.com", "Medium"),
    ("kaggle.", "Kaggle"),
    ("xing.", "Xing"),
    ("viadeo.", "Viadeo"),
    ("malt.", "Malt"),
    ("instagram.", "Instagram"),
    ("facebook.", "Facebook"),
    ("youtube.", "YouTube"),
    ("doyoubuzz.", "DoYouBuzz"),
    ("orcid.org", "ORCID"),
    ("researchgate.", "ResearchGate"),
    ("indeed.", "Indeed"),
)
REGION_OF_LANGUAGE: Final = {"fr": "FR", "en": "GB"}
_NOT_PHONE: Final = re.compile(r"siret|siren|naf|ape|s[ée]curit[ée] sociale|iban|passport|fax", re.IGNORECASE)
_FILE_NAMES: Final = re.compile(
    r"^(?:node|vue|react|next|nuxt|express|angular|backbone|d3|three|asp|ado|vb|socket|chart)\.(?:js|net|io)$",
    re.IGNORECASE,
)


def email(lines: Sequence[Line]) -> Found[str] | None:
    """The first e-mail address; one near the top or after a label first."""
    for number, line in enumerate(lines, 1):
        found = EMAIL.search(line.text)
        if found:
            address = re.sub(r"\s|\(|\)|\[|\]", "", re.sub(r"\(at\)|\[at\]", "@", found[0]))
            in_references = number > 12 and not _EMAIL_LABEL.search(line.text) and number > len(lines) * 0.85
            return Found(address.rstrip("."), number, 0.8 if in_references else 0.99)
    return None


def email_in_links(links: Iterable[Link], lines: Sequence[Line]) -> Found[str] | None:
    """An address that only a mailto: link carries, traced to the line that shows the link's words."""
    for link in links:
        if link.url.lower().startswith("mailto:"):
            found = EMAIL.search(link.url[7:].split("?")[0])
            if found:
                return Found(found[0], _line_of(link, lines), 0.9)
    return None


def phone(lines: Sequence[Line], *, language: str | None, country: str | None) -> Found[str] | None:
    """The first telephone number, in E.164; a national number is read as of the CV's country, else its language's."""
    regions = [region for region in (country, REGION_OF_LANGUAGE.get(language or ""), "FR", "GB") if region]
    best: Found[str] | None = None
    for number, line in enumerate(lines, 1):
        for text in _numbers(line.text):
            parsed = _e164(text, regions)
            if parsed and (best is None or parsed[1] > best.confidence):
                best = Found(parsed[0], number, parsed[1])
        if best and best.confidence > 0.9:
            break
    return best


def _numbers(text: str) -> Iterator[str]:
    """What may be a number, first as the separators of the line part it: "06 39 98 11 22 – 3 rue Haute"."""
    for whole in (_PARTED.sub(lambda found: "|" * len(found[0]), text), text):
        for found in PHONE.finditer(whole):
            if not _NOT_PHONE.search(text[max(0, found.start() - 25) : found.start()]):
                yield found[0].strip()


def _e164(text: str, regions: Sequence[str]) -> tuple[str, float] | None:
    digits = re.sub(r"\D", "", text)
    if not 8 <= len(digits) <= 15 or _looks_like_dates(text):
        return None
    text = re.sub(r"\(0\)", "", text)
    if text.startswith("00"):
        text = "+" + text[2:]
    for place, region in enumerate(dict.fromkeys(regions)):
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        national = phonenumbers.number_type(number) != phonenumbers.PhoneNumberType.UNKNOWN
        if phonenumbers.is_possible_number(number) and (
            national or text.startswith("+") or _french_shape(digits, region)
        ):
            sure = 0.97 if national or text.startswith("+") else 0.92
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), sure - 0.05 * place
    return None


def _french_shape(digits: str, region: str) -> bool:
    """Ten digits from 0: French numbers kept for fiction are no valid ones to the library."""
    return (region in {"FR", "GB"} and digits.startswith("0") and 10 <= len(digits) <= 11) or digits.startswith(
        "07700900"
    )


def _looks_like_dates(text: str) -> bool:
    return (
        bool(re.fullmatch(r"\(?(?:19|20)\d{2}\)?\s*[-–/.\s]\s*(?:19|20)\d{2}\)?", text.strip()))
        or bool(
            re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?:\s*[-–]\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})?", text.strip())
        )
        or bool(re.fullmatch(r"\d{1,2}[/.]\d{4}\s*[-–]\s*\d{1,2}[/.]\d{4}", text.strip()))
    )


def pages(lines: Sequence[Line], links: Iterable[Link]) -> list[Found[tuple[str, str]]]:
    """(network, url) of each web page, those shown in the text first, then hyperlinks without visible address."""
    found: dict[str, Found[tuple[str, str]]] = {}
    for number, line in enumerate(lines, 1):
        without_mail = EMAIL.sub(lambda mail: " " * len(mail[0]), line.text)
        for match in URL.finditer(without_mail):
            _keep(found, match[0], number, 0.95)
    for link in links:
        if link.url.lower().startswith(("http://", "https://", "www.")):
            _keep(found, link.url, _line_of(link, lines), 0.85, only_networks=True)
    return list(found.values())


def _keep(
    found: dict[str, Found[tuple[str, str]]], url: str, number: int, sure: float, *, only_networks: bool = False
) -> None:
    url = url.rstrip(".,;:!?)»\"'")
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", url, flags=re.IGNORECASE).rstrip("/")
    lowered = bare.lower()
    if _FILE_NAMES.match(bare) or "." not in bare or "@" in bare:
        return
    network = next((name for mark, name in NETWORKS if lowered.startswith(mark) or f".{mark}" in lowered), None)
    explicit = url.lower().startswith(("http", "www.")) or "/" in bare
    if network is None and (only_networks or not (explicit or number <= 15)):
        return
    if any(lowered == known or known.startswith(lowered + "/") for known in found):
        return
    full = url if re.match(r"https?://", url, re.IGNORECASE) else f"https://{bare}"
    found[lowered] = Found((network or "Website", full), number, sure if explicit else 0.7)


def _line_of(link: Link, lines: Sequence[Line]) -> int:
    words = link.text.strip().lower()
    network = next((name.lower() for mark, name in NETWORKS if mark in link.url.lower()), "")
    for wanted in (words, network):
        for number, line in enumerate(lines, 1):
            if wanted and wanted in line.text.lower():
                return number
    return 1
