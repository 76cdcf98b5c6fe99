"""A built post as WordPress's REST API would answer it, for whoever reads posts from files."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from calque.building.post import BuiltPost
from calque.model import Field, FieldFormat, Post

__all__ = ["field_values", "rest_json"]

_MARKED = ("title", "content", "excerpt")
"""Fields that the API gives as an object of `raw` and `rendered`."""


def rest_json(built: BuiltPost, source: Post, live: Post | None, *, locale: str, link: str) -> bytes:
    """Return the post as one JSON object; what is not a text is the source's, or the live page's where there is one.

    A post that is not on the site yet has the id of its source.
    """
    is_term = all(field.name in ("name", "description") for field in source.fields) and bool(source.fields)
    row: dict[str, Any] = {
        "id": live.id if live else source.id,
        ("taxonomy" if is_term else "type"): source.type,
        "slug": live.slug if live else built.slug,
        "status": live.status if live else source.status,
        "link": link,
        "lang": locale,
        "translation_of": source.key,
    }
    if source.published:
        row["date_gmt"] = _moment(source.published)
    if source.modified:
        row["modified_gmt"] = _moment(source.modified)
    if source.categories:
        row["categories"] = list(source.categories)
    if source.featured:
        row["featured_media"] = source.featured
    row |= field_values(built.fields, marked=True)
    return (json.dumps(row, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "surrogatepass")


def field_values(fields: tuple[Field, ...], *, marked: bool = False) -> dict[str, Any]:
    """Return the fields as an object, each at its path: `acf.rows.1.text` → `{"acf": {"rows": {"1": …}}}`.

    `marked` gives title, content and excerpt as answers have them, else as requests do. A list is given whole, where
    its places follow each other from 0; a part of one could not be written without the rest.
    """
    values: dict[str, Any] = {}
    for field in fields:
        *above, last = field.name.split(".")
        table = values
        for part in above:
            table = table.setdefault(part, {})
        is_object = marked and field.name in _MARKED
        key = "raw" if field.format is FieldFormat.RAW else "rendered"
        table[last] = {key: field.text} if is_object else field.text
    return {name: _with_lists(value) for name, value in values.items()}


def _with_lists(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    inner = {name: _with_lists(one) for name, one in value.items()}
    numbers = [str(number) for number in range(len(inner))]
    return [inner[number] for number in numbers] if inner and set(inner) == set(numbers) else inner


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}"
