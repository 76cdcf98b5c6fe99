"""What is known of a page in a locale before anything is judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from calque.adoption.offers import Obstacle
from calque.model import History, PageGroup, PublicationBase, SplitPost, Unit
from calque.po.units import Key

__all__ = ["Reading"]


@dataclass(frozen=True, slots=True)
class Reading:
    """All that is known of a page in a locale before anything is judged."""

    locale: str
    group: PageGroup
    source: SplitPost | None
    live: SplitPost | None
    units: tuple[Unit, ...] = ()
    """The units of the source page: one for each distinct text, from the catalog."""
    catalog: str = ""
    unreadable: bool = False
    history: History = field(default_factory=History)
    obstacles: Mapping[Key, Obstacle] = field(default_factory=lambda: MappingProxyType({}))
    """The reason why a text of the source gets no translation from the live page, by its context and text."""
    is_quiet: bool = False
    """The source was saved so short a while ago that its changes are no work yet."""
    is_own: bool = False
    """The live page is written on the site; else it is built from the catalog."""
    past: frozenset[str] = frozenset()
    """Translations of texts that the source has no more."""
    base: PublicationBase | None = None
    """What the ledger remembers of the live page and the catalog."""
    pages: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The pages of the site that this one and its source may link to, and that have a translation: place → key."""
    built: bool = False
    """Its translation is built, in a locale whose translations live in PO files."""
