"""The checks' reference says what there is, and nothing else."""

import re
from pathlib import Path

from calque.checks import CHECKS

REFERENCE = Path(__file__).parent.parent.parent / "docs" / "reference" / "checks.md"


def test_every_check_is_documented_in_the_order_of_the_table() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    assert re.findall(r"^### `(.+)`$", text, re.MULTILINE) == [check.code for check in CHECKS]


def test_the_reference_names_each_severity_as_the_table_has_it() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    told = re.findall(r"^### `(.+)`\n\n(\w+)\.", text, re.MULTILINE)
    assert told == [(check.code, str(check.severity).capitalize()) for check in CHECKS]


def test_codes_are_kebab_case_and_stand_once() -> None:
    codes = [check.code for check in CHECKS]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes)
