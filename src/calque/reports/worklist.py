"""The worklist as Markdown: a source page an entry, a change a line, with the locales that lack it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from calque.model import PageRow, PageState, PageStatus, Status, UnitStatus, Verb
from calque.reports import figures, labels
from calque.reports.flaws import warned_count, warned_pages
from calque.reports.markdown import code, inline, link, measured, since_day
from calque.reports.reading import plain, plain_runs, readable_lines
from calque.reports.verbs import deed, standing
from calque.states.rows import row_of, rows_of
from calque.states.verbs import verb_of
from calque.worddiff import Edit

__all__ = ["amount", "by_source", "render_worklist", "worklist_parts"]

_Work = Sequence[tuple[PageStatus, tuple[UnitStatus, ...]]]
"""One text in each locale where the same is to be done with it, wherever it stands on its page; never empty."""


def render_worklist(status: Status, *, limit: int | None = 50, names: Callable[[str], str] = str) -> str:
    """Return the first `limit` source pages that need work, each with its locales and its texts; None gives all.

    A text that is to be done in several locales stands there once, with the locales that lack it.
    """
    return "".join(worklist_parts(status, limit=limit, names=names))


def worklist_parts(
    status: Status, *, limit: int | None = 50, names: Callable[[str], str] = str
) -> Iterator[str]:
    """Yield the same piece by piece: of a large site no more texts are read than are shown."""
    entries = by_source(rows_of(status.pages))
    counts = amount(figures.queue(status))
    total = figures.left(status)
    outstanding = f"{figures.plural(total.segments, 'segment')}, {figures.plural(total.words, 'word')}"
    yield _lines(
        f"# Worklist of {inline(status.site)}",
        "",
        f"{measured(status)}. Outstanding: {counts}, {outstanding}.",
    )
    shown = entries if limit is None else entries[:limit]
    for number, own in enumerate(shown, 1):
        yield _lines("", *_entry(number, tuple(status.pages[index] for index in own), status, names))
    if left := sum(map(len, entries[len(shown) :])):
        of = figures.plural(len(entries) - len(shown), "page")
        yield _lines("", f"{figures.plural(left, 'more translation')} of {of} not shown here.")
    yield from _warned(status, limit, names)


def _lines(*lines: str) -> str:
    return readable_lines("".join(f"{line}\n" for line in lines))


def amount(rows: Iterable[PageRow]) -> str:
    """Return how many translations of how many pages these are: `17 translations of 9 pages`."""
    entries = by_source(rows)
    pages = figures.plural(len(entries), "page")
    return f"{figures.plural(sum(map(len, entries)), 'translation')} of {pages}"


def _warned(status: Status, limit: int | None, names: Callable[[str], str]) -> Iterator[str]:
    """List the translated texts that the checks warn of."""
    count = warned_count(status)
    if not count:
        return
    yield _lines("", f"## The checks warn of {figures.plural(count, 'text')}, translated all the same", "")
    for page, text in islice(warned_pages(status), limit):
        title = link(inline(page.title or page.key), page.url or page.source_url)
        place = f" ({code(f'{page.catalog}:{text.line}')})" if page.catalog and text.line else ""
        said = "; ".join(f"{inline(flaw.message)} ({code(flaw.code)})" for flaw in text.flaws)
        yield _lines(
            f"- **{title}**, {inline(names(page.locale))}: {said}{place}",
            f"    - {inline(plain(text.source))}",
            f"    - {inline(plain(text.target))}",
        )
    if limit is not None and count > limit:
        yield _lines(f"- {figures.plural(count - limit, 'more text')}: `calque check` lists them")


_ABOUT_LIVE = (Verb.PUBLISH, Verb.DECIDE)
_SEGMENTS = 5
"""Texts shown a page: an artifact is read on a screen, the PO file has them all."""


def by_source(rows: Iterable[PageRow]) -> list[tuple[int, ...]]:
    """Group the pages that need work by the page that they translate, by their places among those given.

    They are in the order of the first of each; without a source each is alone. ::

        fr of post 1, ar of post 2, de of post 1  →  (0, 2), (1,)
    """
    groups: dict[tuple[str, str], list[int]] = {}
    for place, row in enumerate(rows):
        if row.wants:
            groups.setdefault((row.key, row.source_url or row.locale), []).append(place)
    return [tuple(own) for own in groups.values()]


def _entry(
    number: int, pages: tuple[PageStatus, ...], status: Status, names: Callable[[str], str]
) -> list[str]:
    first = pages[0]
    title = inline(first.title or first.key)
    if len(pages) == 1:
        told = ", ".join([inline(names(first.locale)), *_standing(first, status)])
        lines = [f"{number}. **{link(title, first.url or first.source_url)}**: {told}"]
    else:
        words = [figures.outstanding([page]).words for page in pages]
        count = len({page.locale for page in pages})
        of = figures.in_each(words) if any(words) else f"in {count} languages"
        lines = [f"{number}. **{link(title, first.source_url)}**: {of}"]
        lines += [f"    - {line}" for line in _locales(pages, status, names)]
    for page in pages:
        if why := _why(page):
            of = f"{inline(names(page.locale))}: " if len(pages) > 1 else ""
            lines.append(f"    - {of}{inline(why)}")
    if commands := [code(one) for page in pages if (one := figures.confirm_command(page))]:
        lines.append(f"    - still right as it stands? {', '.join(commands)}")
    if any(page.state is PageState.ORPHAN for page in pages):
        lines.append("    - its source is gone: delete the page, or pair it with another")
    works = _works(pages)
    named: dict[str, str] = {}
    for work in works[:_SEGMENTS]:
        lines.append(f"    - {_line(work, pages, named, names)}")
    if len(works) > _SEGMENTS:
        lines.append(f"    - {figures.plural(len(works) - _SEGMENTS, 'more text')}")
    return lines


def _why(page: PageStatus) -> str:
    """Return what is seen on the live page, of a page without texts to work on."""
    if page.units:
        return ""
    why = (page.publication_reason,) if verb_of(page) in _ABOUT_LIVE else ()
    return "; ".join(filter(None, (*why, *page.evidence)))


def _standing(page: PageStatus, status: Status) -> Iterator[str]:
    row = row_of(page)
    yield deed(row, status)
    yield labels.of(standing(row)).text
    if page.since is not None:
        yield f"since {since_day(page.since, status, bounded=page.bounded)}"


def _locales(pages: Sequence[PageStatus], status: Status, names: Callable[[str], str]) -> Iterator[str]:
    """Yield a line for the locales in which a page stands alike: `French and German: Translate (16 words in each)`."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for page in pages:
        shown = link(inline(names(page.locale)), page.url)
        alike.setdefault(tuple(_standing(page, status)), []).append(shown)
    for (does, *facts), locales in alike.items():
        each = does.replace(" words)", " words in each)") if len(locales) > 1 else does
        yield f"{figures.enumerated(locales)}: {', '.join([each, *facts])}"


def _works(pages: Sequence[PageStatus]) -> list[_Work]:
    """Return the texts of a page in all its locales, each change once, in the order in which they come up.

    A text that stands on the page several times is one, in the locales where it stands there as often.
    """
    found: dict[tuple[object, ...], list[tuple[PageStatus, tuple[UnitStatus, ...]]]] = {}
    for page in pages:
        own: dict[tuple[object, ...], list[UnitStatus]] = {}
        for unit in page.units:
            own.setdefault((unit.state, unit.words, unit.context, plain_runs(unit)), []).append(unit)
        for shown, units in own.items():
            found.setdefault((*shown, len(units)), []).append((page, tuple(units)))
    return list(found.values())


def _line(
    work: _Work, pages: Sequence[PageStatus], named: dict[str, str], names: Callable[[str], str]
) -> str:
    """Return a text's line: `missing, 14 words in each of French and German: Bring a cup … (`fr:52`, `de:52`)`.

    A catalog that an earlier line names, which `named` remembers, is not named again: `:45`, of several `fr:45`.
    """
    units = work[0][1]
    facts = f"{labels.of(units[0].state).text}, {figures.plural(units[0].words, 'word')}"
    where = figures.enumerated([inline(names(page.locale)) for page, _ in work])
    if len(work) > 1:
        facts += " in each" + (f" of {where}" if len(work) < len(pages) else "")
    elif len(pages) > 1:
        facts += f", in {where}"
    if len(units) > 1:
        facts += f", {len(units):,} times"
    lines = [(page, line) for page, own in work for line in sorted({one.line for one in own})]
    places = [
        _place(page, line, named, tagged=len(pages) > 1) for page, line in lines if page.catalog and line
    ]
    return f"{facts}: {_text(units[0])}" + (f" ({', '.join(places)})" if places else "")


def _place(page: PageStatus, line: int, named: dict[str, str], *, tagged: bool) -> str:
    file = page.catalog
    if named.get(page.locale) == file:
        file = page.locale if tagged else ""
    named[page.locale] = page.catalog
    return code(f"{file}:{line}")


def _text(unit: UnitStatus) -> str:
    """Return the text with what changed marked: `9 to ~~18~~ **17**`, never `~~18~~**17**`, which reads as 1817."""
    marks = {Edit.SAME: "", Edit.DEL: "~~", Edit.INS: "**"}
    shown = ""
    runs = plain_runs(unit)
    for edit, text in runs:
        apart = edit is Edit.INS and shown.endswith("~~")
        shown += " " * apart + _marked(text, marks[edit])
    if unit.confirmed not in (None, unit.source) and all(edit is Edit.SAME for edit, _ in runs):
        shown += " (only its markup changed)"
    return shown


def _marked(text: str, mark: str) -> str:
    """Set the mark inside the white space around, where Markdown reads it as a mark."""
    core = text.strip()
    if not mark or not core:
        return inline(text)
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{inline(before)}{mark}{inline(core)}{mark}{inline(after)}"
