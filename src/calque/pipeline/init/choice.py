"""Choice: which locale each part of a site is, what says so, and what speaks against it."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from calque.language.observation import too_close
from calque.locales import country_locale, language_of, locale_name, named_tags, tag_or_none
from calque.locales.prefix_names import is_country, likely_locale
from calque.pipeline.init.signs import PLAIN, Part, Road, Signs

__all__ = ["FEW", "Chosen", "Whole", "choose_part", "count_of", "declared_tag", "same", "short_tag"]

FEW = 0.05
"""A smaller part of a site is an entrance or an error page, which says nothing of the others."""
_CODE = 3
"""Letters of a code that is a word as often as a language: `/new/`, `/map/`, `/app/`."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A part of the site that is a locale's."""

    part: Part
    tag: str
    pages: int
    evidence: tuple[str, ...]
    """Phrases with their counts, the strongest first."""
    doubts: tuple[str, ...] = ()
    """Sentences on what speaks against it."""
    is_written: bool = False
    """Its texts are in its own language, as far as that was seen."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What all parts of a site show together; made once for the choice of each."""

    pages: int
    declared: Mapping[str, int]
    """In how many parts `<html lang>` names a language."""
    written: Mapping[str, int]
    """How many pages stand in parts that are mostly written in a language which their address does not name."""

    @classmethod
    def of(cls, signs: Mapping[Part, Signs]) -> "Whole":
        """Add up the signs of a site's parts."""
        written: Counter[str] = Counter()
        for part, own in signs.items():
            written.update(_written(part, own))
        return cls(
            sum(len(own.pages) for own in signs.values()),
            Counter(language for own in signs.values() for language in _languages(own)),
            written,
        )

    def declared_beside(self, own: Signs) -> frozenset[str]:
        """Return the languages that the pages of other parts say they are in."""
        mine = _languages(own)
        return frozenset(one for one, count in self.declared.items() if count > (one in mine))

    def usual_beside(self, part: Part, own: Signs) -> str:
        """Return the language of most pages elsewhere on the site, but where a prefix says the same."""
        rest = Counter(self.written)
        rest.subtract(_written(part, own))
        few = FEW * self.pages
        return next((tag for tag, count in rest.most_common() if tag and count >= few), "")


def _written(part: Part, own: Signs) -> Mapping[str, int]:
    return {} if _agreed(part, own.main_observed) else {own.main_observed: len(own.pages)}


def _languages(own: Signs) -> frozenset[str]:
    return frozenset(map(language_of, own.langs))


def choose_part(
    part: Part, own: Signs, whole: Whole, listed: Mapping[str, str] = MappingProxyType({})
) -> Chosen | str | None:
    """Return the locale of a part: its name in the address is believed where something besides it says the same.

    That is a language field, an hreflang link, `<html lang>` where it differs in the site, a REST root, the same path
    elsewhere, the language of the texts, or what the site itself says (`listed`: prefix, host or parameter → tag). A
    sentence where the part looks like a locale's and nothing bears it out; None where the address names no locale.
    """
    said = declared_tag(own, whole.declared_beside(own))
    seen = own.main_observed
    tag = _agreed(part, said) or _agreed(part, seen if seen and seen != whole.usual_beside(part, own) else "")
    by_site = listed.get(part.value, "")
    if not tag or (by_site and language_of(by_site) == language_of(tag)):
        tag = by_site  # the site's own list knows the country, too
    if not tag and part.road is not Road.HOST:
        by_name = "" if is_country(part.value) else tag_or_none(part.value)
        has_twins = 2 * own.twins >= len(own.pages) and not _is_word(part.value)
        tag = by_name if by_name and (own.roots or has_twins) else ""
    if tag:
        return Chosen(
            part, tag, len(own.pages), _evidence(part, own, tag), _doubts(part, own, tag), _is_in(seen, tag)
        )
    return _doubt(part, own, seen)


def declared_tag(own: Signs, elsewhere: Collection[str] = ()) -> str:
    """Return what most pages of a part declare; empty where they do not, or where all the site declares the same.

    `elsewhere` are the languages that `<html lang>` names in the other parts.

    A theme that writes `<html lang="en">` into every page says nothing of any of them.
    """
    for kind in ("fields", "links", "langs"):
        mine: Counter[str] = getattr(own, kind)
        tag, count = next(iter(mine.most_common(1)), ("", 0))
        if not tag or 2 * count <= mine.total():
            continue
        if kind == "langs" and set(elsewhere) == {language_of(tag)}:
            continue
        return tag
    return ""


def short_tag(tag: str) -> str:
    """Return a tag without a region that its language implies: `fr-FR` → `fr`; `pt-BR` and `en-GB` stay."""
    language, _, region = tag.partition("-")
    return language if region and country_locale(region, language) == language else tag


def _agreed(part: Part, tag: str) -> str:
    """Return the locale that both the address and something else name; empty where they do not agree."""
    if not tag:
        return ""
    if part.road is Road.HOST:
        return short_tag(tag)
    named = tag_or_none(part.value)
    if named and same(named, tag):
        return named if "-" in named or short_tag(tag) == named else tag
    if located := country_locale(part.value, tag):
        return tag if tag.endswith(f"-{part.value.upper()}") else located
    return short_tag(tag) if any(same(name, tag) for name in named_tags(part.value)) else ""


def _evidence(part: Part, own: Signs, tag: str) -> tuple[str, ...]:
    pages = len(own.pages)
    rows = [f"{pages} page{'s' * (pages != 1)} {part}"]
    for count, phrase in (
        (count_of(own.fields, tag), "language field on {}"),
        (count_of(own.links, tag), "hreflang to {}"),
        (count_of(own.langs, tag), "html lang on {}"),
        (own.roots, "REST root of {}"),
        (own.twins, "the same path elsewhere for {}"),
    ):
        if count:
            rows.append(phrase.format(count))
    if count := count_of(own.observed, tag):
        rows.append(f"{count} of {own.observed.total()} texts looked at in {locale_name(tag)}")
    return tuple(rows)


def _doubts(part: Part, own: Signs, tag: str) -> tuple[str, ...]:
    """Say what pages of the part declare another language, or are written in one."""
    told = []
    for counts, what in (
        (own.fields, "have the language field"),
        (own.links, "are named by hreflang"),
        (own.langs, "say html lang"),
    ):
        for other, count in counts.most_common():
            if not same(other, tag):
                told.append(f"{count} of {len(own.pages)} pages {part} {what} {other}, not {tag}")
    for other, count in own.observed.most_common():
        if not same(other, tag):
            of = f"{count} of {own.observed.total()} texts looked at {part}"
            told.append(
                f"{of} {'is' if count == 1 else 'are'} in {locale_name(other)}, not in {locale_name(tag)}:"
                f" {'it' if count == 1 else 'they'} may still be untranslated"
            )
    return tuple(told)


def _doubt(part: Part, own: Signs, seen: str) -> str | None:
    named = tag_or_none(part.value) if part.road is not Road.HOST else ""
    named = likely_locale(part.value) if named else ""
    if part == PLAIN or _is_word(part.value) or not (named or part.road is Road.HOST):
        return None
    pages = f"{len(own.pages)} page{'s' * (len(own.pages) != 1)} {part}"
    written = f", whose texts are in {locale_name(seen)}" if seen else ""
    if part.road is Road.HOST:
        return f'{pages}{written}: if that is a locale, write host = "{part.value}" for it'
    told = f"{pages}{written}: nothing else says that they are {locale_name(named)}"
    if part.road is Road.PREFIX:
        told += f'; if they are, write prefix = "{part.value}" under [locales.{named}]'
    return told


def count_of(counts: Counter[str], tag: str) -> int:
    """Return how many of the counted tags are of a tag's language: en-GB 2, fr 1 and `en` → 2."""
    return sum(count for other, count in counts.items() if same(other, tag))


def same(one: str, other: str) -> bool:
    """Tell whether two tags are of one language, as texts show it."""
    first, second = language_of(one), language_of(other)
    return first == second or too_close(first, second)


def _is_in(seen: str, tag: str) -> bool:
    return bool(seen) and same(seen, tag)


def _is_word(value: str) -> bool:
    return len(value) >= _CODE and value.isalpha()
