"""A translated post: each field of its source with the chosen texts in their places."""

from collections.abc import Mapping
from dataclasses import dataclass

from calque.building.choice import TextChoice
from calque.building.slugs import slug_of
from calque.html import plain, write
from calque.html.links import Relink
from calque.model import TITLE, Document, Field, Segment, SplitPost
from calque.po.units import Key

__all__ = ["BuiltPost", "LeftText", "build_post", "written_document"]


@dataclass(frozen=True, slots=True)
class LeftText:
    """A text that stands as in the source, because its translation cannot be written there."""

    key: Key
    reason: str


@dataclass(frozen=True, slots=True)
class BuiltPost:
    """A post in another language, as it is to be written."""

    fields: tuple[Field, ...]
    """Those of the source that a site takes, in their order; an excerpt that WordPress cuts itself is none."""
    slug: str = ""
    """For a page that is to be created: from `slug` where that is a field, else from the title."""
    left: tuple[LeftText, ...] = ()


def build_post(split: SplitPost, choice: TextChoice, *, relink: Relink | None = None) -> BuiltPost:
    """Return the post with the chosen texts; the rest of each field is the source's, byte for byte.

    ::

        <p>The <b>lane</b>.</p>, {"The <b>lane</b>.": "La <b>ruelle</b>."}  ->  <p>La <b>ruelle</b>.</p>
    """
    fields: list[Field] = []
    left: list[LeftText] = []
    formats = {field.name: field for field in split.post.fields}
    for document in split.documents:
        field = formats[document.field]
        if field.read_only:
            continue
        text, lost = written_document(document, choice.targets, relink)
        left += lost
        fields.append(Field(field.name, text, field.format))
    slug = next((field.text for field in fields if field.name == "slug"), "")
    kept = tuple(field for field in fields if field.name != "slug")
    return BuiltPost(kept, slug_of(slug or _title(split, choice)) or split.post.slug, tuple(left))


def written_document(
    document: Document, targets: Mapping[Key, str], relink: Relink | None
) -> tuple[str, list[LeftText]]:
    """Return a field's text with the targets in it, and the texts that had to stay."""
    chosen = {
        index: targets[_key(segment)]
        for index, segment in enumerate(document.segments)
        if _key(segment) in targets
    }
    written = write(document, chosen, relink=relink)
    left = [LeftText(_key(document.segments[one.index]), one.reason) for one in written.left]
    return written.html, left


def _key(segment: Segment) -> Key:
    return (segment.context, segment.text)


def _title(split: SplitPost, choice: TextChoice) -> str:
    titles = [segment for segment in split.segments if segment.context == TITLE]
    titles = titles or [segment for segment in split.segments if segment.context == "field:name"]
    return " ".join(plain(choice.targets.get(_key(one), one.text)) for one in titles)
