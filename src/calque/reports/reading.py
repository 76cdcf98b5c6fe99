"""A segment's texts as a person reads them: without escapes, with what changed marked, cut to the point."""

import re

from calque.model import UnitStatus
from calque.visible import visible
from calque.worddiff import Edit, diff_words

__all__ = [
    "TAG",
    "Run",
    "excerpt",
    "plain",
    "plain_runs",
    "printable",
    "readable",
    "readable_lines",
    "shortened",
    "shown_runs",
    "source_runs",
]

Run = tuple[Edit, str]

TAG = re.compile(r"(</?[A-Za-z][^<>]*>)")
"""A tag of the msgid form: `<strong>`, `<a id="1">`, `</a>`, `<br/>`."""


def shown_runs(unit: UnitStatus) -> tuple[Run, ...]:
    """Return what a worklist shows of a text: its source; on a page without a source, the text itself."""
    return source_runs(unit) if unit.source else ((Edit.SAME, readable(unit.target)),)


def source_runs(unit: UnitStatus) -> tuple[Run, ...]:
    """Return the source text as runs: what changed since the translation was made, else one run."""
    source = readable(unit.source)
    return ((Edit.SAME, source),) if unit.confirmed is None else diff_words(readable(unit.confirmed), source)


def plain_runs(unit: UnitStatus) -> tuple[Run, ...]:
    """Return the same as `shown_runs` without the tags, as a page shows the text: for readers who write no markup."""
    if not unit.source:
        return ((Edit.SAME, plain(unit.target)),)
    source = plain(unit.source)
    return ((Edit.SAME, source),) if unit.confirmed is None else diff_words(plain(unit.confirmed), source)


def plain(text: str) -> str:
    """Return a text of the msgid form as a page shows it, with a word for what is no text.

    `See <a id="1">this</a><br/><img id="2"/> &amp; <x id="3"/>` → `See this [image] & [code]`
    """
    return readable(TAG.sub("", _ALONE.sub(_named, text)))


_ALONE = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)(?: [^<>]*)?/>")
"""A tag that stands for something by itself."""
_NAMES = {"br": " ", "wbr": "", "img": "[image]", "x": "[code]"}


def _named(found: re.Match[str]) -> str:
    return _NAMES.get(found[1], f"[{found[1]}]")


def readable(text: str) -> str:
    """Decode what the msgid form escapes: `Scanning &amp; Wi-Fi` → `Scanning & Wi-Fi`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def excerpt(runs: tuple[Run, ...], *, around: int = 48) -> tuple[Run, ...]:
    """Return the first change with at most `around` characters on each side; nothing where nothing changed.

    ::

        (SAME "Every day <b>the café is open until "), (DEL "seven"), (INS "eight"), (SAME ".</b>")
        → (SAME "… is open until "), (DEL "seven"), (INS "eight"), (SAME ".")        with around=16

    Tags go from what did not change: an excerpt is for the words.
    """
    first = next((index for index, (edit, _) in enumerate(runs) if edit is not Edit.SAME), None)
    if first is None:
        return ()
    last = first + 1 if runs[first + 1 : first + 2] and runs[first + 1][0] is not Edit.SAME else first
    before = _words(runs[first - 1]) if first else ""
    after = _words(runs[last + 1]) if last + 1 < len(runs) else ""
    if len(before) > around:
        before = f"… {before[-around:].partition(' ')[2]}"
    if len(after) > around:
        after = f"{after[:around].rpartition(' ')[0]} …"
    elif last + 2 < len(runs):
        after = f"{after.rstrip()} …"
    changed = [(edit, _cut(text, 2 * around)) for edit, text in runs[first : last + 1]]
    kept = [(Edit.SAME, before), *changed, (Edit.SAME, after)]
    return tuple((edit, text) for edit, text in kept if text)


def _words(run: Run) -> str:
    return TAG.sub("", run[1])


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]} …"


def readable_lines(text: str) -> str:
    """Return a whole report as lines in UTF-8: halves of characters replaced, and what would be obeyed made visible."""
    return visible(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), lines=True)


def shortened(text: str, limit: int = 160) -> str:
    """Return the text with at most so many characters."""
    return text if len(text) <= limit else f"{text[: limit - 2]} …"


def printable(text: str) -> str:
    """Return the text as one line, with what a terminal would obey made visible: see :mod:`calque.visible`."""
    return visible(re.sub(r"[ \t\n\r\f\v\xa0]+", " ", text))
