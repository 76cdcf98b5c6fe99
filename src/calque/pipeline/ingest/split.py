"""Split: each field of each post into skeleton and segments."""

from dataclasses import replace
from html import unescape

from calque.html import split as split_html
from calque.html import split_footnotes, without_markup
from calque.model import TITLE, Document, Field, FieldFormat, Post, Revision, Rules, SplitPost

__all__ = ["field_context", "split_post", "split_revision"]


def split_post(post: Post, rules: Rules) -> SplitPost:
    """Split the fields of a post, in their order.

    An excerpt that WordPress cut from the content itself is left out: it is translated with the content.
    """
    content, excerpt = post.field("content"), post.field("excerpt")
    cut = excerpt if content and excerpt and _is_cut_from(excerpt, content) else None
    return SplitPost(post, tuple(_split_field(field, rules) for field in post.fields if field is not cut))


def split_revision(post: Post, revision: Revision, rules: Rules) -> SplitPost:
    """Split the post as it stood at an earlier revision."""
    return split_post(replace(post, fields=revision.fields, modified=revision.modified), rules)


def _split_field(field: Field, rules: Rules) -> Document:
    if field.format is FieldFormat.FOOTNOTES:
        return split_footnotes(field.text, field=field.name, rules=rules)
    return split_html(
        field.text,
        field=field.name,
        raw=field.format is FieldFormat.RAW,
        rules=rules,
        context=field_context(field.name),
    )


def field_context(name: str) -> str | None:
    """Return the role of a field's text: none of body text, `title`, `excerpt`, else `field:` and its path.

    Places in lists are no part of it: `acf.rows.2.text` → `field:acf.rows.text`.
    """
    if name in {TITLE, "excerpt"}:
        return name
    path = ".".join(part for part in name.split(".") if not part.isdecimal())
    return None if name == "content" else f"field:{path}"


def _is_cut_from(excerpt: Field, content: Field) -> bool:
    """Tell whether an excerpt is the beginning of the content, as WordPress makes it where nobody wrote one.

    The excerpt of a long text ends in `[…]`; that of a short one is the whole text, without images and shortcodes.
    """
    words = _bare_text(excerpt.text)
    return words.endswith(("[…]", "[...]")) or _bare_text(content.text).startswith(words.rstrip("…"))


def _bare_text(html: str) -> str:
    """Return the letters of some HTML alone, without tags, comments and white space."""
    return "".join(unescape(without_markup(html)).split())
