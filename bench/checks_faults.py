"""How many faults the checks find: each check's own fault is put into right translations, one at a time.

    python bench/checks_faults.py FOLDER… [--limit 4000]

FOLDER as for `bench/checks.py`. A fault is put where the text has a place for it (a number to change, a bracket to
lose), and counts as found where its check speaks of the text and did not before.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from calque.checks import CheckSetting, check_unit
from calque.model import Unit
from checks import read_units

Fault = Callable[[str], str]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--limit", type=int, default=1000, help="translations a locale, at most")
    options = parser.parse_args()
    put: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for (locale, is_html), units in read_units(options.folders, set(), options.limit).items():
        setting = CheckSetting("en", locale, is_html=is_html)
        for unit in units:
            before = codes(unit, setting)
            for name, (code, fault) in FAULTS.items():
                broken = fault(unit.target[0])
                if len(unit.target) == 1 and broken != unit.target[0] and code not in before:
                    put[name] += 1
                    found[name] += code in codes(replace(unit, target=(broken,)), setting)
    for name, count in put.items():
        print(f"{FAULTS[name][0]:22} {name:34} {found[name]:6,} of {count:6,}  {found[name] / count:6.1%}")


def codes(unit: Unit, setting: CheckSetting) -> set[str]:
    return {flaw.code for flaw in check_unit(unit, setting)}


def other_digit(text: str) -> str:
    return re.sub(r"\d", lambda digit: str((int(digit[0]) + 3) % 10), text, count=1)


def without_number(text: str) -> str:
    return re.sub(r"(?<!\w)\d+(?!\w)[ \u00a0]?", "", text, count=1)


def doubled_word(text: str) -> str:
    words = list(re.finditer(r"(?<= )[^\W\d_]{2,}(?= )", text))
    if not words:
        return text
    word = random.Random(len(text)).choice(words)
    return f"{text[: word.end()]} {word[0]}{text[word.end() :]}"


def half(text: str) -> str:
    return text[: len(text) // 4] if len(text) > 200 else text


FAULTS: dict[str, tuple[str, Fault]] = {
    "a digit changed": ("numbers", other_digit),
    "a number lost": ("numbers", without_number),
    "a word twice": ("repeated-words", doubled_word),
    "a bracket lost": ("brackets", lambda text: re.sub(r"[)）\]]", "", text, count=1)),
    "a closing quote lost": ("quotes", lambda text: re.sub("[»”“」]", "", text[::-1], count=1)[::-1]),
    "the stop lost": ("ending-punctuation", lambda text: re.sub(r"[.。]$", "", text)),
    "the colon lost": ("ending-punctuation", lambda text: re.sub(r"[\s\u00a0]?[:：]$", "", text)),
    "the question mark lost": (
        "ending-punctuation",
        lambda text: re.sub(r"[\s\u202f\u00a0]?[?？]$", "", text),
    ),
    "another host": ("links", lambda text: re.sub(r"(https?://)[\w.-]+", r"\1old.invalid", text, count=1)),
    "a placeholder lost": ("placeholders", lambda text: re.sub(r"%[sd]|\{\w+\}", "", text, count=1)),
    "the end lost": ("length", half),
    "a zero width space": ("invisible-characters", lambda text: re.sub(" ", " \u200b", text, count=1)),
    "a space at the end": ("outer-space", lambda text: f"{text} "),
}


if __name__ == "__main__":
    main()
