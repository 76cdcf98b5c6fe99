"""What a site says of the checks of its translations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

__all__ = ["CheckRules", "DriftRules", "Term"]


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the source with its translations, as a glossary has it."""

    source: str
    targets: Mapping[str, tuple[str, ...]]
    """Locale → the translations to use; `*` stands for every locale without a row of its own."""
    forbidden: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Locale → the translations never to use for it."""
    exact: bool = False
    """Capitals count: `Polish` is not `polish`."""


@dataclass(frozen=True, slots=True)
class CheckRules:
    """What `[checks]` in calque.toml says."""

    ignore: tuple[str, ...] = ()
    """Codes of the checks that are made in no locale, in their order: a site has one spelling."""
    by_locale: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Locale → codes of the checks that are not made in it."""
    glossary: str = ""
    """The glossary's file, relative to the workspace."""
    terms: tuple[Term, ...] = ()
    """What it holds."""

    def ignored_in(self, locale: str) -> frozenset[str]:
        """Return the codes of the checks that are not made in a locale."""
        return frozenset((*self.ignore, *self.by_locale.get(locale, ())))


@dataclass(frozen=True, slots=True)
class DriftRules:
    """What `[drift]` in calque.toml says."""

    ignore: tuple[str, ...] = ()
    """Kinds of marks that are not compared in any locale, `images`, and patterns of single ones: `guide-*.pdf`."""
    by_locale: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Locale → the same in it alone."""

    def ignored_in(self, locale: str) -> frozenset[str]:
        """Return the kinds and patterns that are not compared in a locale."""
        return frozenset((*self.ignore, *self.by_locale.get(locale, ())))
