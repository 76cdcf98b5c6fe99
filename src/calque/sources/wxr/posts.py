"""The items of a WXR export as posts: the raw markup, as the editor has it."""

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

from calque.errors import SourceError
from calque.model import Field, FieldFormat, Post
from calque.sources.builders import builder_of
from calque.sources.fields import read_meta, with_footnotes, written_fields
from calque.sources.names import collection_of
from calque.sources.permalinks import read_link
from calque.sources.wxr.pairs import described
from calque.sources.wxr.stream import Element, read_elements, text_of

__all__ = ["read_items"]

_NO_POSTS = frozenset(
    "acf-field acf-field-group custom_css customize_changeset nav_menu_item oembed_cache revision"
    " user_request wp_font_face wp_font_family wp_global_styles wp_navigation wp_template wp_template_part".split()
)
"""Types in which WordPress and its plugins keep internal data."""
_NO_TAXONOMIES = frozenset(
    "language link_category nav_menu post_format post_translations term_language term_translations wp_theme".split()
)
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_LAST_ID = 2**63
_STATUSES = {"": "publish", "inherit": "publish"}
"""An attachment is as public as what it hangs on, which is mostly public."""
_NUMBER = re.compile("[0-9]{1,19}")


@dataclass(frozen=True, slots=True)
class _Terms:
    """What the head of an export says of the terms that its items name."""

    locales: dict[str, str] = field(default_factory=dict)
    """Polylang's language → its WordPress locale: `br` → `pt_BR`."""
    categories: dict[str, int] = field(default_factory=dict)
    languages: dict[int, str] = field(default_factory=dict)
    """Polylang's language of each term, by its id."""
    posts: deque[Post] = field(default_factory=deque)
    """Terms whose texts are wanted; their languages come after them."""

    def give(self) -> Iterator[Post]:
        """Yield the terms with their languages, once."""
        while self.posts:
            post = self.posts.popleft()
            language = self.languages.get(post.id, "")
            yield replace(post, language=self.locales.get(language, language))


@dataclass(frozen=True, slots=True)
class _Item:
    """The elements of an item, by their names without namespace."""

    values: Mapping[str, str]
    texts: Mapping[str, str]
    """`content` and `excerpt`, as they are."""
    terms: Sequence[tuple[str, str]]
    """Taxonomy and slug of each of its terms."""
    meta: Mapping[str, str]


def read_items(root: Path, name: str, *, fields: Sequence[str] = ()) -> Iterator[Post | SourceError]:
    """Yield the posts of an export, one after another; an item that is none comes out as its error.

    The text is that of the editor, block markup and all, as REST's `content.raw` has it. The language is Polylang's,
    as a WordPress locale where the export says which. Menus and other such business are left out; attachments and
    terms too, where `fields`, the paths of further texts, name nothing of theirs.
    Errors: SourceError as `read_elements` says, after the posts that are complete.
    """
    terms = _Terms()
    number = 0
    for kind, element in read_elements(root, name):
        if kind != "item":
            _take_term(terms, kind, element)
            if fields and (term := _term(kind, element, fields, name)):
                terms.posts.append(term)
            continue
        number += 1
        yield from terms.give()
        item = _read_item(element)
        if item.values.get("post_type") in _NO_POSTS:
            continue
        try:
            post = _post(item, terms, f"{name}, item {number}", fields)
        except SourceError as error:
            yield error
        else:
            if post.type != "attachment" or post.fields:
                yield post


def _read_item(element: Element) -> _Item:
    values: dict[str, str] = {}
    texts: dict[str, str] = {}
    terms: list[tuple[str, str]] = []
    meta: dict[str, str] = {}
    for child in element:
        tag = str(child.tag)
        local = tag.rpartition("}")[2]
        if local == "postmeta":
            meta[text_of(child, "meta_key")] = text_of(child, "meta_value")
        elif local == "encoded":
            texts["content" if tag == _CONTENT else "excerpt"] = child.text or ""
        elif tag == "category":
            terms.append((child.get("domain", ""), child.get("nicename", "")))
        elif len(child) == 0:
            values[local] = (child.text or "").strip()
    return _Item(values, texts, terms, meta)


def _take_term(terms: _Terms, kind: str, element: Element) -> None:
    number = text_of(element, "term_id")
    if kind == "category" and _NUMBER.fullmatch(number):
        terms.categories[text_of(element, "category_nicename")] = int(number)
        return
    taxonomy = text_of(element, "term_taxonomy") if kind == "term" else ""
    if taxonomy == "language":
        locale = described(element).get("locale")
        if isinstance(locale, str):
            terms.locales[text_of(element, "term_slug")] = locale
    elif taxonomy == "term_translations":
        rows = described(element).items()
        terms.languages.update((one, str(language)) for language, one in rows if isinstance(one, int))


def _post(item: _Item, terms: _Terms, place: str, fields: Sequence[str]) -> Post:
    values = item.values
    number = values.get("post_id", "")
    if not _NUMBER.fullmatch(number) or not 0 < int(number) < _LAST_ID:
        raise SourceError(f"{place}: no whole-number wp:post_id; export the site again")
    kind = values.get("post_type") or "post"
    collection = collection_of(kind)
    place = f"{place} ({collection}/{int(number)})"
    locked = bool(values.get("post_password"))
    language = dict(item.terms).get("language", "")
    featured = item.meta.get("_thumbnail_id", "")
    texts = _attachment_fields(item, fields) if kind == "attachment" else _fields(item, fields, locked=locked)
    is_taken = kind != "attachment" or bool(texts)
    return Post(
        type=kind,
        collection=collection,
        id=int(number),
        link=read_link(values.get("link", ""), place=place) if is_taken else "",
        slug=unquote(values.get("post_name", "")),
        status=_STATUSES.get(values.get("status", ""), values.get("status", "")),
        fields=texts,
        modified=_moment(values, "post_modified_gmt", place),
        published=_moment(values, "post_date_gmt", place),
        locked=locked,
        categories=tuple(
            terms.categories[slug]
            for taxonomy, slug in item.terms
            if taxonomy == "category" and slug in terms.categories
        ),
        featured=int(featured) if _NUMBER.fullmatch(featured) else 0,
        language=terms.locales.get(language, language) or item.meta.get("_locale", ""),
        guid=values.get("guid", ""),
        original=item.meta.get("_original_post", ""),
        builder=builder_of(item.texts.get("content", ""), item.meta),
        place=place,
    )


def _fields(item: _Item, paths: Sequence[str], *, locked: bool) -> tuple[Field, ...]:
    """Return the title, content and excerpt, then the meta; what is empty is left out, and what a password guards."""
    texts = {"title": item.values.get("title", "")}
    if not locked:
        texts |= {name: item.texts.get(name, "") for name in ("content", "excerpt")}
    own = tuple(Field(name, text, FieldFormat.RAW) for name, text in texts.items() if text.strip())
    paths = with_footnotes(paths, texts.get("content", ""))
    if not paths or locked:
        return own
    meta = written_fields(read_meta(item.meta, paths), title=texts["title"], excerpt=texts["excerpt"])
    return (*own, *meta)


def _attachment_fields(item: _Item, paths: Sequence[str]) -> tuple[Field, ...]:
    texts = {"caption": item.texts.get("excerpt", ""), "description": item.texts.get("content", "")}
    own = [
        Field(name, text, FieldFormat.RAW) for name, text in texts.items() if name in paths and text.strip()
    ]
    return (*own, *read_meta(item.meta, paths))


def _term(kind: str, element: Element, paths: Sequence[str], place: str) -> Post | None:
    """Return a term whose `name` or `description` the paths name."""
    taxonomy, prefix = {"category": ("category", "cat"), "tag": ("post_tag", "tag")}.get(kind, ("", "term"))
    taxonomy = taxonomy or text_of(element, "term_taxonomy")
    number = text_of(element, "term_id")
    texts = {
        "name": text_of(element, f"{prefix}_name"),
        "description": text_of(element, f"{'category' if kind == 'category' else prefix}_description"),
    }
    fields = tuple(Field(name, text) for name, text in texts.items() if name in paths and text)
    if not fields or taxonomy in _NO_TAXONOMIES or not _NUMBER.fullmatch(number):
        return None
    slug = text_of(element, {"category": "category_nicename", "tag": "tag_slug"}.get(kind, "term_slug"))
    return Post(
        type=taxonomy,
        collection=collection_of(taxonomy),
        id=int(number),
        link="",
        slug=unquote(slug),
        status="publish",
        fields=fields,
        modified=None,
        place=f"{place} ({collection_of(taxonomy)}/{int(number)})",
    )


def _moment(values: Mapping[str, str], name: str, place: str) -> datetime | None:
    """Read a date in GMT, `2026-01-31 10:00:00`; a draft's zeros are None."""
    value = values.get(name, "")
    if not value or value.startswith(("0000", "-")):
        return None
    try:
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    except ValueError as error:
        raise SourceError(f"{place}: wp:{name} is no date ({value!r}); export the site again") from error
