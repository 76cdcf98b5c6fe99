"""Translations that an editor damaged: read in the wrong charset and saved, or with characters replaced."""

from collections.abc import Sequence

from calque.errors import CatalogError
from calque.po.block import Block

__all__ = ["lost_characters", "refuse_mojibake"]

_TO_BYTES = {ord(bytes([byte]).decode("cp1252", "ignore") or chr(byte)): byte for byte in range(0x80, 0xA0)}
"""What programs show for the bytes that Windows 1252 has and ISO 8859-1 has not."""
_REPLACED = "\ufffd"


def refuse_mojibake(blocks: Sequence[Block], *, place: str) -> None:
    """Raise CatalogError where every translation beyond ASCII is UTF-8 that was read as Western and saved again.

    `Ã©tÃ©` is such a text, for `été`; one translation that is not makes the file a sound one.
    """
    first: Block | None = None
    for block in blocks:
        text = "".join(block.fields.targets)
        if text.isascii():
            continue
        if not _is_mojibake(text):
            return
        first = first or block
    if first:
        raise CatalogError.at(
            f"{place}:{first.line}",
            "mojibake, UTF-8 that was read in another charset and saved so;"
            " restore the file from before that",
        )


def lost_characters(blocks: Sequence[Block], text: str, *, place: str) -> list[str]:
    """Return a warning for each translation with U+FFFD, which stands where a program lost a character."""
    if _REPLACED not in text:
        return []
    return [
        f"{place}:{block.line}: U+FFFD in the translation, where a program lost a character; type it again"
        for block in blocks
        if _REPLACED in "".join(block.fields.targets) and _REPLACED not in block.fields.msgid
    ]


def _is_mojibake(text: str) -> bool:
    try:
        return text.translate(_TO_BYTES).encode("latin-1").decode("utf-8") != text
    except UnicodeError:
        return False
