import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relance.adapters.memory_words import MemoryWords
from relance.advice.advise import Voice, advise
from relance.applications import STAGES, Stage
from relance.errors import ConflictError, NotFoundError
from relance.mail.mails import AnswerContent, Mail
from relance.rejections.preview import preview
from relance.rejections.reasons import catalogue
from relance.rejections.regenerate import regenerated
from relance.words.book import WordBook
from relance.words.own import WordsRefusedError
from relance.words.words import Words, shipped
from tests.benchmarks.advice_cvs import MadeCv, good_cv, trades
from tests.unit.advice.test_advise import FAULTY
from tests.unit.rejections.letters import SITUATIONS
from tests.unit.rejections.office import JOB, MONDAY, Office

OWN = """
tone = "vous"
without_reasons = ["pay_range"]

[[reason]]
id = "seasonal_end"
tie = "process"
label = { fr = "Fin de la saison", en = "End of the season" }
[reason.fr]
applied = "La saison s'achève, et nous ne recrutons plus avant l'automne."
[reason.en]
applied = "The season is ending, and we are not hiring again before autumn."

[[reason]]
id = "missing_must_have"
tie = "criterion"
holds = "absent"
label = { fr = "Critère absent", en = "Criterion absent" }
[reason.fr]
applied = "Nous cherchons « {criterion} », que votre CV ne montre pas."
[reason.en]
applied = 'We are looking for "{criterion}", which your CV does not show.'

[[advice]]
id = "must_have_neighbour"
fr_fix = "Si vous l'avez, écrivez-le dès le titre."

[[advice]]
id = "file_name_unfit"
off = true

[paragraphs.fr]
"answer.end.closing" = "Avec nos salutations,"
"answer.decision.applied" = "Merci d'avoir pensé à nous pour le poste {of_job}. Votre candidature n'est pas retenue."
"""
OTHER = OWN.replace("La saison s'achève", "La saison se termine").replace("Avec nos salutations,", "Bonne suite,")


def put(office: Office, source: str, **more: Any) -> str:
    return office.words.put(source, by="rosa", revision=more.get("revision"), now=MONDAY).version


def text_of(office: Office, mail: Mail) -> str:
    return preview(mail.mail_id, desk=office.desk, by="rosa", now=MONDAY).rendered.model_dump_json()


def content_of(mail: Mail) -> AnswerContent:
    assert isinstance(mail.content, AnswerContent)
    return mail.content


def test_own_words_take_the_place_of_the_products_and_the_record_names_their_version() -> None:
    office = Office()
    office.apply()
    version = put(office, OWN)

    (mail,) = office.draft().mails

    content, text = content_of(mail), preview(mail.mail_id, desk=office.desk, by="rosa", now=MONDAY).rendered.text
    assert content.words_version == version != shipped().version
    assert "Nous cherchons «\u00a0CACES R489 catégorie 1\u00a0», que votre CV ne montre pas." in text
    assert "écrivez-le dès le titre" in text
    assert "Merci d’avoir pensé à nous pour le poste de préparateur·rice de commandes." in text
    assert "Avec nos salutations," in text


def test_a_reason_can_be_added_and_one_of_the_products_left_out() -> None:
    office = Office()
    put(office, OWN)

    known = {reason.id for reason in office.words.current().reasons.reason}

    assert "seasonal_end" in known
    assert "pay_range" not in known


def test_advice_can_be_switched_off() -> None:
    made = good_cv(trades()[0], random.Random(1))
    named = replace(made, filename="CV.pdf")
    office = Office()
    put(office, OWN)

    def rules(words: Words) -> list[str]:
        voice = Voice(library=words.advice, language="fr")
        return [item.rule_id for item in advise(named.read(), named.offer, voice=voice).items]

    assert "file_name_unfit" in rules(shipped())
    assert "file_name_unfit" not in rules(office.words.current())


@pytest.mark.parametrize("name", SITUATIONS)
def test_every_answer_can_be_made_again_from_its_record_after_other_words_came_into_force(name: str) -> None:
    situation = SITUATIONS[name]
    office = Office()
    office.apply(
        text=situation.text, profile=situation.profile, cvs=situation.cvs, stage=situation.stage, **situation.facts
    )
    put(office, OWN)
    (mail,) = office.draft(**situation.choice).mails
    before = text_of(office, mail)

    put(office, OTHER)

    assert text_of(office, mail) == before
    words = office.words.of(content_of(mail).words_version)
    assert regenerated(content_of(mail), mail.language, words) == mail.content
    assert (
        text_of(office, mail.model_copy(update={"content": regenerated(content_of(mail), mail.language, words)}))
        == before
    )


def test_a_process_that_never_saw_the_earlier_words_finds_them_in_the_store() -> None:
    office, store = Office(), MemoryWords()
    office.words = WordBook(store)
    office.apply()
    put(office, OWN)
    (mail,) = office.draft().mails
    before = text_of(office, mail)
    put(office, OTHER)

    office.words = WordBook(store)

    assert text_of(office, mail) == before


def test_the_products_words_are_kept_too_so_that_another_release_changes_no_earlier_answer() -> None:
    store = MemoryWords()
    office = Office()
    office.words = WordBook(store)
    office.apply()

    (mail,) = office.draft().mails

    assert Words.model_validate_json(store.kept(content_of(mail).words_version or "")) == shipped()
    with pytest.raises(NotFoundError):
        office.words.of("0000")


@settings(max_examples=40, deadline=None)
@given(FAULTY, st.sampled_from(list(Stage)), st.sampled_from(["vous", "tu"]), st.data())
def test_any_answer_is_made_again_from_codes_values_and_version(
    made: MadeCv, stage: Stage, tone: str, data: st.DataObject
) -> None:
    reason = data.draw(st.sampled_from(catalogue().at(stage)))
    criterion = made.offer.criteria[0].criterion_id
    chosen: dict[str, Any] = {"reason_id": reason.id, "tone": tone} | (
        {"criterion_id": criterion} if reason.tie != "process" else {}
    )
    read = made.read()
    office = Office()
    office.jobs.save(office.jobs.get(JOB).model_copy(update={"criteria": made.offer.criteria}))
    office.apply(text=read.text, profile=read.profile, stage=stage)

    for mail in office.draft(**chosen).mails:
        words = office.words.of(content_of(mail).words_version)
        assert regenerated(content_of(mail), mail.language, words) == mail.content


@pytest.mark.parametrize(
    ("line", "word", "told"),
    [
        ('applied = "Nous cherchons une personne plus jeune."', "plus jeune", "expérience"),
        ('applied = "Voyez www.example.org/offres pour la suite."', "www.example.org/offres", "lien"),
        ('applied = "Votre candidature est lamentable."', "lamentable", "juger"),
        ('applied = "Le poste est  pourvu."', None, "espace en trop"),
        ('applied = "Le poste est pourvu"', None, "point"),
        ('applied = "The role has been filled and we are not looking any more."', None, "français"),
        ('applied = "Le poste est pourvu : {salaire}."', None, "must not name the criterion"),
        ('applied = "Le poste est <b>pourvu</b>."', "<", "balises"),
    ],
)
def test_a_file_is_refused_with_line_and_word(line: str, word: str | None, told: str) -> None:
    source = OWN.replace("applied = \"La saison s'achève, et nous ne recrutons plus avant l'automne.\"", line)
    number = source.splitlines().index(line) + 1

    with pytest.raises(WordsRefusedError) as refused:
        put(Office(), source)

    problem = refused.value.problems[0]
    assert problem.word == word
    assert told in problem.message["fr"]
    assert problem.line == number or "must not" in told


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("tone = ", 1),
        ('\ntone = "Sie"\n', 2),
        ('\n[[advice]]\nid = "no_such_rule"\nfr = "Bonjour."\n', 3),
        ('\n[paragraphs.fr]\n"answer.nothing" = "Bonjour"\n', 3),
        ('\n[paragraphs.fr]\n"answer.decision.applied" = "Merci. Nous ne la retenons pas."\n', 3),
        ('\n[[advice]]\nid = "education_undated"\nfr = "Une formation n\'a pas de date."\n', 3),
        ('\n\n[[reason]]\nid = "x"\nnothing = 1\n', 3),
    ],
)
def test_a_file_that_is_no_such_file_is_refused_at_its_line(source: str, line: int) -> None:
    with pytest.raises(WordsRefusedError) as refused:
        put(Office(), source)

    assert abs(refused.value.problems[0].line - line) <= 2
    assert set(refused.value.problems[0].message) == {"fr", "en"}


def test_a_wording_with_tu_must_not_say_vous() -> None:
    source = '[paragraphs.tu]\n"answer.end.reply" = "Tu peux répondre, une personne vous lit."\n'

    with pytest.raises(WordsRefusedError) as refused:
        put(Office(), source)

    assert (refused.value.problems[0].line, refused.value.problems[0].word) == (2, "vous")


def test_the_same_file_again_changes_nothing_and_two_writers_do_not_overwrite_each_other() -> None:
    office = Office()
    first = office.words.put(OWN, by="rosa", revision=0, now=MONDAY)

    assert office.words.put(OWN, by="paul", revision=0, now=MONDAY) == first
    with pytest.raises(ConflictError):
        office.words.put(OTHER, by="paul", revision=0, now=MONDAY)
    assert office.words.put(OTHER, by="paul", revision=first.revision, now=MONDAY).revision == 2


def test_the_example_of_the_handbook_can_be_put_in_force() -> None:
    handbook = Path(__file__).parents[3].joinpath("docs", "words.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", handbook, re.DOTALL)

    office = Office()
    put(office, example)

    assert office.words.current().tone == "tu"


def test_every_stage_can_still_be_answered_with_own_words() -> None:
    office = Office()
    put(office, OWN)

    assert all(len(office.words.current().reasons.at(stage)) >= 15 for stage in STAGES)
