"""What the grammar of segments says of a translation, and the tags and placeholders of catalogs from elsewhere."""

import re
from collections import Counter
from collections.abc import Iterator

from calque.checks.pair import Pair
from calque.model import Severity

__all__ = ["bidi", "control_characters", "embedded_url", "markup", "placeholders", "tags"]

_OWN = {"control": "control-characters", "direction": "bidi", "embed": "embedded-url"}
"""Problems of the grammar that are a check of their own here."""
_HTML_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|button|code|dd|del|div|dl|dt|em|font|h[1-6]|hr|i|img|ins|kbd|label|li|ol|p|pre|"
    r"q|s|samp|small|span|strong|sub|sup|table|td|th|tr|tt|u|ul|var)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


def markup(pair: Pair) -> Iterator[str]:
    """Yield what keeps the target from being rendered: a foreign or missing tag, a new shortcode."""
    if pair.setting.is_html:
        yield from _problems(pair, Severity.ERROR, None)


def tags(pair: Pair) -> Iterator[str]:
    """Yield tags that were dropped, repeated or put elsewhere, which is sometimes right."""
    if pair.setting.is_html:
        yield from _problems(pair, Severity.WARNING, None)
    elif "<" in pair.source or "<" in pair.target:
        wanted, given = (Counter(_HTML_TAG.findall(text)) for text in (pair.source, pair.target))
        if not wanted:
            return
        for tag in wanted - given:
            yield f"{tag} of the source is missing"
        for tag in given - wanted:
            yield f"{tag} is not in the source text"


def control_characters(pair: Pair) -> Iterator[str]:
    """Yield characters that cannot stand in a page."""
    yield from _problems(pair, Severity.ERROR, "control-characters")


def bidi(pair: Pair) -> Iterator[str]:
    """Yield direction marks that reach beyond the text."""
    yield from _problems(pair, Severity.ERROR, "bidi")


def embedded_url(pair: Pair) -> Iterator[str]:
    """Yield where the target has become a URL alone."""
    yield from _problems(pair, Severity.WARNING, "embedded-url")


def _problems(pair: Pair, severity: Severity, code: str | None) -> Iterator[str]:
    return (
        problem.message
        for problem in pair.markup
        if problem.severity is severity and _OWN.get(problem.code) == code
    )


def placeholders(pair: Pair) -> Iterator[str]:
    """Yield placeholders such as `%s`, `%(name)s` and `{name}` that are lost, added or misspelt."""
    if not ("%" in pair.source or "{" in pair.source or "%" in pair.target or "{" in pair.target):
        return
    wanted, given = (Counter(_placeholders(text, pair.formats)) for text in (pair.source, pair.target))
    for name in wanted - given:
        yield f"{name} of the source is missing"
    for name in given - wanted:
        if wanted or pair.formats:
            yield f"{name} is not in the source text"


_NAMED = r"%\(\w+\)[a-zA-Z]|%\d+\$[a-zA-Z]"
_PERCENT = r"%(?:\d*\.?\d+)?(?:hh|ll|[hlLqjzt])?[sdiufxXcgGeEop](?![a-zA-Z])"
_BRACES = r"\{[a-zA-Z_][\w.]*(?:![rsa])?(?::[^{}\s]*)?\}|\{\d*\}"
_PATTERNS = {
    "percent": re.compile(f"%%|{_NAMED}|{_PERCENT}"),
    "braces": re.compile(f"{_BRACES}"),
    "both": re.compile(f"%%|{_NAMED}|{_PERCENT}|{_BRACES}"),
}


def _placeholders(text: str, formats: tuple[str, ...]) -> list[str]:
    """Return the placeholders of a text, of the kinds that the entry's flags leave in question."""
    kind = "both"
    if "python-brace-format" in formats:
        kind = "braces"
    elif any(name.endswith("-format") and not name.startswith("no-") for name in formats):
        kind = "percent"
    elif any(name.startswith("no-") for name in formats):
        kind = "braces"
    names = _PATTERNS[kind].findall(text.replace("\u066a", "%"))
    return [_POSITION.sub("%", name) for name in names if name != "%%"]


_POSITION = re.compile(r"%\d+\$")
"""`%1$s` only says which one: a translation may number what the source does not."""
