"""Questions: what a translator asks in the comment of a text, until somebody answers it there or takes it out."""

import re

from calque.po.entries import persons_comment

__all__ = ["open_question"]

_ASKS = re.compile(r"[?？؟](?=$|[\s\"'»”’)\]])|^\s*question\b", re.IGNORECASE)
_ANSWERS = re.compile(r"^\s*(answer|reply)\b", re.IGNORECASE)
_NO_WORDS = re.compile(r"^\s*(ignore-[a-z-]+|max-length:.*)\s*$")


def open_question(comment: str) -> str:
    r"""Return what a comment asks that nobody has answered; empty where it asks nothing.

    A line asks that has a question mark at the end of a word, or begins with “Question”. It is answered where a line
    below begins with “Answer”.

    `Question to the author: is it open on Sundays?` → the same;
    `Is it open on Sundays?\nAnswer: no, never.` → nothing.
    """
    lines = [
        line for line in persons_comment(comment).split("\n") if line.strip() and not _NO_WORDS.match(line)
    ]
    asked = [number for number, line in enumerate(lines) if _ASKS.search(line) and not _ANSWERS.match(line)]
    if not asked or any(_ANSWERS.match(line) for line in lines[asked[-1] :]):
        return ""
    answered = [number for number, line in enumerate(lines[: asked[-1]]) if _ANSWERS.match(line)]
    first = answered[-1] + 1 if answered else 0
    return " ".join(line.strip() for line in lines[first:])
