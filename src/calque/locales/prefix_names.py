"""What a segment of a path may stand for: a language, its name, or a country, as `/jp/` may be Japanese."""

import re
from collections.abc import Mapping
from functools import lru_cache
from unicodedata import normalize

from calque.locales.names import LANGUAGES
from calque.locales.tags import find_tag, language_of, locale_name

__all__ = [
    "LANGUAGE_PARAMETERS",
    "coded_tags",
    "country_languages",
    "country_locale",
    "is_country",
    "is_language",
    "likely_locale",
    "locale_in",
    "named_tags",
    "region_of",
    "tag_or_none",
]

LANGUAGE_PARAMETERS = ("lang", "language", "locale")
"""Names of the query parameter by which plugins tell languages: `/?lang=fr`."""

_ALIASES = {"UK": "GB", "EL": "GR"}
"""Codes that are none of ISO 3166, and are used as such all the same."""
_TWO_HOMES = frozenset({"pt"})
"""Languages that alone do not say which of their countries is meant."""
_COUNTRIES = frozenset({"be", "br", "ca"})
"""Belgium, Brazil and Canada; as frequent languages Belarusian, Breton and Catalan."""
_OLDER_CODES = frozenset({"tl"})
"""Codes of frequent languages that have another one today: Filipino."""

_SHORT = 3
"""Letters of a code; longer names are names."""


@lru_cache(maxsize=4096)
def named_tags(value: str) -> tuple[str, ...]:
    """Return the locales that a segment of a path may stand for, as a language, as a country, or by its name.

    ::

        fr  ->  fr      pt-br  ->  pt-BR      deutsch  ->  de      jp  ->  ja      about-us  ->  nothing
    """
    found = coded_tags(value)
    return (
        tuple(dict.fromkeys((*found, _names()[folded]))) if (folded := _folded(value)) in _names() else found
    )


@lru_cache(maxsize=4096)
def coded_tags(value: str) -> tuple[str, ...]:
    """Return the locales that a segment of a path may stand for, as a language or as a country: `si` → `si`, `sl`."""
    found = [tag] if (tag := tag_or_none(value)) else []
    found += [tag for language in country_languages(value) for tag in _written(language)]
    return tuple(dict.fromkeys(found))


def is_language(code: str) -> bool:
    """Tell whether a code is a frequent language's, and not a country's as often: `ar`, but not `ch` or `jp`."""
    return code.lower() in LANGUAGES and not is_country(code)


def is_country(code: str) -> bool:
    """Tell whether a code that is a language's, too, stands for a country at least as often.

    So it does where that language is no frequent one, and not one of the country.

    ::

        be, br, ca, ch, se, ee  ->  yes        ar, sv, fr, lb  ->  no
    """
    code = code.lower()
    if code in LANGUAGES or code in _OLDER_CODES:
        return code in _COUNTRIES
    spoken = country_languages(code)
    return bool(spoken) and code not in spoken


@lru_cache(maxsize=1024)
def likely_locale(code: str) -> str:
    """Return the locale that two letters most likely stand for, where nothing is seen of its pages; or none.

    ::

        fr  ->  fr        at  ->  de-AT        ch  ->  de-CH        us  ->  en
    """
    languages = () if is_language(code) else country_languages(code)
    return country_locale(code, languages[0]) if languages else tag_or_none(code)


def locale_in(value: str, seen: str) -> str:
    """Return the locale that a segment of a path stands for, if its pages are in the language of the tag `seen`.

    Empty where it is none of those that the segment may stand for.

    ::

        si, sl  ->  sl        ca, ca  ->  ca        ca, fr  ->  fr-CA        deutsch, de  ->  de
    """
    own = tag_or_none(value)
    if own and language_of(own) == language_of(seen):
        return own
    if located := country_locale(value, seen):
        return located
    return next((tag for tag in named_tags(value) if language_of(tag) == language_of(seen)), "")


def tag_or_none(raw: str) -> str:
    """Return the tag that a slug or a plugin's field spells; empty where it is none."""
    if not re.fullmatch(r"[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*", raw):
        return ""
    return find_tag(raw) or ""


@lru_cache(maxsize=1024)
def country_languages(code: str) -> tuple[str, ...]:
    """Return the languages that a country is run in, by its code of two letters; none where it is no country.

    ::

        jp  ->  ja        ch  ->  de, fr, it        xx  ->  nothing
    """
    if not re.fullmatch(r"[A-Za-z]{2}", code):
        return ()
    from babel.languages import get_official_languages  # noqa: PLC0415  30 ms, for unconfigured prefixes alone

    found = get_official_languages(region_of(code), de_facto=True)
    return tuple(tag for name in found if (tag := find_tag(name.partition("_")[0])))


def country_locale(code: str, tag: str) -> str:
    """Return the locale of a country whose pages are in the language of `tag`; empty where it is none of its languages.

    The country is named where the language alone means another one.

    ::

        jp, ja  ->  ja        at, de  ->  de-AT        cn, zh-Hans  ->  zh-Hans        it, en  ->  nothing
    """
    language = tag.partition("-")[0]
    if language not in country_languages(code):
        return ""
    from langcodes import Language  # noqa: PLC0415  40 ms, the same

    region = region_of(code)
    if language == "zh" or language in _TWO_HOMES or Language.get(language).maximize().territory != region:
        return find_tag(f"{language}-{region}") or ""
    return language


def region_of(code: str) -> str:
    """Return the country that two letters name, by ISO 3166: `at` → `AT`, `uk` → `GB`."""
    return _ALIASES.get(code.upper(), code.upper())


def _written(language: str) -> tuple[str, ...]:
    """Return how texts in a language are observed: Chinese in either of its scripts."""
    return ("zh-Hans", "zh-Hant") if language == "zh" else (language,)


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    """Return the names of frequent languages, in English and in their own: `deutsch` → `de`, `francais` → `fr`."""
    from babel import Locale  # noqa: PLC0415  30 ms, as above

    names: dict[str, str] = {}
    for tag in LANGUAGES:
        names[_folded(locale_name(tag))] = tag
        names[_folded(Locale.parse(tag, sep="-").get_display_name() or "")] = tag
    return {name: tag for name, tag in names.items() if len(name) > _SHORT}


def _folded(name: str) -> str:
    return "".join(letter for letter in normalize("NFD", name.casefold()) if letter.isalnum())
