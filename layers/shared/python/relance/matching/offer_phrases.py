"""How French and English offers name the job, open their parts and say what they demand."""

import re
from typing import Final

LABELLED_TITLE: Final = re.compile(
    r"^\W*(?:intitul[ée](?: du poste)?|poste(?: à pourvoir| propos[ée])?|titre(?: du poste)?|job title|position"
    r"|role|title"
    r"|offre d['’]emploi|offre|vacancy|job offer)\s*[:–—-]\s*(?P<title>\S.*)$",
    re.IGNORECASE,
)
TITLE_IN_SENTENCE: Final = re.compile(
    r"\b(?:recherch\w+|recrut\w+|embauch\w+|looking for|hiring|recruiting|seeking|search of)\s+"
    r"(?:(?:actuellement|pour \w+ \w+|currently)\s+)?(?:une?(?:\s?\(?/?e?\)?)?|des|notre|nos|son|sa|an?|our|its)"
    r"(?:\s?/\s?une?)?\s+"
    r"(?P<title>[^,.;:!?\n]{3,90}?)(?=\s*(?:[,.;:!?\n]|$|\bpour\b|\bafin\b|\bqui\b|\bbas[ée]|\bto join\b"
    r"|\bto help\b|\bwho\b|\bbased\b"
    r"|\bwith\b|\bdans le cadre\b|\bau sein\b|\ben cdi\b|\ben cdd\b))",
    re.IGNORECASE,
)
GENDER_MARK: Final = re.compile(r"\(?\b[hfmw]\s?/\s?[hfwm](?:\s?/\s?[xnd])?\b\)?", re.IGNORECASE)
TITLE_TAIL: Final = re.compile(
    r"\s*(?:[-–—|,(/]\s*)?(?:cdi|cdd|int[ée]rim|stage|alternance|temps (?:plein|partiel)|full[- ]time|part[- ]time"
    r"|permanent)\b.*$",
    re.IGNORECASE,
)
ENGLISH_TRADES: Final = re.compile(
    r"\b(?:engineer|developer|manager|assistant|nurse|accountant|analyst|technician|officer|designer|consultant"
    r"|driver|clerk|chef|cook"
    r"|teacher|operator|supervisor|administrator|specialist|director|lead|architect|advisor|coordinator"
    r"|representative|mechanic"
    r"|electrician|plumber|welder|carpenter|cleaner|waiter|receptionist|secretary|salesperson|buyer|planner|auditor"
    r"|scientist|lawyer"
    r"|pharmacist|physician|doctor|carer|worker|apprentice|intern|executive|controller|recruiter|buyer|foreman"
    r"|fitter|picker)s?\b",
    re.IGNORECASE,
)
BULLET: Final = re.compile(r"^\s*(?:[-–—*•·▪◦‣✓✔➢►●○■]|\d{1,2}[.)])\s*")

MUST_HEADING: Final = (
    r"(?:votre |le |your |the )?profil\w*(?: recherch[ée]| souhait[ée]| attendu)?|qui [êe]tes[- ]vous"
    r"|comp[ée]tences?(?: \w+){0,3}"
    r"|pr[ée]-?requis|exigences|qualifications?(?: \w+){0,2}|requirements?|required skills?|must[- ]haves?"
    r"|essential(?: \w+){0,2}"
    r"|what (?:we(?:['’]re| are) looking for|you(?:['’]ll)? (?:bring|need))|who you are|about you"
    r"|skills(?: \w+){0,3}|your experience"
    r"|expérience(?:s)?(?: requise?s?)?|person specification|ce que nous recherchons|vous"
)
NICE_HEADING: Final = (
    r"(?:les |vos )?atouts?|les plus|serait un plus|appr[ée]ci[ée]s?|souhait[ée]s?|nice[- ]to[- ]haves?"
    r"|bonus(?: \w+)?|preferred(?: \w+){0,2}"
    r"|desirable(?: \w+){0,2}|it(?:['’]s| is) a plus|pluses"
)
OTHER_HEADING: Final = (
    r"(?:vos |les |your |the )?missions?(?: \w+){0,2}|(?:vos |les )?t[âa]ches|responsabilit[ée]s"
    r"|(?:key )?responsibilities|(?:main )?duties"
    r"|what you(?:['’]ll)? (?:will )?do|(?:the |your )?role|(?:le |votre )?poste|avantages?(?: \w+){0,3}"
    r"|nous offrons|ce que nous (?:offrons|proposons)"
    r"|benefits|perks|what we offer|we offer|r[ée]mun[ée]ration|salary|salaire|about (?:us|the company)"
    r"|(?:qui sommes[- ]nous|l['’]entreprise)"
    r"|[àa] propos(?: de \w+){0,2}|company|contexte|process(?:us)?(?: \w+){0,3}|pour postuler|how to apply"
    r"|conditions|contrat|lieu|location|horaires"
    r"|description(?: \w+){0,3}|job description"
)
NICE_WORDS: Final = re.compile(
    r"\b(?:un plus|un atout|appr[ée]ci[ée]e?s?|souhait[ée]e?s?|souhaitable|id[ée]alement|de pr[ée]f[ée]rence"
    r"|bienvenue?s?|a plus|an asset|nice to have"
    r"|preferred|preferably|ideally|desirable|bonus|advantage(?:ous)?|welcome)\b",
    re.IGNORECASE,
)
MUST_WORDS: Final = re.compile(
    r"\b(?:exig[ée]e?s?|obligatoires?|imp[ée]rati(?:f|ve|vement)s?|indispensables?|requis(?:e|es)?|n[ée]cessaires?"
    r"|required|must|mandatory|essential"
    r"|titulaire d|dipl[ôo]me d|ma[îi]tris(?:e|ez) |vous justifiez|vous avez une exp|exp[ée]rience d['’]au moins"
    r"|minimum \d|\d+ ans d['’]exp"
    r"|\d\+? years|degree in|proficien\w+|fluent|permis [a-e]\b|habilitation)",
    re.IGNORECASE,
)
SENTENCE_END: Final = re.compile(r"(?<=[.;!?])\s+(?=[A-ZÀ-Ý0-9])")
