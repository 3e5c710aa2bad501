"""What every store of words does."""

import pytest

from relance.adapters.dynamodb_words import DynamoDbWords
from relance.adapters.memory_words import MemoryWords
from relance.errors import ConflictError, NotFoundError
from relance.ports.answers import WordStore
from relance.words.own import OwnWords
from relance.words.words import Words, shipped
from tests.factories import NOW

OWN = OwnWords(source='tone = "tu"\n', version="abc", by="rosa", at=NOW)


@pytest.fixture(params=["memory", "dynamodb"])
def words(request: pytest.FixtureRequest) -> WordStore:
    """Each kind in turn: the same assertions hold for both."""
    if request.param == "memory":
        return MemoryWords()
    return DynamoDbWords(request.getfixturevalue("dynamodb"), settings_table="Settings")


def test_a_file_comes_back_as_put(words: WordStore) -> None:
    assert words.in_force() is None

    put = words.put(OWN)

    assert put == OWN.model_copy(update={"revision": 1})
    assert words.in_force() == put


def test_the_slower_of_two_writers_is_refused(words: WordStore) -> None:
    read = words.put(OWN)
    words.put(read.model_copy(update={"by": "paul"}))

    for late in (read, OWN):
        with pytest.raises(ConflictError):
            words.put(late)


def test_a_whole_set_is_kept_for_good_under_its_version(words: WordStore) -> None:
    whole = shipped()

    words.keep(whole.version, whole.model_dump_json())
    words.keep(whole.version, "{}")

    assert Words.model_validate_json(words.kept(whole.version)) == whole
    assert Words.model_validate_json(words.kept(whole.version)).version == whole.version
    with pytest.raises(NotFoundError):
        words.kept("unknown")
