"""The follower of pages itself: what it reads, and what it takes for the same."""

from following import Block, agrees, commands


def test_an_ellipsis_stands_for_anything():
    """`…` on a page matches any text, also none, in the middle of a word and over lines."""
    assert agrees("a … d", "a b c d")
    assert agrees("a …\n d", "a\nb\nd")
    assert agrees("n = …, done", "n = 12, done")
    assert agrees("a …", "a")


def test_what_is_missing_or_different_is_noticed():
    """A line that was not printed, and one that the page does not have, both count."""
    assert not agrees("a b", "a c")
    assert not agrees("a", "a b")
    assert not agrees("a … d", "a b c")


def test_commands_come_with_what_they_print():
    """A console block may hold several commands, each with its output or none."""
    block = Block("console", "", "$ trustsim list\none\ntwo\n$ trustsim new x\n")
    assert commands(block) == [("trustsim list", "one\ntwo\n"), ("trustsim new x", "")]
