"""Links between pages in the cache: at which places the pages of each group stand, and to which its pages link."""

import sqlite3
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from calque.states.linked import LinkedPage

__all__ = ["LinkTables"]


class LinkTables:
    """The tables of addresses, and of links to them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def addresses_of(self, members: Iterable[int]) -> set[tuple[str, LinkedPage]]:
        """Return at which places the pages of these groups stand."""
        return {
            (place, LinkedPage(key, _locales(text)))
            for number in members
            for place, key, text in self._connection.execute(
                "SELECT place, key, locales FROM addresses WHERE member = ?", (number,)
            )
        }

    def pages_at(self, place: str, *, apart_from: AbstractSet[int]) -> list[LinkedPage]:
        """Return which pages stand at a place, but for those of some groups."""
        rows = self._connection.execute(
            "SELECT member, key, locales FROM addresses WHERE place = ?", (place,)
        )
        return [LinkedPage(key, _locales(text)) for member, key, text in rows if member not in apart_from]

    def linking_to(self, places: Iterable[str]) -> set[int]:
        """Return the groups of which a page links to one of these places."""
        return {
            number
            for place in places
            for (number,) in self._connection.execute("SELECT member FROM links WHERE place = ?", (place,))
        }

    def put(self, groups: Iterable[tuple[int, Mapping[str, LinkedPage], Iterable[str]]]) -> None:
        """Note of each group where its pages stand and which places they link to; it is forgotten first."""
        rows = tuple(groups)
        self._connection.executemany(
            "INSERT INTO addresses VALUES (?, ?, ?, ?)",
            (
                (place, member, page.key, " ".join(page.locales))
                for member, addresses, _ in rows
                for place, page in addresses.items()
            ),
        )
        self._connection.executemany(
            "INSERT INTO links VALUES (?, ?)",
            ((place, member) for member, _, links in rows for place in links),
        )


def _locales(text: str) -> tuple[str, ...]:
    return tuple(text.split())
