"""A text prepared once for all questions about its language."""

from dataclasses import dataclass
from typing import Final

from calque.language.scripts import CJK, count_scripts, is_japanese
from calque.language.texts import letters, prose
from calque.locales.writing import UNSPACED

__all__ = ["SHORT", "Sample", "read_sample"]

_CJK_LETTERS = 2.2
"""How many letters of an alphabet a Chinese, Japanese or Korean one counts for as evidence."""
_SMALLEST = 3.0
SHORT: Final = 20.0
"""Letters to which on a text is short."""
_FEW_WORDS = 3
_UNSPACED = CJK.union(script.code for script in UNSPACED)
"""Scripts in which the profiles find no words; of Korean, they fold all letters to one."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What is known of a text before any language is."""

    plain: str
    """The text without what is no language."""
    words: list[str]
    """In the form of the profiles."""
    scripts: dict[str, int]
    """How many letters of each script."""
    size: float
    """How much evidence the letters are, in letters of an alphabet."""

    @property
    def has_text(self) -> bool:
        """There are letters enough to be a word: three, or one Chinese, Japanese or Korean."""
        return self.size >= _SMALLEST or not CJK.isdisjoint(self.scripts)

    @property
    def main_script(self) -> str:
        """The script of most of the letters; Kana where kana stand among Han characters."""
        if is_japanese(self.scripts):
            return "Kana"
        return max(self.scripts, key=lambda name: (self.scripts[name], name), default="")

    @property
    def is_spaced(self) -> bool:
        """Words are told apart by spaces, so that counting them means something."""
        return self.main_script not in _UNSPACED

    @property
    def is_short(self) -> bool:
        """There are few letters or few words: a name or a term may be no longer."""
        return self.size <= SHORT or (self.is_spaced and len(self.words) <= _FEW_WORDS)

    @property
    def length(self) -> int:
        """Letters and spaces, over which a model's score adds up."""
        return sum(map(len, self.words)) + len(self.words)


def read_sample(text: str) -> Sample:
    """Return a text, plain or in msgid form, made ready for judging."""
    plain = prose(text)
    scripts = count_scripts(plain)
    size = sum(count * (_CJK_LETTERS if script in CJK else 1.0) for script, count in scripts.items())
    return Sample(plain, letters(plain), scripts, size)
