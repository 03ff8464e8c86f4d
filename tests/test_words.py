"""Every word on the page, in every language."""

import string

import pytest

from trustsim.live.scene import WORDS
from trustsim.words import declared_words, given, keys, laid_over, languages, words


def test_english_and_dutch_are_there():
    """The two languages of the page, English first."""
    assert list(languages()) == ["en", "nl"]


def test_every_word_has_a_translation():
    """Whatever is declared or said in English is said in Dutch, and nothing else: a new parameter fails here until it is translated."""
    english = set(keys(laid_over(declared_words(), given("en"))))
    for lang in languages():
        if lang != "en":
            own = set(keys(given(lang)))
            assert english - own == set(), f"{lang}.toml lacks words"
            assert own - english == set(), f"{lang}.toml has words that nobody uses"


@pytest.mark.parametrize("lang", list(languages()))
def test_the_network_view_has_all_its_words(lang):
    """The canvas is told every word that it knows."""
    assert set(words(lang)["network"]) == set(WORDS)


@pytest.mark.parametrize("lang", [lang for lang in languages() if lang != "en"])
def test_slots_in_texts_are_the_same(lang):
    """A translation fills in the same names as the English text."""
    english, other = words("en"), words(lang)
    for key in keys(english):
        assert slots(at(english, key)) == slots(at(other, key)), key


def at(table, key):
    """The word at a dotted key; keys of parameters hold a dot themselves."""
    if key in table:
        return table[key]
    head = max((name for name in table if key.startswith(f"{name}.")), key=len)
    return at(table[head], key[len(head) + 1 :])


def slots(text):
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("lang", list(languages()))
def test_no_word_is_empty(lang):
    """There are no holes in a file of words."""
    assert [key for key in keys(words(lang)) if not at(words(lang), key).strip()] == []
