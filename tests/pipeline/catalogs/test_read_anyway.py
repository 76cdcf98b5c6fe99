"""What the reader of catalogs takes and warns of is told: by the sync that mends it, and as long as it stands."""

from typing import Any

import pytest

from calque.model import Finding, Severity
from calque.pipeline.status import status

TEXT = "We open the doors at nine in the morning."


@pytest.fixture
def translated(workspace: Any) -> Any:
    workspace.post(1, f"<p>{TEXT}</p>")
    workspace.sync("2026-05-01")
    workspace.translate(1, {TEXT: "Nous ouvrons les portes à neuf heures."})
    workspace.sync("2026-05-02")
    return workspace


def told(outcome: Any) -> list[Finding]:
    return list(outcome.status.findings)


def measured(workspace: Any) -> list[Finding]:
    now = workspace.sync(dry_run=True).status.measured
    return list(status(workspace.site, now=lambda: now).findings)


def test_resolved_conflict_markers_are_told_by_the_sync_that_writes_the_file_without_them(
    translated: Any,
) -> None:
    path = translated.catalog(1)
    line = 'msgstr "Nous ouvrons les portes à neuf heures."\n'
    text = path.read_text(encoding="utf-8")
    markers = f'<<<<<<< HEAD\n{line}=======\nmsgstr ""\n>>>>>>> night\n'
    path.write_text(text.replace(line, markers), encoding="utf-8")
    at = text[: text.index(line)].count("\n") + 1
    (seen,) = measured(translated)
    (found,) = told(translated.sync("2026-05-03"))
    assert seen == found
    assert (found.code, found.severity, found.locale) == ("odd_catalog", Severity.WARNING, "fr")
    assert found.place == f"locales/fr/LC_MESSAGES/{path.name}:{at}"
    assert found.message == "conflict markers, resolved entry by entry; check the result"
    assert path.read_text(encoding="utf-8") == text
    assert told(translated.sync("2026-05-04")) == []


def test_a_byte_order_mark_is_told_as_long_as_it_stands(translated: Any) -> None:
    path = translated.catalog(1)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    for day in ("2026-05-03", "2026-05-04"):
        (found,) = told(translated.sync(day))
        assert (found.code, found.place) == ("odd_catalog", f"locales/fr/LC_MESSAGES/{path.name}:1")
    path.write_bytes(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    assert told(translated.sync("2026-05-05")) == []
