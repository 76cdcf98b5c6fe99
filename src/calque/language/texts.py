"""Texts made ready for judging: without what is no language, and in the one form in which copies are compared."""

import re
from functools import lru_cache
from html import unescape
from unicodedata import normalize as unicode_normalize

__all__ = ["letters", "normalise", "prose"]

_CODE = re.compile(r"<(code|kbd|samp|pre|script|style|var)\b[^<>]*>[^<]{0,2000}</\1>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_SUSPICIOUS = re.compile(r"[<&@{}%\[_\\`=/]")
_DOTTED = re.compile(r"\.\w|\(\)")
_SPAN = re.compile(
    r"""
      `[^`]{1,200}`                                     # code between backticks
    | \{[^{}]{0,200}\}                                  # {name}, {{ name }}, {% … %}
    | %(?:\([^()\s]{1,60}\))?(?:\d\$)?[sdif]\b          # %s, %(name)s, %1$s
    | \[/?[a-z][\w-]{0,60}(?:\s[^\[\]]{0,200}=[^\[\]]{0,200})?/?\]  # [shortcode attr="…"]
    """,
    re.VERBOSE,
)
_TOKEN = re.compile(r"[!-~]+")
_TECHNICAL = re.compile(
    r"""
      :// | @ | _ | \\ | :: | \(\) | =                  # URLs, mail addresses, identifiers, calls
    | \w\.\w                                            # domains, file and module names
    | ^/\w | /.*/                                       # paths, not and/or
    """,
    re.VERBOSE,
)
_QUOTES = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4\u0060\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2039\u203a", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        "\u2026": "...",
        "\u00ad": None,
        "\u200b": None,
        "\u200c": None,
        "\u200d": None,
        "\ufeff": None,
    }
)
_FRENCH = re.compile(r"(?<=[\u00ab\u2039])\s{1,3}|\s{1,3}(?=[\u00bb\u203a])|[\u00a0\u202f](?=[:;!?])")
"""The spaces that French typography has inside of quotes and before some signs."""


def prose(text: str) -> str:
    """Return the words of a plain text or a msgid form: no tags, code, addresses or placeholders.

    Numbers stay: the profiles read them as spaces.


    ::

        'Ask <a id="1">us</a> at info@example.org by 5 June.'  ->  'Ask  us  at  by 5 June.'
    """
    if _SUSPICIOUS.search(text) is None and _DOTTED.search(text) is None:
        return text
    text = unescape(_TAG.sub(" ", _CODE.sub(" ", text)))
    return _TOKEN.sub(_keep, _SPAN.sub(" ", text))


def _keep(token: re.Match[str]) -> str:
    """Return a run of ASCII as it is, or a space, and the comma behind it, where it is an address or an identifier."""
    word = token.group()
    if not _TECHNICAL.search(word.strip(".,;:!?\"'")):
        return word
    return " , " if word.endswith(",") else " "


@lru_cache(maxsize=8192)
def normalise(text: str) -> str:
    """Return the form in which two texts are compared for being copies of each other.

    Quotes, dashes, white space, invisible characters and the composition of letters are made equal, as a
    CMS changes them by itself; letters, case, numbers and tags count. WordPress writes `"so"` below /fr/ as
    `«\u00a0so\u00a0»`, in English text too.
    """
    composed = _FRENCH.sub("", unicode_normalize("NFC", text))
    return " ".join(composed.translate(_QUOTES).split())


def letters(text: str) -> list[str]:
    """Return the words of a text as the profiles write them.

    Letters only and in lower case, each script folded as langdetect folds it: all hiragana to one letter,
    all hangul to one, look-alike Han characters to one of each group.
    """
    return text.translate(_FOLDED).split()


class _Folded(dict[int, str]):
    """What each character is in the profiles, by code point; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        from langdetect.utils.ngram import NGram  # noqa: PLC0415  40 ms, where texts are scored

        self[code] = folded = str(NGram.normalize(chr(code))).lower()
        return folded


_FOLDED = _Folded()
