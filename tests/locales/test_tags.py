"""Tags: the cases of `cases/locales-tags.txt`, and their laws."""

from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from langcodes import standardize_tag

from calque.errors import ConfigError
from calque.locales import gettext_name, is_rtl, language_of, locale_name, parse_tag
from calque.locales.names import LANGUAGES, REGIONS, SCRIPTS
from calque.locales.tags import _FREQUENT, _standard

CASES = Path(__file__).parents[1] / "cases" / "locales-tags.txt"


def rows() -> list[list[str]]:
    body = CASES.read_text(encoding="utf-8").split("\n\n", 1)[1]
    return [line.split() for line in body.splitlines() if line]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_spelling(row: list[str]) -> None:
    raw, tag, *names = row
    if tag == "-":
        with pytest.raises(ConfigError, match=r"names no locale; write a language tag"):
            parse_tag(raw)
        return
    assert parse_tag(raw) == tag
    assert [gettext_name(tag), language_of(tag)] == names
    assert parse_tag(gettext_name(tag)) == tag


SOME_LANGUAGES = st.sampled_from(
    ["fr", "pt", "zh", "sr", "uz", "ca", "nb", "nn", "az", "pa", "ks", "mn", "gsw", "fil"]
)
SOME_SCRIPTS = st.sampled_from(["", "Latn", "Cyrl", "Arab", "Hans", "Hant", "Deva", "Guru", "Mong"])
SOME_REGIONS = st.sampled_from(["", "FR", "BR", "CN", "TW", "HK", "MO", "SG", "RS", "NO", "419", "IN"])
SOME_VARIANTS = st.sampled_from(["", "valencia", "1996", "ijekavsk"])


@given(st.tuples(SOME_LANGUAGES, SOME_SCRIPTS, SOME_REGIONS, SOME_VARIANTS))
def test_gettext_names_are_the_inverse_of_tags(parts: tuple[str, ...]) -> None:
    tag = parse_tag("-".join(part for part in parts if part))
    name = gettext_name(tag)
    assert parse_tag(name) == tag
    assert parse_tag(tag) == tag
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@-")


@given(st.text(max_size=30))
def test_any_text_is_a_tag_or_a_clear_error(text: str) -> None:
    try:
        tag = parse_tag(text)
    except ConfigError:
        return
    assert parse_tag(tag) == tag


@given(st.sampled_from(sorted(LANGUAGES.keys() - {"zh", "nb"})), st.sampled_from(["", *sorted(REGIONS)]))
def test_short_cut_agrees_with_langcodes(language: str, region: str) -> None:
    tag = f"{language}-{region}" if region else language
    assert parse_tag(tag) == standardize_tag(tag) == tag


@pytest.mark.parametrize("tag", sorted(_FREQUENT))
def test_frequent_tags_are_what_langcodes_makes_of_them(tag: str) -> None:
    assert _FREQUENT[tag] == _standard(tag)


def test_names_agree_with_babel() -> None:
    english = Locale("en")
    assert {code: english.languages[code] for code in LANGUAGES} == LANGUAGES
    assert {code: english.territories[code] for code in REGIONS} == REGIONS
    assert {code: english.scripts[code].removesuffix(" Han") for code in SCRIPTS} == SCRIPTS


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("fr", "French"),
        ("pt-BR", "Portuguese (Brazil)"),
        ("zh-Hant", "Chinese (Traditional)"),
        ("sr-Latn-RS", "Serbian (Latin, Serbia)"),
        ("be-Latn", "Belarusian (Latin)"),
        ("zh-cn", "Chinese (Simplified)"),
        ("no", "Norwegian Bokmål"),
        ("unknown", "unknown"),
    ],
)
def test_name_for_people(tag: str, name: str) -> None:
    assert locale_name(tag) == name


@pytest.mark.parametrize("tag", ["ar", "ar-EG", "he", "fa", "ur", "pa-Arab", "ckb", "yi", "ps"])
def test_right_to_left(tag: str) -> None:
    assert is_rtl(tag)


@pytest.mark.parametrize("tag", ["en", "pa", "az", "az-Latn", "zh-Hant", "ug-Latn"])
def test_left_to_right(tag: str) -> None:
    assert not is_rtl(tag)
