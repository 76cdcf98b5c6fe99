"""Verdicts that are kept are found for the same texts and rules alone."""

from dataclasses import replace

import pytest

from calque.language import Judgement, Verdict
from calque.language.doubts import LanguageDoubt
from calque.language.weighing import Certainty
from calque.model import Flaw, Severity, Unit
from calque.states.verdicts import TextVerdict, Verdicts

OPEN = Unit("We open at nine.", None, ("Nous ouvrons à neuf heures.",), ignored=frozenset({"dates"}))
HALF = Unit("Half \ud83d of it", "title", ("La moitié \ud83d",), line=7)
UNITS = (OPEN, HALF, Unit("Nothing yet", None, ("",)))
SAID = (
    TextVerdict(Judgement(Verdict.TARGET_LANGUAGE, "fr", Certainty.SURE, -12.345678901234567, "words"), ()),
    TextVerdict(
        Judgement(Verdict.UNDETERMINED, reason=LanguageDoubt.TERMS),
        (Flaw("numbers", Severity.WARNING, "9 \ud83d"),),
    ),
    TextVerdict(None, ()),
)
PAST = {"We open at ten.", "We close."}


def judged_again(
    kept: dict[bytes, bytes], units: tuple[Unit, ...] = UNITS, *, locale: str = "fr", rules: str = "rules"
) -> bool:
    """Tell whether the units are judged, with what an earlier run kept; what is said of them is the same."""
    asked: list[bool] = []

    def judge() -> tuple[TextVerdict, ...]:
        asked.append(True)
        return SAID

    verdicts = Verdicts(rules, kept.get)
    assert verdicts.of_page(units, locale, PAST, judge) == SAID
    assert verdicts.of_page(units, locale, PAST, judge) == SAID
    used = verdicts.take_used()
    assert len(used) == 1
    assert verdicts.take_used() == {}
    kept |= used
    return bool(asked)


def test_what_was_judged_is_not_judged_again_wherever_it_stands_now() -> None:
    kept: dict[bytes, bytes] = {}
    assert judged_again(kept)
    assert not judged_again(kept)
    assert not judged_again(kept, (replace(OPEN, line=90, reference="posts/1:content#1"), *UNITS[1:]))


@pytest.mark.parametrize(
    "other",
    [
        {"rules": "another version"},
        {"locale": "fr-CA"},
        {"units": (replace(OPEN, source="We open at ten."), *UNITS[1:])},
        {"units": (replace(OPEN, target=("Nous ouvrons.",)), *UNITS[1:])},
        {"units": (replace(OPEN, ignored=frozenset()), *UNITS[1:])},
        {"units": (replace(OPEN, plural="We open."), *UNITS[1:])},
        {"units": (replace(OPEN, formats=("c-format",)), *UNITS[1:])},
        {"units": (replace(OPEN, max_length=12), *UNITS[1:])},
    ],
    ids=["rules", "locale", "source", "target", "ignored", "plural", "formats", "length"],
)
def test_what_anything_else_depends_on_is_judged_again(other: dict[str, object]) -> None:
    kept: dict[bytes, bytes] = {}
    judged_again(kept)
    assert judged_again(kept, **other)


def test_another_earlier_text_of_the_source_is_a_reason_to_judge() -> None:
    verdicts = Verdicts("rules", lambda _key: None)
    for past in (PAST, PAST | {"We knock."}):
        verdicts.of_page(UNITS, "fr", past, lambda: SAID)
    assert len(verdicts.take_used()) == 2


@pytest.mark.parametrize("body", [b"", b"no zlib", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_what_is_kept_damaged_is_judged_again(body: bytes) -> None:
    kept: dict[bytes, bytes] = {}
    judged_again(kept)
    assert judged_again(dict.fromkeys(kept, body))
