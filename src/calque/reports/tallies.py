"""What is counted of the entries on a page of the report: the choices of its filters, and how much room they take."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from calque.model import PageEntry, PageState, Publication, Turn, Verb
from calque.reports.verbs import standing

__all__ = ["Tallies", "tallies_of"]


@dataclass(slots=True)
class Tallies:
    """The counts of some entries."""

    count: int = 0
    listed: int = 0
    """Those of pages that need work."""
    heads: int = 0
    """Bytes of what is shown of them at any rate."""
    size: int = 0
    """Bytes of the same and of their texts."""
    warned: int = 0
    noted: int = 0
    standings: Counter[PageState | Publication] = field(default_factory=Counter)
    """Of pages that need work."""
    verbs: Counter[Verb] = field(default_factory=Counter)
    """The same."""
    turns: Counter[Turn] = field(default_factory=Counter)
    """The same."""
    languages: set[str] = field(default_factory=set)

    def add(self, one: PageEntry, turn: Turn | None) -> None:
        """Count one more entry."""
        row = one.row
        self.count += 1
        self.heads += len(one.head.encode())
        self.size += one.size
        self.warned += bool(row.warnings)
        self.noted += bool(row.notes)
        self.languages.update(row.languages)
        if row.wants:
            self.listed += 1
            self.standings[standing(row)] += 1
            if row.verb:
                self.verbs[row.verb] += 1
            if turn:
                self.turns[turn] += 1


def tallies_of(entries: Iterable[PageEntry], turns: Mapping[tuple[str, str], Turn]) -> Tallies:
    """Count entries; `turns` says what became of a page."""
    tallies = Tallies()
    for one in entries:
        tallies.add(one, turns.get((one.row.locale, one.row.key)))
    return tallies
