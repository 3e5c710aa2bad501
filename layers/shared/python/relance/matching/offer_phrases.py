"""How French and English offers name the job, open their parts and say what they demand."""

import re
from typing import Final, Literal

# --- titles -----------------------------------------------------------------------------------------

LABELLED_TITLE: Final = re.compile(
    r"^\W*(?:intitul[ée](?: du poste)?|poste(?: propos[ée]| [àa] pourvoir)?|titre(?: du poste)?|m[ée]tier"
    r"|(?:mission|contrat) freelance|job title|job|position|role|title|vacancy(?: title)?|job offer|offre d['’]emploi"
    r"|offre|emploi)\s*[:–—-]\s+(?P<title>\S.*)$",
    re.IGNORECASE,
)
_HIRING: Final = (
    r"recherch\w+|cherch\w+|recrut\w+|embauch\w+|vacancy for|looking for|looking to (?:hire|recruit)|hiring"
    r"|recruiting|seeking|search of"
    r"|wish to appoint|need"
)
_TITLE_END: Final = (
    r"(?=\s*(?:[,.;:!?\n]|\((?!-?(?:e|ère|trice|euse|se|ne|ve|le|rice)s?\))|$|\b(?:pour|afin|qui|bas[ée]e?|to join"
    r"|to help|to work|who|based|with|at|dans|au sein"
    r"|en cdi|en cdd|en int[ée]rim|en alternance|for our|for the|on an?|à partir|d[èe]s)\b))"
)
TITLE_IN_SENTENCE: Final = re.compile(
    rf"\b(?:{_HIRING})\s+(?:d['’](?=une?\b))?(?:(?:actuellement|activement|currently|now|pour (?!la|le)\w+ [\w-]+)\s+)*"
    r"(?:(?:une?(?:\s?[(·.]e[)]?)?(?:\s?/\s?une)?|des|notre|nos|son(?: ou sa)?|sa(?: ou son)?|an?|our|its|\d{1,2})\s+)"
    rf"(?P<title>[^,.;:!?\n]{{3,90}}?){_TITLE_END}",
    re.IGNORECASE,
)
# "Recherche serveur pour la saison": without an article, only at the beginning of a line.
TITLE_AFTER_HIRING: Final = re.compile(
    rf"^\W*(?:{_HIRING})\s+(?P<title>[^,.;:!?\n]{{3,60}}?){_TITLE_END}", re.IGNORECASE | re.MULTILINE
)
GENDER_MARK: Final = re.compile(
    r"\(?\b[hfmw]\s?[/|-]\s?[hfmwx](?:\s?[/|-]\s?(?:nb|[xndi*]))?\b\)?|\((?:tous genres|all genders|gn)\)",
    re.IGNORECASE,
)
BEFORE_TITLE: Final = re.compile(
    r"^(?:(?:we(?:['’]re| are) (?:hiring|recruiting)|(?:on|nous) recrut\w+|recrute(?:ment)?|recherche|urgent|hiring|job"
    r"|new|nouveau|offre d['’]emploi|offre|emploi|poste|mission(?: freelance)?|freelance|alternance|apprentissage"
    r"|stage|cdi|cdd|int[ée]rim)\s*(?:[:–—|/-]\s*|(?=\bun\b|\bune\b))|(?:une?(?:\s?[(·.]e[)]?)?|des)\s+)",
    re.IGNORECASE,
)
AFTER_TITLE: Final = re.compile(
    r"(?:\s+(?:needed|wanted|required|opportunity|vacancy|recherch[ée]+s?|x\s?\d{1,2}|urgent))+$", re.IGNORECASE
)
# What follows the name of the job on its line and is no part of it.
NO_PART_OF_TITLE: Final = re.compile(
    r"(?:cdi|cdd|int[ée]rim|int[ée]rimaire|stage|alternance|apprentissage|freelance|permanent|fixed|temporary|contract"
    r"|temps|full|part|remote|hybrid\w*|t[ée]l[ée]travail|outside|inside|poste|ref|r[ée]f|salaire|salary|urgent"
    r"|d[èe]s|d[ée]marrage|start\w*|asap|grade|band|[ée]chelon|needed|wanted|required|bas[ée]e?|based|d[ée]butants?"
    r"|site|immediate|h/f|f/h)\b.*"
    r"|.*\d\s?(?:mois|months?|jours|days|h\b|heures|hours|%|k|€|£|\$).*|.*[€£$]\s?\d.*|\d{1,6}|x\s?\d+|2[ab]|",
    re.IGNORECASE,
)
ENGLISH_TRADES: Final = re.compile(
    r"\b(?:engineer|developer|manager|assistant|nurse|accountant|analyst|technician|officer|designer|consultant"
    r"|driver|clerk|chef|cook|teacher|operator|operative|supervisor|administrator|specialist|director|lead|architect"
    r"|advisor|adviser|coordinator|representative|mechanic|electrician|plumber|welder|carpenter|cleaner|waiter"
    r"|receptionist|secretary|salesperson|buyer|planner|auditor|scientist|lawyer|pharmacist|physician|doctor|carer"
    r"|worker|apprentice|intern|executive|controller|recruiter|foreman|fitter|picker|porter|agent|tutor|barista"
    r"|therapist|researcher|editor|writer|tester|owner|trainer|inspector|estimator|surveyor|solicitor)s?\b",
    re.IGNORECASE,
)
# Anything that is no letter and opens a line, but for what belongs to its words: "(", quotes, currencies, "+44".
BULLET: Final = re.compile(
    r"^(?:\s|[^\w\s(\[«\"“'’€£$@#+.]|[+.](?=\s)|\d{1,2}\s?[.)](?=\s|[^\W\d])|[o§](?=\s)|_)+", re.IGNORECASE
)
MARKED: Final = re.compile(r"^\s*(?:[^\w\s(\[«\"“'’€£$@#+.]|[+](?=\s)|\d{1,2}\s?[.)]\s|[o§]\s)")
"""A line that is an item of a list."""

# --- parts of an offer; all folded: lower case, no accents, straight apostrophes ---------------------

_SOME: Final = r"(?: [\w'&/-]+){0,4}"
MUST_HEADING: Final = (
    rf"(?:[\w']+ ){{0,2}}profile?s?{_SOME}|(?:et )?(?:vous,? |toi,? )?qui (?:etes[- ]vous|es[- ]tu){_SOME}"
    r"|(?:et )?(?:vous|toi)(?: dans tout (?:ca|cela))?|a propos de (?:vous|toi)"
    rf"|(?:[\w']+ ){{0,2}}competences?{_SOME}|savoirs?(?:[- ](?:faire|etre))?(?: et savoirs?[- ](?:faire|etre))?"
    rf"|(?:les |vos )?pre-?requis{_SOME}|exigences?{_SOME}|criteres?{_SOME}|indispensables?"
    rf"|(?:[\w']+ ){{0,2}}qualifications?{_SOME}|(?:[\w']+ ){{0,2}}requirements?{_SOME}"
    rf"|(?:our |the )?must[- ]haves?{_SOME}|essentials?{_SOME}|(?:[\w']+ ){{0,2}}(?:skills?|skillset){_SOME}"
    r"|what (?:we(?:'re| are) looking for|you(?:'ll| will)? (?:bring|need|have)|we (?:need|expect|ask)|it takes)"
    rf"{_SOME}|who (?:you are|we(?:'re| are) looking for|are you)|about you|is this you|you"
    rf"|you(?:'ll| will| should| must)? (?:need|have|bring|are|be){_SOME}"
    rf"|(?:the |our )?(?:successful|ideal|right) (?:candidate|applicant|person)s?{_SOME}"
    rf"|(?:candidates?|applicants?) (?:must|should|will|need){_SOME}|we(?:'re| are) looking for someone{_SOME}"
    r"|(?:your |the )?(?:experience|background|education)(?: (?:and|&) \w+| required| needed)?"
    r"|experiences?(?: (?:requises?|professionnelles?|exigees?|attendues?|souhaitees?))?"
    r"|formations?(?: (?:requises?|initiales?|souhaitees?))?(?: et experiences?)?"
    r"|qui (?:cherchons|recherchons|cherche-t|recherche-t)[- ](?:nous|on)"
    rf"|(?:ce (?:dont|que|qu'|qui) ?)(?:[\w']+ ){{0,3}}(?:besoin|attend\w*|recherch\w*|cherch\w*){_SOME}"
    rf"|you (?:may|might|could)(?: be)? (?:a )?(?:good |great )?(?:fit|match){_SOME}|is this you{_SOME}"
    rf"|person specification|(?:ce que|ce qu')(?: ?(?:nous|l'on|on)) (?:recherch\w+|attend\w*|cherch\w+){_SOME}"
    r"|ce que (?:vous apportez|tu apportes)|vos (?:atouts|talents|qualites)|langues?(?: \w+)?|languages?|permis"
    r"|diplomes?(?: \w+)?|connaissances?(?: \w+)?|aptitudes?(?: \w+)?|qualites?(?: \w+){0,2}"
)
NICE_HEADING: Final = (
    r"(?:les |vos |tes |des |un )?(?:petits? )?(?:atouts?|plus|bonus)(?: (?:apprecies?|souhaites?|points?"
    r"|appreciables?))?"
    r"|(?:ce |ca )?(?:qui )?(?:serait|sera|est) un (?:plus|atout)|apprecie?e?s?|souhaite?e?s?|souhaitables?"
    rf"|(?:our |the )?nice[- ]to[- ]haves?{_SOME}|good to have|bonus(?: \w+)?|preferred{_SOME}|desirables?{_SOME}"
    rf"|(?:it(?:'s| is| would be)|would be) (?:a plus|a bonus|great|nice|even better){_SOME}|pluses"
    rf"|(?:ce qui (?:ferait|fera|fait)|faites) la difference{_SOME}|extra (?:credit|points){_SOME}"
    rf"|(?:you(?:'ll| will)? |to )?(?:stand out|impress us){_SOME}"
    rf"|(?:competences?|qualifications?|connaissances?) (?:souhait\w+|appreci\w+|preferred|desired){_SOME}"
)
OTHER_HEADING: Final = (
    rf"(?:[\w'&]+ ){{0,3}}(?:missions?|taches|responsabilites?|activites|responsibilit(?:y|ies)|duties|role|poste"
    rf"|avantages?|remuneration|salar(?:y|ies)|salaires?|benefits|perks|entreprise|societe|company|contexte){_SOME}"
    rf"|what you(?:'ll| will)?(?: be)? (?:do|doing){_SOME}|what we (?:offer|do)|why (?:join|work){_SOME}"
    rf"|(?:ce que (?:vous ferez|tu feras|nous (?:offrons|proposons)))|(?:we|nous) (?:can )?(?:offer|offrons|proposons)"
    rf"|pourquoi{_SOME}|about (?:us|the (?:job|role|company|team)|the)|qui sommes[- ]nous|(?:a propos"
    rf"|presentation d\w+)"
    rf"{_SOME}|(?:description|descriptif|detail){_SOME}|job description|(?:the )?(?:process(?:us)?|recrutement){_SOME}"
    rf"|(?:pour|comment) postuler{_SOME}|how to apply|(?:to apply|application)(?: process)?|(?:les )?conditions{_SOME}"
    rf"|(?:type (?:de |d')?)?(?:contrat|contract|emploi)|job type|(?:lieu|location|localisation){_SOME}|horaires|hours"
    rf"|schedule|(?:infos?|informations?)(?: \w+){{0,2}}|contacts?|renseignements|(?:le |notre )?(?:equipe|team|stack)"
    rf"|(?:date|closing|debut|demarrage|start|duree|duration){_SOME}|department|reports to|client|package|basic|wage"
    rf"|(?:l'|la |notre )?(?:offre|fonction)|the (?:opportunity|person|details){_SOME}|in this role{_SOME}|compensation"
    rf"|rate(?: of pay)?|tjm|taux horaire|site|entreprise|where|based in"
)
# Words by which a line that must be a heading, for its place before a list, tells what it opens.
HEADING_CUES: Final[tuple[tuple[Literal["must", "nice", "other"], str], ...]] = (
    ("other", (r"\b(?:missions?|offr\w+|offer\w*|get|give|donne\w*|avantages?|benefits?|roles?|faire|fer\w+|do|doing"
     r"|why|pourquoi|poste|salaires?|salary|apply|postuler|work|travail)\b")),
    ("nice", (r"\b(?:un plus|bonus|top|great|ideal(?:ly|ement)|aussi|also|extra|difference|stand out|souhait\w+"
     r"|appreci\w+|desirable|preferred|nice)\b")),
    ("must", (r"\b(?:fit|needs?|faut|reussir|atouts?|bring\w*|ideale?|have|requir\w+|recherch\w*|cherch\w*|attend\w*"
     r"|expect\w*|profile?\w*|besoin|looking|essentials?|must|competen\w+|skills?|savoir\w*|qualifi\w+|talents?"
     r"|avez|es|etes|are)\b")),
)  # fmt: skip

# --- what sentences demand --------------------------------------------------------------------------

NICE_WORDS: Final = re.compile(
    r"\b(?:un (?:gros |vrai |r[ée]el )?plus|un (?:v[ée]ritable |r[ée]el )?atout|appr[ée]ci[ée]e?s?|appr[ée]ciables?"
    r"|souhait[ée]e?s?|souhaitables?|id[ée]alement|de pr[ée]f[ée]rence|bienvenue?s?|secondaire|bonus|si possible"
    r"|a plus|an asset|nice to have|preferred|preferably|ideally|desirable|desired|an? (?:\w+ )?advantage"
    r"|advantageous|welcome|useful|beneficial|great to have|a bonus)\b",
    re.IGNORECASE,
)
MUST_WORDS: Final = re.compile(
    r"\b(?:exig[ée]e?s?|obligatoires?|imp[ée]rati(?:f|ve|vement)s?|indispensables?|requis(?:e|es)?|n[ée]cessaires?"
    r"|required|must (?:be|have|hold|speak|possess|also)|mandatory|essential|il (?:vous )?faut|titulaires? d|faut"
    r"|demand[ée]e?s?"
    r"|dipl[ôo]m[ée]e?s? (?:d|en)|de formation|formation (?:en|sup[ée]rieure|bac)|bac ?\+ ?\d"
    r"|(?:vous|tu) (?:ma[îi]tris\w+|justifi\w+|dispos\w+|poss[ée]d\w+|connais\w+|sav(?:ez|oir)|sais)"
    r"|(?:vous|tu) (?:avez|as) (?:une? |d[ée]j[àa] |au moins |le |la |votre |ton )?(?:\w+ ){0,2}"
    r"(?:exp[ée]rience|dipl[ôo]me|permis|niveau|connaissance|formation|ma[îi]trise)"
    r"|(?:vous|tu) parl\w+ (?:couramment )?(?:l['’])?(?:anglais|allemand|espagnol|italien|n[ée]erlandais)"
    r"|exp[ée]rience (?:d['’]au moins|minimum|confirm[ée]e|significative|r[ée]ussie|exig)|minimum (?:of )?\d"
    r"|exp[ée]rience de \d|(?:at least|au moins) \d+"
    r"|(?:\d+|deux|trois|cinq) ans? (?:\w+ )?d['’]exp|\d\+?(?:-\d)? years['’]?|degree in|proficien\w+|fluent"
    r"|you (?:have|hold|should (?:have|be)|are (?:fluent|qualified|experienced))|candidates? (?:need|should|must)"
    r"|you(?:['’]ll| will) need"
    r"|permis [a-e]\b|habilitations?)",
    re.IGNORECASE,
)
# A sentence that says what is not asked for, or that speaks of something else: applying, pay, hours.
NOT_ASKED: Final = re.compile(
    r"\b(?:no (?:\w+ ){0,3}(?:required|needed|necessary)|not (?:required|needed|necessary)|(?:non|pas) "
    r"(?:exig|requis|n[ée]cessaire|obligatoire)\w*|d[ée]butants? (?:\w+ )?(?:accept\w+|ok|bienvenus?)"
    r"|training (?:will be|is) (?:given|provided)|formation (?:interne |compl[èe]te )?assur[ée]e"
    r"|sans exp[ée]rience accept\w*)",
    re.IGNORECASE,
)
NO_CRITERION: Final = re.compile(
    r"^(?:\W|\d)*[€£$]\s?\d|^[\d\s.,]+(?:k\s?)?[€£]|\b(?:salaires?|r[ée]mun[ée]ration|salary|titres?[- ]restaurant"
    r"|mutuelle"
    r"|per annum)\b|^required (?:for|from|asap|immediately)|\?$",
    re.IGNORECASE,
)
APPLYING: Final = re.compile(
    r"\S@\S|https?://|\bwww\.|\b(?:postule[rz]?|candidatures?|candidater|envoye[rz]|adresse[rz]|apply|applying"
    r"|applicants"
    r"|cover letter|lettre de motivation|votre cv|your cv|cvs?\b(?! reader)|equal opportunit\w+|opportunity employer"
    r"|situation de handicap|closing date|date limite|start date|interested\?|contact(?:ez|er)? (?:nous|us"
    r"|\w+ \w+ (?:au|on))"
    r"|renseignements|merci|thanks|thank you|bonjour|hello|cordialement|regards)\b|^#\w"
    r"|^(?:enregistrer|save|partager|share|publi[ée]e? |posted|reposted|offre n|r[ée]f)",
    re.IGNORECASE,
)
CRITERION_WORDS: Final = re.compile(
    r"\b(?:connaissance|ma[îi]trise|exp[ée]rience|pratique|permis|caces|anglais|dipl[ôo]me|formation|habilitation"
    r"|logiciel"
    r"|knowledge|experience|degree|skills?|licence|certificat\w*|qualification|english|french|nvq|fluent)",
    re.IGNORECASE,
)
SENTENCE_END: Final = re.compile(r"(?<=[.;!?])\s+(?=[A-ZÀ-Ý0-9])|(?<=\w{3}[.!?])\s+(?=[a-zà-ÿ])")
