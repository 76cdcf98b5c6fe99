"""Laws of the checks, over any text."""

import re

from hypothesis import given
from hypothesis import strategies as st

from calque.checks import CHECKS, CheckSetting, check_unit
from calque.checks.numbers import numbers
from calque.checks.pair import Pair, masked
from calque.model import Severity, Unit

LOCALES = ("fr", "de", "es", "fr-CA", "el", "ar", "fa", "ja", "zh-Hans", "th", "ru", "hy", "id")
WORDS = """the nous %s %(name)s {0} <br/> https://example.org/x 3/5/2026 1,234.5 20 million 2万 a@example.org &amp; &#0;
`code` <a> </a> ñ 語 слово ٣ 。 ？ XIX""".split()
SIGNS = [
    *" .,:;!?()[]{}«»„“”\"'`%$€&<>/0123456789\u00a0\u202f\u200d\u202b\u0000",
    '<a id="1">',
    "the the",
    "3 pm",
]
PIECES = st.sampled_from([*WORDS, *SIGNS])
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=20).map("".join))


@given(TEXTS, TEXTS, st.sampled_from(LOCALES))
def test_a_check_never_fails_and_says_one_sentence(source: str, target: str, locale: str) -> None:
    unit = Unit(source, None, (target,), plural=source[::2], max_length=7)
    for flaw in check_unit(unit, CheckSetting("en", locale)):
        assert flaw.message
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", flaw.code)


@given(TEXTS, st.sampled_from(LOCALES))
def test_a_target_equal_to_its_source_has_its_facts(text: str, locale: str) -> None:
    """What compares facts finds none that differ; what judges one text by itself may still speak."""
    facts = {
        "markup",
        "tags",
        "placeholders",
        "links",
        "numbers",
        "dates",
        "prices",
        "length",
        "repeated-words",
        "brackets",
        "quotes",
        "outer-space",
    }
    setting = CheckSetting(locale, locale)
    assert not facts & {flaw.code for flaw in check_unit(Unit(text, None, (text,)), setting)}


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=4))
def test_numbers_are_equal_in_every_spelling(values: list[int]) -> None:
    english = " and ".join(f"{value:,}" for value in values)
    for mark in (".", "\u202f", "\u00a0", "'", ""):
        spelt = " et ".join(f"{value:,}".replace(",", mark) for value in values)
        assert list(numbers(Pair(english, spelt, CheckSetting("en", "fr")))) == []


@given(st.integers(21, 10**6), st.integers(21, 10**6))
def test_another_number_is_found(one: int, other: int) -> None:
    spelt = {24, 50, 60, 100, 1000}
    found = list(numbers(Pair(f"{one} books", f"{other} livres", CheckSetting("en", "fr"))))
    if (
        {one, other} & spelt
        or abs(one - other) % 100 == 0
        or str(one) in str(other)
        or str(other) in str(one)
    ):
        return
    assert bool(found) == (one != other)


@given(TEXTS)
def test_what_is_masked_has_no_tag_left(text: str) -> None:
    assert "<br/>" not in masked(text)
    assert '<a id="1">' not in masked(text)


@given(TEXTS, TEXTS, st.sampled_from(LOCALES))
def test_an_ignored_check_says_nothing_unless_it_is_fixed(source: str, target: str, locale: str) -> None:
    codes = frozenset(check.code for check in CHECKS)
    fixed = {check.code for check in CHECKS if check.fixed}
    unit = Unit(source, None, (target,), ignored=codes)
    assert {flaw.code for flaw in check_unit(unit, CheckSetting("en", locale))} <= fixed
    assert all(check.severity is Severity.ERROR for check in CHECKS if check.fixed)
