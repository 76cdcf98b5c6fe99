"""Everything that a command prints: sentences and reports for a terminal, JSON, and text as bytes.

What comes from posts, catalogs, sites and names of files reaches a terminal by this module alone, with what that
would obey made visible; only `write_text` gives bytes as they are, for what another program reads.
"""

import json
import os
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal

from calque.visible import visible, visible_json

if TYPE_CHECKING:
    from rich.console import Console

__all__ = [
    "RowFormat",
    "print_rows",
    "say",
    "tell",
    "terminal",
    "write_json",
    "write_lines",
    "write_parts",
    "write_text",
]

RowFormat = Literal["text", "json"]
_WIDTH = 80
"""Columns where nobody says how many there are."""
_UNFOLDED = 100_000
"""More columns than any line has."""


def say(text: str) -> None:
    """Print a line, or a few, to standard output."""
    print(visible(text, lines=True))


def tell(sentence: str) -> None:
    """Print one line to standard error, whatever is in it."""
    print(visible(sentence), file=sys.stderr)


def terminal(*, stderr: bool = False) -> "Console":
    """Return a console as wide as the terminal, or as `COLUMNS` says; where that is none (`COLUMNS=0`), 80 columns.

    In a file or a pipe no line is folded: `grep` and a log want a fact a line.
    """
    from rich.console import Console  # noqa: PLC0415 — the other formats do without

    if os.environ.get("COLUMNS", "").strip("0") == "" and "COLUMNS" in os.environ:
        return Console(stderr=stderr, highlight=False, width=_WIDTH)
    console = Console(stderr=stderr, highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        return Console(stderr=stderr, highlight=False, width=_UNFOLDED)
    return console if console.width > 0 else Console(stderr=stderr, highlight=False, width=_WIDTH)


def print_rows(rows: Iterable[Mapping[str, object]]) -> None:
    """Print a JSON array with a row a line, so that both a parser and `grep` read it."""
    lines = [visible_json(json.dumps(row, ensure_ascii=False)) for row in rows]
    write_text("[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n")


def write_json(value: object) -> None:
    """Print a JSON value; what a terminal would obey is escaped in it, so that it holds what it held."""
    write_text(visible_json(json.dumps(value, ensure_ascii=False, indent=2)) + "\n")


def write_lines(text: str) -> None:
    """Write lines for reading to standard output, with what a terminal would obey made visible."""
    write_text(visible(text, lines=True))


def write_text(text: str) -> None:
    """Write text to standard output byte for byte: no newline is translated, and what was no UTF-8 stays so."""
    write_parts([text])


def write_parts(parts: Iterable[str]) -> None:
    """Write the pieces of a text in the same way, each as it comes."""
    sys.stdout.flush()
    sys.stdout.buffer.writelines(part.encode("utf-8", "surrogateescape") for part in parts)
    sys.stdout.buffer.flush()
