"""What changed since an earlier report: for a mail, a chat or another program, never the whole status."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from calque.codec import codec_of, write_moment
from calque.model import Finding, FindingCode, Handoff, PageTurn, Status, Turn
from calque.reports import comparison, figures
from calque.reports.markdown import inline, link
from calque.reports.reading import readable_lines
from calque.states.rows import addresses

__all__ = ["VERSION", "digest_to_json", "render_digest"]

VERSION = 2
"""Rises when a key changes its meaning or goes; a new key leaves it as it is."""

_HEADS = {
    Turn.NEW: "New",
    Turn.WORSE: "Worse",
    Turn.BETTER: "Better",
    Turn.TRANSLATED: "Translated, to publish",
    Turn.FIXED: "Fixed",
}
"""What is fixed is said of the live page, or of the built one."""


def digest_to_json(status: Status, *, report: str = "") -> dict[str, Any]:
    """Return the digest as a JSON value; `docs/reference/status.md` explains its keys.

    `report` is where others read the report.
    """
    made = status.comparison
    pages = made.pages if made else ()
    before = {row.locale: row for row in made.locales} if made else {}
    addresses = _addresses(status)
    return {
        "version": VERSION,
        "site": status.site,
        "measured": write_moment(status.measured),
        "since": write_moment(made.since) if made else None,
        "summary": comparison.sentence(status),
        "report": report,
        "counts": {str(turn): sum(page.turn is turn for page in pages) for turn in Turn},
        "locales": [
            {
                "locale": row.status.locale,
                "percent": row.status.percent,
                "percent_before": before[tag].percent_before if tag in before else None,
                "percent_published": row.status.percent_published,
                "to_publish": figures.waiting_pages(row.status),
                "words": row.outstanding.words,
                "words_before": before[tag].words_before if tag in before else None,
            }
            for row in figures.by_locale(status)
            for tag in (row.status.locale,)
        ],
        "handoffs": [
            {
                "id": one.id,
                "locale": one.locale,
                "to": one.to,
                "words": one.total.words,
                "words_left": one.in_hand.words,
                "due": one.due.isoformat() if one.due else None,
                "days_left": (one.due - status.measured.date()).days if one.due else None,
            }
            for one in status.handoffs
        ],
        "questions": [
            {"locale": one.locale, "place": one.place, "message": one.message} for one in _questions(status)
        ],
        "pages": [
            codec_of(PageTurn).write(page) | {"url": addresses.get((page.locale, page.key), "")}
            for page in pages
        ],
    }


def render_digest(
    status: Status, *, limit: int | None = 20, names: Callable[[str], str] = str, report: str = ""
) -> str:
    """Return the digest as Markdown, with at most `limit` pages of each turn; None gives all.

    `report` is where others read the report; empty where nobody says.
    """
    lines = [f"# {inline(status.site)}: {inline(comparison.sentence(status))}", ""]
    lines += [f"{link('The report', report)}, with every page and text.", ""] if report else []
    if status.locales:
        lines += ["| Language | Translated | Published | Words to do | Pages to publish |"]
        lines += ["| --- | ---: | ---: | ---: | ---: |"]
    lines += [_locale(row, status, names) for row in figures.by_locale(status)]
    if status.comparison is not None:
        addresses = _addresses(status)
        for turn, pages in comparison.by_turn(status.comparison).items():
            if pages:
                found = comparison.groups(pages)
                shown = found if limit is None else found[:limit]
                lines += ["", f"## {_HEADS[turn]}: {figures.plural(len(pages), 'page')}", ""]
                lines += [_group(group, addresses, names) for group in shown]
                if left := len(pages) - sum(len(group.pages) for group in shown):
                    lines.append(f"- {figures.plural(left, 'more page')}")
    if status.handoffs:
        lines += ["", "## In hand", ""]
        lines += [_handoff(one, status, names) for one in status.handoffs]
    if asked := _questions(status):
        lines += ["", f"## {figures.plural(len(asked), 'question')} of translators", ""]
        lines += [
            f"- {inline(names(one.locale))}: {inline(one.message)} ({inline(one.place)})" for one in asked
        ]
    return readable_lines("\n".join(lines) + "\n")


def _handoff(one: Handoff, status: Status, names: Callable[[str], str]) -> str:
    """Return a line: `- marie, in French: 620 of 3,000 words left, due 3 December 2026, 11 days left`."""
    left = f"{one.in_hand.words:,} of {figures.plural(one.total.words, 'word')} left"
    until = "no deadline"
    if one.due:
        days = (one.due - status.measured.date()).days
        rest = f"{figures.span(-days)} late" if days < 0 else f"{figures.span(days)} left"
        until = f"due {figures.day(one.due)}, {rest}"
    return f"- {inline(one.to or one.id)}, in {inline(names(one.locale))}: {left}, {until}"


def _questions(status: Status) -> list[Finding]:
    """Return what translators ask until it is answered: whoever wrote the text has to see it."""
    return [finding for finding in status.findings if finding.code == FindingCode.QUESTION]


def _addresses(status: Status) -> Mapping[tuple[str, str], str]:
    """Return where a browser finds each page that changed: the live one, else its source."""
    made = status.comparison
    return addresses(status, {(page.locale, page.key) for page in made.pages} if made else ())


def _locale(row: figures.LocaleFigures, status: Status, names: Callable[[str], str]) -> str:
    """Return a locale's row: `| French (fr) | 65% → 63% | 60% | 256 → 242 | 3 |`."""
    before = {one.locale: one for one in status.comparison.locales} if status.comparison else {}
    tag = row.status.locale
    name = names(tag)
    share, left = figures.percent(row.status.percent), f"{row.outstanding.words:,}"
    if tag in before:
        was = before[tag]
        share = _moved(figures.percent(was.percent_before), share)
        left = _moved(f"{was.words_before:,}", left)
    cells = (
        share,
        figures.percent(row.status.percent_published),
        left,
        f"{figures.waiting_pages(row.status):,}",
    )
    return f"| {inline(tag if name == tag else f'{name} ({tag})')} | {' | '.join(cells)} |"


def _moved(before: str, after: str) -> str:
    return after if before == after else f"{before} → {after}"


def _group(
    group: comparison.TurnGroup, addresses: Mapping[tuple[str, str], str], names: Callable[[str], str]
) -> str:
    """Return a line: `- [Opening hours](…): current → stale, 16 words, in French and German`."""
    first = group.pages[0]
    title = link(inline(first.title), addresses.get((first.locale, first.key), ""))
    where = figures.enumerated([inline(names(page.locale)) for page in group.pages])
    return f"- {title}: {', '.join(_what(group))}, in {where}"


def _what(group: comparison.TurnGroup) -> Iterator[str]:
    yield comparison.transition(group.pages[0])
    before = [page.words_before for page in group.pages]
    words = [page.words for page in group.pages]
    told = figures.in_each(words)
    if before != words and any(before):
        alike = len(set(before)) == 1 and len(set(words)) == 1
        yield f"{before[0] if alike else sum(before):,} → {told}"
    elif any(words):
        yield told
