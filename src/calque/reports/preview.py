"""Pages and their translations side by side, as one HTML page that needs nothing but itself: no network, no script."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from markupsafe import Markup

from calque.html import plain
from calque.locales import is_rtl, locale_name
from calque.model import TITLE, Segment, SegmentKind, SegmentState, SplitPost, UnitStatus
from calque.po.units import Key
from calque.reports import figures, labels
from calque.reports.page_templates import part_of, source_hash, template_of
from calque.reports.preview_text import shown_changes, shown_text
from calque.reports.reading import source_runs
from calque.reports.view import web

__all__ = ["Preview", "render_previews"]

_LOOKS = {
    "h1": "heading one",
    "h2": "heading two",
    "h3": "heading three",
    "h4": "heading three",
    "h5": "heading three",
    "h6": "heading three",
    "li": "item",
    "dt": "term",
    "blockquote": "quotation",
    "q": "quotation",
    "figcaption": "caption",
    "caption": "caption",
    "pre": "code",
    "td": "cell",
    "th": "cell strong",
    "button": "button",
    "label": "caption",
    "summary": "term",
}
"""How the text of an element looks, by classes of `templates/preview.css`."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A source page and its translation in one locale."""

    locale: str
    source: str
    """The tag of the source's locale."""
    split: SplitPost
    units: Mapping[Key, UnitStatus]
    """What the catalog says of each text; with the line of its entry in the file that the page stands beside."""
    catalog: str
    """That file, as it is told."""
    questions: Mapping[Key, str] = field(default_factory=lambda: MappingProxyType({}))
    """What translators wrote beside their texts."""
    live: str = ""
    """The address of its counterpart."""


@dataclass(frozen=True, slots=True)
class _PreviewRow:
    """A text as it is shown."""

    id: str
    line: int
    look: str
    what: str
    """What it is, where its look does not say it: `alternative text`."""
    state: SegmentState | None
    """None where nothing is to be said of it."""
    source: Markup
    target: Markup
    reason: str
    questions: tuple[str, ...]


def render_previews(pages: Sequence[Preview], *, heading: str = "") -> str:
    """Return one page that shows each of these with its translation, text beside text, in the order of the post.

    Each text that has an entry has the anchor `L` and its line: `#L123`. What is not finished is marked: stale with
    what changed in the source, invalid with the reason. The same values give the same text.
    """
    style = part_of("preview.css")
    taken = {""}
    shown = [_shown(page, number, taken) for number, page in enumerate(pages, 1)]
    return template_of("preview.html.j2").render(
        heading=heading or (shown[0]["title"] if shown else "Nothing to show"),
        language=pages[0].source if pages else "en",
        style=Markup(style),  # noqa: S704 — the package's own file
        style_hash=source_hash(style),
        pages=shown,
        several=len(pages) > 1,
    )


def _shown(page: Preview, number: int, taken: set[str]) -> dict[str, object]:
    rows = _rows(page, taken)
    open_ = [row for row in rows if row.state not in (None, SegmentState.TRANSLATED)]
    counts = Counter(unit.state for unit in page.units.values())
    titles = (one for one in page.split.segments if one.context == TITLE)
    title = next((plain(one.text) for one in titles), "") or page.split.post.slug or page.split.post.key
    links = (("Source page", page.split.post.link), ("Live page", page.live))
    return {
        "title": title,
        "key": page.split.post.key,
        "anchor": f"page-{number}",
        "catalog": page.catalog,
        "source": _language(page.source),
        "target": _language(page.locale),
        "links": [(label, web(url)) for label, url in links if web(url)],
        "counts": [
            f"{count:,} {labels.of(state).text}" for state in SegmentState if (count := counts[state])
        ],
        "total": figures.plural(len(page.units), "text"),
        "open": open_,
        "rows": rows,
    }


def _language(tag: str) -> dict[str, str]:
    return {"tag": tag, "name": locale_name(tag), "dir": "rtl" if is_rtl(tag) else "ltr"}


def _rows(page: Preview, taken: set[str]) -> list[_PreviewRow]:
    """Return the texts of a page; one that stands several times has its anchor at the first, as `taken` remembers."""
    rows: list[_PreviewRow] = []
    for segment in page.split.segments:
        key = (segment.context, segment.text)
        unit = page.units.get(key)
        anchor = f"L{unit.line}" if unit and unit.line else ""
        anchor = "" if anchor in taken else anchor
        taken.add(anchor)
        rows.append(_row(segment, unit, anchor, page.questions.get(key, "")))
    return rows


def _row(segment: Segment, unit: UnitStatus | None, anchor: str, question: str) -> _PreviewRow:
    source, target = shown_text(segment.text, segment.placeholders), Markup("")
    if unit and unit.confirmed is not None and unit.state is SegmentState.STALE:
        source = shown_changes(source_runs(unit))
    if unit and unit.target.strip():
        target = shown_text(unit.target, segment.placeholders)
    return _PreviewRow(
        id=anchor,
        line=unit.line if unit else 0,
        look=_look(segment),
        what=_what(segment),
        state=unit.state if unit else None,
        source=source,
        target=target,
        reason=unit.reason if unit and unit.state is not SegmentState.TRANSLATED else "",
        questions=tuple(line for line in question.splitlines() if line.strip()),
    )


def _look(segment: Segment) -> str:
    if segment.context == TITLE:
        return "heading one"
    if segment.kind is not SegmentKind.TEXT:
        return "attribute"
    names = (name.partition(".")[0] for name in reversed(segment.path.split(" > ")))
    return next((_LOOKS[name] for name in names if name in _LOOKS), "text")


def _what(segment: Segment) -> str:
    """Return what a text is where nobody would see it: `attr:alt` → `alternative text`, `field:acf.tip` → `acf.tip`."""
    context = segment.context or ""
    if context in ("", TITLE):
        return ""
    kind, _, name = context.partition(":")
    if kind == "attr":
        return {"alt": "alternative text", "title": "tooltip"}.get(name, name)
    return name.replace("#", " ") if kind in ("field", "wp", "shortcode") else context
