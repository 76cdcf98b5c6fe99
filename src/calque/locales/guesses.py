"""Prefixes that are not configured: which locale they may stand for, and which must not be guessed.

Two letters alone are never a locale: `/it/`, `/no/`, `/in/` are categories and words as often as languages,
and `/uk/` is two locales at once; but `/ar/` and `/uk/` are no page of the source either. A language with a region, as
in `/pt_BR/`, is unmistakable enough for a guess, unless the site has another locale of that language, for which it
could be meant as well.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from calque.locales.paths import Address, nearest_locale
from calque.locales.prefix_names import is_language, likely_locale, region_of, tag_or_none
from calque.locales.tags import find_tag, first_country, parse_tag
from calque.model import Site, Truth

__all__ = ["Guess", "guess_prefix", "prefix_line"]


_WORDS = frozenset("am an as at be by do go he hi id if in is it me my no of on or so to up us we".split())


@dataclass(frozen=True, slots=True)
class Guess:
    """What the first segment of a path may be."""

    value: str = ""
    """As written."""
    tag: str = ""
    """The locale that it may stand for; empty where it is a plain path."""
    reason: str = ""
    """Why it must not decide; empty where it may."""
    advice: str = ""


def guess_prefix(address: Address, site: Site) -> Guess:
    """Return what the first segment of a path may stand for, where it is no configured prefix."""
    value = address.segments[0] if address.segments and not address.prefix else ""
    if re.fullmatch(r"[A-Za-z]{2}", value):
        return _two_letters(value, address, site)
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_](?:[A-Za-z]{2}|419))?", value):
        return Guess()
    tag = _frequent_tag(value)
    if tag is None:
        return Guess()
    advice = f"/{value}/ looks like {tag}: write {prefix_line(value, tag, site)} in calque.toml"
    language = tag.partition("-")[0]
    rival = any(known != tag and known.partition("-")[0] == language for known in site.tags)
    known = tag in site.tags
    return Guess(value, tag, "unconfigured prefix" if rival and not known else "", advice)


def _two_letters(value: str, address: Address, site: Site) -> Guess:
    """Return why two letters say nothing, where they could be a locale's home page.

    With other locales told apart by their URLs, `/it/x` is a page in a category, since *it* is a word, and so is
    `/us/x`; the bare `/it/` could be a home page still, and `/ar/x` is hardly anything but Arabic. Without any, nothing
    tells the two apart, unless no locale lives on the site at all.
    """
    if value.lower() == site.source or not likely_locale(value):
        return Guess()
    told_apart = any(locale.prefix or locale.host or locale.parameter for locale in site.locales)
    elsewhere = bool(site.locales) and all(locale.truth is Truth.PO for locale in site.locales)
    if len(address.segments) > 1 and (elsewhere or (told_apart and (site.base or not _is_language(value)))):
        return Guess()
    advice = (
        f"/{value}/ may be a locale or a word: if a locale, write {prefix_line(value, _meant(value, site), site)} in"
        f' calque.toml; if a word, "/{value}/*" = "{site.source}" under [site.languages]'
    )
    return Guess(value, "", "ambiguous prefix", advice)


def prefix_line(value: str, tag: str, site: Site) -> str:
    """Return the line that makes a prefix that of a locale, and the table it goes under.

    ::

        at, the source de-AT  ->  prefix = "at" under [site]
        it, a new locale      ->  prefix = "it" under [locales.it]
        fr, fr at /francais/  ->  prefix = "fr" in place of "francais" under [locales.fr]
    """
    own = _prefix_of(tag, site)
    instead = f' in place of "{own}"' if own else ""
    return f'prefix = "{value}"{instead} under {"[site]" if tag == site.source else f"[locales.{tag}]"}'


def _prefix_of(tag: str, site: Site) -> str:
    locale = site.locale(tag)
    return site.prefix if tag == site.source else locale.prefix if locale else ""


def _meant(value: str, site: Site) -> str:
    """Return the locale that two letters most likely stand for: a configured one that has no prefix before all others.

    ::

        at, of de-AT  ->  de-AT        pt, of pt-BR  ->  pt-BR        us, of en  ->  en-US        ch  ->  de-CH
    """
    region = region_of(value)
    named = nearest_locale(tag_or_none(value), site)
    regional = [tag for tag in site.tags if "-" in tag and first_country(tag) == region]
    for tag in (*regional, named):
        if tag in site.tags and not _prefix_of(tag, site):
            return tag
    tag = likely_locale(value)
    if tag == site.source and tag != named:
        return parse_tag(f"{tag}-{region}")
    language = tag.partition("-")[0]
    return next((known for known in regional if known.partition("-")[0] == language), tag)


def _is_language(value: str) -> bool:
    """Tell whether two letters are a frequent language, and no English word or country as often."""
    return is_language(value) and value.lower() not in _WORDS


@lru_cache(maxsize=256)
def _frequent_tag(value: str) -> str | None:
    """Return the tag of a locale that CLDR describes: `/to-do/` is not Tongan of the Dominican Republic."""
    tag = find_tag(value)
    if tag is None or "-" not in tag:
        return None
    from babel.localedata import locale_identifiers  # noqa: PLC0415  30 ms, for unconfigured prefixes alone

    language, *subtags = tag.split("-")
    for identifier in locale_identifiers():
        known, *rest = identifier.split("_")
        if known == language and set(subtags) <= set(rest):
            return tag
    return None
