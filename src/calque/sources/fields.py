"""Further translatable fields of a post, by their paths in the REST answer: `acf.subtitle`, `alt_text`."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from calque.html import without_markup
from calque.model import Field, FieldFormat

__all__ = ["is_read_only", "read_fields", "read_meta", "with_footnotes", "written_fields"]

_FOOTNOTES = "meta.footnotes"
_FOOTNOTES_BLOCK = re.compile(r"<!--\s+wp:(?:core/)?footnotes\s")

_HEADS = frozenset(("aioseo_head_json", "yoast_head_json"))
"""What SEO plugins show in the REST API and take from nobody."""
_META_KEYS = {
    "alt_text": "_wp_attachment_image_alt",
    "yoast_head_json.title": "_yoast_wpseo_title",
    "yoast_head_json.description": "_yoast_wpseo_metadesc",
}
_VARIABLES = re.compile(r"%%[\w-]+%%|%[a-z_]+(?:\([^)%]*\))?%|(?<!\S)#[a-z_]+")
"""Those of Yoast, Rank Math and All in One SEO, in this order."""
_SEPARATOR = re.compile(r"\s*[-\u2013\u2014|\u00b7\u2022*\u22c6:~\u00ab\u00bb<>/]+\s*")


def read_fields(row: Mapping[str, Any], paths: Iterable[str]) -> Iterator[Field]:
    """Yield the texts at the paths of a REST answer, each named by its own place in it.

    ::

        acf.rows.text of {"acf": {"rows": [{"text": "A"}, {"text": "B"}]}}  ->  acf.rows.0.text, acf.rows.1.text

    A list is gone through, and of `raw` and `rendered` the raw is taken. What is no text is left out.
    """
    for path in paths:
        for name, value in _values(row, path.split("."), ()):
            text, form = _text(value)
            if text.strip():
                form = FieldFormat.FOOTNOTES if name == _FOOTNOTES else form
                yield Field(name, text, form, read_only=is_read_only(path))


def read_meta(meta: Mapping[str, str], paths: Iterable[str]) -> Iterator[Field]:
    """Yield what the post meta of an export holds of the paths: `meta.x` as `x`, `acf.rows.text` as `rows_0_text`."""
    for path in paths:
        root, _, rest = path.partition(".")
        if path in _META_KEYS or root == "meta":
            names = {path: _META_KEYS.get(path, rest)}
        elif root == "acf" and rest:
            names = dict(_acf_names(meta, rest.split(".")))
        else:
            continue
        for name, key in names.items():
            if meta.get(key, "").strip():
                form = FieldFormat.FOOTNOTES if name == _FOOTNOTES else FieldFormat.RENDERED
                yield Field(name, meta[key], form, read_only=is_read_only(path))


def with_footnotes(paths: Sequence[str], content: str) -> Sequence[str]:
    """Return the paths with that of the footnotes, where a stored content has the block that shows them.

    A rendered content has their texts itself.
    """
    return (*paths, _FOOTNOTES) if _FOOTNOTES not in paths and _FOOTNOTES_BLOCK.search(content) else paths


def is_read_only(path: str) -> bool:
    """Tell whether the site computes the value at a path, so that no translation can be written there."""
    return path.partition(".")[0] in _HEADS


def written_fields(
    fields: Iterable[Field], *, title: str, excerpt: str = "", site_name: str = ""
) -> tuple[Field, ...]:
    """Leave out what an SEO plugin makes of the title and excerpt by its template, and nobody wrote.

    ::

        About us – Example  ->  left out, of the post "About us" on the site "Example"
        %%title%% %%sep%% %%sitename%%  ->  left out
    """
    said = _plain(title)
    made = {said, _plain(excerpt)}
    return tuple(field for field in fields if not _is_made(field, said, made, _plain(site_name)))


def _is_made(field: Field, title: str, made: set[str], site_name: str) -> bool:
    text = _plain(field.text)
    left = _VARIABLES.sub("", text)
    if left != text and not any(map(str.isalnum, left)):
        return True
    if field.read_only and text in made:
        return True
    rest = text.removeprefix(title)
    separator = _SEPARATOR.match(rest)
    return bool(title and site_name and separator and rest != text and rest[separator.end() :] == site_name)


def _values(value: object, parts: Sequence[str], name: tuple[str, ...]) -> Iterator[tuple[str, object]]:
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield from _values(one, parts, (*name, str(number)))
    elif not parts:
        yield ".".join(name), value
    elif isinstance(value, Mapping) and parts[0] in value:
        yield from _values(value[parts[0]], parts[1:], (*name, parts[0]))


def _text(value: object) -> tuple[str, FieldFormat]:
    if isinstance(value, Mapping):
        raw, rendered = value.get("raw"), value.get("rendered")
        if isinstance(raw, str):
            return raw, FieldFormat.RAW
        value = rendered
    if not isinstance(value, str) or any("\ud800" <= letter <= "\udfff" for letter in value):
        return "", FieldFormat.RENDERED
    return value, FieldFormat.RENDERED


def _acf_names(meta: Mapping[str, str], parts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the name and meta key of each text at a path of Advanced Custom Fields, which joins its parts by `_`."""
    pattern = re.compile(r"_(?:(\d+)_)?".join(map(re.escape, parts)))
    for key in meta:
        if match := pattern.fullmatch(key):
            rows = (*match.groups(), None)
            steps = [step for pair in zip(parts, rows, strict=True) for step in pair if step is not None]
            yield ".".join(("acf", *steps)), key


def _plain(html: str) -> str:
    return " ".join(unescape(without_markup(html)).split())
