"""The status of a site as one versioned JSON value, and back.

`docs/reference/status.md` explains the keys; `status.schema.json` beside this file is their schema.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from typing import Any

from calque.codec import ShapeError, codec_of
from calque.errors import SourceError
from calque.model import PageStatus, Status
from calque.reports.verbs import deed
from calque.states.rows import row_of
from calque.states.verbs import verb_of

__all__ = ["VERSION", "from_json", "json_parts", "schema", "to_json"]

VERSION = 2
"""Rises when a key changes its meaning or goes; a new key leaves it as it is."""


def to_json(status: Status) -> dict[str, Any]:
    """Return the status as a JSON value with its keys in one fixed order.

    `Status(site="Example", …)` → `{"version": 2, "site": "Example", …}`
    """
    value: dict[str, Any] = codec_of(Status).write(status)
    for row, page in zip(value["pages"], status.pages, strict=True):
        row.update(_to_do(page, status))
    return {"version": VERSION, **value}


def _to_do(page: PageStatus, status: Status) -> dict[str, Any]:
    return {"verb": verb_of(page), "to_do": deed(row_of(page), status)}


def json_parts(status: Status) -> Iterator[str]:
    """Yield what `to_json` gives as text, indented by two, page by page: a large site's is never one value."""
    page_form, rest = codec_of(PageStatus), to_json(replace(status, pages=()))
    before, _, after = json.dumps(rest, ensure_ascii=False, indent=2).partition('\n  "pages": []')
    yield f'{before}\n  "pages": ['
    number = -1
    for number, page in enumerate(status.pages):
        text = json.dumps(page_form.write(page) | _to_do(page, status), ensure_ascii=False, indent=2).replace(
            "\n", "\n    "
        )
        yield f"{',' if number else ''}\n    {text}"
    yield f"{']' if number < 0 else f'{chr(10)}  ]'}{after}"


def from_json(data: object) -> Status:
    """Return the status that `to_json` gave; keys that it does not know are passed over.

    Raises SourceError, with the place in the value, where the value is not a status of this version.
    """
    if not isinstance(data, dict) or "version" not in data:
        raise SourceError(
            "This is not a calque status: the key 'version' is missing; write it anew with calque status."
        )
    if data["version"] != VERSION:
        raise SourceError(
            f"The status has version {data['version']!r} and this calque reads version {VERSION}; "
            "write it anew with calque status."
        )
    try:
        status: Status = codec_of(Status).read(data)
    except ShapeError as error:
        raise SourceError(f"The status cannot be read: {error}; write it anew with calque status.") from error
    return status


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) that every value of `to_json` meets."""
    text = files("calque.reports").joinpath("status.schema.json").read_text(encoding="utf-8")
    value: dict[str, Any] = json.loads(text)
    return value
