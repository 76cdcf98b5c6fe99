"""Findings by kind: in which order, and by which name."""

from dataclasses import replace

from calque.model import Finding, FindingCode, Severity, Status
from calque.reports.json import from_json, to_json
from calque.reports.kinds import kinds


def test_the_gravest_come_first_and_one_code_may_come_in_two_severities(status: Status) -> None:
    findings = (
        Finding.of(FindingCode.LOCKED_POST, "a", "it is locked"),
        Finding.of(FindingCode.CONFLICT, "b", "it has two"),
        Finding.of(FindingCode.CONFLICT, "c", "it was saved", severity=Severity.ERROR),
        Finding.of(FindingCode.LOCKED_POST, "d", "it is locked"),
    )
    rows = [
        (str(kind.severity), kind.code, [one.place for one in kind.findings])
        for kind in kinds(replace(status, findings=findings))
    ]
    assert rows == [
        ("error", "conflict", ["c"]),
        ("warning", "conflict", ["b"]),
        ("note", "locked_post", ["a", "d"]),
    ]


def test_a_code_has_a_name_for_people() -> None:
    locked = Finding.of(FindingCode.LOCKED_POST, "a", "it is locked")
    assert locked.severity is Severity.NOTE
    assert FindingCode(locked.code).label == "posts behind a password"  # type: ignore[call-arg]


def test_a_status_with_a_code_of_another_calque_is_read_and_shown(status: Status) -> None:
    other = Finding("roof_blown_off", Severity.WARNING, "a", "it is gone")
    again = from_json(to_json(replace(status, findings=(other,))))
    assert again.findings == (other,)
    assert [kind.label for kind in kinds(again)] == ["roof blown off"]
