"""The open elements at a place that decide whether and how the text there is translated."""

from collections import defaultdict
from typing import NamedTuple

from calque.html.elements import IMPLIED_ENDS, PRESERVED
from calque.html.texts import Space

__all__ = ["Frames", "State"]

_LONGEST_PATH = 12
"""How many names a path shows; nesting may be millions deep."""


class State(NamedTuple):
    """What becomes of the text in an element. Elements that change nothing share the state around them."""

    on: bool = True
    """Whether it is translated."""
    space: Space = Space.COLLAPSE
    notes: tuple[str, ...] = ()
    locked: bool = False
    """Whether nothing in the element can turn translation on again."""


class _Inline:
    """An inline element that changes the state."""

    __slots__ = ("depth", "level", "name", "state")

    def __init__(self, name: str, state: State, level: int) -> None:
        self.name = name
        self.state = state
        self.level = level
        """How many blocks are open around it."""
        self.depth = 1
        """How many elements of this name are open since."""


class Frames:
    """The open blocks, and the inline elements that change the state.

    All that is done over a text takes time in proportion to its tags.
    """

    def __init__(self, state: State) -> None:
        self.blocks = [""]
        """The names of the open blocks, the outermost first, below a root without a name."""
        self.state = state
        """What becomes of the text here."""
        self.plain = state.on
        """Whether text is translated and no inline element has changed the block's state: what is most common."""
        self._states = [state]
        self._counts: defaultdict[str, int] = defaultdict(int)
        self._inlines: list[_Inline] = []

    @property
    def block_state(self) -> State:
        """The state of the block, whatever inline elements say."""
        return self._states[-1]

    def path(self) -> str:
        """Return the names of the blocks: `ul > li`; of very many, the last."""
        return " > ".join(
            self.blocks[1:] if len(self.blocks) <= _LONGEST_PATH else self.blocks[-_LONGEST_PATH:]
        )

    def end_implied(self, name: str) -> State:
        """Close what the start tag of a block ends: an `<li>` the one before it. Return the state then."""
        ended = IMPLIED_ENDS.get(name)
        if ended and self.blocks[-1] in ended:
            while self.blocks[-1] in ended:
                self._counts[self.blocks.pop()] -= 1
                self._states.pop()
            self._leave_closed()
        return self.state

    def open_block(self, name: str, state: State) -> None:
        """Open a block element whose start tag has ended what it ends."""
        if name in PRESERVED and state.space is not Space.KEEP:
            state = state._replace(space=Space.KEEP)
        self.blocks.append(name)
        self._states.append(state)
        self._counts[name] += 1
        self.state = state
        self.plain = state.on

    def close_block(self, name: str) -> None:
        """Close the nearest block of this name and what is open in it; without one, nothing."""
        blocks, counts = self.blocks, self._counts
        if not counts[name]:
            return
        last = ""
        while last != name:
            last = blocks.pop()
            self._states.pop()
            counts[last] -= 1
        if self._inlines:
            self._leave_closed()
        else:
            self.state = self._states[-1]
            self.plain = self.state.on

    def _leave_closed(self) -> None:
        """Remove the inline elements of blocks that are closed, and set the state that now holds."""
        level = len(self.blocks)
        inlines = self._inlines
        while inlines and inlines[-1].level > level:
            inlines.pop()
        if inlines:
            self.state = inlines[-1].state if inlines[-1].level == level else self._states[-1]
            self.plain = self.state.on and inlines[-1].level < level
        else:
            self.state = self._states[-1]
            self.plain = self.state.on

    def open_inline(self, name: str, state: State) -> None:
        """Open an inline element that changes the state."""
        self._inlines.append(_Inline(name, state, len(self.blocks)))
        self.state = state
        self.plain = False

    def count_inline(self, name: str) -> None:
        """Note an inline element that changes nothing: its end tag is not that of one that does."""
        if self.is_inline(name):
            self._inlines[-1].depth += 1

    def is_inline(self, name: str) -> bool:
        """Tell whether the end tag of this name may be that of an inline element that changed the state."""
        if self.plain or not self._inlines:
            return False
        inline = self._inlines[-1]
        return inline.name == name and inline.level == len(self.blocks)

    def close_inline(self, name: str) -> bool:
        """Take the end tag of an inline element; tell whether it closed one that changed the state."""
        if not self.is_inline(name):
            return False
        self._inlines[-1].depth -= 1
        if self._inlines[-1].depth:
            return False
        self._inlines.pop()
        self._leave_closed()
        return True
