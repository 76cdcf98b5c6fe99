"""A block: an entry, and the lines of a file that it was read from."""

from polib import POEntry

from calque.po.entries import Fields, fields_of, new_entry

__all__ = ["Block"]


class Block:
    """An entry, and the lines it was read from; changed by :meth:`saying` and :meth:`placed` only.

    The entry itself is made when it is first asked for: of a large catalog few are. It is a live
    :class:`polib.POEntry`, and what is changed in it is noticed.
    """

    __slots__ = ("_says", "gap", "line", "raw", "read", "sticky")

    def __init__(
        self,
        says: Fields | POEntry,
        raw: str = "",
        read: Fields | None = None,
        gap: str = "",
        sticky: tuple[str, ...] = (),
        line: int | None = None,
    ) -> None:
        self._says = says
        self.raw = raw
        """The entry's own lines as read; empty for one that no file had yet."""
        self.read = read
        """What they say; the entry is written anew where it says something else now."""
        self.gap = gap
        """The blank text before `raw`."""
        self.sticky = sticky
        """Those of the flags that stand on `#=` lines."""
        self.line = line
        """The line of the `msgid`, where it was read."""

    @property
    def entry(self) -> POEntry:
        """The entry; the same object each time."""
        if isinstance(self._says, Fields):
            self._says = new_entry(self._says, self.line)
        return self._says

    @property
    def fields(self) -> Fields:
        """What the entry holds at this moment."""
        return self._says if isinstance(self._says, Fields) else fields_of(self._says)

    @property
    def is_header(self) -> bool:
        """Whether the entry is the catalog's header."""
        return self.fields.is_header

    def saying(self, says: Fields | POEntry) -> "Block":
        """Return the block with another entry; its lines are still those that were read."""
        return Block(says, self.raw, self.read, self.gap, self.sticky, self.line)

    def placed(self, *, raw: str, gap: str) -> "Block":
        """Return the block with its lines ended, or with another blank text before them."""
        return Block(self._says, raw, self.read, gap, self.sticky, self.line)
