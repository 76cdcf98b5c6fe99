"""What the checks say of translations, gathered by text for every report: beside the work, never a part of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from calque.model import PageStatus, Severity, Status, UnitFlaw
from calque.reports import figures
from calque.states.rows import rows_of

__all__ = [
    "FlawedText",
    "amount",
    "counted",
    "flawed_texts",
    "translated_flaws",
    "warned_count",
    "warned_pages",
]


@dataclass(frozen=True, slots=True)
class FlawedText:
    """A text that stands in the catalog, with what the checks say of it."""

    source: str
    target: str
    reference: str
    line: int
    flaws: tuple[UnitFlaw, ...]
    """Never empty; the gravest first."""

    @property
    def warns(self) -> bool:
        """Whether more than notes are said of it."""
        return self.flaws[0].severity is not Severity.NOTE


def flawed_texts(page: PageStatus) -> tuple[FlawedText, ...]:
    """Return the texts of a page that have flaws, in document order."""
    found: dict[tuple[str, int, str, str], list[UnitFlaw]] = {}
    for flaw in page.flaws:
        found.setdefault((flaw.reference, flaw.line, flaw.source, flaw.target), []).append(flaw)
    return tuple(
        FlawedText(source, target, reference, line, tuple(sorted(own, key=_gravity)))
        for (reference, line, source, target), own in found.items()
    )


def translated_flaws(page: PageStatus) -> tuple[FlawedText, ...]:
    """Return the translated texts of a page that have flaws: an invalid text is work already."""
    work = {(unit.reference, unit.line) for unit in page.units}
    return tuple(text for text in flawed_texts(page) if (text.reference, text.line) not in work)


def warned_pages(status: Status) -> Iterator[tuple[PageStatus, FlawedText]]:
    """Yield each translated text that the checks warn of beside its page; no other page of a large site is read."""
    for place, row in enumerate(rows_of(status.pages)):
        if row.warnings:
            page = status.pages[place]
            yield from ((page, text) for text in translated_flaws(page) if text.warns)


def warned_count(status: Status) -> int:
    """Return how many translated texts the checks warn of."""
    return sum(1 for _ in warned_pages(status))


def amount(flaws: Iterable[UnitFlaw]) -> str:
    """Return `2 warnings, 1 note`; nothing of errors, which are segments to do."""
    severities = [flaw.severity for flaw in flaws]
    return counted(severities.count(Severity.WARNING), severities.count(Severity.NOTE))


def counted(warnings: int, notes: int) -> str:
    """Return `2 warnings, 1 note`, without what there is none of."""
    told = (figures.plural(count, one) for count, one in ((warnings, "warning"), (notes, "note")) if count)
    return ", ".join(told)


def _gravity(flaw: UnitFlaw) -> int:
    return _ORDER.index(flaw.severity)


_ORDER = tuple(Severity)
