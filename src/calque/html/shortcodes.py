"""WordPress shortcodes in a text: `[gallery ids="1"]`.

Any plugin may define one, so a name alone proves nothing: `[anglais]` is text. It is a shortcode when WordPress
itself or the site's configuration knows the name, when it has `name="…"`, or when its closing tag occurs.
"""

import re
from collections.abc import Collection, Iterator

from calque.html.attributes import Attribute, quote
from calque.model import Quotes

__all__ = [
    "BRACKET",
    "CODE",
    "CORE",
    "TEXTS",
    "closed_names",
    "escaped_names",
    "is_shortcode",
    "shortcode_attributes",
    "shortcode_span",
    "shortcode_value",
]

CORE = frozenset("audio caption embed gallery playlist video wp_caption".split())
"""What WordPress registers (wp-includes/shortcodes.php and media.php)."""

TEXTS = {"caption": ("caption",), "wp_caption": ("caption",)}
"""The attributes of WordPress's own shortcodes that are texts; WordPress before 3.4 wrote captions so."""

CODE = frozenset(
    "actionscript actionscript3 arduino as3 bash c c-sharp cc cci clojure code coldfusion cpp crayon csharp css "
    "delphi diff enlighter erlang fsharp go golang groovy haskell html java javafx javascript jfx js jscript json "
    "latex matlab matlabkey obj-c objc pascal perl php powershell py python rails rb ruby rust scala shell source "
    "sourcecode splus sql swift typescript vb vbnet xhtml xml xslt yaml".split()
)
"""Names between whose tags plugins show source code: SyntaxHighlighter, CodeColorer, Crayon, Enlighter, Jetpack.

`[text]` and `[plain]` are not here, for page builders call texts so.
"""

BRACKET = re.compile(r"\[(?P<close>/?)(?P<name>[^\s<>&/\[\]=\"'\x00-\x20]+)(?P<rest>[^\[\]]*+)(?P<end>\]?)")
"""What may be a shortcode. It ends at the first `]`, as in WordPress's own expression."""

_ATTRIBUTE = re.compile(
    r"[\w-]\s*=\s*(?:[\"'\u2018-\u201f\u2032-\u2036\u00ab]|&quot;|&#8(?:22[01]|21[67]|24[23]);)"
)
"""`name="…"`, also with the typographic quotes that WordPress puts into a shortcode that no plugin handled."""

_VALUES = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s'\"]+))")
_BARE = re.compile(r"[\w.:-]+")
_QUOTES = {2: Quotes.DOUBLE, 3: Quotes.SINGLE, 4: Quotes.NONE}

_NAME = r"([^\s<>&/\[\]=\"'\x00-\x20]+)"
_CLOSING = re.compile(rf"\[/{_NAME}\]")
_ESCAPED = re.compile(rf"\[\[{_NAME}")
_ESCAPED_CLOSING = re.compile(rf"\[/{_NAME}\]\]")


def is_shortcode(bracket: re.Match[str], closed: Collection[str], names: Collection[str] = ()) -> bool:
    """Tell whether a match of `BRACKET` is a shortcode, where `closed` have a closing tag and `names` are the site's.

    `[gallery` and `[x a="1"]` are; `[x]` is only beside `[/x]`; `[anglais]` is not.
    """
    name = bracket["name"]
    if name in CORE or name in names:
        return True
    return bool(bracket["end"]) and (
        name in closed or bracket["close"] == "/" or _ATTRIBUTE.search(bracket["rest"]) is not None
    )


def shortcode_span(text: str, bracket: re.Match[str], escaped: Collection[str]) -> tuple[int, int]:
    """Return where a shortcode begins and ends, with the brackets by which WordPress takes it for text.

    `escaped` are the `escaped_names` of the text.

    ::

        [gallery]  ->  [gallery]
        see [[gallery]] here  ->  [[gallery]]
        [[x]a[/x]]  ->  [[x] and [/x]]
        [[x]]a[[/x]]  ->  [[x]] and [[/x]]
    """
    start, end = bracket.span()
    in_pair = bracket["name"] in escaped
    closes = text.startswith("]", end)
    if bracket["close"]:
        opens = closes and start > 0 and text[start - 1] == "["
        return start - opens, end + (closes and (in_pair or opens))
    if start and text[start - 1] == "[" and (closes or in_pair):
        return start - 1, end + closes
    return start, end


def shortcode_attributes(html: str, bracket: re.Match[str]) -> Iterator[Attribute]:
    """Yield the attributes of a match of `BRACKET`: `[x text="A b"]` → text, 9 to 12, double quotes."""
    for match in _VALUES.finditer(html, *bracket.span("rest")):
        group = match.lastindex or 4
        start, end = match.span(group)
        if group == 4 and end == bracket.end("rest") and html.endswith("/", start, end):  # noqa: PLR2004 — unquoted
            end -= 1
        yield match[1].lower(), start, end, _QUOTES[group]


def shortcode_value(value: str, quotes: Quotes) -> str:
    """Write the value of a shortcode's attribute for the quotes around it, or with some where it needs them.

    ::

        A [b] "c", in double quotes  ->  A &#91;b&#93; &quot;c&quot;
        A, in none                   ->  A
    """
    written = quote(value, quotes).replace("[", "&#91;").replace("]", "&#93;")
    return value if quotes is Quotes.NONE and _BARE.fullmatch(value) else written


def escaped_names(text: str) -> frozenset[str]:
    """Return the names of shortcodes with a content that WordPress takes for text: `[[x]a[/x]]` → x."""
    if "[[" not in text:
        return frozenset()
    return frozenset(_ESCAPED.findall(text)) & frozenset(_ESCAPED_CLOSING.findall(text))


def closed_names(text: str) -> frozenset[str]:
    """Return the names of all closing shortcodes in `text`: `[x]a[/x]` → x."""
    return frozenset(_CLOSING.findall(text)) if "[/" in text else frozenset()
