"""What a target text is, by the cases of `cases/language.txt`."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.language import Certainty, Verdict, judge

CASES = Path(__file__).parents[1] / "cases" / "language.txt"
NAMES = {"source", "past", "site"}


def cases() -> list[tuple[str, list[str], list[str]]]:
    blocks = CASES.read_text(encoding="utf-8").split("\n=== ")[1:]
    parts = [block.split("\n.\n") for block in blocks]
    return [(part[0], part[1].splitlines(), part[2].split() if len(part) > 2 else []) for part in parts]


@pytest.mark.parametrize(("title", "lines", "expected"), cases(), ids=lambda value: str(value)[:60])
def test_verdict(title: str, lines: list[str], expected: list[str]) -> None:
    source_locale, _, target_locale = lines[0].partition(" > ")
    known = {
        name: [line.partition(": ")[2] for line in lines[2:] if line.startswith(f"{name}: ")]
        for name in NAMES
    }
    judgement = judge(
        lines[1],
        next(iter(known["source"]), None),
        source_locale=source_locale,
        target_locale=target_locale,
        candidates=" ".join(known["site"]).split(),
        past_sources=known["past"],
    )
    verdict, language, certainty = expected[:3]
    found = (judgement.verdict, judgement.language or "-", judgement.certainty)
    assert found == (verdict, language, certainty), (title, judgement)


@given(
    st.text(), st.none() | st.text(), st.sampled_from(["fr", "ru", "ja", "zh-Hant", "gl", "sr-Latn", "ar"])
)
def test_any_text_gets_a_verdict(target: str, source: str | None, locale: str) -> None:
    judgement = judge(target, source, source_locale="en", target_locale=locale, candidates=["en", locale])
    assert not (judgement.is_wrong and judgement.certainty is Certainty.NONE)
    if judgement.verdict in {Verdict.NEUTRAL, Verdict.COPY}:
        assert source is not None


@given(st.text())
def test_an_equal_text_is_never_the_target_language(text: str) -> None:
    judgement = judge(text, text, source_locale="en", target_locale="fr")
    assert judgement.verdict in {Verdict.COPY, Verdict.NEUTRAL, Verdict.UNDETERMINED}


NAMES_AND_TERMS = (
    "Thomas Brown, Mary Johnson, Peter Smith, William Taylor",
    "Amsterdam, Jan van der Berg, Piet de Vries, Hendrik de Jong, Willem van het Hof, Maria de la Cruz del Rio",
    "WordPress - YouTube - Instagram - Mastodon",
    "X-Content-Type-Options: nosniff",
    "48 Main Street, Springfield, IL 62701",
)


@pytest.mark.parametrize("text", NAMES_AND_TERMS)
@pytest.mark.parametrize("locale", ["fr", "de", "pt-BR", "tr", "ru", "ja", "gl", "sr"])
def test_names_and_terms_are_no_fault_in_any_language(text: str, locale: str) -> None:
    for source in (None, text):
        found = judge(text, source, source_locale="en", target_locale=locale, candidates=["en", locale])
        assert not found.is_wrong, found
