"""Prefixes that are not configured: which locale they may stand for, and which must not be guessed.

Two letters alone are never a locale: `/it/`, `/no/`, `/in/` are categories and words as often as languages,
and `/uk/` is two locales at once; but `/ar/` and `/uk/` are no page of the source either. A language with a region, as
in `/pt_BR/`, is unmistakable enough for a guess, unless the site has another locale of that language, for which it
could be meant as well.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from calque.errors import ConfigError
from calque.locales.paths import Address
from calque.locales.prefix_names import is_language, likely_locale
from calque.locales.tags import parse_tag
from calque.model import Site, Truth

__all__ = ["Guess", "guess_prefix"]


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
    advice = f'/{value}/ looks like {tag}: write prefix = "{value}" under [locales.{tag}] in calque.toml'
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
    if value.lower() == site.source or not _is_code(value):
        return Guess()
    told_apart = any(locale.prefix or locale.host or locale.parameter for locale in site.locales)
    elsewhere = bool(site.locales) and all(locale.truth is Truth.PO for locale in site.locales)
    if len(address.segments) > 1 and (elsewhere or (told_apart and (site.base or not _is_language(value)))):
        return Guess()
    tag = likely_locale(value) or value
    tag = f"{tag}-{value.upper()}" if tag == site.source else tag
    advice = (
        f'/{value}/ may be a locale or a word: if a locale, write prefix = "{value}" for it under [locales.{tag}] in'
        f' calque.toml; if a word, "/{value}/*" = "{site.source}" under [site.languages]'
    )
    return Guess(value, "", "ambiguous prefix", advice)


def _is_language(value: str) -> bool:
    """Tell whether two letters are a frequent language, and no English word or country as often."""
    return is_language(value) and value.lower() not in _WORDS


@lru_cache(maxsize=256)
def _is_code(value: str) -> bool:
    """Tell whether two letters are a language or a country."""
    from langcodes import tag_is_valid  # noqa: PLC0415  40 ms, for unconfigured prefixes alone

    return value.lower() == "uk" or tag_is_valid(value) or tag_is_valid(f"und-{value}")


@lru_cache(maxsize=256)
def _frequent_tag(value: str) -> str | None:
    """Return the tag of a locale that CLDR describes: `/to-do/` is not Tongan of the Dominican Republic."""
    try:
        tag = parse_tag(value)
    except ConfigError:
        return None
    if "-" not in tag:
        return None
    from babel.localedata import locale_identifiers  # noqa: PLC0415  30 ms, for unconfigured prefixes alone

    language, *subtags = tag.split("-")
    for identifier in locale_identifiers():
        known, *rest = identifier.split("_")
        if known == language and set(subtags) <= set(rest):
            return tag
    return None
