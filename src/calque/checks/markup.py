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
    if not any(mark in text for mark in "%{" for text in (pair.source, pair.target)):
        return
    pattern = _pattern(pair.formats)
    if not pair.formats and _DATE_FORMAT.search(pair.source):
        return
    wanted, given = (Counter(_placeholders(text, pattern)) for text in (pair.source, pair.target))
    missing, added = wanted - given, given - wanted
    if pair.is_plural and not added and missing.total() == 1 and _COUNT.search(next(iter(missing))):
        return
    for name in missing:
        yield f"{name} of the source is missing"
    for name in added:
        if wanted or pair.formats:
            yield f"{name} is not in the source text"


_CONVERSION = (
    r"%(?P<name>\(\w+\))?(?:\d+\$)?[-+#0'I]*+\d*+(?:\.\d+)?(?P<kind>(?:hh|ll|[hlLqjzt])?[diouxXeEfFgGcsp@])"
)
_BRACES = r"\{(?:[a-zA-Z_][\w.]*(?:![rsa])?(?::[^{}\s]*)?|\d*)\}"
_PERCENT = re.compile(f"%%|{_CONVERSION}")
_BRACE = re.compile(_BRACES)
_EITHER = re.compile(rf"%%|(?<!\d){_CONVERSION}(?![a-z])|{_BRACES}")
"""Where no flag says that the text is a format: not the sign of a percentage, `100%off`."""
_COUNT = re.compile(r"[di]$|[zl]?u$|\{(?:\d*|n|num|count|number)\}")
"""A placeholder that holds a number."""
_URL = re.compile(r"https?://[^\s<>]+")
_DATE_FORMAT = re.compile("%[aAbBHMSyYZ]")


def _pattern(formats: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds placeholders of the kinds that an entry's flags leave in question."""
    if "python-brace-format" in formats:
        return _BRACE
    if any(not name.startswith("no-") for name in formats):
        return _PERCENT
    return _BRACE if formats else _EITHER


def _placeholders(text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """Yield each placeholder by what it stands for: a translation may number it, or give it another width."""
    if "://" in text:
        text = _URL.sub("", text)
    for found in pattern.finditer(text):
        if found[0].startswith("%") and found[0] != "%%":
            yield f"%{found['name'] or ''}{found['kind']}"
        elif found[0] != "%%":
            yield found[0]
