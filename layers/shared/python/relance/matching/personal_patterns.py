"""How people write their coordinates and personal circumstances in French and English CVs."""

import re
from typing import Final

CIVILITIES: Final = frozenset({"m", "mr", "mme", "mlle", "ms", "mrs", "miss", "monsieur", "madame", "mademoiselle"})
COUNTRY_WORDS: Final = frozenset(
    {"france", "uk", "united", "kingdom", "england", "scotland", "wales", "ireland", "belgique", "suisse", "luxembourg"}
)

_DAY: Final = (
    r"(?:\d{1,2}(?:er|st|nd|rd|th)?[\s./-]+(?:\d{1,2}|[^\W\d_]{3,10}\.?)[\s./,-]+(?:\d{4}|\d{2})"
    r"|[^\W\d_]{3,10}\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{4}-\d{2}-\d{2}|\d{4})"
)
# Capital letters count here, even inside patterns that otherwise ignore case.
_TOWN: Final = (
    r"(?-i:[A-ZÀ-Ý][\w'’-]*(?:[ -](?:[A-ZÀ-Ý][\w'’-]*|(?:de|du|des|la|le|les|sur|sous|en|lès|of|upon) (?=[A-ZÀ-Ý])))*)"
)
_DEMONYMS: Final = (
    r"fran[cç]aise?|french|britannique|british|anglais[e]?|am[ée]ricaine?|american|alg[ée]rien(?:ne)?|algerian"
    r"|marocaine?|moroccan|tunisien(?:ne)?|tunisian|s[ée]n[ée]galaise?|senegalese|ivoirien(?:ne)?|ivorian"
    r"|camerounaise?|cameroonian|congolaise?|congolese|malien(?:ne)?|malian|portugaise?|portuguese|espagnole?|spanish"
    r"|italien(?:ne)?|italian|allemande?|german|polonaise?|polish|roumaine?|romanian|belge|belgian|suisse|swiss"
    r"|turc|turque|turkish|chinoise?|chinese|vietnamien(?:ne)?|vietnamese|indien(?:ne)?|indian|pakistanaise?|pakistani"
    r"|br[ée]silien(?:ne)?|brazilian|russe|russian|ukrainien(?:ne)?|ukrainian|libanaise?|lebanese|syrien(?:ne)?|syrian"
    r"|haïtien(?:ne)?|haitian|malgache|malagasy|comorien(?:ne)?|comorian|irish|irlandaise?|nigerian|nig[ée]rian(?:e)?"
    r"|ghan[ée]en(?:ne)?|ghanaian|iranien(?:ne)?|iranian|irakien(?:ne)?|iraqi|afghane?|europ[ée]en(?:ne)?|european"
)
_FAMILY: Final = (
    r"c[ée]libataire|mari[ée]e?|pacs[ée]e?|divorc[ée]e?|veufs?|veuve|concubin(?:e|age)?|union libre|en couple"
    r"|vie maritale|single|married|divorced|widow(?:ed|er)?|separated|in a relationship|unmarried"
)
_CHILDREN: Final = (
    r"(?:sans|\d{1,2}|une?|deux|trois|quatre|cinq|no|one|two|three|four|five)\s+(?:enfants?|child(?:ren)?|kids?)"
    r"(?:\s+(?:à charge|de \d+(?:,? (?:et )?\d+)* ans))?"
)


def _compiled(*sources: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(source, re.IGNORECASE) for source in sources)


def _labelled(labels: str) -> str:
    """A label with its value up to the end of that piece of the line."""
    return rf"(?<!\w)(?:{labels})\s*[:=]\s*[^|•·;\n]*"


_BORN: Final = r"(?<!\w)n[ée](?:\(e\)|e|·e|\.e)?\s+"
_PLACE_OF_BIRTH: Final = rf"(?:\s*\([^)]*\)|\s*(?:à|a)\s+{_TOWN}(?:\s*\([^)]*\))?)?"
_CIVIL_STATUS: Final = r"(?:situation|[ée]tat)\s+(?:familiale?|matrimoniale?|civile?|personnelle)"
_STREET_NUMBER: Final = r"(?<!\w)\d{1,4}\s*(?:bis|ter|quater|[a-d])?\s*,?\s+"
_STREETS: Final = (
    r"(?:rue|avenue|av\.|ave\.?|bd\.?|boulevard|place|pl\.|chemin|impasse|all[ée]es?|route|quai|cours|square"
    r"|lotissement"
    r"|r[ée]sidence|hameau|villa|passage|faubourg|sentier|esplanade|mail|traverse|mont[ée]e)(?=\s)"
)
_ENGLISH_STREETS: Final = (
    r"(?:street|st|road|rd|avenue|lane|ln|drive|close|court|way|gardens|terrace|crescent|grove|hill|park|row|mews"
    r"|square|place)(?!\w)\.?"
)
_SITES: Final = (
    r"(?:linkedin|github|gitlab|twitter|x|facebook|instagram|behance|dribbble|medium|xing|viadeo|malt|youtube|tiktok"
    r"|stackoverflow)\.[a-z]{2,3}/\S*"
)
_CIVILITY: Final = r"(?:monsieur|madame|mademoiselle|mme|mlle|mrs?|ms|miss|m\.)\.?(?=\s+(?-i:[A-ZÀ-Ý]))"
_YEARS_OF_LIFE: Final = r"(?:1[6-9]|[2-7]\d)"

ANYWHERE: Final = _compiled(
    # Eligible by.
    r"[\w.+'-]+\s?@\s?[\w-]+(?:\.[\w-]+)+",
    r"https?://\S+|www\.\S+",
    rf"(?<![\w@])(?:[\w-]+\.)*{_SITES}",
    r"(?<![\w@.])(?:[\w-]+\.)+(?:fr|com|net|org|eu|uk|io|dev|me|be|ch)/[\w./?=&%-]+",
    r"(?<!\w)@[A-Za-z0-9_.]{3,}",
    r"(?<![\d/])(?:\+|00)\d{1,3}[\s.()-]*(?:\(0\)[\s.-]*)?(?:\d[\s.()/-]?){6,12}\d",
    r"(?<![\d/])0\d(?:[\s.-]?\d{2}){4}(?!\d)|(?<![\d/])0\d{2,4}[\s-]\d{3,4}[\s-]?\d{3,4}(?!\d)",
    r"(?<![\d/])07\d{9}(?!\d)|\(\d{3}\)\s?\d{3}[\s-]\d{4}",
    # Born.
    rf"{_BORN}(?:le\s+|en\s+)?{_DAY}{_PLACE_OF_BIRTH}",
    rf"{_BORN}(?:à|en|au)\s+{_TOWN}(?:\s*\([^)]*\))?",
    rf"(?<!\w)born\s+(?:(?:on|in)\s+)?(?:{_DAY}|{_TOWN})(?:\s+in\s+{_TOWN})?",
    _labelled(r"date(?: et lieu)? de naissance|n[ée]\(?e?\)? le|lieu de naissance"),
    _labelled(r"date of birth|place of birth|birth ?date|birthday|d\.?o\.?b\.?"),
    # Age. "5 ans d'expérience" and "20 ans dans la vente" are none.
    r"(?<!\w)(?:âg[ée](?:\(e\)|e)?\s+de\s+|aged\s+|age\s+of\s+)\d{2}(?:\s+(?:ans|years))?",
    _labelled(r"[âa]ge"),
    rf"(?<!\w)(?<!depuis )(?<!pendant )(?<!durant )(?<!plus de )(?<!que ){_YEARS_OF_LIFE}\s+ans(?!\s*(?:d['’]|\w))",
    rf"(?<!\w){_YEARS_OF_LIFE}[\s-]years?[\s-]old",
    # Nationality.
    _labelled(r"nationalit[ée]s?|nationality|citizenship|citoyennet[ée]"),
    rf"(?<!\w)(?:de\s+)?nationalit[ée]\s+[^\W\d_]+(?:[\s-](?:et\s+)?(?:{_DEMONYMS}))?",
    rf"(?<!\w)(?:{_DEMONYMS})\s+(?:nationality|citizen(?:ship)?|national)(?!\w)",
    r"(?<!\w)(?:binational|double nationalit[ée]|dual national(?:ity)?)e?(?!\w)",
    # Family and sex.
    _labelled(rf"{_CIVIL_STATUS}|marital status|family status|civil status"),
    rf"(?<!\w)(?:{_FAMILY})\s*(?:,|et|and|-|–|with|avec)?\s*(?:{_CHILDREN})(?!\w)",
    rf"(?<!\w)(?:p[èe]re|m[èe]re|maman|papa|mother|father|parent)\s+(?:de\s+famille|(?:de|of)\s+(?:{_CHILDREN}))",
    _labelled(r"sexe|sex|gender|genre|civilit[ée]"),
    rf"(?<!\w){_CIVILITY}",
    # Photo.
    r"(?<!\w)\[?(?:photo(?:graph)?|portrait|image|profile picture)(?: d['’]identit[ée]| de profil)?\]?\s*(?=$|[|•])",
    # Street.
    _labelled(r"adresse(?: postale)?|address|domicile|domicili[ée]e? [àa]|home address|(?:lieu de )?r[ée]sidence"),
    rf"{_STREET_NUMBER}{_STREETS}[^|•·;–—\n]*?(?=$|\s*[|•·;–—]|,?\s*\d{{5}}\b|\s+-\s)",
    r"(?<!\w)(?:flat|apartment|apt|appt?|appartement|b[âa]t(?:iment)?|escalier)\.?\s+[\w-]{1,4}(?=\s*[,|•·;–—-]|\s*$)",
    rf"(?<!\w)\d{{1,4}}[a-z]?,?\s+(?-i:[A-Z][\w'’-]+\s+){{1,3}}{_ENGLISH_STREETS}",
)
POSTCODE: Final = re.compile(r"(?<![\w/])(?:F-|FR-)?\d{5}(?!\d)|(?<!\w)[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}(?!\w)")
POSTCODE_AND_TOWN: Final = re.compile(
    rf"(?<![\w/])(?:F-|FR-)?\d{{5}}\s+{_TOWN}(?:\s+cedex(?:\s+\d+)?)?(?:\s*[,-]?\s*(?:France|FRANCE))?"
    rf"|(?:{_TOWN}\s*,?\s+)?(?<!\w)[A-Z]{{1,2}}\d[A-Z\d]?\s\d[A-Z]{{2}}(?!\w)(?:\s*,?\s*(?:UK|United Kingdom|England))?"
    r"|(?<![\w/])\d{5}(?!\d)"
)
IN_HEADER: Final = _compiled(
    r"(?<!\w)(?:" + _DEMONYMS + r")(?=\s*(?:$|[,|•·;/–—-]))",
    r"(?<!\w)(?:" + _FAMILY + r")(?!\w)",
    r"(?<!\w)" + _CHILDREN,
    r"(?<!\w)(?:1[6-9]|[2-7]\d)\s+(?:ans|years)(?=\s*(?:$|[,|•·;/–—-]))",
    r"(?<!\w)(?:homme|femme|male|female)(?=\s*(?:$|[,|•·;/–—-]))",
    r"(?<!\w)(?:based in|habite (?:à|a)|domicili[ée]e? (?:à|a)|located in|r[ée]side (?:à|a))\s+" + _TOWN,
)
_LABELS: Final = (
    r"t[ée]l(?:[ée]phone)?|phone|mobile|portable|e-?mail|courriel|mail|adresse|address|contact|coordonn[ée]es|linkedin"
    r"|github|site(?: web)?|website|web|links?|liens?|r[ée]seaux?|date de naissance|nationalit[ée]|nationality|[âa]ge"
    r"|photo|et|and|cv|resume|curriculum vit(?:ae|æ)|personal details|informations? personnelles?|[ée]tat civil|uk"
    r"|france|pays|country|ville|city|d['’]identit[ée]"
)
MONTH_WITH_YEAR: Final = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|janvier|f[ée]vrier|mars"
    r"|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre)\s+(?:\d{1,2},?\s+)?(?:19|20)\d\d",
    re.IGNORECASE,
)
PRODUCT: Final = re.compile(r"Power (?:BI|Apps|Automate|Query|Pivot|Point)\b|Sage (?:Paie|\d+|X3|Compta)")
LABEL_ONLY: Final = re.compile(rf"(?:(?:{_LABELS})[\s.:|,/&()-]*)+", re.IGNORECASE)
SECTION: Final = re.compile(
    r"\W*(?:exp[ée]riences?|formations?|[ée]ducation|dipl[ôo]mes?|profil|profile|summary|comp[ée]tences?|skills|langues"
    r"|languages|parcours|employment|work|career|[ée]tudes|objecti[fv]e?|qualifications?|about|[àa] propos)\b.*",
    re.IGNORECASE,
)
