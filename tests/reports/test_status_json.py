"""The JSON of a status: its inverse, its schema, and what is said of a wrong one."""

import dataclasses
import json
import typing
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.errors import SourceError
from calque.model import (
    Change,
    Comparison,
    Finding,
    Handoff,
    LiveText,
    LocaleBefore,
    LocaleStatus,
    LocaleWords,
    Pace,
    PageState,
    PageStatus,
    PageTurn,
    Run,
    SegmentState,
    Severity,
    Status,
    Tally,
    Turn,
    UnitStatus,
)
from calque.reports.json import VERSION, from_json, schema, to_json

VALIDATOR = jsonschema.Draft202012Validator(schema())


@given(data=st.data())
def test_reading_is_the_inverse_of_writing(data: st.DataObject, statuses: st.SearchStrategy[Status]) -> None:
    status = data.draw(statuses)
    assert from_json(json.loads(json.dumps(to_json(status)))) == status


@given(data=st.data())
def test_every_status_meets_the_schema(data: st.DataObject, statuses: st.SearchStrategy[Status]) -> None:
    value = to_json(data.draw(statuses))
    for page in value["pages"]:
        for text in page["live"]:
            text["state"] = "copy"
        page["percent"] = page["percent_words"] = None
    for locale in value["locales"]:
        locale["percent"] = locale["percent_words"] = locale["percent_published"] = 100
    for locale in value["comparison"]["locales"] if value["comparison"] else ():
        locale["percent_before"] = 99
    VALIDATOR.validate(value)


def test_a_realistic_status_meets_the_schema(status: Status) -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    VALIDATOR.validate(to_json(status))


WORKED_OUT = ("verb", "to_do")
"""What readers are spared to work out of a page's other fields."""
PROGRESS = (Comparison, LocaleBefore, LocaleWords, Pace, PageTurn, Run)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (kind.__name__, kind)
        for kind in (Finding, Handoff, LiveText, LocaleStatus, PageStatus, Tally, UnitStatus, *PROGRESS)
    ],
)
def test_the_schema_names_the_fields_of_the_model(name: str, kind: Any) -> None:
    fields = [field.name for field in dataclasses.fields(kind)]
    if kind is PageStatus:
        fields += WORKED_OUT
    described = schema()["$defs"][name]
    assert list(described["properties"]) == fields
    assert described["required"] == fields


def test_the_schema_names_the_keys_of_the_whole() -> None:
    keys = ["version", *(field.name for field in dataclasses.fields(Status))]
    assert list(schema()["properties"]) == keys
    assert schema()["required"] == keys


@pytest.mark.parametrize(
    ("listed", "kind"),
    [
        (schema()["$defs"]["SegmentState"]["enum"], SegmentState),
        (schema()["$defs"]["PageState"]["enum"], PageState),
        (schema()["$defs"]["Finding"]["properties"]["severity"]["enum"], Severity),
        (schema()["$defs"]["UnitStatus"]["properties"]["change"]["enum"][:-1], Change),
        (schema()["$defs"]["PageTurn"]["properties"]["turn"]["enum"], Turn),
    ],
    ids=["SegmentState", "PageState", "Severity", "Change", "Turn"],
)
def test_the_schema_lists_every_state(listed: list[str], kind: type[StrEnum]) -> None:
    assert listed == list(kind)


def test_keys_stand_in_the_order_of_the_fields(status: Status) -> None:
    value = to_json(status)
    assert list(value) == ["version", *(field.name for field in dataclasses.fields(Status))]
    fields = [field.name for field in dataclasses.fields(PageStatus)]
    assert list(value["pages"][0]) == [*fields, *WORKED_OUT]


def test_moments_are_written_in_utc(nothing: Status) -> None:
    tokyo = datetime(2026, 11, 22, 9, 0, tzinfo=timezone(timedelta(hours=9)))
    assert to_json(dataclasses.replace(nothing, measured=tokyo))["measured"] == "2026-11-22T00:00:00Z"


def test_a_moment_without_a_zone_is_refused(nothing: Status) -> None:
    local = datetime(2026, 11, 22)  # noqa: DTZ001  the case
    with pytest.raises(ValueError, match="no time zone"):
        to_json(dataclasses.replace(nothing, measured=local))


def test_keys_of_a_later_calque_are_passed_over(status: Status) -> None:
    value = to_json(status)
    value["burn_down"] = []
    value["pages"][0]["in_hand"] = True
    assert from_json(value) == status


def test_a_field_with_a_default_may_be_missing(status: Status) -> None:
    value = to_json(status)
    del value["handoffs"]
    for page in value["pages"]:
        del page["live"]
    assert from_json(value) == dataclasses.replace(status, handoffs=())


def broken(value: dict[str, Any], path: str, wrong: object) -> dict[str, Any]:
    """Return the value with something wrong at a path such as `pages.0.units.0.since`."""
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place: Any = value
    for step in steps:
        place = place[step]
    place[last] = wrong
    return value


@pytest.mark.parametrize(
    ("path", "wrong", "message"),
    [
        ("version", 3, f"version 3 and this calque reads version {VERSION}"),
        ("posts", "18", "posts: expected int, found '18'"),
        ("posts", True, "posts: expected int, found True"),
        ("measured", "yesterday", "measured: expected a moment such as"),
        ("measured", "2026-11-22T06:30:00", "measured: expected a moment such as"),
        ("pages", {}, r"pages: expected an array, found \{\}"),
        ("pages.0.state", "gone", r"pages\[0\]\.state: 'gone' is none of unmeasured"),
        ("pages.0.counts", {"gone": {}}, r"pages\[0\]\.counts: 'gone' is none of conflict"),
        ("pages.0.counts", {"stale": 5}, r"pages\[0\]\.counts\.stale: expected an object, found 5"),
        ("findings.0", {"code": "x"}, r"findings\[0\]: the key 'severity' is missing"),
        ("pages.0.units.0.since", 5, r"pages\[0\]\.units\[0\]\.since: expected a moment"),
        ("handoffs.0.due", "tomorrow", r"handoffs\[0\]\.due: expected a day such as 2026-11-22, found 'tomorrow'"),
        ("pages.0.units.0.flags", [None], r"pages\[0\]\.units\[0\]\.flags\[0\]: None is none of"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_by_its_place(status: Status, path: str, wrong: object, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        from_json(broken(to_json(status), path, wrong))


@pytest.mark.parametrize("value", [None, [], {}, "status", {"site": "x"}], ids=repr)
def test_what_is_no_status_is_refused(value: object) -> None:
    with pytest.raises(SourceError, match="not a calque status"):
        from_json(value)


JSON = st.recursive(
    st.none() | st.booleans() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(value=JSON)
def test_any_json_is_read_or_refused_in_a_sentence(value: Any) -> None:
    with pytest.raises(SourceError):
        from_json({"version": VERSION, **value} if isinstance(value, dict) else value)


def test_the_hints_of_the_model_all_have_a_form() -> None:
    assert set(typing.get_type_hints(Status)) < set(to_json(Status("", "", datetime.now(UTC), 0, (), (), ())))


DOCUMENT = (Path(__file__).parents[2] / "docs" / "reference" / "status.md").read_text(encoding="utf-8")


def test_the_documented_example_is_a_status() -> None:
    example = json.loads(DOCUMENT.partition("```json\n")[2].partition("```")[0])
    VALIDATOR.validate(example)
    assert to_json(from_json(example)) == example


@pytest.mark.parametrize(
    "kind", [Finding, Handoff, LiveText, LocaleStatus, PageStatus, Status, UnitStatus, *PROGRESS]
)
def test_every_field_is_documented(kind: Any) -> None:
    assert [field.name for field in dataclasses.fields(kind) if f"`{field.name}`" not in DOCUMENT] == []


@pytest.mark.parametrize("kind", [Change, PageState, SegmentState, Severity, Turn])
def test_every_state_is_documented(kind: type[StrEnum]) -> None:
    assert [str(state) for state in kind if f"`{state}`" not in DOCUMENT] == []
