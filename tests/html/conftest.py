"""What the tests of `calque.html` share: cases in text files, and HTML of every shape."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from calque.html import split
from calque.model import Document, Rules

CASES = Path(__file__).parents[1] / "cases"
_CASE = re.compile(
    r"^=== (?P<title>.*)\n(?P<options>(?:@.*\n)*)\.\n(?P<input>(?s:.*?))\n\.\n(?P<expected>(?s:.*?))^\.\n",
    re.MULTILINE,
)
_CHARACTER = re.compile(r"\{U\+([0-9A-F]{4,6})\}")


@dataclass(frozen=True)
class Case:
    """A case of a text file: `=== title`, `@options`, then between dots the input and what is expected."""

    title: str
    options: dict[str, str] = field(hash=False)
    input: str
    expected: tuple[str, ...]

    def split(self, html: str) -> Document:
        rules = Rules(
            include=self._selectors("include"),
            exclude=self._selectors("exclude"),
            inline=self._selectors("inline"),
            opaque=self._selectors("opaque"),
            shortcodes=tuple(self.options.get("shortcodes", "").split()),
            code=tuple(self.options.get("code", "").split()),
            attributes=tuple(self.options.get("attributes", "").split()),
            blocks=self._names("blocks"),
            shortcode_attributes=self._names("shortcode-attributes"),
            sentence="sentence" in self.options,
            numbers="numbers" in self.options,
        )
        return split(html, raw="raw" in self.options, rules=rules, context=self.options.get("context"))

    def _names(self, option: str) -> dict[str, tuple[str, ...]]:
        """Read `acf/hero data.headline @data-x` as the names of one block or shortcode."""
        name, *others = self.options.get(option, "").split() or [""]
        return {name: tuple(others)} if name else {}

    def _selectors(self, role: str) -> tuple[str, ...]:
        return (self.options[role],) if role in self.options else ()


def read_cases(name: str) -> list[Case]:
    """Read the cases of a file; `{U+000D}` stands for a character that cannot be seen."""
    text = (CASES / name).read_text(encoding="utf-8")
    found = list(_CASE.finditer(text))
    assert len(found) == text.count("\n=== ") + text.startswith("=== "), f"{name}: a case is not well formed"
    return [
        Case(
            match["title"],
            dict(line[1:].partition(" ")[::2] for line in match["options"].splitlines()),
            visible(match["input"]),
            tuple(visible(line) for line in match["expected"].splitlines()),
        )
        for match in found
    ]


def visible(text: str) -> str:
    return _CHARACTER.sub(lambda match: chr(int(match[1], 16)), text)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that asks for `golden` or `hostile` each case of its file."""
    for name, file in (("golden", "segments.txt"), ("hostile", "segments-hostile.txt")):
        if name in metafunc.fixturenames:
            cases = read_cases(file)
            metafunc.parametrize(name, cases, ids=[case.title for case in cases])
