# ruff: noqa: E501 - word lists stay on the lines where they can be compared.
"""Names of people and of sections, telephones and homes of the pages that `cv_pages` draws; a seed from 300 on takes the later names."""

from collections.abc import Mapping, Sequence
from typing import Final

LATER_FROM: Final = 300
Names = Mapping[str, Mapping[str, Sequence[str]]]
SECTIONS: Final[Names] = {
    "fr": {
        "work": ("Parcours", "Ce que j'ai fait", "Mon expérience pro", "Expériences pro", "Où j'ai travaillé", "Mon chemin professionnel", "Expérience professionnelle", "Références professionnelles", "Expériences marquantes", "Postes clés"),
        "education": ("Formations & diplômes", "Formation initiale", "Bagage scolaire", "Mes études", "Cursus académique", "Formation initiale et continue", "Études", "Diplômes obtenus", "Formation académique"),
        "skills": ("Savoir-faire", "Compétences clés", "Boîte à outils", "Mes atouts", "Ce que je sais faire", "Compétences", "Compétences professionnelles", "Mes outils", "Domaines de compétences"),
        "languages": ("Langues", "Langues vivantes", "Langues parlées", "Pratique des langues", "Maîtrise des langues"),
        "profile": ("Profil", "À propos de moi", "En bref", "Qui suis-je ?", "Accroche"),
        "contact": ("Contact", "Coordonnées", "Me contacter", "Contactez-moi", "Infos"),
        "leisure": ("Centres d'intérêt", "Loisirs", "Passions", "Et à côté", "Hobbies"),
    },
    "en": {
        "work": ("Where I've worked", "Work History", "What I've done", "Experience", "My career so far", "Professional Journey", "Career Highlights", "Roles Held", "Relevant Experience", "Professional Path"),
        "education": ("Academic background", "Education", "Where I learned", "Schooling", "Education & Credentials", "Academic History", "Degrees", "Studies", "Educational Qualifications"),
        "skills": ("Toolbox", "Skills", "What I know", "Core Competencies", "Key Skills", "My toolkit", "Areas of Expertise", "Tech stack", "Skill set", "Strengths"),
        "languages": ("Languages", "Languages spoken", "Language skills", "Spoken languages", "Linguistics"),
        "profile": ("About me", "Profile", "In short", "Hello!", "Personal Statement"),
        "contact": ("Contact", "Get in touch", "Reach me", "Details", "Contact details"),
        "leisure": ("Interests", "Hobbies", "Outside work", "When I'm not working", "Leisure"),
    },
}  # fmt: skip
LATER_SECTIONS: Final[Names] = {
    "fr": {
        "work": ("Itinéraire professionnel", "Mes expériences en entreprise", "Expériences réalisées", "Fonctions exercées", "Expérience acquise", "Missions professionnelles", "Ma vie pro", "Principales expériences", "Parcours et expériences", "Ce que j'ai réalisé"),
        "education": ("Scolarité", "Diplômes et formation", "Mon cursus", "Études & diplômes", "Formation et diplômes", "Mes formations et diplômes", "Formation théorique", "Bagage académique"),
        "skills": ("Mes compétences", "Compétences techniques", "Atouts et compétences", "Palette d'outils", "Techniques et outils", "Ce que je maîtrise", "Points forts", "Savoir-faire techniques"),
        "languages": ("Langues", "Mes langues vivantes", "Langues et niveau", "Compétences linguistiques", "Les langues que je parle"),
        "profile": ("Mon profil en bref", "Présentation", "Quelques mots sur moi", "Profil professionnel", "Objectif professionnel"),
        "contact": ("Contact", "Mes coordonnées", "Pour me joindre", "Où me joindre", "Informations personnelles"),
        "leisure": ("Centres d'intérêts", "Mes centres d'intérêt", "Activités", "Sports", "Vie associative"),
    },
    "en": {
        "work": ("Employment", "Places I've worked", "Work I've done", "Career to date", "My professional story", "Experience & Employment", "Professional Roles", "Selected roles", "Work life", "Past roles"),
        "education": ("Education & degrees", "Academics", "What I studied", "Academic path", "University & school", "Education and studies", "Academic qualifications", "Diplomas"),
        "skills": ("My skills", "Tools & skills", "What I do well", "Technical skills", "Skills and tools", "Knowledge and skills", "Competences", "Things I'm good at"),
        "languages": ("Languages", "My languages", "Languages & level", "Foreign languages", "Language proficiency"),
        "profile": ("Professional summary", "Summary", "A few words about me", "Nice to meet you", "Profile summary"),
        "contact": ("Contact", "Contact me", "Find me", "How to reach me", "Contact information"),
        "leisure": ("Personal interests", "Off the clock", "Free time", "Hobbies & interests", "Activities"),
    },
}  # fmt: skip
PEOPLE: Final = {
    "fr": (
        "MARTIN LEGUENNEC", "Anne-Laure de La Tour", "Jean-Baptiste LE GOFF", "Marie Dupont-Leroy", "NGUYEN Thi Mai", "Karim Ben Salah", "Hélène d'Aubigny", "Paul-Émile Van den Berghe",
        "Chloé MARTINEZ GARCIA", "Ibrahima N'DOYE", "Éléonore du Plessis", "Loïs Keller--Roth", "François-Xavier Tual", "Samira EL HADDAD", "Gaspard Le Roux de Brie", "ZOÉ PRIGENT",
    ),
    "en": (
        "SARAH O'BRIEN", "Juan Pablo García Márquez", "Ewan MacDonald-Reid", "Pieter van den Berg", "Mary-Jane Foster", "AMIR HOSSEIN RAHIMI", "Siobhán Ní Dhomhnaill", "Tom St John",
        "Ngozi Adaeze Obi", "Kirsty McAllister", "Ludwig von Stein", "Priya Raghunathan", "Lee Ann Whitmore", "Oluwaseun ADEBAYO", "Catherine De'Ath", "William H. Prescott",
    ),
}  # fmt: skip
# (shown telephone, E.164 tail of nine digits is compared), home as written, town, postcode
HOMES: Final[Mapping[str, Sequence[tuple[str, str, str, str | None]]]] = {
    "fr": (
        ("06 39 98 {a} {b}", "12 rue des Tanneurs, 67000 Strasbourg", "Strasbourg", "67000"), ("+33 6 39 98 {a} {b}", "59800 Lille", "Lille", "59800"), ("06.39.98.{a}.{b}", "Clermont-Ferrand (63)", "Clermont-Ferrand", None),
        ("(+33) 06 39 98 {a} {b}", "Grenoble, France", "Grenoble", None), ("+32 470 12 {a} {b}", "1050 Ixelles, Belgique", "Ixelles", "1050"), ("+41 79 123 {a} {b}", "1204 Genève, Suisse", "Genève", "1204"),
        ("+1 514 555 01{a}", "Montréal (Québec), Canada", "Montréal", None), ("0639 98 {a} {b}", "8 impasse du Puits - 29200 Brest", "Brest", "29200"), ("00 33 6 39 98 {a} {b}", "33000 BORDEAUX", "Bordeaux", "33000"),
    ),
    "en": (
        ("+44 7700 900{c}", "Sheffield, UK", "Sheffield", None), ("07700 900{c}", "14 Mill Lane, Norwich NR3 1AA", "Norwich", "NR3 1AA"), ("+49 1512 34567{a}", "Hamburg, Germany", "Hamburg", None),
        ("(514) 555-01{a}", "Montreal, QC, Canada", "Montreal", None), ("+1 (202) 555-01{a}", "Washington, DC", "Washington", None), ("+44 (0)7700 900{c}", "Belfast BT7 1NN", "Belfast", "BT7 1NN"),
        ("+353 85 012 34{a}", "Cork, Ireland", "Cork", None), ("+352 621 123 4{a}", "Luxembourg", "Luxembourg", None),
    ),
}  # fmt: skip
SUMMARY: Final = {
    "fr": "Dix ans de terrain, le goût du travail bien fait et des équipes soudées. Je cherche un poste où apprendre encore et transmettre.",
    "en": "Ten years of hands-on practice, a taste for work well done and for close teams. I look for a place to keep learning and to pass things on.",
}
LEISURE: Final = {
    "fr": "Randonnée, chorale, bénévolat au club de judo",
    "en": "Hiking, choir, volunteering at the judo club",
}
LABELS: Final = {
    "fr": {"phone": "Tél.", "mail": "Courriel", "home": "Adresse", "groups": ("Métier", "Outils et méthodes"), "main": "Missions :", "born": "Né(e) le 12/04/1988"},
    "en": {"phone": "Phone", "mail": "Email", "home": "Address", "groups": ("Core", "Tools and methods"), "main": "Duties:", "born": "Nationality: British"},
}  # fmt: skip
