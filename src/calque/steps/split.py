"""Split: each field of each post into skeleton and segments."""

import re
from collections.abc import Sequence
from dataclasses import replace

from calque.html import plain
from calque.html import split as split_html
from calque.model import Document, Field, FieldFormat, Post, Revision, Rules, Site, SplitPost

__all__ = ["split", "split_post", "split_revision"]

_CONTEXTS = {"content": None}
"""The role of a field's body text; a field that has no row is its own role: `title`, `excerpt`."""


def split(site: Site, posts: Sequence[Post]) -> tuple[SplitPost, ...]:
    """Split a batch of posts by the site's rules."""
    return tuple(split_post(post, site.rules) for post in posts)


def split_post(post: Post, rules: Rules) -> SplitPost:
    """Split the fields of a post, in their order.

    An excerpt that WordPress cut from the content itself is left out: it is translated with the content.
    """
    documents = {field.name: _split_field(field, rules) for field in post.fields}
    content, excerpt = documents.get("content"), documents.get("excerpt")
    if content and excerpt and _is_cut_from(excerpt, content):
        del documents["excerpt"]
    return SplitPost(post, tuple(documents.values()))


def split_revision(post: Post, revision: Revision, rules: Rules) -> SplitPost:
    """Split the post as it stood at an earlier revision."""
    return split_post(replace(post, fields=revision.fields, modified=revision.modified), rules)


def _split_field(field: Field, rules: Rules) -> Document:
    return split_html(
        field.text,
        field=field.name,
        raw=field.format is FieldFormat.RAW,
        rules=rules,
        context=_CONTEXTS.get(field.name, field.name),
    )


def _is_cut_from(excerpt: Document, content: Document) -> bool:
    """Tell whether an excerpt is the beginning of the content, as WordPress makes it where nobody wrote one."""
    beginning = re.sub(r"(\[?(\u2026|\.\.\.)\]?|Continue reading.*)\s*$", "", _words(excerpt))
    return _words(content).replace(" ", "").startswith(beginning.replace(" ", ""))


def _words(document: Document) -> str:
    return " ".join(plain(segment.text) for segment in document.segments if segment.kind == "text")
