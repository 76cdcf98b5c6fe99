"""Live texts that were on their page before the source text that they align with was on its own."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

from calque.adoption.answers import SourceAndTarget, judge_answer
from calque.adoption.offers import Offer
from calque.checks import CheckSetting
from calque.html.typography import as_shown
from calque.model import History
from calque.po import Catalog
from calque.po.units import Key

__all__ = ["Former"]

_MENDED = 65
"""How much alike, in percent, a text is with what it was before somebody mended it; two that have nothing to do with
each other reach 50 in one language."""
_SIGNS = re.compile(r"[\W_]+")


class Former:
    """What earlier syncs know of a source (`history`) and its page (`seen`), to tell which text was there first.

    A paragraph of the source that is written anew aligns with the old translation, by its place, as soon as somebody
    saves the translated page. That translation is not one of the new paragraph.
    """

    def __init__(self, catalog: Catalog, history: History, seen: History, setting: CheckSetting) -> None:
        self._history = history
        self._seen = seen
        self._setting = setting
        self._obsolete = [
            block.fields for block in catalog.blocks if block.fields.obsolete and block.fields.msgstr
        ]

    def of_text(self, key: Key, offer: Offer) -> str:
        """Return why the live text cannot be the translation of a text; empty where it may be one."""
        since = _since(self._history, key)
        if since is None or not self._seen.revisions:
            return ""
        for text in self._before(since):
            if text != as_shown(offer.live) and not _is_mended(text, as_shown(offer.live)):
                continue
            if not self._is_answered(text, key, offer):
                return "the page said so before the source did"
        return ""

    def _before(self, moment: datetime) -> Iterator[str]:
        """Yield each text that the page had when something was not yet in its source."""
        rows = (one for one in self._seen.revisions if one.since < moment)
        yield from dict.fromkeys(as_shown(text) for one in rows for _, text in one.units)

    def _is_answered(self, text: str, key: Key, offer: Offer) -> bool:
        """Tell whether the page was edited after the source, by what the source said when the page had that text."""
        for fields in self._obsolete:
            if as_shown(fields.msgstr) == text and text != as_shown(offer.live):
                before, after = (
                    SourceAndTarget(fields.msgid, fields.msgstr),
                    SourceAndTarget(key[1], offer.target),
                )
                return judge_answer(before, after, self._setting).holds
        return False


def _since(history: History, key: Key) -> datetime | None:
    """Return when a text came into the source; None where it has always been there, as far as is known."""
    first = next((at for at, one in enumerate(history.revisions) if one.holds(*key)), 0)
    return history.revisions[first].since if first else None


def _is_mended(old: str, new: str) -> bool:
    from rapidfuzz.fuzz import ratio  # noqa: PLC0415 — 20 ms that only an edited page needs

    return ratio(_letters(old), _letters(new), score_cutoff=_MENDED) >= _MENDED


@lru_cache(maxsize=10_000)
def _letters(text: str) -> str:
    return _SIGNS.sub("", text).casefold()
