"""Writing results to standard output: rows of JSON, and text as bytes."""

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Literal

__all__ = ["RowFormat", "print_rows", "write_text"]

RowFormat = Literal["text", "json"]


def print_rows(rows: Iterable[Mapping[str, object]]) -> None:
    """Print a JSON array with a row a line, so that both a parser and `grep` read it."""
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    write_text("[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n")


def write_text(text: str) -> None:
    """Write text to standard output byte for byte: no newline is translated, and what was no UTF-8 stays so."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()
