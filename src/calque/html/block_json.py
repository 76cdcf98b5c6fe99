"""The JSON of a Gutenberg block comment: its strings with the names that lead to them, read and written."""

import json
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple, TypeAlias

from calque.html.shortcodes import BRACKET

__all__ = [
    "HALF_CHARACTER",
    "JsonValue",
    "Path",
    "block_object",
    "decode_json",
    "encode_json",
    "encode_list",
    "json_values",
    "without_new_brackets",
]

Path: TypeAlias = tuple[str, ...]
"""The names that lead to a value; lists are gone through."""

_JSON_OBJECT = re.compile(r"<!--\s+wp:[a-z0-9_/-]+\s+(\{.*\})\s+/?-->", re.DOTALL)
_JSON = re.compile(r'"((?:[^"\\]|\\.)*)"|[{}\[\],:]')
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
HALF_CHARACTER = re.compile("[\ud800-\udfff]")
"""What JSON can spell, and no file of texts can hold."""


class JsonValue(NamedTuple):
    """A string or a list in valid JSON; `start` and `end` are what stands between the quotes, or the whole list."""

    path: Path
    start: int
    end: int
    is_list: bool


def block_object(html: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span of the object in a block's comment; None where there is none that can be read."""
    match = _JSON_OBJECT.fullmatch(html, start, end)
    if match is None:
        return None
    try:
        json.loads(match[1])
    except (ValueError, RecursionError):
        return None  # WordPress, too, takes such a block for one without attributes
    return match.span(1)


def json_values(html: str, start: int, end: int, lists: Collection[Path] = ()) -> Iterator[JsonValue]:
    """Yield the strings of valid JSON, and as a whole the lists at some paths: `{"a":[{"b":"x"}]}` → a, b."""
    # The path of each object and array around, and whether it is an object.
    around: list[tuple[Path, bool]] = []
    path: Path = ()
    name_next = False
    whole: tuple[Path, int, int] | None = (
        None  # a list that is wanted: its path, its start, how deep it stands
    )
    for match in _JSON.finditer(html, start, end):
        mark = match[0]
        if mark in "{[":
            if whole is None and mark == "[" and path in lists:
                whole = path, match.start(), len(around)
            around.append((path, mark == "{"))
            name_next = mark == "{"
        elif mark in "}]":
            around.pop()
            if whole and len(around) == whole[2]:
                yield JsonValue(whole[0], whole[1], match.end(), is_list=True)
                whole = None
        elif mark == ",":
            path, name_next = around[-1]
        elif mark == ":":
            name_next = False
        elif name_next:
            name = decode_json(match[1]) if "\\" in mark else match[1]
            path = (*around[-1][0], name)
        elif whole is None:
            yield JsonValue(path, *match.span(1), is_list=False)


def decode_json(text: str) -> str:
    r"""Return what a JSON string says: `\u0022it\u0022` → `"it"`."""
    decoded: str = json.loads(f'"{text}"', strict=False)
    return decoded


def encode_json(value: str) -> str:
    r"""Write a JSON string as Gutenberg's serializer does: `"it"` → `\u0022it\u0022`, `--` → `\u002d\u002d`."""
    return _as_gutenberg(json.dumps(value, ensure_ascii=False)[1:-1])


def encode_list(value: object) -> str:
    """Write a JSON list as Gutenberg's serializer does."""
    return _as_gutenberg(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def without_new_brackets(written: str, source: str) -> str:
    r"""Write a `[` in the strings of a list that `source`, which it replaces, has not as `\u005b`.

    A reader of the JSON sees no difference; a plugin that looks for shortcodes in the stored text finds none.
    """
    known = {found[0] for string in _STRING.finditer(source) for found in BRACKET.finditer(string[0])}

    def hide(found: re.Match[str]) -> str:
        return found[0] if found[0] in known else f"\\u005b{found[0][1:]}"

    return _STRING.sub(lambda string: BRACKET.sub(hide, string[0]), written)


def _as_gutenberg(text: str) -> str:
    text = text.replace("\\\\", "\\u005c").replace('\\"', "\\u0022")
    text = (
        text.replace("--", "\\u002d\\u002d")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
    )
    return HALF_CHARACTER.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
