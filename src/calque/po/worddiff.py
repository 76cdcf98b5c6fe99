"""How one text became another, in a line: `the [-old-] {+new+} word`."""

from collections.abc import Iterator

__all__ = ["word_diff"]

_KEPT = 6
"""How many unchanged words are shown on each side of a change."""


def word_diff(old: str, new: str) -> str:
    """Return the words that went as `[-…-]`, those that came as `{+…+}`, a few around them, and `…` between.

    `("the old word", "the new word")` → `the [-old-] {+new+} word`.
    """
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - only a merge with changed texts needs it

    before, after = old.split(), new.split()
    parts: list[str] = []
    operations = Indel.opcodes(before, after)
    for operation in operations:
        tag, old_start, old_end, new_start, new_end = (
            operation.tag,
            operation.src_start,
            operation.src_end,
            operation.dest_start,
            operation.dest_end,
        )
        gone, come = " ".join(before[old_start:old_end]), " ".join(after[new_start:new_end])
        if tag == "equal":
            parts.append(_shortened(before[old_start:old_end], first=not parts, last=old_end == len(before)))
            continue
        if gone:
            parts.append(f"[-{gone}-]")
        if come:
            parts.append(f"{{+{come}+}}")
    return " ".join(_deletions_first(parts))


def _shortened(words: list[str], *, first: bool, last: bool) -> str:
    left = [] if first else words[:_KEPT]
    right = [] if last else words[-_KEPT:]
    if len(left) + len(right) >= len(words):
        return " ".join(words)
    return " ".join([*left, "…", *right])


def _deletions_first(parts: list[str]) -> Iterator[str]:
    """Put what went before what came, where they stand side by side."""
    waiting = ""
    for part in parts:
        if part.startswith("{+") and not waiting:
            waiting = part
        elif part.startswith("[-") and waiting:
            yield part
        else:
            if waiting:
                yield waiting
            waiting = ""
            yield part
    if waiting:
        yield waiting
