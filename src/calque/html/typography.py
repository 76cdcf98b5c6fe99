"""A text as a live page may show it: what WordPress makes of quotes, dashes and spaces on the way is made equal."""

import re
import unicodedata

from calque.html.markup import decode

__all__ = ["as_shown"]


def as_shown(text: str) -> str:
    """Return a text in msgid form without what WordPress changes in it before visitors see it.

    ::

        « L’heure » -- 9×5…   →  "L'heure"-9x5...
        "L'heure" – 9x5...    →  "L'heure"-9x5...

    Two texts that it makes equal are one text for a reader. `wptexturize` takes the quotes of the site's language, so
    every kind of quote is one; placeholders lose their numbers, which differ from page to page. No text is lost.
    """
    text = unicodedata.normalize("NFC", text)
    text = _NUMBER.sub("", text)
    text = _TAG.sub(lambda tag: f"<{tag[1]}{_SAME_TAGS.get(tag[2], tag[2])}", text)
    text = decode(text)
    text = _SMILEY.sub(lambda found: _SMILIES[found[0]], text)
    for pattern, shown in _SIGNS:
        text = pattern.sub(shown, text)
    return " ".join(text.split())


_NUMBER = re.compile(r' id="[1-9][0-9]*"')
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)(?=[\s/>])")
_SAME_TAGS = {"b": "strong", "i": "em"}
"""The editors of WordPress write the one for the other."""

_SMILIES = {
    ":)": "🙂", ":-)": "🙂", ":smile:": "🙂", ":(": "🙁", ":-(": "🙁", ":sad:": "🙁", ";)": "😉", ";-)": "😉",
    ":wink:": "😉", ":D": "😀", ":-D": "😀", ":grin:": "😀", ":P": "😛", ":-P": "😛", ":razz:": "😛", ":o": "😮",
    ":-o": "😮", ":eek:": "😮", "8)": "😎", "8-)": "😎", ":cool:": "😎", ":|": "😐", ":-|": "😐", ":neutral:": "😐",
    ":x": "😡", ":-x": "😡", ":mad:": "😡", ":lol:": "😆", ":oops:": "😳", ":cry:": "😥", ":evil:": "👿",
    ":twisted:": "😈", ":roll:": "🙄", ":!:": "❗", ":?:": "❓", ":idea:": "💡", ":arrow:": "➡",
}  # fmt: skip
"""WordPress's own, as `convert_smilies` writes them."""
_SMILEY = re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, sorted(_SMILIES, key=len, reverse=True)))})(?!\S)")

_SIGNS = tuple(
    (re.compile(pattern), shown)
    for pattern, shown in (
        (r"``|''", '"'),  # typed for double quotes
        (r"[\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u2036\u301d-\u301f\uff02]", '"'),
        (r"[\u2018\u2019\u201a\u201b\u2039\u203a\u2032\u2035\uff07]", "'"),
        (r"[\u2010-\u2015]", "-"),
        (r"-{2,3}", "-"),
        (r"\u2026", "..."),
        (r"(?<=\d)\u00d7(?=\d)", "x"),
        (r"\(tm\)", "\u2122"),
        (r"\bWordpress\b", "WordPress"),
        (r"\s*<br/>\s*", " "),  # `wpautop` makes one of a line end
        (r'\s*"\s*', '"'),  # « French » quotes have spaces, in whatever language the site writes its own
        (r"[\s\u200b\ufeff]+", " "),
    )
)
