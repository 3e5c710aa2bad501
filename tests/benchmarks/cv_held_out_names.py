# ruff: noqa: E501 - word lists stay on the lines where they can be compared.
"""Section names held out from the rules: a first set, which the rules were mended on once, and a later one that they were not.

Seeds from LATER_FROM on draw from the later set.
"""

from collections.abc import Mapping, Sequence
from typing import Final

Names = Mapping[str, Mapping[str, Sequence[str]]]
LATER_FROM: Final = 100
FIRST_NAMES: Final[Names] = {
    "fr": {
        "work": ("Expériences", "Expérience", "Mes expériences professionnelles", "Expérience(s) professionnelle(s)", "Parcours en entreprise", "Mon parcours pro", "Emplois", "Expérience de travail", "Carrière professionnelle", "Expérience pro", "Mes jobs", "Expérience terrain", "Mes emplois", "Expériences clés", "Vie active", "Résumé de carrière"),
        "education": ("Formation", "Formations", "Mes diplômes", "Diplômes & formations", "Éducation", "Mon parcours scolaire", "Études supérieures", "Formation et certifications", "Parcours de formation", "Diplôme(s)", "Études suivies", "Formation universitaire", "Cursus scolaire", "Mes formations"),
        "skills_head": ("Compétences", "Compétence(s)", "Mes savoir-faire", "Compétences acquises", "Compétences métier", "Logiciels maîtrisés", "Compétences & logiciels", "Connaissances techniques", "Hard skills", "Outils maîtrisés", "Compétences opérationnelles", "Mes points forts", "Informatique", "Expertises"),
        "languages": ("Langues", "Langue(s)", "Mes langues", "Langues pratiquées", "Niveau de langue", "Langues maîtrisées", "Je parle"),
        "profile": ("Profil", "Qui suis-je", "Mon profil", "Résumé", "Résumé professionnel", "Présentation personnelle", "À mon sujet", "Objectif", "Bio", "En résumé"),
        "interests": ("Centres d'intérêt", "Mes loisirs", "Intérêts", "Centres d’intérêts", "Hobbies", "Loisirs et passions", "Activités extra-professionnelles", "À côté du travail"),
    },
    "en": {
        "work": ("Experience", "Work experience", "Professional Experience", "Job history", "Employment Experience", "My experience", "Work Background", "Career", "Professional Career", "Jobs", "Employment & experience", "Industry experience", "Work", "Recent roles", "Selected experience", "Career path"),
        "education": ("Education", "Education & training", "Academic qualifications", "Academic profile", "Degrees and diplomas", "Educational background", "Qualifications and training", "Where I studied", "Formal education", "Studies and training", "My studies", "Academic record", "Education history"),
        "skills_head": ("Skills", "My skills", "Hard skills", "Technical Proficiencies", "Key competencies", "Skills summary", "Skills and abilities", "Tools", "Software", "IT skills", "Core skills", "Specialties", "Skills & expertise", "Competencies", "Capabilities"),
        "languages": ("Languages", "Language(s)", "My languages", "Languages known", "Linguistic skills", "Language abilities", "I speak"),
        "profile": ("Profile", "Who I am", "My profile", "Career profile", "Executive summary", "Objective", "Bio", "Personal summary", "Overview", "Professional profile"),
        "interests": ("Interests", "My hobbies", "Hobbies", "Leisure", "Personal interests", "Free time", "Activities and interests", "Beyond work"),
    },
}  # fmt: skip
LATER_NAMES: Final[Names] = {
    "fr": {
        "work": ("Expériences professionnelles", "Expérience professionnelle", "Parcours", "Expériences en entreprise", "Mon expérience", "Expériences antérieures", "Postes et missions", "Expérience salariée", "Mes postes", "Expériences diverses", "Emplois précédents", "Activité", "Mes missions", "Ce que j'ai accompli", "Expérience dans le secteur"),
        "education": ("Formation", "Diplômes", "Formations & diplômes", "Diplômes et certificats", "Ma formation", "Études et formation", "Formation professionnelle", "Enseignement", "Titres et diplômes", "Cursus et diplômes", "Parcours universitaire", "Instruction", "Apprentissages", "Niveau d'études"),
        "skills_head": ("Compétences", "Compétences principales", "Compétences générales", "Savoir faire", "Mes atouts techniques", "Compétences numériques", "Maîtrise d'outils", "Aptitudes professionnelles", "Compétences transversales", "Technologies", "Techniques maîtrisées", "Mon expertise", "Domaines d'intervention", "Qualifications techniques"),
        "languages": ("Langues", "Langues et niveaux", "Langues étrangères", "Connaissances linguistiques", "Compétences en langues", "Mes langues parlées", "Niveaux linguistiques"),
        "profile": ("Profil", "À propos", "Mon parcours en bref", "Introduction", "Projet professionnel", "Ma motivation", "En quelques lignes", "Présentation", "Profil personnel", "Qui je suis"),
        "interests": ("Centres d'intérêt", "Loisirs", "Passions et loisirs", "Vie associative et loisirs", "Sports et loisirs", "Mes passions", "Divers", "Détente"),
    },
    "en": {
        "work": ("Work experience", "Professional experience", "Employment history", "Past employment", "Career overview", "Relevant work experience", "Positions", "Employers", "Job experience", "Working life", "Previous employment", "Professional appointments", "Experience so far", "Assignments", "Track record"),
        "education": ("Education", "Academic education", "Education and qualifications", "Academic training", "University education", "Qualifications gained", "Academic achievements", "Schools attended", "My degrees", "Academic credentials", "Training", "Learning and development", "Higher education"),
        "skills_head": ("Skills", "Professional skills", "Main skills", "Technical expertise", "Practical skills", "Skills and competencies", "Skill highlights", "Expertise and tools", "Computer skills", "Core strengths", "Technical toolkit", "Areas of knowledge", "Proficiencies", "What I bring"),
        "languages": ("Languages", "Foreign languages", "Languages and levels", "Language competence", "Spoken and written languages", "Languages I speak", "Language knowledge"),
        "profile": ("Profile", "About me", "Summary", "Personal profile", "My story", "Brief profile", "Career goal", "Introduction", "Who am I?", "Professional objective"),
        "interests": ("Interests", "Hobbies", "Other interests", "Sports and hobbies", "Extracurricular activities", "Spare time", "Passions", "Personal pursuits"),
    },
}  # fmt: skip
