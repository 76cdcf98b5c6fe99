"""Building the template (POT): what there is to translate, in document order."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from calque.addresses import join_url
from calque.model import TITLE, Placeholder, Post, Segment, SplitPost
from calque.po.block import Block
from calque.po.catalog import Catalog
from calque.po.entries import NOTHING, Fields, Key
from calque.po.facts import place_name, unseen_facts
from calque.po.header import header_text, template_header, with_metadata
from calque.visible import visible

__all__ = ["build_template", "segment_references"]


@dataclass
class _GrowingEntry:
    """An entry in the making: a text, and everywhere it stands."""

    context: str | None
    text: str
    references: list[str] = field(default_factory=list)
    comments: dict[str, None] = field(default_factory=dict)


def build_template(
    posts: Sequence[SplitPost], *, site: str, source: str, previous: Catalog | None = None
) -> Catalog:
    """Return the template of one or more posts, in their order; the same posts give the same bytes.

    A text that stands twice is one entry with two references. `source` is the tag of the source
    language. The creation date is the latest change of the posts; where the texts are those of
    `previous`, an earlier template, its date is kept.
    """
    rows: dict[Key, _GrowingEntry] = {}
    for split in posts:
        for segment, reference in segment_references(split):
            row = rows.setdefault(
                (segment.context, segment.text), _GrowingEntry(segment.context, segment.text)
            )
            row.comments |= dict.fromkeys(_comments(split.post, segment, first=not row.references))
            row.references.append(reference)
    changed = max((date for split in posts if (date := _changed(split.post))), default=None)
    post = posts[0].post.key if len(posts) == 1 else ""
    metadata = template_header(site=site, source=source, changed=changed, post=post)
    header = Block(NOTHING._replace(msgstr=header_text(metadata)))
    template = Catalog().with_blocks([header, *(Block(_row_fields(row)) for row in rows.values())])
    return _with_kept_date(template, previous)


def segment_references(split: SplitPost) -> Iterator[tuple[Segment, str]]:
    """Yield each segment, title first, with the reference that names it in templates.

    `posts/55162:content#3f9c1e` is the post, the field and the start of the text's SHA-256, so an
    inserted paragraph changes no other reference; a repeat within the field has `.2`, `.3`, ….
    """
    documents = sorted(split.documents, key=lambda document: document.field != TITLE)
    for document in documents:
        seen: dict[str, int] = {}
        for segment in document.segments:
            digest = hashlib.sha256(segment.text.encode()).hexdigest()[:6]
            seen[digest] = seen.get(digest, 0) + 1
            repeat = f".{seen[digest]}" if seen[digest] > 1 else ""
            yield segment, f"{split.post.key}:{document.field}#{digest}{repeat}"


def _comments(post: Post, segment: Segment, *, first: bool) -> Iterable[str]:
    """Say where the text stands (for its first place) and what its placeholders mean (for each), a fact a line."""
    if first:
        if place := place_name(segment.path, segment.context):
            yield place
        if segment.heading:
            yield f"under: {_line(segment.heading)}"
        if image := _image(post, segment):
            yield image
    for placeholder in segment.placeholders:
        if placeholder.meaning:
            yield _explained(placeholder)
    for note in segment.notes:
        yield f"note: {_line(note)}"
    if first:
        yield from unseen_facts(segment.text)
    if first and post.link:
        yield f"page: {_line(post.link)}"


def _explained(placeholder: Placeholder) -> str:
    """Return what a placeholder means, as one fact with its label: Weblate shows all of them in one line."""
    meaning = _line(placeholder.meaning)
    if placeholder.id is not None and meaning.startswith(_LINK):
        return f"link {placeholder.id}: {meaning.removeprefix(_LINK)}"
    number = "" if placeholder.id is None else f' id="{placeholder.id}"'
    return f"<{placeholder.name}{number}>: {meaning}"


_LINK = "link to "


def _image(post: Post, segment: Segment) -> str:
    """Return the address of the image that a text describes, whole where the page has one."""
    found = join_url(post.link, segment.image) if segment.image and post.link else segment.image
    address = _line(found or segment.image)
    return f"image: {address}" if address and len(address) <= _LONGEST_ADDRESS else ""


_LONGEST_ADDRESS = 300
"""Characters; what is longer is no address that a person opens, and half of it none at all."""


def _line(text: str) -> str:
    """Return a text as one line of a comment; a NUL in it, which no PO file may hold, is shown as what it is."""
    return visible(" ".join(text.split()))


def _changed(post: Post) -> datetime | None:
    return post.modified or post.published


def _row_fields(row: _GrowingEntry) -> Fields:
    references = tuple((reference, "") for reference in row.references)
    return NOTHING._replace(
        msgctxt=row.context, msgid=row.text, comment="\n".join(row.comments), occurrences=references
    )


def _with_kept_date(template: Catalog, previous: Catalog | None) -> Catalog:
    """Return the template with the date of an earlier one that has the same texts."""
    date = previous.header.get("POT-Creation-Date") if previous else None
    if not previous or not date or _texts(template) != _texts(previous):
        return template
    header, *rest = template.blocks
    text = with_metadata(header.fields.msgstr, {"POT-Creation-Date": date})
    return template.with_blocks([header.saying(header.fields._replace(msgstr=text)), *rest])


def _texts(catalog: Catalog) -> list[Key]:
    return [block.fields.key for block in catalog.blocks if not (block.is_header or block.fields.obsolete)]
