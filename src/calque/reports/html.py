"""The status as one HTML page that needs nothing but itself.

Style, script and data stand inside; a Content-Security-Policy keeps everything else out, and names
the two by their hashes. Without JavaScript the first rows are there to read; with it, all of them
can be filtered and sorted, and the filter stands in the address.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.resources import files
from types import SimpleNamespace
from urllib.parse import quote

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from calque.locales import is_rtl, locale_name
from calque.model import PageState, Publication, Status, Turn, Verb
from calque.reports import comparison, figures, labels, opening, sections
from calque.reports.chart import burn_down
from calque.reports.embed import embedded
from calque.reports.reading import TAG, readable_lines
from calque.reports.rows import Link, ViewSetting
from calque.reports.view import Entry, entries

__all__ = ["render_page"]


def render_page(
    status: Status,
    *,
    names: Callable[[str], str] = locale_name,
    rtl: Callable[[str], bool] = is_rtl,
    catalog_link: Callable[[str, int], str] = lambda path, _: quote(path),
    preview_link: Callable[[str, str], str] = lambda _locale, _key: "",
    budget: int = 4_000_000,
) -> str:
    """Return the page; the same status and arguments give the same text.

    `names` gives a locale's name, `rtl` whether it runs from right to left, `catalog_link` the
    address of a line in a PO file, by default its path relative to the page, `preview_link` that of a page's
    preview in a locale, where there is one. `budget` is how many
    characters of segments are shown, by priority, before only their numbers are.
    """
    status = replace(status, pages=tuple(status.pages))  # gone through many times, and perhaps on disk
    setting = ViewSetting(names, catalog_link, preview_link)
    direction = cache(lambda tag: "rtl" if tag and rtl(tag) else "ltr")
    shown = entries(status, setting, budget=budget)
    listed = tuple(entry for entry in shown if not entry.quiet)
    matrix = sections.matrix(status)
    locales = sections.locales(status, names)
    style, script = _part("report.css"), _part("report.js")
    template = _environment().get_template("report.html.j2")
    page = template.render(
        status=status,
        name=names,
        direction=direction,
        style=Markup(style),  # noqa: S704  the package's own file
        style_hash=_hash(style),
        script=Markup(script),  # noqa: S704  the same
        script_hash=_hash(script),
        measured=f"{figures.moment(status.measured)}, {status.measured:%H:%M} UTC",
        summary=sections.summary(status),
        first=status.comparison is None,
        since=comparison.sentence(status),
        turns=opening.turns(status, setting),
        turned=_turned(listed),
        in_hand=opening.in_hand(status, setting),
        chart=burn_down(status, names),
        things=sections.things(status, setting),
        bands=labels.BANDS,
        locales=locales,
        checked=_checked(shown),
        quiet=_quiet(len(shown) - len(listed)),
        queue_verbs=_queue_verbs(listed),
        queue_states=_queue_states(listed),
        entries=listed[:_ENTRIES],
        count=figures.plural(len(listed), "page"),
        unlisted=_unlisted(len(listed)),
        matrix=matrix[:_MATRIX_ROWS],
        left_out=sections.left_out(status, matrix),
        uncounted=sections.uncounted(status, names),
        findings=sections.findings(status),
        blank=_BLANK,
        data=embedded(shown, matrix, locales, _directions(status, direction)),
    )
    return readable_lines(page)


_ENTRIES = 40
"""Entries that stand in the page from the start; the script builds the others when they are asked for."""

_MATRIX_ROWS = 40

_NOTHING = Link("", "")

_BLANK = SimpleNamespace(
    **dict.fromkeys(("id", "title", "name", "amount", "waits", "rest", "key"), ""),
    **dict.fromkeys(("source_caption", "target_caption", "note", "href", "noted", "message", "code"), ""),
    **dict.fromkeys(("links", "facts", "rows", "folded", "flaws"), ()),
    **dict.fromkeys(("preview", "source", "target")),
    **dict.fromkeys(("link", "catalog"), _NOTHING),
)
"""What the templates of the script's rows are written from."""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_part),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    environment.filters |= {
        "label": labels.of,
        "marked": _marked,
        "plural": figures.plural,
        "thousands": "{:,}".format,
    }
    return environment


@cache
def _part(name: str) -> str:
    return files("calque.reports").joinpath("templates", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _marked(text: str) -> Markup:
    """Set the tags of the msgid form apart from the words around them."""
    parts = TAG.split(text)
    shown = (
        Markup("<code>{}</code>").format(part) if index % 2 else escape(part)
        for index, part in enumerate(parts)
    )
    return Markup("").join(shown)


def _queue_verbs(listed: tuple[Entry, ...]) -> dict[Verb, str]:
    """Return the choices of the filter by what is to be done: `publish` → `Publish (3)`."""
    count = Counter(entry.verb for entry in listed)
    return {verb: f"{labels.VERB[verb]} ({count[verb]:,})" for verb in Verb if count[verb]}


def _queue_states(listed: tuple[Entry, ...]) -> dict[PageState | Publication, str]:
    """Return the choices of the state filter: `stale` → `stale (12)`."""
    count = Counter(entry.state for entry in listed)
    states: tuple[PageState | Publication, ...] = (*PageState, *Publication)
    return {state: f"{labels.of(state).text} ({count[state]:,})" for state in states if count[state]}


def _turned(listed: tuple[Entry, ...]) -> dict[Turn, str]:
    """Return the choices of the filter by what became of a page: `new` → `new (3)`."""
    count = Counter(entry.turn for entry in listed)
    return {turn: f"{turn} ({count[turn]:,})" for turn in Turn if count[turn]}


def _checked(shown: tuple[Entry, ...]) -> dict[str, str]:
    """Return the choices of the filter by what the checks say: `warnings` → `with warnings (3)`."""
    count = {
        "warnings": sum(bool(entry.warnings) for entry in shown),
        "notes": sum(bool(entry.notes) for entry in shown),
    }
    return {kind: f"with {kind} ({found:,})" for kind, found in count.items() if found}


def _quiet(count: int) -> str:
    if not count:
        return ""
    more = figures.plural(count, "page")
    return (
        f"{more} with nothing to do {'has' if count == 1 else 'have'} warnings or notes of the checks:"
        " calque check lists them."
    )


def _unlisted(count: int) -> str:
    if count <= _ENTRIES:
        return ""
    return (
        f"These are the first {_ENTRIES} of {figures.plural(count, 'page')}; the others come with JavaScript,"
        " or by calque status --format csv."
    )


def _directions(status: Status, direction: Callable[[str], str]) -> dict[str, str]:
    """Return the direction of each language that runs from right to left."""
    tags = {status.source, *(page.locale for page in status.pages)}
    tags |= {text.language for page in status.pages for text in page.live}
    return {tag: "rtl" for tag in sorted(tags) if direction(tag) == "rtl"}
