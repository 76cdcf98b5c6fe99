"""A source text, its target and what a catalog says of the two."""

from dataclasses import dataclass

from calque.model.findings import Severity
from calque.model.site import Waiver

__all__ = ["Flaw", "Unit"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of a catalog, read for judging."""

    source: str
    context: str | None
    target: tuple[str, ...]
    """The target text; one a plural form."""
    fuzzy: bool = False
    confirmed: str | None = None
    """The source text that the target was made from; None where nobody confirmed any."""
    origin: str = ""
    """`memory 0.83` where no person filled it."""
    rivals: tuple[str, ...] = ()
    """What else the text is translated as, where nobody settled which holds: `https://… says “…”`."""
    remark: str = ""
    """Why what the live page says did not confirm it: it is in doubt, or does not answer its source's change."""
    waivers: tuple[Waiver, ...] = ()
    """Why it is not stale, or not for its first edits."""
    reference: str = ""
    line: int = 0
    """The line of the entry in its file; 0 where it is not in the file yet."""
    words: int = 0
    plural: str = ""
    """The source text for other numbers than one; empty where there are no plural forms."""
    formats: tuple[str, ...] = ()
    """The flags that name a format: `c-format`, `no-c-format`."""
    ignored: frozenset[str] = frozenset()
    """The checks that the entry switches off, from `ignore-<code>`."""
    max_length: int = 0
    """The most characters of the target, from `max-length:N`; 0 where nothing is said."""
    question: str = ""
    """What its translator asks in the comment, and nobody has answered."""

    @property
    def empty(self) -> bool:
        """Whether the target or one of its plural forms is missing."""
        return not self.target or not all(self.target)


@dataclass(frozen=True, slots=True)
class Flaw:
    """What a check says of a translation."""

    code: str
    """The check: `numbers`, `ending-punctuation`."""
    severity: Severity
    """An error makes the unit invalid."""
    message: str
