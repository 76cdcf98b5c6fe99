"""From a page's bytes to its text, in the encoding that the page declares where it is not UTF-8."""

import codecs
import re

__all__ = ["decode_page"]

_SCANNED = 2048
"""Bytes at the beginning in which a declaration counts; browsers look at 1024."""
_DECLARED = re.compile(
    rb"<meta\b[^>]{0,512}?\bcharset\s*=\s*[\"']?\s*([\w.:+-]{1,40})"
    rb"|<\?xml\b[^>]{0,256}?\bencoding\s*=\s*[\"']([\w.:+-]{1,40})",
    re.IGNORECASE,
)
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
"""What browsers read under the name of an older encoding, by the WHATWG Encoding Standard."""
_SEVEN_BITS = "iso2022_jp"
"""An encoding whose every file is valid ASCII."""
_PLAIN = '<meta charset="x">'


def decode_page(data: bytes) -> tuple[str | None, str]:
    r"""Return a page's text without a byte order mark, and the encoding that it declares; no text where neither fits.

    What is valid UTF-8 is UTF-8, whatever the page says: its server says that it is, and no accent of another
    encoding looks like it.

    ::

        b'<meta charset="iso-8859-1"><p>caf\xe9'  ->  ('<meta charset="iso-8859-1"><p>café', "iso-8859-1")
    """
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return _decoded(data, encoding), encoding
    found = _DECLARED.search(data, 0, _SCANNED)
    declared = (found[1] or found[2]).decode("ascii", "replace") if found else ""
    encoding = _known(declared)
    if encoding == _SEVEN_BITS:
        return _decoded(data, encoding), declared
    text = _decoded(data, "utf-8-sig")
    if text is None and encoding:
        text = _decoded(data, encoding)
    return text, declared


def _known(declared: str) -> str:
    """Return Python's name of a declared encoding; empty of one that is unknown or writes no text as ASCII does."""
    if not declared:
        return ""
    try:
        name = codecs.lookup(declared).name
        plain = _PLAIN.encode(name) == _PLAIN.encode("ascii")
    except (LookupError, ValueError):
        return ""
    return _MEANT.get(name, name) if plain else ""


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except ValueError:
        return None
