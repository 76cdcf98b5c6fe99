"""Which posts of a WXR export Polylang holds to be translations of each other.

Polylang keeps this in taxonomies, so that WordPress' own exporter carries it along: each item names its
language and its group of translations as categories, and in an export of all content the group itself is a
term whose description maps languages to post ids, as PHP serialises it.
"""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from calque.errors import SourceError
from calque.sources.php import Serialized, parse_serialized
from calque.sources.wxr.stream import Element, read_elements, text_of

__all__ = ["Export", "described", "read_export"]


@dataclass(frozen=True, slots=True)
class Export:
    """What an export says of translations."""

    groups: tuple[tuple[tuple[str, int], ...], ...] = ()
    """Each group's posts as (language, post id), by language; the language is Polylang's slug, `fr`."""
    locales: tuple[tuple[str, str], ...] = ()
    """The locale of each language: slug and WordPress locale, `("br", "pt_BR")`."""
    languages: tuple[tuple[int, str], ...] = ()
    """The language of each item that has one: post id and Polylang's slug, by id."""
    terms: tuple[tuple[tuple[str, int], ...], ...] = ()
    """The groups of terms, as those of posts; terms are numbered apart."""
    damage: SourceError | None = None
    """What ended the reading before the file did."""


def read_export(root: Path, name: str) -> Export:
    """Read the groups of translations in a WXR export, in a memory that does not grow with its texts.

    Of a file that is damaged or cut off, what stands before that place is read.
    """
    said, damage = _Said(), None
    try:
        for kind, element in read_elements(root, name):
            if kind == "term":
                said.take_term(element)
            elif kind == "item":
                said.take_item(element)
    except SourceError as error:
        damage = error
    return replace(said.export(), damage=damage)


def described(term: Element) -> dict[str | int, Serialized]:
    """Return the values in the description of one of Polylang's terms; none where it is damaged."""
    try:
        value = parse_serialized(text_of(term, "term_description"))
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


@dataclass
class _Said:
    """What terms and items said so far."""

    described: dict[str, dict[str, int]] = field(default_factory=dict)
    """Group → language → post, by the terms' descriptions."""
    named: dict[str, dict[str, int]] = field(default_factory=dict)
    """The same by the categories of the items."""
    locales: dict[str, str] = field(default_factory=dict)
    languages: dict[int, str] = field(default_factory=dict)
    terms: dict[str, dict[str, int]] = field(default_factory=dict)
    """Group → language → term."""

    def take_term(self, term: Element) -> None:
        taxonomy = text_of(term, "term_taxonomy")
        if taxonomy == "language":
            locale = described(term).get("locale")
            if isinstance(locale, str):
                self.locales[text_of(term, "term_slug")] = locale
        elif taxonomy in ("post_translations", "term_translations"):
            # Polylang Pro keeps `sync`, an array, beside the languages.
            group = {
                language: number
                for language, number in described(term).items()
                if isinstance(language, str) and isinstance(number, int) and number > 0
            }
            if group:
                groups = self.described if taxonomy == "post_translations" else self.terms
                groups[text_of(term, "term_slug")] = group

    def take_item(self, item: Element) -> None:
        names = {child.get("domain"): child.get("nicename", "") for child in item.iterfind("category")}
        group, language = names.get("post_translations"), names.get("language")
        number = text_of(item, "post_id")
        if language and re.fullmatch("[0-9]{1,19}", number) and int(number):
            self.languages[int(number)] = language
            if group:
                self.named.setdefault(group, {})[language] = int(number)

    def export(self) -> Export:
        """Return what was read. Where a description and an item disagree, the description counts."""
        groups = (
            self.named.get(name, {}) | self.described.get(name, {})
            for name in {**self.described, **self.named}
        )
        rows = {tuple(sorted(posts.items())) for posts in groups if len(posts) > 1}
        terms = {tuple(sorted(group.items())) for group in self.terms.values() if len(group) > 1}
        return Export(
            tuple(sorted(rows)),
            tuple(sorted(self.locales.items())),
            tuple(sorted(self.languages.items())),
            tuple(sorted(terms)),
        )
