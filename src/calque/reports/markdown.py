"""Status and worklist as Markdown: for Prefect artifacts, tickets and mails."""

import re
from collections.abc import Callable
from datetime import datetime

from calque.model import PageState, PageStatus, Status, UnitStatus
from calque.reports import figures, labels
from calque.reports.comparison import sentence
from calque.reports.flaws import counted, warned_texts
from calque.reports.kinds import kinds
from calque.reports.reading import readable, readable_lines, shown_runs
from calque.worddiff import Edit

__all__ = ["inline", "link", "render_status", "render_worklist"]


def render_status(status: Status, *, names: Callable[[str], str] = str) -> str:
    """Return a table with one row for each locale, and the findings below it."""
    lines = [
        f"# Translations of {inline(status.site)}",
        "",
        f"{_measured(status)}. Source: {inline(names(status.source))}.{_since_last(status)}",
        "",
        "| Locale | Segments | Words | Outstanding | Oldest stale | Pages |",
        "| --- | ---: | ---: | ---: | --- | --- |",
    ]
    lines += [
        f"| {inline(names(row.status.locale))} ({_code(row.status.locale).replace('|', '')})"
        f" | {figures.percent(row.status.percent)}"
        f" | {figures.percent(row.status.percent_words)}"
        f" | {figures.plural(row.outstanding.words, 'word')}"
        f" | {_oldest(row, status)}"
        f" | {', '.join(f'{count:,} {labels.of(state).text}' for state, count in row.status.pages)} |"
        for row in figures.by_locale(status)
    ]
    lines += _checks(status, names)
    if status.findings:
        lines += ["", f"## {figures.plural(len(status.findings), 'finding')}", ""]
        lines += [
            f"- **{finding.severity}** {_code(finding.code)} {inline(finding.place)}: {inline(finding.message)}"
            for kind in kinds(status)
            for finding in kind.findings
        ]
    return readable_lines("\n".join(lines) + "\n")


def render_worklist(status: Status, *, limit: int | None = 50, names: Callable[[str], str] = str) -> str:
    """Return the first `limit` pages that need work, each with its segments; None gives all."""
    pages = figures.queue(status)
    total = figures.outstanding(pages)
    counts = (
        figures.plural(len(pages), "page"),
        figures.plural(total.segments, "segment"),
        figures.plural(total.words, "word"),
    )
    lines = [
        f"# Worklist of {inline(status.site)}",
        "",
        f"{_measured(status)}. Outstanding: {', '.join(counts)}.",
    ]
    shown = pages if limit is None else pages[:limit]
    for number, page in enumerate(shown, 1):
        lines += ["", *_entry(number, page, status, names)]
    if len(shown) < len(pages):
        lines += ["", f"{figures.plural(len(pages) - len(shown), 'more page')} not shown here."]
    lines += _warned(status, limit, names)
    return readable_lines("\n".join(lines) + "\n")


def _checks(status: Status, names: Callable[[str], str]) -> list[str]:
    """Say how much the checks say of each locale, apart from the table: none of it is work to do."""
    said = [
        f"{inline(names(row.locale))} {counted(row.warnings, row.notes)}"
        for row in status.locales
        if row.warnings or row.notes
    ]
    return ["", f"The checks say of translated texts: {'; '.join(said)}."] if said else []


def _warned(status: Status, limit: int | None, names: Callable[[str], str]) -> list[str]:
    """List the translated texts that the checks warn of."""
    rows = [(page, text) for page in status.pages for text in warned_texts(page)]
    if not rows:
        return []
    lines = ["", f"## The checks warn of {figures.plural(len(rows), 'text')}, translated all the same", ""]
    for page, text in rows if limit is None else rows[:limit]:
        title = link(inline(page.title or page.key), page.url or page.source_url)
        place = f" ({_code(f'{page.catalog}:{text.line}')})" if page.catalog and text.line else ""
        said = "; ".join(f"{inline(flaw.message)} ({_code(flaw.code)})" for flaw in text.flaws)
        lines += [
            f"- **{title}**, {inline(names(page.locale))}: {said}{place}",
            f"    - {inline(readable(text.source))}",
            f"    - {inline(readable(text.target))}",
        ]
    if limit is not None and len(rows) > limit:
        lines.append(f"- {figures.plural(len(rows) - limit, 'more text')}: `calque check` lists them")
    return lines


_SEGMENTS = 5
"""Segments shown a page: an artifact is read on a screen, the PO file has them all."""


def _entry(number: int, page: PageStatus, status: Status, names: Callable[[str], str]) -> list[str]:
    parts = [
        inline(names(page.locale)),
        labels.of(page.state).text,
        figures.plural(figures.outstanding([page]).words, "word"),
    ]
    if page.since is not None:
        parts.append(f"since {_since(page.since, status, bounded=page.bounded)}")
    title = inline(page.title or page.key)
    lines = [f"{number}. **{link(title, page.url or page.source_url)}**: {', '.join(parts)}"]
    if page.evidence and not page.units:
        lines.append(f"    - {inline('; '.join(page.evidence))}")
    if page.state is PageState.ORPHAN:
        lines.append("    - its source is gone: delete the page, or pair it with another")
    named = ""
    for unit in page.units[:_SEGMENTS]:
        lines.append(f"    - {_unit(page, unit, named)}")
        named = page.catalog if unit.line else named
    if len(page.units) > _SEGMENTS:
        lines.append(f"    - {figures.plural(len(page.units) - _SEGMENTS, 'more segment')}")
    return lines


def _unit(page: PageStatus, unit: UnitStatus, named: str) -> str:
    """Return a segment's line; the catalog that the line before named is not named again: `:45`."""
    file = "" if page.catalog == named else page.catalog
    place = f" ({_code(f'{file}:{unit.line}')})" if page.catalog and unit.line else ""
    return f"{labels.of(unit.state).text}, {figures.plural(unit.words, 'word')}: {_text(unit)}{place}"


def _text(unit: UnitStatus) -> str:
    """Return the text with what changed marked: `9 to ~~18~~ **17**`, never `~~18~~**17**`, which reads as 1817."""
    marks = {Edit.SAME: "", Edit.DEL: "~~", Edit.INS: "**"}
    shown = ""
    for edit, text in shown_runs(unit):
        apart = edit is Edit.INS and shown.endswith("~~")
        shown += " " * apart + _marked(_PLACEHOLDER.sub(_named, text), marks[edit])
    return shown


_PLACEHOLDER = re.compile(r'<([a-z][a-z0-9-]*) id="[0-9]+"/>')
_NAMES = {"img": "image", "x": "code"}


def _named(found: re.Match[str]) -> str:
    """Return what stands for something that is no text: `<img id="2"/>` → `[image]`, `<x id="3"/>` → `[code]`."""
    return f"[{_NAMES.get(found[1], found[1])}]"


def _marked(text: str, mark: str) -> str:
    """Set the mark inside the white space around, where Markdown reads it as a mark."""
    core = text.strip()
    if not mark or not core:
        return inline(text)
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{inline(before)}{mark}{inline(core)}{mark}{inline(after)}"


def _since_last(status: Status) -> str:
    return "" if status.comparison is None else f" {inline(sentence(status))}"


def _measured(status: Status) -> str:
    return (
        f"Measured {figures.moment(status.measured)}, {status.measured:%H:%M} UTC,"
        f" over {figures.plural(status.posts, 'post')}"
    )


def _oldest(row: figures.LocaleFigures, status: Status) -> str:
    if row.oldest is None:
        return "unknown" if row.stale else "none"
    return _since(row.oldest, status, bounded=row.bounded)


def _since(since: datetime, status: Status, *, bounded: bool) -> str:
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


def _code(text: str) -> str:
    """Return the text as a code span, fenced by one backtick more than any run of them in it."""
    line = re.sub(_SPACES, " ", text) or " "
    fence = "`" * (1 + max(map(len, re.findall(r"`+", line)), default=0))
    space = " " if line[0] == "`" or line[-1] == "`" else ""
    return f"{fence}{space}{line}{space}{fence}"
