"""Writes the words that head job titles, from the ROME and ESCO label files.

    python -m infra.data.build_title_words ROME_DIR ESCO_DIR

French titles begin with their head ("Développeur web"), English ones end with it ("web developer").
"""

import csv
import re
import sys
from collections import Counter
from pathlib import Path

from relance.cv.text import fold

OUT = Path(__file__).parents[2] / "layers/shared/python/relance/cv/data/title_words.txt"
PREPOSITIONS = {"of", "for", "in", "and", "to", "with", "on", "at"}
STOP = {
    "de",
    "en",
    "du",
    "des",
    "la",
    "le",
    "les",
    "et",
    "a",
    "un",
    "une",
    "the",
    "service",
    "services",
    "art",
    "arts",
    "force",
}
MIN_LENGTH = 3
# English heads are mostly agents; what ends otherwise is the trade of a "manager" whose label was turned round.
AGENT = re.compile(
    r"(?:er|or|ers|ors|ist|ists|ian|ians|yst|ysts|tect|tects|ee|eer|man|men|woman|women|person|ess|smith|wright|herd|hand|clerk|clerks|chef|"
    r"nurse|guide|judge|coach|cook|pilot|guard|maid|mason|medic|mechanic|officer|tutor|vet|steward|warden|mate|aide|assistant|attendant|"
    r"consultant|accountant|sergeant|lieutenant|merchant|president|agent|representative|operative|executive|detective|secretary|attorney|"
    r"notary|jockey|captain|chaplain|bailiff|barista|butler|host|scout|surgeon|paramedic|osteopath|diplomat|critic|expert|artisan|monitor)$"
)
NO_AGENTS = frozenset(
    [
        "water",
        "paper",
        "leather",
        "power",
        "computer",
        "timber",
        "rubber",
        "poultry",
        "fiber",
        "fibre",
        "copper",
        "silver",
        "sugar",
        "laser",
        "printer",
        "container",
        "sector",
        "motor",
        "rotor",
        "monitor",
        "sensor",
        "air",
        "transformer",
        "career",
        "border",
        "consumer",
        "customer",
        "weather",
        "danger",
        "order",
        "number",
        "matter",
        "other",
        "paver",
        "career",
        "corner",
        "plaster",
        "lumber",
        "layer",
        "river",
        "tower",
        "summer",
        "cover",
        "sewer",
        "polymer",
        "filter",
        "engineer's",
        "career",
        "charter",
        "register",
        "theater",
        "theatre",
    ]
)
FRENCH_NOISE = frozenset(
    [
        "chapeau",
        "personnage",
        "plant",
        "plan",
        "projet",
        "credit",
        "front",
        "key",
        "commandement",
        "department",
        "voix",
        "audio",
        "reseau",
        "marketing",
        "communication",
        "production",
        "gestion",
        "service",
        "services",
        "conseil",
        "qualite",
        "sport",
        "culture",
        "vente",
        "commerce",
        "marche",
        "personnel",
        "personnels",
        "equipe",
        "content",
        "homme",
        "femme",
        "film",
    ]
)


def french_heads(rome: Path, esco: Path) -> Counter[str]:
    """First words of the French titles, both genders."""
    heads: Counter[str] = Counter()
    with (rome / "referentiel_appellation_v460.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            for form in row["libelle_appellation_long"].split(" / "):
                heads[first_word(form)] += 1
    with (esco / "occupations_fr.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            for label in (row["preferredLabel"], *row["altLabels"].splitlines()):
                for form in label.split("/"):
                    heads[first_word(form)] += 1
    return heads


def english_heads(esco: Path) -> Counter[str]:
    """Last words of the English titles, before a preposition."""
    heads: Counter[str] = Counter()
    with (esco / "occupations_en.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            for label in (row["preferredLabel"], *row["altLabels"].splitlines()):
                words = fold(label.split(",")[0]).split()
                cut = next((n for n, word in enumerate(words) if word in PREPOSITIONS and n), len(words))
                if words[:cut]:
                    heads[words[cut - 1]] += 1
    return heads


def first_word(label: str) -> str:
    """The folded first word."""
    words = fold(label.strip()).replace("(", " ").split()
    return words[0].strip(",.") if words else ""


def main(rome: Path, esco: Path) -> None:
    """Write the list: French heads seen at all, English heads seen twice (the rest is noise)."""
    french = {word for word, count in french_heads(rome, esco).items() if count >= 2} - FRENCH_NOISE
    english = {word for word, count in english_heads(esco).items() if count >= 3 and AGENT.search(word)} - NO_AGENTS
    words = sorted(w for w in french | english if len(w) >= MIN_LENGTH and w.isalpha() and w not in STOP)
    OUT.write_text("\n".join(words) + "\n", encoding="utf-8")
    print(f"{len(words)} words")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
