"""Reading what commands are given: HTML files, REST JSON, standard input."""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from calque.disk import read_regular
from calque.errors import SourceError
from calque.model import Field, FieldFormat, Post
from calque.sources.rest import parse_posts

__all__ = ["FileNames", "SplitInput", "read_inputs", "read_text"]


_POSTS = re.compile(r'(?:\[\s*)?\{\s*"')
"""How a post or a list of posts begins: one that is cut off is told, and not taken for a text."""


def _refuse_options(_type: object, names: Sequence[str]) -> None:
    for name in names:
        if name.startswith("-") and name != "-":
            raise ValueError(f"{name} is no option of this command")


FileNames = Annotated[list[str], Parameter(allow_leading_hyphen=True, validator=_refuse_options)]
"""Names of files; a hyphen alone is standard input."""


@dataclass(frozen=True, slots=True)
class SplitInput:
    """A text to split: a whole HTML file, or a field of a post."""

    file: str
    id: int | None
    """Of the post; None for HTML."""
    fields: tuple[Field, ...]
    post: Post | None = None


def read_inputs(files: Sequence[str], *, raw: bool) -> Iterator[SplitInput | SourceError]:
    """Read HTML files and REST posts, one or a list a file; `-` is standard input.

    What is named `.json` is taken as REST posts, and JSON from standard input, unless it is said to be a raw text. One
    input that cannot be read comes out as its error, and the others still follow.
    """
    for name in files:
        try:
            text = read_text(name)
        except SourceError as error:
            yield error
            continue
        if _is_json(name, text, raw=raw):
            yield from _posts(text, name)
        else:
            form = FieldFormat.RAW if raw else FieldFormat.RENDERED
            yield SplitInput(name, None, (Field("content", text, form),))


def read_text(name: str) -> str:
    """Read a file, or standard input for `-`, so that writing it again gives the same bytes.

    Errors: SourceError where it cannot be read.
    """
    try:
        data = sys.stdin.buffer.read() if name == "-" else read_regular(Path(name))
    except OSError as error:
        raise SourceError(
            f"{name}: cannot be read ({error.strerror}); check the name and its rights"
        ) from error
    return data.decode("utf-8", "surrogateescape")


def _is_json(name: str, text: str, *, raw: bool) -> bool:
    """Tell whether a text is to be read as JSON; `[gallery]` and `{:en}Hello{:}` begin like it and are none."""
    if name != "-" or raw:
        return name.endswith(".json")
    text = text.lstrip("\ufeff \t\r\n")
    return bool(_POSTS.match(text)) or (text[:1] in ("{", "[") and _parses(text))


def _parses(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _posts(text: str, name: str) -> Iterator[SplitInput | SourceError]:
    try:
        for post in parse_posts(text.removeprefix("\ufeff"), place=name):
            yield post if isinstance(post, SourceError) else SplitInput(name, post.id, post.fields, post)
    except SourceError as error:
        yield error
