"""WXR exports, as *Tools → Export* writes them: which posts Polylang holds to be translations of each other.

Polylang keeps this in taxonomies, so that WordPress' own exporter carries it along: each item names its
language and its group of translations as categories, and in an export of all content the group itself is a
term whose description maps languages to post ids, as PHP serialises it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree as ET

from calque.errors import SourceError
from calque.sources.php import parse_serialized

__all__ = ["Export", "read_export"]

_CHUNK = 1 << 18
_KEPT = frozenset({"term_taxonomy", "term_slug", "term_description", "post_id"})
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r")
"""What XML forbids and WordPress writes all the same, where an author pasted it."""


@dataclass(frozen=True, slots=True)
class Export:
    """What an export says of translations."""

    groups: tuple[tuple[tuple[str, int], ...], ...] = ()
    """Each group's posts as (language, post id), by language; the language is Polylang's slug, `fr`."""
    locales: tuple[tuple[str, str], ...] = ()
    """The locale of each language: slug and WordPress locale, `("br", "pt_BR")`."""


def read_export(root: Path, name: str) -> Export:
    """Read the groups of translations in a WXR export, in a memory that does not grow with its texts.

    Errors: SourceError where the file cannot be read, is no WXR, or declares a document type: a WXR has none,
    and entities can grow without bound.
    """
    target = _Target(name)
    parser = ET.XMLParser(target=target)  # noqa: S314  document types are refused
    skipped = 0
    try:
        for number, chunk in enumerate(_chunks(root / name)):
            kept = chunk.lstrip(b"\xef\xbb\xbf \t\r\n") if number == 0 else chunk
            skipped += chunk.count(b"\n", 0, len(chunk) - len(kept))
            parser.feed(kept)
        parser.close()
    except ET.ParseError as error:
        line, reason = error.position[0] + skipped, str(error).partition(":")[0]
        raise SourceError(f"{name}:{line}: not well-formed XML ({reason}); export the site again") from error
    except OSError as error:
        raise SourceError(
            f"{name}: cannot be read ({error.strerror}); check the file and its rights"
        ) from error
    return target.export()


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk.translate(None, _CONTROLS)


class _Target:
    """What the XML parser tells of each tag; it builds no tree."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._is_first = True
        self._record: dict[str, str] = {}
        """The fields of the term or item that the parser is in."""
        self._text: list[str] | None = None
        self._described: dict[str, dict[str, int]] = {}
        """Group → language → post, by the terms' descriptions."""
        self._named: dict[str, dict[str, int]] = {}
        """The same by the categories of the items."""
        self._locales: dict[str, str] = {}

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> NoReturn:
        """Refuse a document type."""
        raise SourceError(
            f"{self._place}: it declares a document type, which no WXR export has; export the site again"
        )

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Note where the parser is."""
        local = tag.rpartition("}")[2]
        if self._is_first and local != "rss":
            raise SourceError(
                f"{self._place}: not a WXR export but <{local}>; give the file that Tools → Export writes"
            )
        self._is_first = False
        if local in ("term", "item"):
            self._record = {}
        elif tag == "category":
            domain, name = attributes.get("domain", ""), attributes.get("nicename", "")
            if domain in ("language", "post_translations"):
                self._record[domain] = name
        self._text = [] if local in _KEPT else None

    def data(self, text: str) -> None:
        """Keep the text of the fields that count."""
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        """Take up the field, term or item that ends."""
        local = tag.rpartition("}")[2]
        if self._text is not None:
            self._record[local] = "".join(self._text).strip()
            self._text = None
        elif local == "term":
            self._take_term(**{field: self._record.get(field, "") for field in _KEPT})
        elif local == "item":
            self._take_item()

    def close(self) -> None:
        """Do nothing: there is no tree to hand over."""

    def export(self) -> Export:
        """Return what was read. Where a description and an item disagree, the description counts."""
        groups = (
            self._named.get(name, {}) | self._described.get(name, {})
            for name in {**self._described, **self._named}
        )
        rows = {tuple(sorted(posts.items())) for posts in groups if len(posts) > 1}
        return Export(tuple(sorted(rows)), tuple(sorted(self._locales.items())))

    def _take_term(self, *, term_taxonomy: str, term_slug: str, term_description: str, **_: str) -> None:
        if term_taxonomy not in ("language", "post_translations"):
            return
        try:
            value = parse_serialized(term_description)
        except ValueError:
            return  # the items still name the group and its languages
        if not isinstance(value, dict):
            return
        locale = value.get("locale")
        if term_taxonomy == "language" and isinstance(locale, str):
            self._locales[term_slug] = locale
        elif term_taxonomy == "post_translations":
            # Polylang Pro keeps `sync`, an array, beside the languages.
            posts = {
                language: post
                for language, post in value.items()
                if isinstance(language, str) and isinstance(post, int) and post > 0
            }
            self._described[term_slug] = posts

    def _take_item(self) -> None:
        group, language = self._record.get("post_translations"), self._record.get("language")
        number = self._record.get("post_id", "")
        if group and language and number.isdecimal() and int(number):
            self._named.setdefault(group, {})[language] = int(number)
