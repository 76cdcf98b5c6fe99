"""The elements that are open at a place, as far as they say what becomes of the text there."""

from collections import defaultdict
from typing import NamedTuple

from calque.html.elements import IMPLIED_ENDS, PRESERVED
from calque.html.inline import Space

__all__ = ["Frame", "Frames", "State"]

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


class Frame:
    """An open element: every block, and each inline element that changes the state."""

    __slots__ = ("above", "block", "depth", "level", "name", "path", "plain", "state")

    name: str
    above: "Frame | None"
    state: State
    block: "Frame"
    """The nearest block: itself, or one around it."""
    plain: bool
    """Whether it is a block whose text is translated: what is most common."""
    depth: int
    """Of an inline element: how many of its name are open since."""
    level: int
    path: str
    """The names of the blocks, from the outermost: `ul > li`."""

    def __init__(self, name: str, above: "Frame | None", state: State) -> None:
        self.name = name
        self.above = above
        self.state = state
        self.block = self
        self.plain = state.on
        self.depth = 1
        self.level = level = above.level + 1 if above else 0
        self.path = name
        if level > 1 and above:
            around = above.path if level <= _LONGEST_PATH else above.path.partition(" > ")[2]
            self.path = f"{around} > {name}"


class Frames:
    """The stack of open elements. All that is done over a text takes time in proportion to its tags."""

    def __init__(self, state: State) -> None:
        self.top = Frame("", None, state)
        self._counts: defaultdict[str, int] = defaultdict(int)

    def end_implied(self, name: str) -> Frame:
        """Close what the start tag of a block ends: an `<li>` the one before it. Return what is open then."""
        ended = IMPLIED_ENDS.get(name)
        if ended:
            while self.top.block.name in ended:
                self._close_top_block()
        return self.top

    def open_block(self, name: str, state: State) -> None:
        """Open a block element."""
        if name in PRESERVED and state.space is not Space.KEEP:
            state = state._replace(space=Space.KEEP)
        self.top = Frame(name, self.top, state)
        self._counts[name] += 1

    def close_block(self, name: str) -> None:
        """Close the nearest block of this name and what is open in it; without one, nothing."""
        top = self.top
        if top.name == name and top.above and top.block is top:
            self.top = top.above
            self._counts[name] -= 1
        elif self._counts[name]:
            while self._close_top_block() != name:
                continue

    def _close_top_block(self) -> str:
        block = self.top.block
        self.top = block.above or block  # the root, which has no name, is never closed
        self._counts[block.name] -= 1
        return block.name

    def open_inline(self, name: str, state: State) -> None:
        """Open an inline element that changes the state."""
        above = self.top
        self.top = frame = Frame(name, above, state)
        frame.block, frame.path, frame.level, frame.plain = above.block, above.path, above.level, False

    def count_inline(self, name: str) -> None:
        """Note an inline element that changes nothing: its end tag is not that of one that does."""
        if self.is_inline(name):
            self.top.depth += 1

    def is_inline(self, name: str) -> bool:
        """Tell whether the end tag of this name is that of an inline element that changed the state."""
        return self.top.name == name and self.top.block is not self.top

    def close_inline(self, name: str) -> bool:
        """Take the end tag of an inline element; tell whether it closed one that changed the state."""
        frame = self.top
        if not self.is_inline(name) or not frame.above:
            return False
        frame.depth -= 1
        if frame.depth:
            return False
        self.top = frame.above
        return True
