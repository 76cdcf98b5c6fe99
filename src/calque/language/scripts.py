"""Scripts: which of them a language is written in, and how many letters of each a text has."""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Final

from calque.locales import language_of, parse_tag
from calque.locales.writing import UNSPACED

__all__ = [
    "CJK",
    "count_scripts",
    "is_japanese",
    "language_script",
    "likely_by_script",
    "script_in",
    "script_of",
]

_SHARE = 0.15
"""The share of letters from which on a script that is not Latin decides: its texts quote Latin words."""
_CJK_SHARE = 2.5
"""How many letters a Chinese, Japanese or Korean one counts for in a share."""
_KANA = 0.1
"""The share of kana from which on a text with Han characters is Japanese."""
_HAN = 10
"""Han characters from which on a text without kana is not Japanese."""

CJK: Final = frozenset({"Hang", "Hani", "Kana"})
"""Scripts whose letters carry as much as two or three of an alphabet."""

_RANGES = (
    # First and last code point of the blocks in use for modern text, by Unicode's Scripts.txt.
    (0x0041, 0x005A, "Latn"),
    (0x0061, 0x007A, "Latn"),
    (0x00AA, 0x024F, "Latn"),
    (0x1E00, 0x1EFF, "Latn"),
    (0xFF21, 0xFF5A, "Latn"),
    (0x0370, 0x03FF, "Grek"),
    (0x1F00, 0x1FFF, "Grek"),
    (0x0400, 0x052F, "Cyrl"),
    (0x1C80, 0x1C8F, "Cyrl"),
    (0x2DE0, 0x2DFF, "Cyrl"),
    (0xA640, 0xA69F, "Cyrl"),
    (0x0531, 0x058F, "Armn"),
    (0x0591, 0x05FF, "Hebr"),
    (0x0600, 0x06FF, "Arab"),
    (0x0750, 0x077F, "Arab"),
    (0x08A0, 0x08FF, "Arab"),
    (0xFB50, 0xFDFF, "Arab"),
    (0xFE70, 0xFEFC, "Arab"),
    (0x0780, 0x07BF, "Thaa"),
    (0x0900, 0x097F, "Deva"),
    (0x0980, 0x09FF, "Beng"),
    (0x0A00, 0x0A7F, "Guru"),
    (0x0A80, 0x0AFF, "Gujr"),
    (0x0B00, 0x0B7F, "Orya"),
    (0x0B80, 0x0BFF, "Taml"),
    (0x0C00, 0x0C7F, "Telu"),
    (0x0C80, 0x0CFF, "Knda"),
    (0x0D00, 0x0D7F, "Mlym"),
    (0x0D80, 0x0DFF, "Sinh"),
    (0x10A0, 0x10FF, "Geor"),
    (0x1C90, 0x1CBF, "Geor"),
    (0x1200, 0x139F, "Ethi"),
    (0x13A0, 0x13FF, "Cher"),
    (0xAB70, 0xABBF, "Cher"),
    (0x1400, 0x167F, "Cans"),
    (0x2D30, 0x2D7F, "Tfng"),
    (0x1C50, 0x1C7F, "Olck"),
    (0x07C0, 0x07FF, "Nkoo"),
    (0x0700, 0x074F, "Syrc"),
    (0x1800, 0x18AF, "Mong"),
    (0x1100, 0x11FF, "Hang"),
    (0x3130, 0x318F, "Hang"),
    (0xAC00, 0xD7FF, "Hang"),
    (0x3105, 0x312F, "Hani"),  # Bopomofo, by which Chinese is spelt
    *((first, last, script.code) for script in UNSPACED for first, last in script.ranges),
)
_SCRIPTS = {
    "Arab": "ar arz ary azb bal bqi ckb dv-Arab fa glk ks lrc mzn pnb ps sd skr ug ur",
    "Armn": "hy hyw",
    "Beng": "as bn",
    "Cans": "cr iu",
    "Cher": "chr",
    "Cyrl": "ab abq ady alt av ba be bg bua bxr ce chm cu cv inh kbd kjh kk koi krc kum kv ky lbe lez mdf mhr mk mn"
    " mrj myv nog os ru rue sah sr tg tt tyv udm uk",
    "Deva": "awa bho brx doi hi kok mai mr ne new pi sa",
    "Ethi": "am byn gez ti tig wal",
    "Geor": "ka xmf",
    "Grek": "el",
    "Gujr": "gu",
    "Guru": "pa",
    "Hang": "ko",
    "Hebr": "he yi",
    "Knda": "kn tcy",
    "Mlym": "ml",
    "Nkoo": "nqo",
    "Olck": "sat",
    "Orya": "or",
    "Sinh": "si",
    "Syrc": "syr",
    "Taml": "ta",
    "Telu": "te",
    "Tfng": "zgh",
    "Thaa": "dv",
}
_SCRIPT_BY_LANGUAGE = {
    **{language: script for script, names in _SCRIPTS.items() for language in names.split()},
    **{language: script.code for script in UNSPACED for language in script.languages},
    "zh-cn": "Hani",
    "zh-tw": "Hani",
}
_ALSO = {
    "Arab": "az ha kk ku ky ms pa tg uz",
    "Cyrl": "az bs cnr crh ku tk ug uz",
    "Deva": "ks sat sd",
    "Latn": "crh kk kok ku pi sr tt zgh",
    "Mong": "mn",
    "Tfng": "ber kab",
}
"""The further scripts that texts of a language come in, on the web or not long ago."""
_REGIONS = {
    "az-IR": "Arab",
    "kk-CN": "Arab",
    "pa-PK": "Arab",
    "sr-ME": "Latn",
    "uz-AF": "Arab",
}
"""Where a language with a country is not written as without it."""
_SUBTAGS = {"Hans": "Hani", "Hant": "Hani", "Jpan": "Kana", "Hrkt": "Kana", "Kore": "Hang", "Aran": "Arab"}


@lru_cache(maxsize=256)
def script_of(tag: str) -> str:
    """Return the script of a locale or language: `sr-Latn` → `Latn`, `ru` → `Cyrl`; Kana stands for Japanese.

    Raises ConfigError where `tag` names no locale.
    """
    subtag = next((part for part in parse_tag(tag).split("-")[1:] if len(part) == 4 and part.isalpha()), "")  # noqa: PLR2004  ISO 15924
    if subtag:
        return _SUBTAGS.get(subtag, subtag)
    return _REGIONS.get(parse_tag(tag)) or language_script(language_of(tag))


def script_in(counts: Mapping[str, int], tag: str) -> str:
    """Return in which of a locale's scripts its text with these letters is: `sr` has two, `sr-Latn` and `ru` one."""
    usual, *others = _scripts_of(tag)
    if not others:
        return usual
    least = max(1.0, _SHARE * sum(counts.values()))
    found = [script for script in (usual, *others) if script != "Latn" and counts.get(script, 0) >= least]
    if found:
        return max(found, key=lambda script: counts[script])
    return "Latn" if "Latn" in others and counts.get("Latn") else usual


@lru_cache(maxsize=256)
def _scripts_of(tag: str) -> tuple[str, ...]:
    """Return the scripts that a locale's texts come in, the usual one first."""
    usual = script_of(tag)
    if any(len(part) == 4 and part.isalpha() for part in parse_tag(tag).split("-")[1:]):  # noqa: PLR2004  ISO 15924
        return (usual,)
    language = language_of(tag)
    named = (script for script, languages in _ALSO.items() if language in languages.split())
    return (usual, *(script for script in (*named, language_script(language)) if script != usual))


def language_script(language: str) -> str:
    """Return the script that a language, by langdetect's name, is mostly written in."""
    return _SCRIPT_BY_LANGUAGE.get(language, "Latn")


def count_scripts(text: str) -> dict[str, int]:
    """Return how many letters of each script a text has; the empty name stands for letters of any other."""
    latin = len(text.encode("ascii", "ignore").translate(None, _NO_ASCII_LETTERS))
    counts = {"Latn": latin} if latin else {}
    if not text.isascii():
        for character in _BEYOND_ASCII.findall(text):
            script = _SCRIPT_OF[character]
            if script is not None:
                counts[script] = counts.get(script, 0) + 1
    return counts


_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_NO_ASCII_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())


def likely_by_script(counts: Mapping[str, int], scripts: Mapping[str, str]) -> list[str]:
    """Return the languages, of those given with their scripts, whose script a text is in.

    None of them where it is in another script altogether.

    Fifteen letters of a hundred decide for a script that is not Latin, as its texts quote Latin words.
    """
    if len(counts) == 1 and "Latn" in counts and all(script == "Latn" for script in scripts.values()):
        return sorted(scripts)
    weights = {script: count * (_CJK_SHARE if script in CJK else 1.0) for script, count in counts.items()}
    total = sum(weights.values())
    found = {script: weights.get(script, 0.0) for script in set(scripts.values()) - {"Latn"}}
    if found.keys() & {"Hani", "Kana"}:
        both = weights.get("Hani", 0.0) + weights.get("Kana", 0.0)
        found |= {script: both * fits for script, fits in _fit_han(counts, found.keys()).items()}
    strongest = max(found.values(), default=0.0)
    if strongest and strongest >= _SHARE * total:
        return sorted(language for language, script in scripts.items() if found.get(script) == strongest)
    if weights.get("Latn", 0.0) * 2 >= total:
        return sorted(language for language, script in scripts.items() if script == "Latn")
    return []


def _fit_han(counts: Mapping[str, int], scripts: Collection[str]) -> dict[str, bool]:
    """Return which of Chinese and Japanese, where they are among the scripts, a text with Han characters may be.

    Kana make it Japanese; many Han characters without kana make it Chinese, if that is a choice.
    """
    japanese = is_japanese(counts)
    either = not japanese and counts.get("Hani", 0) < _HAN
    fits = {"Hani": not japanese, "Kana": japanese or either or "Hani" not in scripts}
    return {script: fit for script, fit in fits.items() if script in scripts}


def is_japanese(counts: Mapping[str, int]) -> bool:
    """Tell whether kana stand among the Han characters of a text, or alone."""
    kana = counts.get("Kana", 0)
    return kana > 0 and kana >= _KANA * (kana + counts.get("Hani", 0))


class _ScriptOf(dict[str, str | None]):
    """The script of each character, None where it is no letter; filled as characters are met."""

    def __missing__(self, character: str) -> str | None:
        code = ord(character)
        script = next((name for first, last, name in _RANGES if first <= code <= last), "")
        self[character] = found = script if character.isalpha() else None
        return found


_SCRIPT_OF = _ScriptOf()
