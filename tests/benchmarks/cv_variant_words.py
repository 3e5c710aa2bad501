# ruff: noqa: E501 - word lists stay on the lines where they can be compared.
"""The vocabulary of the invented CVs: people, trades, firms, schools, section names; none of it stands in a rule on purpose."""

from collections.abc import Mapping, Sequence
from typing import Final

WORDS: Final[Mapping[str, Mapping[str, Sequence[str]]]] = {
    "fr": {
        "names": (
            "Camille Roussel", "Yanis BENALI", "Marie-Claire Dupuis", "LÉA FONTAINE", "Théo Le Bihan", "Aïcha N'Diaye", "Jean-Marc de Villiers",
            "BRÉHIER Solène", "Ousmane Diabaté", "Noémie Castaing", "Gwenaël Kerbrat", "Inès Ferreira da Costa", "Loïc Vandenbrouck", "Fatoumata SYLLA",
            "Anne-Sophie Quillet", "Mehdi El Amrani", "Élodie Pruvost", "Maxence Hautbois",
        ),
        "titles": (
            "Assistante de direction", "Chargé de clientèle", "Cariste", "Ingénieure qualité", "Aide-soignant", "Responsable de magasin", "Chef de rang", "Data analyst",
            "Conducteur de travaux", "Gestionnaire de paie", "Développeuse web", "Agent d'entretien", "Directeur des opérations", "Éducatrice spécialisée",
            "Technicien réseaux et télécoms", "Juriste en droit social", "Référent handicap", "Chargée de mission mobilité douce", "Second de cuisine", "Product owner",
            "Lead développeur front-end", "Assistant ressources humaines", "Ambulancière", "Maquettiste PAO", "Adjoint au chef de quai", "Vendeur-conseil en jardinerie",
            "Monteuse vidéo", "Coordinatrice pédagogique", "Acheteur projets", "Géomaticien", "Pâtissière", "Médiateur culturel", "Hydrogéologue", "Community manager",
            "Responsable logistique et transport", "Approvisionneur", "Psychomotricienne", "Accompagnant éducatif et social",
        ),
        "companies": (
            "Orvault Distribution", "SARL Menuiserie Kerouan", "Groupe Tassigny", "Clinique Saint-Aubin", "Mairie de Vertou", "Nexoria", "Hôtel des Remparts",
            "Transports Leduc", "Crédit du Ponant", "Valmont Énergie", "BATIRHONE", "Leroux & Associés", "Les Jardins de Maubreuil", "Kalistéo", "Biscuiterie Le Goasc",
            "Ateliers Ferrandin", "CHU de Brévannes", "Solenis Ingénierie", "La Fabrique du Lien", "Pharmavie Rivoal", "Cap Littoral", "Oxalys", "Maison Delcambre",
            "Communauté de communes du Val d'Orne", "Tellier Frères", "AquaNord", "Studio Pamplemousse", "Lunéo Digital", "Association Passerelles",
        ),
        "cities": ("Lyon", "Nantes", "Toulouse", "Rennes", "Villeurbanne", "Saint-Étienne", "Aix-en-Provence", "Le Mans", "Vannes", "La Rochelle", "Boulogne-Billancourt"),
        "postcodes": ("44000 Nantes", "69003 Lyon", "31000 Toulouse", "35200 Rennes", "13100 Aix-en-Provence", "72000 Le Mans", "17000 La Rochelle", "92100 Boulogne-Billancourt"),
        "streets": ("12 rue des Lilas", "3 bis avenue Jean-Jaurès", "48, chemin du Moulin", "7 place de l'Église"),
        "bullets": (
            "Suivi des dossiers clients et relances hebdomadaires", "Animation d'une équipe de 6 personnes", "Mise à jour des plannings et préparation des réunions.",
            "Réduction des délais de traitement de 15 %", "Contrôle des stocks et inventaires annuels dans trois entrepôts de la région",
            "Refonte du catalogue en 2021, livrée dans les temps", "Accueil du public, physique et téléphonique", "Formation de deux nouveaux collaborateurs",
            "Participation au déménagement du siège entre mars et juin 2020", "Rédaction de procédures pour les nouveaux arrivants",
            "Interface entre le bureau d'études et les chefs de chantier", "Négociation des tarifs avec 12 fournisseurs (gain de 8 %)", "Garant du respect des règles d'hygiène",
        ),
        "blurbs": ("PME de 40 personnes, négoce de vin", "Entreprise familiale spécialisée dans la rénovation", "Filiale d'un groupe international, 300 salariés"),
        "degrees": (
            "BTS Comptabilité et gestion", "Master Marketing digital", "Licence professionnelle Logistique", "CAP Cuisine", "Bac professionnel Commerce", "Diplôme d'État d'infirmier",
            "DUT Informatique", "Titre professionnel Conseiller de vente", "Diplôme d'ingénieur en génie civil", "Baccalauréat scientifique, mention bien", "Master 2 Droit des affaires",
            "Doctorat en biologie cellulaire", "BUT Gestion des entreprises et des administrations", "BEP Métiers de l'électrotechnique", "Licence de psychologie", "Mastère spécialisé Énergies renouvelables",
            "CQP Agent de prévention", "Bachelor Communication",
        ),
        "schools": (
            "Université de Nantes", "Lycée Jean Moulin", "IUT de Lannion", "École de commerce de Lyon", "IFSI de Grenoble", "AFPA Rennes", "INSA Toulouse", "Lycée hôtelier de Dinard",
            "Université Paris-Est Créteil", "CFA des Trois Rivières", "École nationale supérieure de géologie", "Institut Saint-Luc", "Faculté de droit de Poitiers", "CNAM", "GRETA du Velay", "Campus Vaucanson",
        ),
        "skills": (
            "Excel", "SAP", "gestion de projet", "Photoshop", "Python", "relation client", "comptabilité", "AutoCAD", "HACCP", "Salesforce", "Permis B", "CACES R489", "accueil téléphonique", "SQL",
            "WordPress", "soudure TIG", "broderie au fil d'or", "conduite de réunion", "tri sélectif", "lecture de plans", "Suite Adobe", "veille concurrentielle", "pâtes feuilletées", "Power BI", "QGIS",
            "facilitation graphique", "taille de pierre", "rédaction web", "habilitation électrique", "R", "C++", "tenue de caisse", "Sage", "élagage",
        ),
        "months": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
        "short": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
        "season": ("hiver", "hiver", "printemps", "printemps", "printemps", "été", "été", "été", "automne", "automne", "automne", "hiver"),
        "now": ("présent", "aujourd'hui", "à ce jour", "en cours", "actuellement", "ce jour", "maintenant"),
        "work": (
            "Expérience professionnelle", "EXPÉRIENCES", "Mon parcours professionnel", "Parcours professionnel", "Emplois occupés", "Expériences professionnelles :", "Carrière", "Mes expériences",
            "Parcours", "Expériences significatives", "Postes occupés", "Vie professionnelle", "Historique professionnel", "EXPÉRIENCE", "Expériences et missions", "Activités professionnelles",
            "Emplois et stages", "Références professionnelles", "Trajectoire professionnelle", "Étapes clés",
        ),
        "education": (
            "Formation", "FORMATIONS ET DIPLÔMES", "Études", "Parcours scolaire", "Diplômes", "Cursus universitaire", "Formation initiale et continue", "Cursus", "Diplômes et formations", "Scolarité",
            "Mes études", "Parcours académique", "Formation académique", "Bagage scolaire", "Diplômes obtenus", "Études et diplômes",
        ),
        "skills_head": (
            "Compétences", "COMPÉTENCES CLÉS", "Savoir-faire", "Compétences techniques", "Outils et logiciels", "Mes compétences", "Domaines de compétence", "Compétences professionnelles", "Atouts techniques",
            "Ce que je sais faire", "Expertise", "Boîte à outils", "Compétences et outils", "Maîtrise technique", "Points forts", "Aptitudes", "Mes outils",
        ),
        "languages": ("Langues", "LANGUES PARLÉES", "Langues étrangères", "Compétences linguistiques", "Langues vivantes", "Pratique des langues"),
        "profile": ("Profil", "À propos", "Qui suis-je ?", "Présentation", "À propos de moi", "Profil professionnel", "En deux mots", "Accroche", "Mon projet", "Objectif professionnel"),
        "interests": ("Centres d'intérêt", "Loisirs", "Passions", "Activités et loisirs", "Et aussi…", "Hors du travail"),
        "contact": ("Contact", "Coordonnées", "Me contacter", "Informations personnelles", "Me joindre"),
        "leisure": ("Randonnée, piano", "Course à pied, lecture de romans policiers", "Bénévole aux Restos du quartier"),
        "summary": ("Dix ans de terrain au service des clients, avec le goût du travail bien fait et des équipes qui tournent.",
                    "Curieux et rigoureux, je cherche un poste où mettre à profit mon sens de l'organisation dans une structure à taille humaine.",
                    "Reconvertie après huit années dans le commerce, j'aime apprendre et transmettre."),
        "contracts": ("CDI", "CDD", "CDD 6 mois", "Intérim", "Alternance"),
        "chez": ("chez",), "at": ("au sein de",), "intern": ("Stage", "stage"),
        "labels": ("Poste", "Entreprise", "Période"), "tools": ("Outils", "Métier"), "references": ("Lycée", "École"),
    },
    "en": {
        "names": (
            "Harriet Colton", "Oluwaseun ADEYEMI", "Sean O'Rourke", "GEMMA PRYCE", "Anna-Louise Fenwick", "Rahul Iyer", "Tom van der Berg", "Imogen Threlfall", "Callum MacAulay", "Priyanka Raghunathan",
            "Zofia Wieczorek", "DANIEL OKONJO", "Beth Llewellyn", "Marcus J. Hale", "Siobhán Keane", "Nadia Haddad", "Ruth Abernathy", "Kwame Boateng",
        ),
        "titles": (
            "Warehouse Operative", "Marketing Manager", "Registered Nurse", "Software Engineer", "Head of Operations", "Customer Service Advisor", "HR Business Partner", "Site Supervisor", "Accounts Assistant",
            "Data Scientist", "Primary School Teacher", "Chef de Partie", "Delivery Driver", "Executive Assistant", "Quality Engineer", "Paralegal", "Visual Merchandiser", "Sous Chef", "Product Owner",
            "Lead Front-End Developer", "Tree Surgeon", "Teaching Assistant", "Senior Policy Officer", "Kennel Hand", "Ward Clerk", "Quantity Surveyor", "Fundraising and Events Coordinator", "Press Officer",
            "Bid Writer", "Groundskeeper", "Theatre Technician", "Midwife", "Hydrologist", "Machine Minder", "Deputy Store Manager", "Veterinary Nurse", "Scrum Master", "Radiographer",
        ),
        "companies": (
            "Harcourt Foods Ltd", "Tidewater Analytics", "St Brannock's Hospital", "Penrose & Vale", "Lowfield Logistics", "Corvane", "Brightmoor Council", "The Copper Kettle", "Ashby Engineering PLC", "Quillon Software",
            "Meridian Care Group", "NORTHLAND RAIL", "Oakhollow Primary", "Fennimore's", "Larkspur Media", "Halden Water", "Pellmell", "Thistledown Nurseries", "Redgrave & Sons", "Saltmarsh Trust", "Vantreo", "Kestrel Point",
            "Bramble Bakery", "Ironbridge Castings", "Wexcombe Housing", "Blue Heron Travel", "Marlowe Theatre Company", "Orbis Nine", "Hythe and Dane Solicitors",
        ),
        "cities": ("Leeds", "Manchester", "Bristol", "Dublin", "Cardiff", "Glasgow", "Sheffield", "Newcastle", "Norwich", "Cork", "Milton Keynes"),
        "postcodes": (),
        "streets": ("4 Mill Lane", "17 Station Road", "Flat 2, 9 Orchard Street", "81 Kingsway"),
        "bullets": (
            "Prepared weekly reports for senior management", "Supervised a team of 8 across two shifts.", "Reduced waste by 12% within a year",
            "Handled customer complaints by phone and e-mail, resolving most of them on the first call", "Trained new starters", "Rebuilt the catalogue in 2021, on time",
            "Worked with the site manager on the move of head office between March and June 2020", "Wrote procedures for new joiners", "Negotiated rates with 12 suppliers (8% saved)",
            "Kept the floor clean and safe", "Acted as link between designers and engineers", "Won the regional service award twice", "Managed a budget of £40k",
        ),
        "blurbs": ("Family firm of 40 people in the wine trade", "Regional charity working with young carers", "Part of an international group, 300 staff"),
        "degrees": (
            "BA Business Management", "BSc Computer Science", "MSc Data Analytics", "HND Engineering", "BTEC Level 3 Health and Social Care", "PhD Chemistry", "Diploma in Nursing", "A-levels Maths, Physics and French",
            "Bachelor of Arts in History", "Master of Engineering (Civil)", "BEng Mechanical Engineering, First Class", "Foundation Degree in Horticulture", "Higher National Certificate in Computing", "LLB Law", "NVQ Level 2 Customer Service",
            "MA Museum Studies", "PGCE Primary Education", "Certificate in Bookkeeping",
        ),
        "schools": (
            "University of Leeds", "Bath Spa University", "Harrogate College", "City of Bristol College", "Queen's University Belfast", "Trinity College Dublin", "Norwood Sixth Form College", "University of the West of Scotland",
            "Camborne School of Mines", "St Hilda's School", "Riverside Academy", "Royal Northern College of Music", "Cork Institute of Technology", "Northern Training Centre", "University College Dublin",
        ),
        "skills": (
            "Excel", "Salesforce", "Project management", "Python", "Photoshop", "Payroll", "Forklift licence", "SQL", "Sage 50", "Negotiation", "First Aid", "Stock control", "AutoCAD", "Customer service", "WordPress",
            "gold-thread embroidery", "hedge laying", "Reading technical drawings", "Minute taking", "Power BI", "Adobe Creative Suite", "Cash handling", "Bid writing", "dry stone walling", "Manual handling", "R", "C++", "Xero",
            "Competitor research", "Food hygiene", "Stage lighting", "puff pastry", "Safeguarding", "Copywriting",
        ),
        "months": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
        "short": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"),
        "season": ("winter", "winter", "spring", "spring", "spring", "summer", "summer", "summer", "autumn", "autumn", "autumn", "winter"),
        "now": ("present", "Present", "now", "current", "to date", "today", "ongoing"),
        "work": (
            "Work Experience", "EMPLOYMENT HISTORY", "Career history", "Professional experience", "Employment", "Where I've worked", "Experience", "Career summary", "Relevant experience", "Work history", "Roles held",
            "My career so far", "Career & experience", "Professional journey", "Positions held", "Previous roles", "EXPERIENCE", "Career highlights", "Milestones", "Employment record",
        ),
        "education": (
            "Education", "EDUCATION AND TRAINING", "Academic background", "Qualifications", "Studies", "Education & qualifications", "Academic history", "My education", "Education and certifications", "Schooling",
            "Training and education", "Degrees", "Academic qualifications", "Learning",
        ),
        "skills_head": (
            "Skills", "KEY SKILLS", "Technical skills", "Core competencies", "Skills & tools", "Toolbox", "Areas of expertise", "Professional skills", "What I'm good at", "Expertise", "Abilities", "Tools and methods",
            "Skill set", "Strengths", "My toolkit", "Competences", "Know-how",
        ),
        "languages": ("Languages", "LANGUAGE SKILLS", "Spoken languages", "Languages spoken", "Language proficiency", "Foreign languages"),
        "profile": ("Profile", "About me", "Personal statement", "Summary", "Professional summary", "About", "Career objective", "In short", "Introduction", "Personal profile"),
        "interests": ("Interests", "Hobbies", "Hobbies & interests", "Outside work", "Pastimes", "And also…"),
        "contact": ("Contact", "Contact details", "Get in touch", "Personal details", "Reach me"),
        "leisure": ("Hiking, piano", "Running, crime novels", "Sunday-league football"),
        "summary": ("Ten years of hands-on work with customers, and a liking for teams that run well.",
                    "Curious and careful, I look for a post in which to put my sense of order to use in a place of human size.",
                    "After eight years in retail I retrained, and I enjoy learning as much as teaching."),
        "contracts": ("permanent", "contract", "part-time", "fixed term", "Full-time"),
        "chez": ("at",), "at": ("with",), "intern": ("Internship", "Intern"),
        "labels": ("Position", "Company", "Period"), "tools": ("Tools", "Other"), "references": ("School", "College"),
    },
}  # fmt: skip
Level = tuple[tuple[str, ...], str]
LEVELS: Final[Mapping[str, Sequence[Level]]] = {
    "fr": (
        (("langue maternelle", "natif", "maternelle"), "native"), (("courant", "C1", "avancé", "C1 – courant", "courant (C1)"), "C1"), (("bilingue",), "C2"), (("intermédiaire", "B1", "niveau intermédiaire"), "B1"),
        (("scolaire", "notions", "niveau scolaire", "débutant"), "A2"), (("lu, écrit, parlé", "niveau professionnel", "B2", "professionnel"), "B2"),
    ),
    "en": (
        (("native", "mother tongue", "native speaker"), "native"), (("fluent", "C1", "advanced", "C1 (fluent)"), "C1"), (("bilingual",), "C2"), (("intermediate", "B1", "intermediate level"), "B1"), (("basic", "beginner"), "A2"),
        (("B2", "professional working proficiency", "good working knowledge"), "B2"),
    ),
}  # fmt: skip
LANGUAGES: Final[Mapping[str, Sequence[tuple[str, str]]]] = {
    "fr": (("Français", "fr"), ("Anglais", "en"), ("Espagnol", "es"), ("Allemand", "de"), ("Arabe", "ar"), ("Italien", "it"), ("Portugais", "pt")),
    "en": (("English", "en"), ("French", "fr"), ("Spanish", "es"), ("German", "de"), ("Polish", "pl"), ("Italian", "it"), ("Hindi", "hi")),
}  # fmt: skip
