"""How one text became another, in a line: `the [-old-] {+new+} word`."""

__all__ = ["word_diff"]

_AROUND = 6
"""How many unchanged words are shown on each side of a change."""


def word_diff(old: str, new: str) -> str:
    """Return the words that went as `[-…-]`, those that came as `{+…+}`, a few around them, and `…` between.

    `("the old word", "the new word")` → `the [-old-] {+new+} word`.
    """
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 - 20 ms that only a merge with changed texts needs

    before, after = old.split(), new.split()
    parts: list[str] = []
    gone: list[str] = []
    come: list[str] = []
    for step in LCSseq.opcodes(before, after):
        if step.tag != "equal":
            gone += before[step.src_start : step.src_end]
            come += after[step.dest_start : step.dest_end]
            continue
        parts += _change(gone, come)
        gone, come = [], []
        last = step.src_end == len(before) and step.dest_end == len(after)
        parts += _shortened(before[step.src_start : step.src_end], first=not parts, last=last)
    return " ".join(parts + _change(gone, come))


def _change(gone: list[str], come: list[str]) -> list[str]:
    return [f"[-{' '.join(gone)}-]"] * bool(gone) + [f"{{+{' '.join(come)}+}}"] * bool(come)


def _shortened(words: list[str], *, first: bool, last: bool) -> list[str]:
    if first and last:
        return words
    left = [] if first else words[:_AROUND]
    right = [] if last else words[-_AROUND:]
    return words if len(left) + len(right) >= len(words) else [*left, "…", *right]
