"""The status as Markdown, for Prefect artifacts, tickets and mails; and how any text is written in Markdown."""

import re
from collections.abc import Callable
from datetime import datetime

from calque.model import Status
from calque.reports import figures, labels
from calque.reports.comparison import sentence
from calque.reports.flaws import counted
from calque.reports.kinds import kinds
from calque.reports.reading import readable_lines
from calque.reports.verbs import counted_verbs

__all__ = ["code", "inline", "link", "measured", "render_status", "since_day"]


def render_status(status: Status, *, names: Callable[[str], str] = str) -> str:
    """Return a table with one row for each locale, and the findings below it."""
    lines = [
        f"# Translations of {inline(status.site)}",
        "",
        f"{measured(status)}. Source: {inline(names(status.source))}.{_since_last(status)}",
        "",
        "| Locale | Segments | Words | Published | Outstanding | Oldest stale | Pages | To do |",
        "| --- | ---: | ---: | ---: | ---: | --- | --- | --- |",
    ]
    lines += [
        f"| {inline(names(row.status.locale))} ({code(row.status.locale).replace('|', '')})"
        f" | {figures.percent(row.status.percent)}"
        f" | {figures.percent(row.status.percent_words)}"
        f" | {figures.percent(row.status.percent_published)}"
        f" | {figures.plural(row.outstanding.words, 'word')}"
        f" | {_oldest(row, status)}"
        f" | {', '.join(f'{count:,} {labels.of(state).text}' for state, count in row.status.pages)}"
        f" | {counted_verbs(row.status.verbs) or 'nothing'} |"
        for row in figures.by_locale(status)
    ]
    lines += _checks(status, names)
    if status.findings:
        lines += ["", f"## {figures.plural(len(status.findings), 'finding')}", ""]
        lines += [
            f"- **{finding.severity}** {code(finding.code)} {inline(finding.place)}: {inline(finding.message)}"
            for kind in kinds(status)
            for finding in kind.findings
        ]
    return readable_lines("\n".join(lines) + "\n")


def _checks(status: Status, names: Callable[[str], str]) -> list[str]:
    """Say how much the checks say of each locale, apart from the table: none of it is work to do."""
    said = [
        f"{inline(names(row.locale))} {counted(row.warnings, row.notes)}"
        for row in status.locales
        if row.warnings or row.notes
    ]
    return ["", f"The checks say of translated texts: {'; '.join(said)}."] if said else []


def _since_last(status: Status) -> str:
    return "" if status.comparison is None else f" {inline(sentence(status))}"


def measured(status: Status) -> str:
    """Return when a status was measured, and over how much."""
    return (
        f"Measured {figures.moment(status.measured)}, {status.measured:%H:%M} UTC,"
        f" over {figures.plural(status.posts, 'post')}"
    )


def _oldest(row: figures.LocaleFigures, status: Status) -> str:
    if row.oldest is None:
        return "unknown" if row.stale else "none"
    return since_day(row.oldest, status, bounded=row.bounded)


def since_day(since: datetime, status: Status, *, bounded: bool) -> str:
    """Return `3 May 2026 (203 days)`."""
    return f"{figures.moment(since)} ({figures.waiting(since, status, bounded=bounded)})"


_SPACES = r"[ \t\n\r\f\v\xa0]+"
"""What is read as space; the other characters that Python takes for space are shown as what they are."""


def link(text: str, url: str) -> str:
    """Return a link where a browser may follow the URL, else the text alone; `text` is escaped already."""
    if not url.startswith(("https://", "http://")):
        return text
    target = re.sub(r"[\s<>()\\]", lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), url)
    return f"[{text}]({target})"


def inline(text: str) -> str:
    """Return the text as one line in which nothing is read as Markdown or HTML."""
    line = re.sub(_SPACES, " ", text)
    escaped = re.sub(r"([\\`*_{}\[\]|~#!])", r"\\\1", line)
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def code(text: str) -> str:
    """Return the text as a code span, fenced by one backtick more than any run of them in it."""
    line = re.sub(_SPACES, " ", text) or " "
    fence = "`" * (1 + max(map(len, re.findall(r"`+", line)), default=0))
    space = " " if line[0] == "`" or line[-1] == "`" else ""
    return f"{fence}{space}{line}{space}{fence}"
