"""From a PO file's bytes to its text, in the charset that its header declares."""

import codecs
import re

from calque.errors import CatalogError
from calque.visible import visible

__all__ = ["decoded"]

_DECLARED = re.compile(rb"charset=([^\s\\\"]+)")
_PLAIN = 'msgid "AZaz09\\n"\n#,:'
"""What a PO file is written with; a charset that spells it in other bytes, as UTF-16 does, is none of a PO file."""
_NO_CHARSETS = frozenset(("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"))
"""What Python calls a text encoding, and writes something else than text; named as `codecs.lookup` names them."""
_SHOWN = 40
_SEQUENCE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_SINGLE_BYTE = ("iso8859", "cp125", "koi8", "latin")


def decoded(data: bytes, *, place: str) -> tuple[str, str, bool, list[str]]:
    """Return the text, the Python name of its charset, whether a byte order mark led it, and warnings.

    `CatalogError` where the bytes are no text in that charset, or plainly text in another.
    """
    bom = data.startswith(codecs.BOM_UTF8)
    body = data.removeprefix(codecs.BOM_UTF8)
    warnings = (
        [f"{place}:1: a byte order mark, which gettext refuses; save the file without it"] if bom else []
    )
    charset = _charset(body, place)
    if charset.startswith(_SINGLE_BYTE):
        _refuse_utf8(body, charset, place)
    try:
        text = body.decode(charset)
    except UnicodeError as error:
        start, end = (error.start, error.end) if isinstance(error, UnicodeDecodeError) else (0, 0)
        line = body.count(b"\n", 0, start) + 1
        then = "save the file in the charset its header declares"
        if end == len(body):
            then += ", or restore it from a backup if it is cut off here"
        raise CatalogError.at(f"{place}:{line}", f"bytes that are not {charset.upper()}; {then}") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise CatalogError.at(f"{place}:{line}", "a NUL character; restore the file, a crash has damaged it")
    return text, charset, bom, warnings


def _charset(body: bytes, place: str) -> str:
    header = body[: body.find(b"\n\n", body.find(b"msgid")) + 1 or len(body)]
    found = _DECLARED.search(header)
    if not found or found[1] == b"CHARSET":
        return "utf-8"
    name = found[1].decode("ascii", "replace")
    charset = _text_charset(name)
    if charset is None:
        line = body.count(b"\n", 0, found.start()) + 1
        raise CatalogError.at(
            f"{place}:{line}", f"the charset {visible(name[:_SHOWN])} is unknown; convert the file to UTF-8"
        )
    return charset


def _text_charset(name: str) -> str | None:
    """Return the Python name of a charset that PO files may be in; None of what is none, though it names a codec."""
    if not re.fullmatch(r"[\w.:+-]{1,40}", name, re.ASCII):
        return None
    try:
        charset = codecs.lookup(name).name
        plain = _PLAIN.encode(charset) == _PLAIN.encode("ascii")
    except (
        LookupError,
        ValueError,
    ):  # a codec of bytes is a LookupError here, one that writes no text a ValueError
        return None
    return charset if plain and charset.replace("_", "-") not in _NO_CHARSETS else None


def _refuse_utf8(body: bytes, charset: str, place: str) -> None:
    """Refuse UTF-8 under the name of a single-byte charset: read so, every letter with an accent is two."""
    if body.isascii():
        return
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return
    found = _SEQUENCE.search(body)
    line = body.count(b"\n", 0, found.start() if found else 0) + 1
    raise CatalogError.at(
        f"{place}:{line}", f"the header declares {charset}, the text is UTF-8; declare charset=UTF-8"
    )
