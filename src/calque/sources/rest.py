"""WordPress REST JSON to posts: one object or a list, as `/wp-json/wp/v2/posts` answers."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, unquote

from calque.addresses import split_url
from calque.errors import SourceError
from calque.model import Field, FieldFormat, Post
from calque.sources.builders import builder_of
from calque.sources.fields import read_fields, with_footnotes, written_fields
from calque.sources.found_json import find_json
from calque.sources.names import collection_of
from calque.sources.permalinks import read_link

__all__ = ["parse_post", "parse_posts"]

_LAST_ID = 2**63
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""What no page shows and no PO file holds: control characters, and halves of characters."""
_LANGUAGE_FIELDS = ("lang", "wpml_current_locale", "polylang_current_lang")
_TRANSLATION_FIELDS = ("wpml_translations", "polylang_translations")
"""Those of plugins that add to WPML and Polylang: a list, or a dict by locale."""


def parse_posts(text: str, *, place: str, fields: Sequence[str] = ()) -> Iterator[Post | SourceError]:
    """Parse the text of a REST answer into its posts, in order.

    `{"id": 7, "type": "page", …}` → one `Post`; a list → one a row. A row that is no post comes out
    as the error that says why, and the rows after it still follow. PHP notices before
    the JSON are passed over. `fields` are paths of further texts.
    Errors: SourceError with `place:line` where the text as a whole is not JSON.
    """
    try:
        data = find_json(text).data
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated")
        what = "the JSON is cut off" if cut else f"not valid JSON ({error.msg})"
        raise SourceError.at(f"{place}:{error.lineno}", f"{what}; fetch or save the file again") from error
    except ValueError as error:
        raise SourceError.at(
            f"{place}:1", "not valid JSON (a number of thousands of digits); mend the file"
        ) from error
    except RecursionError as error:
        raise SourceError.at(f"{place}:1", "the JSON is nested too deeply; this is no REST answer") from error
    rows = data if isinstance(data, list) else [data]
    for number, row in enumerate(rows, start=1):
        at = f"{place}, post {number}" if isinstance(data, list) else f"{place}:1"
        try:
            yield parse_post(row, place=at, fields=fields)
        except SourceError as error:
            yield error


def parse_post(row: object, *, place: str, fields: Sequence[str] = ()) -> Post:
    """Parse one object of a REST answer: a post, or of media and terms what `fields` name.

    Errors: SourceError where it is none.
    """
    if not isinstance(row, Mapping):
        raise SourceError.at(place, f"not a post but {type(row).__name__}; give REST posts, one or a list")
    identity = row.get("id")
    if not isinstance(identity, int) or isinstance(identity, bool) or not 0 < identity < _LAST_ID:
        raise SourceError.at(place, "no whole-number id; give posts as the REST API answers them")
    kind = _text(row.get("type")) or _text(row.get("taxonomy")) or "post"
    rest_url = read_link(_self_link(row), place=f"{place} (id {identity})", what="REST address")
    collection = _collection(kind, rest_url)
    place = f"{place} ({collection}/{identity})"
    content = row.get("content")
    if content is None and (kind == "attachment" or "taxonomy" in row):
        content = ""
        if not fields:
            asked = "alt_text, caption" if kind == "attachment" else "name, description"
            raise SourceError.at(
                place, f"no text of those that fields names; add {asked} there, or leave it out"
            )
    if not isinstance(content, (Mapping, str)):
        raise SourceError.at(place, "a post without content; ask for the field content too")
    locked = isinstance(content, Mapping) and content.get("protected") is True
    return Post(
        type=kind,
        collection=collection,
        id=identity,
        link=read_link(_text(row.get("link")), place=place),
        slug=unquote(_text(row.get("slug"))),
        status=_status(row),
        fields=_fields(row, place, fields, locked=locked),
        modified=_moment(row, "modified_gmt", place),
        published=_moment(row, "date_gmt", place),
        locked=locked,
        categories=tuple(term for term in _rows(row.get("categories")) if isinstance(term, int)),
        featured=featured if isinstance(featured := row.get("featured_media"), int) else 0,
        rest_url=rest_url,
        language=next((_text(row[name]) for name in _LANGUAGE_FIELDS if _text(row.get(name))), "")
        or _meta(row, "_locale"),
        translations=_translations(row),
        guid=_guid(row),
        original=_meta(row, "_original_post"),
        builder=builder_of(content if isinstance(content, str) else _markup(content)),
        place=place,
    )


def _status(row: Mapping[str, Any]) -> str:
    """Return a post's status; media without one of its own, as most are, is as public as WordPress's listing of it."""
    status = _text(row.get("status"))
    return "publish" if status in ("", "inherit") else status


def _fields(row: Mapping[str, Any], place: str, paths: Sequence[str], *, locked: bool) -> tuple[Field, ...]:
    """Return the title, the content and the excerpt, then what stands at the paths; what is empty is left out.

    The title of media is the name of a file.
    """
    fields: list[Field] = []
    for name in ("title", "content", "excerpt") if row.get("type") != "attachment" else ():
        value = row.get(name)
        if value is None:
            continue
        if isinstance(value, Mapping):
            raw = value.get("raw")
            chosen, form = (raw, FieldFormat.RAW) if isinstance(raw, str) else (value.get("rendered"), None)
        else:
            chosen, form = value, None
        if not isinstance(chosen, str):
            raise SourceError.at(place, f"{name} holds no text; give it as rendered or raw")
        if not chosen.isascii() and any("\ud800" <= letter <= "\udfff" for letter in chosen):
            raise SourceError.at(
                place, f"{name} holds half a character (a lone surrogate); save the post again"
            )
        if chosen and not (locked and name != "title"):
            fields.append(Field(name, chosen, form or FieldFormat.RENDERED))
    texts = {field.name: field.text for field in fields}
    if any(field.name == "content" and field.format is FieldFormat.RAW for field in fields):
        paths = with_footnotes(paths, texts["content"])
    if not paths or locked:
        return tuple(fields)
    head = row.get("yoast_head_json")
    further = written_fields(
        read_fields(row, paths),
        title=texts.get("title", ""),
        excerpt=texts.get("excerpt", ""),
        site_name=_text(head.get("og_site_name")) if isinstance(head, Mapping) else "",
    )
    return (*fields, *further)


def _markup(content: Mapping[str, Any]) -> str:
    return "\n".join(text for name in ("raw", "rendered") if isinstance(text := content.get(name), str))


def _moment(row: Mapping[str, Any], name: str, place: str) -> datetime | None:
    """Read a `…_gmt` field, which WordPress writes without a zone; a draft's zeros or `-0001-11-30…` are None."""
    value = _text(row.get(name))
    if not value or value.startswith(("0000", "-")):
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise SourceError.at(place, f"{name} is no date ({value!r}); mend or leave it out") from error


def _translations(row: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    """Return Polylang's `translations` (a dict of ids), and the rows of `wpml_translations` and its like."""
    pairs: list[tuple[str, int]] = []
    polylang = row.get("translations")
    if isinstance(polylang, Mapping):
        pairs += [(str(tag), number) for tag, number in polylang.items() if isinstance(number, int)]
    for name in _TRANSLATION_FIELDS:
        rows = row.get(name)
        if isinstance(rows, Mapping):
            rows = [{"locale": tag, **entry} for tag, entry in rows.items() if isinstance(entry, Mapping)]
        pairs += [
            (_text(entry.get("locale")), entry["id"])
            for entry in _rows(rows)
            if isinstance(entry, Mapping) and isinstance(entry.get("id"), int)
        ]
    return tuple(pairs)


def _meta(row: Mapping[str, Any], name: str) -> str:
    meta = row.get("meta")
    return _text(meta.get(name)) if isinstance(meta, Mapping) else ""


def _guid(row: Mapping[str, Any]) -> str:
    guid = row.get("guid")
    return _text(guid.get("rendered")) if isinstance(guid, Mapping) else _text(guid)


def _collection(kind: str, rest_url: str) -> str:
    """Return the REST collection: the part before the id in `_links.self`, else by the type's name."""
    address = split_url(rest_url)
    route = parse_qs(address.query).get("rest_route", [address.path])[0] if address else ""
    parts = route.rstrip("/").split("/")
    if len(parts) > 1 and parts[-1].isdigit():
        return parts[-2]
    return collection_of(kind)


def _self_link(row: Mapping[str, Any]) -> str:
    links = row.get("_links")
    for link in _rows(links.get("self")) if isinstance(links, Mapping) else ():
        if isinstance(link, Mapping) and _text(link.get("href")):
            return _text(link["href"])
    return ""


def _rows(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    return _NO_TEXT.sub("\ufffd", value) if isinstance(value, str) else ""
