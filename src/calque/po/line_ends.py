"""Line ends at the two ends of a translation: gettext refuses one that begins or ends with another than its text."""

from calque.po.block import Block
from calque.po.entries import Fields

__all__ = ["fits", "fitted", "with_line_ends", "without_line_ends"]

_ENDS = "\r\n"


def fits(fields: Fields) -> bool:
    """Tell whether a translation begins and ends with a line end where its text does; what has no word fits."""
    return all(_fitted(text, fields.msgid) == text for text in fields.targets)


def with_line_ends(block: Block) -> Block:
    r"""Return a block whose translation begins and ends as its text does; the very one where it does already.

    `msgid "Hello\n" msgstr "Bonjour"` → `msgid "Hello\n" msgstr "Bonjour\n"`.
    """
    return block if fits(block.fields) else block.saying(fitted(block.fields, block.fields.msgid))


def fitted(fields: Fields, source: str) -> Fields:
    """Return an entry whose translation begins and ends as this text does."""
    plural = tuple((number, _fitted(text, source)) for number, text in fields.msgstr_plural)
    return fields._replace(msgstr=_fitted(fields.msgstr, source), msgstr_plural=plural)


def without_line_ends(text: str) -> str:
    """Return a text by which two are the same but for the line ends that a merge may have changed."""
    return text.strip(_ENDS)


def _fitted(text: str, source: str) -> str:
    """Return a translation with the line ends of its source, as far as the two differ in having one."""
    if not without_line_ends(text):
        return text
    if text.startswith("\n") != source.startswith("\n"):
        text = f"\n{text}" if source.startswith("\n") else text.lstrip(_ENDS)
    if text.endswith("\n") != source.endswith("\n"):
        end = "\r\n" if source.endswith("\r\n") else "\n"
        text = f"{text}{end}" if source.endswith("\n") else text.rstrip(_ENDS)
    return text
