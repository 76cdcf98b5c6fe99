"""Waived revisions: edits of a source page that no translation has to follow."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from calque.config.locales import read_tag
from calque.config.tables import Table
from calque.model import SiteLocale, Waiver

__all__ = ["read_waivers"]


def read_waivers(file: Table, locales: Sequence[SiteLocale]) -> tuple[Waiver, ...]:
    """Read `[[waive]]`, a table a waived revision."""
    return tuple(_read_waiver(table, locales) for table in file.tables("waive"))


def _read_waiver(table: Table, locales: Sequence[SiteLocale]) -> Waiver:
    table.only("post", "revision", "locales", "by", "on", "reason")
    for key in ("post", "revision", "by", "on"):
        table.required(key)
    revision = table.required("revision")
    if not isinstance(revision, date):
        table.fail(
            "revision", "not a date", "write when the revision was saved: 2026-01-31, or with its time"
        )
    table.refuse_year("revision", revision)
    if isinstance(revision, datetime):
        revision = revision.astimezone(UTC) if revision.tzinfo else revision.replace(tzinfo=UTC)
    return Waiver(
        post=table.text("post"),
        revision=revision,
        locales=tuple(_read_locale(table, name, locales) for name in table.texts("locales")),
        by=table.text("by"),
        on=table.day("on"),
        reason=table.text("reason"),
    )


def _read_locale(table: Table, name: str, locales: Sequence[SiteLocale]) -> str:
    tag = read_tag(table, "locales", name)
    known = [locale.tag for locale in locales]
    if tag not in known:
        table.fail("locales", f"{name} is no target locale of this site", f"use some of {', '.join(known)}")
    return tag
