"""What changed since an earlier report: for a mail, a chat or another program, never the whole status."""

from collections.abc import Callable, Iterator
from typing import Any

from calque.model import PageTurn, Status, Turn
from calque.reports import comparison, figures
from calque.reports.codec import codec_of, write_moment
from calque.reports.markdown import inline, link
from calque.reports.reading import encodable

__all__ = ["VERSION", "digest_to_json", "render_digest"]

VERSION = 1
"""Rises when a key changes its meaning or goes; a new key leaves it as it is."""

_HEADS = {
    Turn.NEW: "New",
    Turn.WORSE: "Worse",
    Turn.BETTER: "Better",
    Turn.FIXED: "Fixed",
}


def digest_to_json(status: Status) -> dict[str, Any]:
    """Return the digest as a JSON value; `docs/reference/status.md` explains its keys."""
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
        "counts": {str(turn): sum(page.turn is turn for page in pages) for turn in Turn},
        "locales": [
            {
                "locale": row.status.locale,
                "percent": row.status.percent,
                "percent_before": before[tag].percent_before if tag in before else None,
                "words": row.outstanding.words,
                "words_before": before[tag].words_before if tag in before else None,
            }
            for row in figures.by_locale(status)
            for tag in (row.status.locale,)
        ],
        "pages": [
            codec_of(PageTurn).write(page) | {"url": addresses.get((page.locale, page.key), "")}
            for page in pages
        ],
    }


def render_digest(status: Status, *, limit: int | None = 20, names: Callable[[str], str] = str) -> str:
    """Return the digest as Markdown, with at most `limit` pages of each turn; None gives all."""
    lines = [f"# {inline(status.site)}: {inline(comparison.sentence(status))}", ""]
    lines += [_locale(row, status, names) for row in figures.by_locale(status)]
    if status.comparison is not None:
        addresses = _addresses(status)
        for turn, pages in comparison.by_turn(status.comparison).items():
            if pages:
                shown = pages if limit is None else pages[:limit]
                lines += ["", f"## {_HEADS[turn]}: {figures.plural(len(pages), 'page')}", ""]
                lines += [_page(page, addresses, names) for page in shown]
                if len(shown) < len(pages):
                    lines.append(f"- {figures.plural(len(pages) - len(shown), 'more page')}")
    return encodable("\n".join(lines) + "\n")


def _addresses(status: Status) -> dict[tuple[str, str], str]:
    """Return where a browser finds each page: the live one, else its source."""
    return {(page.locale, page.key): page.url or page.source_url for page in reversed(status.pages)}


def _locale(row: figures.LocaleFigures, status: Status, names: Callable[[str], str]) -> str:
    before = {one.locale: one for one in status.comparison.locales} if status.comparison else {}
    tag = row.status.locale
    share, left = figures.percent(row.status.percent), figures.plural(row.outstanding.words, "word")
    if tag in before:
        was = before[tag]
        share = _moved(figures.percent(was.percent_before), share)
        left = _moved(f"{was.words_before:,}", f"{row.outstanding.words:,}") + " words"
    return f"- **{inline(names(tag))}**: {share} of segments translated, {left} to do"


def _moved(before: str, after: str) -> str:
    return after if before == after else f"{before} → {after}"


def _page(page: PageTurn, addresses: dict[tuple[str, str], str], names: Callable[[str], str]) -> str:
    title = link(inline(page.title), addresses.get((page.locale, page.key), ""))
    return f"- {title} ({inline(names(page.locale))}): {', '.join(_what(page))}"


def _what(page: PageTurn) -> Iterator[str]:
    was, now = comparison.standing(page.before), comparison.standing(page.after)
    yield now if was == now or page.before is None else f"{was} → {now}"
    if page.words_before != page.words and page.words_before:
        yield f"{page.words_before:,} → {figures.plural(page.words, 'word')}"
    elif page.words:
        yield figures.plural(page.words, "word")
