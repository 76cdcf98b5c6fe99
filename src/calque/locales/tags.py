"""Language tags: any spelling to BCP 47, BCP 47 to gettext's directory names and back.

A tag is written one way only, so that two spellings of one locale cannot become two catalogs: Chinese by
its script (`zh-Hans`, and a region only where it is not the script's first), Norwegian Bokmål as `nb`.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from calque.errors import ConfigError
from calque.locales.names import LANGUAGES, REGIONS, SCRIPTS

__all__ = ["find_tag", "first_country", "gettext_name", "is_rtl", "language_of", "locale_name", "parse_tag"]


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MODIFIER_SCRIPTS = {
    "arabic": "Arab",
    "cyrillic": "Cyrl",
    "devanagari": "Deva",
    "latin": "Latn",
}
_SCRIPT_MODIFIERS = {script: name for name, script in _MODIFIER_SCRIPTS.items()}
_DROPPED_MODIFIERS = frozenset({"euro"})
# WordPress marks a form of address or a spelling reform so; neither is a registered subtag.
_WORDPRESS_SUFFIXES = ("-formal", "-informal", "-ao90")
_HAN_SCRIPTS = {"CN": "Hans", "SG": "Hans", "MY": "Hans", "TW": "Hant", "HK": "Hant", "MO": "Hant"}
_FIRST_REGIONS = {"Hans": "CN", "Hant": "TW"}
_RTL_SCRIPTS = frozenset({"Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Syrc", "Thaa"})
_RTL_LANGUAGES = _codes(
    "ar arc ary arz azb bal bcc bgn bqi ckb dv fa glk he khw ks lrc mzn nqo pnb ps rhg sd skr syr ug ur yi"
)
_NO_LANGUAGE = frozenset({"mis", "mul", "und", "zxx"})
_REWRITTEN = frozenset({"nb", "zh"})
"""Languages whose regions are read as more or as nothing."""
_FREQUENT = {
    "nb": "nb",
    "nb-no": "nb",
    "no": "nb",
    "zh": "zh",
    "zh-cn": "zh-Hans",
    "zh-hans": "zh-Hans",
    "zh-hant": "zh-Hant",
    "zh-tw": "zh-Hant",
}
_PROFILE_NAMES = {"nb": "no", "fil": "tl"}


def parse_tag(raw: str) -> str:
    """Return the BCP 47 tag for any spelling of a locale.

    ::

        pt_BR.UTF-8    ->  pt-BR        sr_RS@latin  ->  sr-Latn-RS
        zh_TW          ->  zh-Hant      no           ->  nb
        de_DE_formal   ->  de-DE        en-UK        ->  en-GB

    Of a gettext name it is the inverse of gettext_name.
    Raises ConfigError where `raw` names no locale: no known language, an extension or private use.
    """
    tag = find_tag(raw)
    if tag is None:
        raise ConfigError(f"{raw!r} names no locale; write a language tag such as fr, pt-BR or zh-Hans.")
    return tag


def find_tag(raw: str) -> str | None:
    """Return the same tag as parse_tag; None where `raw` names no locale."""
    return _parse(raw.strip())


@lru_cache(maxsize=1024)
def gettext_name(tag: str) -> str:
    """Return the name of a locale's directory: `pt-BR` → `pt_BR`, `sr-Latn-RS` → `sr_RS@latin`.

    Raises ConfigError as parse_tag does.
    """
    language, script, region, variants = _subtags(parse_tag(tag))
    if language == "nb" and not region:
        region = "NO"
    if language == "zh" and script and _HAN_SCRIPTS.get(region or _FIRST_REGIONS.get(script, "")) == script:
        region = region or _FIRST_REGIONS[script]
        script = ""
    modifiers = [_SCRIPT_MODIFIERS.get(script, script.lower())] if script else []
    name = f"{language}_{region}" if region else language
    return "@".join([name, *(["-".join([*modifiers, *variants])] if modifiers or variants else [])])


@lru_cache(maxsize=1024)
def language_of(tag: str) -> str:
    """Return the language a text in this locale is observed as, by langdetect's names.

    ::

        pt-BR -> pt        zh-Hant-HK -> zh-tw        nb -> no        fil -> tl

    Raises ConfigError as parse_tag does.
    """
    language, script, _, _ = _subtags(parse_tag(tag))
    if language == "zh":
        return "zh-tw" if script == "Hant" else "zh-cn"
    return _PROFILE_NAMES.get(language, language)


@lru_cache(maxsize=256)
def first_country(language: str) -> str:
    """Return the country that a language alone stands for, by CLDR: `fr` → `FR`, `en` → `US`; empty of none known."""
    from langcodes import Language  # noqa: PLC0415  40 ms

    return Language.get(language).maximize().territory or ""


@lru_cache(maxsize=1024)
def locale_name(tag: str) -> str:
    """Return the English name of a locale or language: `pt-BR` → `Portuguese (Brazil)`; else `tag` itself."""
    parsed = find_tag(tag)
    if parsed is None:
        return tag
    language, script, region, variants = _subtags(parsed)
    names = [
        _name(language, LANGUAGES, "languages"),
        _name(script, SCRIPTS, "scripts"),
        _name(region, REGIONS, "territories"),
    ]
    described = ", ".join(name for name in (*names[1:], *variants) if name)
    return names[0] + (f" ({described})" if described else "")


def _name(code: str, frequent: Mapping[str, str], kind: str) -> str:
    """Return the English name of a code, from Babel where it is not frequent; the code where there is none."""
    if not code or code in frequent:
        return frequent.get(code, "")
    from babel import Locale  # noqa: PLC0415  30 ms and more, for names that are rare

    return str(getattr(Locale("en"), kind).get(code, code)).removesuffix(" Han")


def is_rtl(tag: str) -> bool:
    """Tell whether the locale is written from right to left: `ar`, `he`, `pa-Arab`.

    Raises ConfigError as parse_tag does.
    """
    language, script, _, _ = _subtags(parse_tag(tag))
    return script in _RTL_SCRIPTS if script else language in _RTL_LANGUAGES


@lru_cache(maxsize=4096)
def _parse(text: str) -> str | None:
    """Return the one spelling of a tag, or None where `text` names no locale."""
    base, _, modifier = text.partition("@")
    base = base.partition(".")[0].replace("_", "-").lower()
    for suffix in _WORDPRESS_SUFFIXES:
        base = base.removesuffix(suffix)
    if not re.fullmatch(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", base):
        return None
    parts = base.split("-")
    for name in modifier.lower().split("-") if modifier else ():
        if name in _DROPPED_MODIFIERS:
            continue
        if script := _MODIFIER_SCRIPTS.get(name):
            parts.insert(1, script)
        elif len(name) == 4 and name.isalpha():  # noqa: PLR2004  an ISO 15924 code has four letters
            parts.insert(1, name)
        else:
            parts.append(name)
    return _plain(parts) or _standard("-".join(parts))


def _plain(parts: list[str]) -> str | None:
    """Return a frequent language, alone or with region, without the 40 ms that langcodes takes."""
    if tag := _FREQUENT.get("-".join(parts)):
        return tag
    language, *rest = parts
    region = "-".join(rest).upper()
    if language in _REWRITTEN or language not in LANGUAGES or (rest and region not in REGIONS):
        return None
    return f"{language}-{region}" if region else language


def _standard(tag: str) -> str | None:
    """Return a hyphenated tag as registered and cased by BCP 47, or None."""
    from langcodes import Language, tag_is_valid  # noqa: PLC0415  40 ms
    from langcodes.tag_parser import LanguageTagError  # noqa: PLC0415  the same

    try:
        known = Language.get(tag, normalize=True)
    except LanguageTagError:
        return None
    if known.extensions or known.private or known.extlangs or not tag_is_valid(known.to_tag()):
        return None
    language, script, region, variants = _subtags(known.simplify_script().to_tag())
    if language in _NO_LANGUAGE:
        return None
    if language == "no":
        language = "nb"
    if language == "nb" and region == "NO":
        region = ""
    if language == "zh":
        script = script or _HAN_SCRIPTS.get(region, "")
        if region == _FIRST_REGIONS.get(script):
            region = ""
    return "-".join(part for part in (language, script, region, *variants) if part)


def _subtags(tag: str) -> tuple[str, str, str, tuple[str, ...]]:
    """Return a canonical tag's language, script, region and variants; empty where it has none."""
    language, *rest = tag.split("-")
    script = rest.pop(0) if rest and len(rest[0]) == 4 and rest[0].isalpha() else ""  # noqa: PLR2004  ISO 15924
    region = rest.pop(0) if rest and re.fullmatch(r"[A-Z]{2}|[0-9]{3}", rest[0]) else ""
    return language, script, region, tuple(rest)
