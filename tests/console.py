"""What a page of the documentation shows of a terminal: commands, and what they print.

In a block ```` ```console ```` a line `$ …` is a command, lines `> …` below it go on with it, and what follows is what
it prints: a line that is `…` alone stands for any lines, and `…` within a line for anything in that line.
"""

import re
from dataclasses import dataclass

__all__ = ["Command", "blocks", "commands", "prints"]


@dataclass(frozen=True)
class Command:
    """A command as it is typed, and what the page shows below it."""

    typed: str
    shown: str


def blocks(page: str, language: str) -> list[str]:
    """Give the code blocks of one language, in their order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def commands(page: str) -> list[Command]:
    """Give all commands that a page shows, in their order."""
    found = []
    for block in blocks(page, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            first, *rest = part.splitlines(keepends=True)
            more = [line for line in rest if line.startswith("> ")]
            typed = "".join([first, *(line.removeprefix("> ") for line in more)])
            found.append(Command(typed, "".join(rest[len(more) :])))
    return found


def prints(shown: str, printed: str) -> bool:
    """Tell whether what was printed is what the page shows; white space at the ends of lines is not looked at."""
    pattern = "".join(
        r"(?:[^\n]*\n)*?" if line == "…" else r"[^\n]*".join(map(re.escape, line.split("…"))) + "\n"
        for line in shown.splitlines()
    )
    lines = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
    return re.fullmatch(pattern, lines) is not None
