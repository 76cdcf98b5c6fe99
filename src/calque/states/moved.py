"""Texts that stand in another order on a live page than in its source."""

from collections import Counter
from collections.abc import Sequence

from calque.html.typography import as_shown
from calque.locales import locale_name
from calque.model import Severity, Site, SplitPost, UnitFlaw
from calque.rises import longest_rise
from calque.states.judged_units import CHECKED_STATES, JudgedUnit

__all__ = ["MOVED", "moved_flaws"]

MOVED = "moved"
"""The code of what is said of such a text, and what `[drift] ignore` names it."""
_MOST = 0.34
"""With more moved texts than this share, the page is laid out in its own way, and nothing is said."""
_FEW = 3


def moved_flaws(
    judged: Sequence[JudgedUnit], live: SplitPost, locale: str, site: Site
) -> tuple[UnitFlaw, ...]:
    """Return a note for each text that stands elsewhere on the live page; of two that changed places, for one."""
    if MOVED in site.drift.ignored_in(locale):
        return ()
    texts = [as_shown(segment.text) for segment in live.segments if segment.context is None]
    counts = Counter(texts)
    places = {text: at for at, text in enumerate(texts) if counts[text] == 1}
    rows = [
        (unit.status, places[text])
        for unit in judged
        if unit.status.context is None
        and unit.status.state in CHECKED_STATES
        and (text := as_shown(unit.status.target)) in places
    ]
    kept = frozenset(longest_rise([place for _, place in rows]))
    moved = [status for number, (status, _) in enumerate(rows) if number not in kept]
    if len(moved) > max(1, _MOST * len(rows)) or len(rows) < _FEW:
        return ()
    message = f"it stands elsewhere on the {locale_name(locale)} page than in its source"
    return tuple(
        UnitFlaw(MOVED, Severity.NOTE, message, one.reference, one.line, one.source, one.target)
        for one in moved
    )
