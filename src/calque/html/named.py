"""What a site's configuration names as texts: attributes, keys in the JSON of blocks, attributes of shortcodes."""

from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from calque.html.shortcodes import TEXTS
from calque.html.tags import is_notable
from calque.html.tokens import Values
from calque.model import Rules

__all__ = ["NamedTexts", "named_texts"]


class NamedTexts:
    """The names of a site's rules, and which of them hold here: attributes may be named for some blocks alone."""

    def __init__(self, rules: Rules) -> None:
        self.keys: Mapping[str, tuple[str, ...]] = {
            block: tuple(name for name in names if "@" not in name) for block, names in rules.blocks.items()
        }
        """For a block, the keys of its JSON."""
        self.shortcodes: Mapping[str, tuple[str, ...]] = {**TEXTS, **rules.shortcode_attributes}
        """For a shortcode, its attributes."""
        self.attributes: AbstractSet[str] = frozenset(rules.attributes)
        """What holds here: `data-title`, `my-card@heading`."""
        self._always = self.attributes
        self._of_blocks = {
            block: found
            for block, names in rules.blocks.items()
            if (found := frozenset(name.removeprefix("@") for name in names if "@" in name))
        }
        self._open: list[str] = []
        self._counts: Counter[str] = Counter()
        every = self._always.union(*self._of_blocks.values())
        self._names = frozenset(name.rpartition("@")[2] for name in every)
        self.any_attribute = bool(every)

    def is_notable(self, values: Values) -> bool:
        """Tell the same as `tags.is_notable`, where the site names further attributes."""
        return is_notable(values) or any(name in self._names for name, _ in values)

    def open(self, block: str) -> None:
        """Enter a block."""
        if block in self._of_blocks:
            self._open.append(block)
            self._counts[block] += 1
            self.attributes |= self._of_blocks[block]

    def close(self, block: str) -> None:
        """Leave the nearest block of this name and what is open in it; without one, nothing."""
        if not self._counts[block]:
            return
        last = ""
        while last != block:
            last = self._open.pop()
            self._counts[last] -= 1
        around = (found for name, found in self._of_blocks.items() if self._counts[name])
        self.attributes = self._always.union(*around)


_NOTHING = NamedTexts(Rules())
"""What holds where a site names nothing; no block changes that."""


def named_texts(rules: Rules) -> NamedTexts:
    """Return what a site's rules name, for one text that is read from its beginning."""
    if rules.attributes or rules.blocks or rules.shortcode_attributes:
        return NamedTexts(rules)
    return _NOTHING
