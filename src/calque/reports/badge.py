"""Badges as SVG: a locale and how far it is, for a README or a dashboard."""

from collections.abc import Sequence
from html import escape

from calque.model import LocaleStatus, SegmentState, Status
from calque.reports import figures
from calque.reports.reading import readable_lines

__all__ = ["render_badges"]

_HEIGHT = 20
_GAP = 4
_ABOVE = ((100, "#2f6f4e"), (80, "#4b7020"), (50, "#8a5a00"), (0, "#a33a2a"))
"""The colour from a percentage on, each with a contrast of more than 4.5 to white."""
_UNKNOWN = "#5b626a"
_NAME = "#3a3f45"


def render_badges(status: Status) -> str:
    """Return one badge for each locale, one below the other: the share translated, stale texts, pages to publish."""
    return _picture(status.locales)


def _picture(rows: Sequence[LocaleStatus]) -> str:
    names = max((_width(row.locale) for row in rows), default=0)
    texts = [_text(row) for row in rows]
    values = max(map(_width, texts), default=0)
    width, height = names + values, len(rows) * (_HEIGHT + _GAP) - _GAP if rows else 0
    said = "; ".join(f"{row.locale}: {text}" for row, text in zip(rows, texts, strict=True))
    title = escape(said or "no locales")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" role="img" aria-label="{title}">',
        f"<title>{title}</title>",
        '<g font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" fill="#fff" text-anchor="middle">',
    ]
    for number, (row, text) in enumerate(zip(rows, texts, strict=True)):
        parts += _badge(row, text, names, values, number * (_HEIGHT + _GAP))
    return readable_lines("\n".join([*parts, "</g>", "</svg>"]) + "\n")


def _badge(row: LocaleStatus, text: str, name: int, value: int, top: int) -> list[str]:
    base = top + 14
    side = f"M{name} {top}h{value - 3}a3 3 0 0 1 3 3v{_HEIGHT - 6}a3 3 0 0 1-3 3h-{value - 3}z"
    return [
        f'<rect y="{top}" width="{name + value}" height="{_HEIGHT}" rx="3" fill="{_NAME}"/>',
        f'<path d="{side}" fill="{_colour(row.percent)}"/>',
        _label(row.locale, name / 2, base, name),
        _label(text, name + value / 2, base, value),
    ]


def _label(text: str, x: float, y: int, width: int) -> str:
    """Write a text; `textLength` makes it fit, whatever font the reader has."""
    length = min(_length(text), width - 2 * _PADDING)
    return f'<text x="{x:g}" y="{y}" textLength="{length}">{escape(text)}</text>'


def _text(row: LocaleStatus) -> str:
    stale = dict(row.counts).get(SegmentState.STALE)
    late = f", {stale.segments:,} stale" if stale else ""
    waits = figures.waiting_pages(row)
    late += f", {waits:,} to publish" if waits else ""
    return f"{figures.percent(row.percent)}{'' if row.percent is None else ' translated'}{late}"


def _colour(percent: int | None) -> str:
    return _UNKNOWN if percent is None else next(colour for least, colour in _ABOVE if percent >= least)


_PADDING = 7


def _width(text: str) -> int:
    return _length(text) + 2 * _PADDING


def _length(text: str) -> int:
    """Return about how wide the text is at 11 pixels."""
    return round(sum(_NARROW.get(sign, 7.0) for sign in text))


_NARROW = dict.fromkeys("ijl,.;:|!'", 3.4) | dict.fromkeys("frt -()", 4.6) | dict.fromkeys("mwMW%", 10.6)
