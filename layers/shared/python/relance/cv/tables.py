"""The shipped tables, each read once."""

from functools import cache
from importlib.resources import files
from typing import Final

from relance.cv.text import word_set

_DATA: Final = files("relance.cv") / "data"

# Heads of titles that the reference lists lack: levels, English office titles, student jobs.
_MORE_TITLES: Final = word_set(
    "intern internship trainee apprentice stagiaire alternant alternante apprenti apprentie stage "
    "alternance freelance independant independante consultant consultante ceo cto cfo coo cmo vp "
    "president founder cofounder co-founder fondateur fondatrice gerant gerante directeur directrice "
    "director head lead leader manager officer executive specialist coordinator coordinateur "
    "coordinatrice analyst analyste developer developpeur developpeuse engineer ingenieur ingenieure "
    "architect administrator technician technicien technicienne assistant assistante associate charge "
    "chargee responsable chef cheffe tester programmer designer scientist owner consultants "
    "representative supervisor receptionist secretary nurse teacher tutor lecturer professor researcher "
    "clerk cashier driver operator waiter waitress bartender barista chef salesperson salesman vendeur "
    "vendeuse serveur serveuse caissier caissiere hote hotesse preparateur preparatrice manutentionnaire "
    "magasinier magasiniere cariste equipier equipiere employe employee ouvrier ouvriere aide agent "
    "operateur operatrice conseiller conseillere commercial commerciale comptable infirmier infirmiere "
    "professeur enseignant enseignante formateur formatrice animateur animatrice conducteur conductrice "
    "chauffeur livreur livreuse cuisinier cuisiniere commis plongeur second barman barmaid patissier "
    "patissiere boulanger boulangere mechanic electrician plumber carpenter welder accountant auditor "
    "buyer planner recruiter paralegal lawyer solicitor strategist copywriter editor writer journalist "
    "translator interpreter pharmacist physiotherapist paramedic carer caregiver assembler packer picker "
    "labourer laborer cleaner steward attendant agent advisor adviser controller controleur controleuse "
    "acheteur acheteuse auditeur auditrice juriste avocat avocate notaire graphiste webmaster redacteur "
    "redactrice data scrum po pmo devops sre dba expert experte gestionnaire superviseur superviseure "
    "superintendent foreman partner principal fellow postdoc doctorant doctorante chercheur chercheuse "
    "attache attachee delegue deleguee referent referente auxiliaire educateur educatrice surveillant "
    "surveillante monteur monteuse soudeur soudeuse electricien electricienne plombier macon peintre "
    "menuisier paysagiste jardinier jardiniere mecanicien mecanicienne carrossier chaudronnier tourneur "
    "fraiseur usineur regleur dessinateur dessinatrice projeteur conducteur metreur geometre topographe "
    "pilote coach mentor ambassador ambassadeur ambassadrice professional practitioner therapist "
    "counsellor counselor hygienist dentist surgeon physician doctor medecin pharmacien pharmacienne "
    "kinesitherapeute sage-femme aide-soignant aide-soignante ambulancier ambulanciere"
)


# In the reference lists these stand where a head stands; in a CV they name a field, a thing or a firm.
_NO_HEADS: Final = word_set(
    "digital data business access coffee door computers erp bim classeur couleur calculatrice "
    "detecteur configurateur carriere dame master masters second mission professional present contre "
    "media press software spa flowers francais grand layout level mergers motion net newspapers nez "
    "night post product project radio ship social sound story supply support traffic visual web "
    "wedding yield investors general sportif sensitif professionnel"
)


@cache
def title_words() -> frozenset[str]:
    """Folded words that head job titles (ROME and ESCO, plus ours)."""
    listed = frozenset((_DATA / "title_words.txt").read_text(encoding="utf-8").split())
    heads = (_MORE_TITLES | listed) - _NO_HEADS
    return frozenset(word for word in heads if not word.endswith(("rs", "ts")) or word[:-1] not in heads)
