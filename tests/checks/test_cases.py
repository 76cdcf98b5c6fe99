"""The golden cases of `tests/cases/checks.txt`."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from calque.checks import CheckSetting, check_unit
from calque.model import Unit

CASES = Path(__file__).parent.parent / "cases" / "checks.txt"
ESCAPE = re.compile(r"\\u([0-9a-f]{4})|\\U([0-9A-F]{8})")


class Case(NamedTuple):
    title: str
    lines: list[str]
    expected: str


def read_cases() -> list[Case]:
    rows = CASES.read_text(encoding="utf-8").split("\n=== ")[1:]
    cases = []
    for row in rows:
        title, rest = row.split("\n", 1)
        _, given, expected = re.split(r"^\.$", rest, flags=re.MULTILINE)
        text = ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), given.strip("\n"))
        cases.append(Case(title, text.split("\n"), expected.strip()))
    return cases


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.title.replace(" ", "-"))
def test_golden_case(case: Case) -> None:
    pair, source, target, *further = case.lines
    options = dict(line.split(": ", 1) for line in further)
    unit = Unit(
        source,
        None,
        (target,),
        plural=options.get("plural", ""),
        ignored=frozenset(options.get("ignore", "").split()),
        max_length=int(options.get("max-length", 0)),
    )
    source_locale, target_locale = pair.split(" > ")
    flaws = check_unit(unit, CheckSetting(source_locale, target_locale))
    assert (" ".join(dict.fromkeys(flaw.code for flaw in flaws)) or "-") == case.expected
