# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""The words of section headings, French and English (folded)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a section of a CV is about."""

    HEADER = "header"
    CONTACT = "contact"
    PROFILE = "profile"
    WORK = "work"
    EDUCATION = "education"
    SKILLS = "skills"
    QUALITIES = "qualities"
    LANGUAGES = "languages"
    CERTIFICATES = "certificates"
    PROJECTS = "projects"
    VOLUNTEER = "volunteer"
    INTERESTS = "interests"
    REFERENCES = "references"
    PUBLICATIONS = "publications"
    LINKS = "links"
    OTHER = "other"


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A heading of a kind holds at least one of its words; all its other words are MODIFIERS or words of another kind.
CORES: Final[Mapping[Kind, frozenset[str]]] = {
    Kind.EDUCATION: _set(
        "formation formations education diplomas diploma etudes etude diplome diplomes scolarite scolaire scolaires academique academiques "
        "universitaire universitaires cursus academic academics qualifications studies degrees degree schooling educational "
        "universite enseignement learned learnt etudie"
    ),
    Kind.LANGUAGES: _set("langue langues languages language linguistique linguistiques linguistic parlees lingual"),
    Kind.CERTIFICATES: _set(
        "certification certifications certificat certificats certificate certificates habilitation habilitations permis "
        "accreditations accreditation licenses licences caces agrements certified"
    ),
    Kind.SKILLS: _set(
        "langages competence competences skill skills skillset savoir-faire faire aptitudes expertise expertises outils logiciels "
        "informatique informatiques technologies technology tools software stack bureautique competencies competency "
        "proficiencies toolbox toolkit programmation technos strengths proficiency capabilities abilities specialties specialities specialites maitrise maitrises"
    ),
    Kind.WORK: _set(
        "experience experiences experiencies parcours carriere career employment emploi emplois work employeurs itineraire "
        "jobs job postes poste employers employeur professionnelles professionnelle professionnel historique trajectoire journey "
        "roles positions emplois embauches travaille chemin"
    ),
    Kind.PROFILE: _set(
        "profil profile propos resume summary about objectif objectifs objective objectives presentation introduction intro "
        "accroche statement bref synopsis bio biographie biography overview motivation motivations apercu moi"
    ),
    Kind.QUALITIES: _set(
        "qualites qualite atouts soft etre savoir-etre personnalite traits qualities attributes forces"
    ),
    Kind.CONTACT: _set(
        "contact contacts coordonnees coordonnee contacter adresse joindre civil reach touch infos informations details"
    ),
    Kind.INTERESTS: _set(
        "loisir loisirs interet interets hobbies hobby passions passion interests interest sport sports passe-temps "
        "extraprofessionnelles extra-professionnelles extrascolaires extracurricular extra divers miscellaneous misc leisure"
    ),
    Kind.VOLUNTEER: _set(
        "benevolat benevole benevoles volunteer volunteering voluntary engagement engagements associatif associatifs "
        "associative associatives association associations citoyen citoyens"
    ),
    Kind.PROJECTS: _set("projet projets project projects realisations portfolio"),
    Kind.REFERENCES: _set("reference references referees recommandations recommendations referents"),
    Kind.PUBLICATIONS: _set(
        "publications publication conferences talks prix distinctions awards honors honours award patents brevets achievements "
        "achievement accomplishments accomplishment fellowships fellowship scholarships grants presentations memberships "
        "membership affiliations affiliation credentials bourses"
    ),
    Kind.LINKS: _set("liens links reseaux web sociaux social"),
}

MODIFIERS: Final = _set(
    "et and de des du d la le les l en a au aux of the my mes mon ma ses and in for with sur un une mots quelques "
    "professionnel professionnelle professionnels professionnelles professional personal personnel personnelle personnels "
    "personnelles pro history historique key cles cle principal principale principales principaux main core other autre autres "
    "recent recente recentes relevant technical technique techniques metier metiers initiale initiales continue continues "
    "complementaire complementaires additional additionnelles transverses transversales hard general generale generales "
    "fonctionnelles digital digitales numerique numeriques it background experience training stages stage internships "
    "internship missions mission significatives significative previous past previously etrangeres etrangere foreign spoken "
    "conduire conduite informations information centres centre d'interet activites activity activities me who am i je suis "
    "qui c'est ce que j'ai fait ai career training trainings occupes connaissances knowledge areas area domaines domaine "
    "highlights highlight section liste list obtained obtenus titres titre title level niveau niveaux level levels vie "
    "projects social sociales at glance to with get how work working life executive development developpement selected "
    "selection details detail volunteering military service militaire leadership salariee salariees anterieures anterieure "
    "courses cours course coursework classes certifications awards diplomes additionnel maitrisees maitrises utilises used "
    "what where ve done studied worked know do speak i'm c n s t e held record path story so far actuels actuelle actuel "
    "pratique good can occupees tenus exercees exerces related community research teaching scholarly invited peer reviewed "
    "qualification qualifications undertaken particular particulier significatif "
    "superieures superieur suivies suivis acquises acquis operationnelles operationnel pratiquees terrain entreprise entreprises "
    "effectuees realisees recues specifiques specialisees manageriales commerciales relationnelles organisationnelles "
    "administratives essentielles fondamentales marquantes passees actuelles detaille detaillee complet preparees "
    "polyvalentes transferables salarie secteur formal industry prior acquired operational applied practical specialist "
    "specialised specialized functional transferable managerial commercial administrative clinical known written full "
    "vivantes set path bagage boite ou complete continuing further higher secondary university college school vocational completed attained gained earned "
    "paid international sector hands-on corporate computer diverses precedents precedentes brief"
)

# Words that name a kind only when no other kind is named beside them.
WEAK: Final = _set(
    "parcours chemin professionnelles professionnelle professionnel faire extra divers moi details infos informations soft etre "
    "experience work job poste historique trajectoire journey roles positions achievements credentials maitrise maitrises programmation web social software permis association achievements interet "
    "sport forces motivation qualite careers technology emploi reference"
)

# These name nothing alone: a line with just this word is text, not a heading.
NOT_ALONE: Final = _set(
    "travaille chemin learned learnt etudie professionnelles professionnelle professionnel faire extra moi parlees adresse touch reach joindre etre soft "
    "degree technology web social certified interet interest qualite bref postes maitrise maitrises association "
    "programmation universite faites sociaux employeur extra project job award poste historique trajectoire roles positions "
    "embauches achievement membership affiliation fellowship credentials"
)

PHRASES: Final[Mapping[str, Kind]] = {
    "a propos": Kind.PROFILE,
    "a mon sujet": Kind.PROFILE,
    "qui je suis": Kind.PROFILE,
    "who am i": Kind.PROFILE,
    "en quelques lignes": Kind.PROFILE,
    "my story": Kind.PROFILE,
    "mon histoire": Kind.PROFILE,
    "career goal": Kind.PROFILE,
    "career goals": Kind.PROFILE,
    "projet professionnel": Kind.PROFILE,
    "mon projet professionnel": Kind.PROFILE,
    "mes missions": Kind.WORK,
    "working life": Kind.WORK,
    "track record": Kind.WORK,
    "assignments": Kind.WORK,
    "professional appointments": Kind.WORK,
    "ce que j'ai accompli": Kind.WORK,
    "schools attended": Kind.EDUCATION,
    "learning and development": Kind.EDUCATION,
    "apprentissages": Kind.EDUCATION,
    "techniques maitrisees": Kind.SKILLS,
    "domaines d'intervention": Kind.SKILLS,
    "areas of knowledge": Kind.SKILLS,
    "what i bring": Kind.SKILLS,
    "ce que j'apporte": Kind.SKILLS,
    "competences en langues": Kind.LANGUAGES,
    "spare time": Kind.INTERESTS,
    "et a cote": Kind.INTERESTS,
    "when i'm not working": Kind.INTERESTS,
    "when i am not working": Kind.INTERESTS,
    "quand je ne travaille pas": Kind.INTERESTS,
    "professional path": Kind.WORK,
    "professional roles": Kind.WORK,
    "fonctions exercees": Kind.WORK,
    "fonctions occupees": Kind.WORK,
    "experience acquise": Kind.WORK,
    "missions professionnelles": Kind.WORK,
    "career to date": Kind.WORK,
    "selected roles": Kind.WORK,
    "past roles": Kind.WORK,
    "my professional story": Kind.WORK,
    "work life": Kind.WORK,
    "work i've done": Kind.WORK,
    "places i've worked": Kind.WORK,
    "ma vie pro": Kind.WORK,
    "ce que j'ai realise": Kind.WORK,
    "university & school": Kind.EDUCATION,
    "university and school": Kind.EDUCATION,
    "what i studied": Kind.EDUCATION,
    "academics": Kind.EDUCATION,
    "academic path": Kind.EDUCATION,
    "formation theorique": Kind.EDUCATION,
    "what i do well": Kind.SKILLS,
    "things i'm good at": Kind.SKILLS,
    "ce que je maitrise": Kind.SKILLS,
    "palette d'outils": Kind.SKILLS,
    "les langues que je parle": Kind.LANGUAGES,
    "quelques mots sur moi": Kind.PROFILE,
    "a few words about me": Kind.PROFILE,
    "nice to meet you": Kind.PROFILE,
    "pour me joindre": Kind.CONTACT,
    "ou me joindre": Kind.CONTACT,
    "find me": Kind.CONTACT,
    "off the clock": Kind.INTERESTS,
    "career path": Kind.WORK,
    "bagage scolaire": Kind.EDUCATION,
    "in short": Kind.PROFILE,
    "in brief": Kind.PROFILE,
    "hello": Kind.PROFILE,
    "bonjour": Kind.PROFILE,
    "contactez-moi": Kind.CONTACT,
    "contactez moi": Kind.CONTACT,
    "personal pursuits": Kind.INTERESTS,
    "detente": Kind.INTERESTS,
    "points forts": Kind.SKILLS,
    "mes points forts": Kind.SKILLS,
    "je parle": Kind.LANGUAGES,
    "i speak": Kind.LANGUAGES,
    "vie active": Kind.WORK,
    "recent roles": Kind.WORK,
    "recent positions": Kind.WORK,
    "postes recents": Kind.WORK,
    "free time": Kind.INTERESTS,
    "in my free time": Kind.INTERESTS,
    "outside work": Kind.INTERESTS,
    "beyond work": Kind.INTERESTS,
    "temps libre": Kind.INTERESTS,
    "hors du travail": Kind.INTERESTS,
    "a cote du travail": Kind.INTERESTS,
    "en dehors du travail": Kind.INTERESTS,
    "et aussi": Kind.INTERESTS,
    "and also": Kind.INTERESTS,
    "a propos de moi": Kind.PROFILE,
    "qui suis-je": Kind.PROFILE,
    "qui suis je": Kind.PROFILE,
    "who i am": Kind.PROFILE,
    "en bref": Kind.PROFILE,
    "en quelques mots": Kind.PROFILE,
    "at a glance": Kind.PROFILE,
    "centres d'interet": Kind.INTERESTS,
    "centre d'interet": Kind.INTERESTS,
    "etat civil": Kind.CONTACT,
    "mes atouts": Kind.QUALITIES,
    "savoir-etre": Kind.QUALITIES,
    "savoir etre": Kind.QUALITIES,
    "soft skills": Kind.QUALITIES,
    "savoir-faire": Kind.SKILLS,
    "savoir faire": Kind.SKILLS,
    "hard skills": Kind.SKILLS,
    "ce que je sais faire": Kind.SKILLS,
    "what i do": Kind.SKILLS,
    "what i can do": Kind.SKILLS,
    "what i know": Kind.SKILLS,
    "ce que j'ai fait": Kind.WORK,
    "what i've done": Kind.WORK,
    "where i've worked": Kind.WORK,
    "where i worked": Kind.WORK,
    "where i studied": Kind.EDUCATION,
    "where i've studied": Kind.EDUCATION,
    "ce que j'ai appris": Kind.EDUCATION,
    "mes etudes": Kind.EDUCATION,
    "work history": Kind.WORK,
    "professional background": Kind.WORK,
    "professional history": Kind.WORK,
    "job history": Kind.WORK,
    "activites professionnelles": Kind.WORK,
    "positions held": Kind.WORK,
    "roles held": Kind.WORK,
    "posts held": Kind.WORK,
    "previous roles": Kind.WORK,
    "previous positions": Kind.WORK,
    "learning": Kind.EDUCATION,
    "activite professionnelle": Kind.WORK,
    "historique professionnel": Kind.WORK,
    "historique": Kind.WORK,
    "trajectoire professionnelle": Kind.WORK,
    "itineraire professionnel": Kind.WORK,
    "positions": Kind.WORK,
    "roles": Kind.WORK,
    "qualification": Kind.EDUCATION,
    "summary of qualification": Kind.PROFILE,
    "summary of qualifications": Kind.PROFILE,
    "qualifications summary": Kind.PROFILE,
    "atouts techniques": Kind.SKILLS,
    "maitrise technique": Kind.SKILLS,
    "abilities": Kind.SKILLS,
    "know-how": Kind.SKILLS,
    "technical qualification": Kind.SKILLS,
    "coursework": Kind.EDUCATION,
    "relevant coursework": Kind.EDUCATION,
    "community service": Kind.VOLUNTEER,
    "pastimes": Kind.INTERESTS,
    "jobs": Kind.WORK,
    "stages": Kind.WORK,
    "stages et emplois": Kind.WORK,
    "internships": Kind.WORK,
    "missions": Kind.WORK,
    "professional development": Kind.EDUCATION,
    "training": Kind.EDUCATION,
    "training and courses": Kind.EDUCATION,
    "parcours": Kind.WORK,
    "mon parcours": Kind.WORK,
    "vie professionnelle": Kind.WORK,
    "areas of expertise": Kind.SKILLS,
    "domaines d'expertise": Kind.SKILLS,
    "domaines de competences": Kind.SKILLS,
    "connaissances informatiques": Kind.SKILLS,
    "connaissances": Kind.SKILLS,
    "connaissances techniques": Kind.SKILLS,
    "technical knowledge": Kind.SKILLS,
    "technologies": Kind.SKILLS,
    "hobbies & interests": Kind.INTERESTS,
    "activites": Kind.INTERESTS,
    "activities": Kind.INTERESTS,
    "activites extra-professionnelles": Kind.INTERESTS,
    "informations personnelles": Kind.CONTACT,
    "informations complementaires": Kind.OTHER,
    "informations": Kind.CONTACT,
    "personal information": Kind.CONTACT,
    "personal details": Kind.CONTACT,
    "get in touch": Kind.CONTACT,
    "me contacter": Kind.CONTACT,
    "additional information": Kind.OTHER,
    "autres": Kind.OTHER,
    "other": Kind.OTHER,
    "declaration": Kind.OTHER,
    "declarations": Kind.OTHER,
    "willing to relocate": Kind.OTHER,
    "mobilite": Kind.OTHER,
    "disponibilite": Kind.OTHER,
    "availability": Kind.OTHER,
    "divers": Kind.OTHER,
}
