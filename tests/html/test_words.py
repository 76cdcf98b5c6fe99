"""The words of a text in msgid form, and its pseudo-localisation."""

import pytest

from calque.html import count_words, plain, pseudolocalise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi", "Hi"),
        ("Q &amp; A &lt;b&gt;", "Q & A <b>"),
        ("&amp;amp; &foo; &copy", "&amp; &foo; &copy"),
        ("un<b>believ</b>able", "unbelievable"),
        ('a<br/>b <x id="1"/> <a id="2">c</a>', "a b c"),
        ('<x id="1"/> a', "a"),
        ("a\u00a0b", "a\u00a0b"),
        ("  k\n    s", "  k\n    s"),
    ],
)
def test_plain_text_is_the_words_alone(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("One", 1),
        ("Don’t panic", 2),
        ("un<b>believ</b>able", 1),
        ("a<br/>b", 2),
        ("in person—or online – now", 5),
        ("a\u00a0b c", 3),
        (" a  b\nc\t", 3),
        ("—", 0),
        ("1,000.50 €", 2),
        ("日本語", 3),
        ("Python で 書く", 4),
        ("한국어 단어", 2),
        ("𠀀x", 2),
    ],
)
def test_words_are_counted_as_word_processors_do(text: str, expected: int) -> None:
    assert count_words(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi <b>you</b> &amp; me", "Ĥî <b>ýöü</b> &amp; ɱé"),
        ('<a id="1">A</a><x id="2"/>', '<a id="1">À</a><x id="2"/>'),
        ("é 日 1", "é\u0323 日\u0323 1"),
        ('[gallery ids="1"] Go', '[gallery ids="1"] Ĝö'),
        ("[sic]", "[šîç]"),
    ],
)
def test_pseudo_localisation_changes_every_letter_of_the_words(text: str, expected: str) -> None:
    assert pseudolocalise(text) == expected
