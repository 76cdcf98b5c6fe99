"""A WXR export as a stream of its elements, in a memory that does not grow with the file.

WordPress writes what XML forbids: control characters, bytes that are no UTF-8, blank lines in front. These are mended
on the way in. A document type is refused before the parser sees it, for entities can grow without bound; the
parser resolves none and opens no address all the same.
"""

import codecs
import gzip
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal, TypeAlias

from lxml import etree

from calque.disk import require_regular
from calque.errors import SourceError

__all__ = ["Element", "ElementKind", "read_elements", "text_of"]

Element: TypeAlias = etree._Element  # noqa: SLF001  lxml's stubs have no public name for it
ElementKind: TypeAlias = Literal["item", "term", "category", "tag"]

_CHUNK = 1 << 18
_LARGEST = 64 << 20
"""Bytes an item may have: a post of 20,000 blocks has two million. libxml2's own bounds are for whole documents."""
_TAIL = 64
_TAGS = ("item", "{*}term", "{*}category", "{*}tag")
_PROLOG = re.compile(rb"(?:\s++|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_NAME = re.compile(rb"<([A-Za-z_][\w.:-]*)")
_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")


def read_elements(root: Path, name: str) -> Iterator[tuple[ElementKind, Element]]:
    """Yield the terms of an export and then its items, each with all that is in it, as soon as it is complete.

    The file may be gzipped. An element is emptied before the next one comes.
    Errors: SourceError with the line where the file cannot be read, is no WXR, declares a document type, is not
    well-formed or is cut off, after all elements before that place.
    """
    parser = etree.XMLPullParser(
        events=("end",),
        tag=_TAGS,
        huge_tree=True,
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    first_line, waiting, tail = 0, 0, b""
    is_first, has_ended = True, False
    try:
        for chunk in _chunks(root / name):
            if is_first:
                first_line, chunk = _checked_start(chunk, name)  # noqa: PLW2901  without what stands in front
                is_first = False
            parser.feed(chunk)
            waiting += len(chunk)
            tail = (tail + chunk)[-_TAIL:]
            for found in _complete(parser):
                waiting = 0
                yield found
            if waiting > _LARGEST:
                raise SourceError(f"{name}: more than {_LARGEST >> 20} MB in one item; this is no WXR export")
        if is_first:
            raise SourceError(f"{name}:1: the file is empty; export the site again")
        has_ended = True
        parser.close()
    except etree.XMLSyntaxError as error:
        yield from _complete(parser)
        is_cut = has_ended and b"</rss>" not in tail
        what = "the export is cut off" if is_cut else f"not well-formed XML ({_reason(error)})"
        line = (error.lineno or 1) + first_line
        raise SourceError(f"{name}:{line}: {what}; export the site again") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SourceError(f"{name}: the gzip file is cut off or damaged; export the site again") from error
    except OSError as error:
        raise SourceError(
            f"{name}: cannot be read ({error.strerror}); check the file and its rights"
        ) from error


def text_of(element: Element, name: str) -> str:
    """Return the text of the first child of that local name, without white space around it; empty where none is."""
    for child in element:
        if str(child.tag).endswith(name) and str(child.tag).rpartition("}")[2] == name:
            return (child.text or "").strip()
    return ""


def _complete(parser: "etree.XMLPullParser") -> Iterator[tuple[ElementKind, Element]]:
    """Yield the children of the channel that are complete; drop each, and what stands before it, afterwards."""
    for _, element in parser.read_events():
        if not isinstance(element, Element):
            continue
        channel = element.getparent()
        kind = _KINDS.get(str(element.tag).rpartition("}")[2])
        if channel is None or channel.tag != "channel" or kind is None:
            continue
        yield kind, element
        element.clear()
        while element.getprevious() is not None:
            del channel[0]


_KINDS: dict[str, ElementKind] = {"item": "item", "term": "term", "category": "category", "tag": "tag"}


def _chunks(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file, unpacked and mended, in pieces."""
    require_regular(path)
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        stream: gzip.GzipFile | BinaryIO = gzip.GzipFile(fileobj=file) if packed else file
        decoder = None
        is_first = True
        while chunk := stream.read(_CHUNK):
            if is_first:
                declared = _ENCODING.search(chunk, 0, 1024)
                is_utf8 = declared is None or declared[1].lower() in {b"utf-8", b"utf8"}
                decoder = codecs.getincrementaldecoder("utf-8")("replace") if is_utf8 else None
                is_first = False
            clean = chunk.translate(None, _CONTROLS)
            yield clean if decoder is None else _mended(decoder.decode(clean))


def _mended(text: str) -> bytes:
    """Return a text without the two code points that are no characters; `str.translate` takes ten times as long."""
    for point in "\ufffe\uffff":
        if point in text:
            text = text.replace(point, "\ufffd")
    return text.encode()


def _checked_start(chunk: bytes, name: str) -> tuple[int, bytes]:
    """Return the number of lines in front of an export, and its first piece without them; refuse all else."""
    kept = chunk.lstrip(b"\xef\xbb\xbf \t\r\n")
    prolog = _PROLOG.match(kept)
    end = prolog.end() if prolog else 0
    if kept.startswith(b"<!DOCTYPE", end):
        raise SourceError(
            f"{name}: it declares a document type, which no WXR export has; export the site again"
        )
    root = _NAME.match(kept, end)
    if root is None or root[1] != b"rss":
        what = f"<{root[1].decode('ascii', 'replace')}>" if root else "text that is no XML"
        raise SourceError(f"{name}:1: not a WXR export but {what}; give the file that Tools → Export writes")
    return chunk.count(b"\n", 0, len(chunk) - len(kept)), kept


def _reason(error: "etree.XMLSyntaxError") -> str:
    return (error.msg or "").partition(", line")[0].strip()
