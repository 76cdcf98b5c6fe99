"""Glossaries: a CSV of terms, and the terms of one locale made ready to be looked up."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from types import MappingProxyType
from typing import Final

from calque.errors import ConfigError
from calque.locales import parse_tag
from calque.locales.writing import LETTERS, UNSPACED_LANGUAGES, word_pieces
from calque.model import Term

__all__ = ["EMPTY", "Glossary", "SearchedText", "WantedTerm", "parse_glossary"]

_FORBIDDEN = " forbidden"
_EVERY = "*"
_WORD = re.compile(r"\w+")
_WHOLE = 4
"""Letters from which on a term may be a part of a longer word, where the language joins words."""
_NEVER = 1 << 30
_LEAST_PARTS = {
    **dict.fromkeys(
        "af cy da de et fi fo fy ga gd hu id is lb ms nb nl nn no sv sw tl xh zu".split(), _WHOLE
    ),
    **dict.fromkeys("ar fa he ku ps ur".split(), 2),
}
"""Letters of the least term that is found within a word: as a part of a compound, behind a prefix or an article."""
_JOINED = {
    "ar": ("(?:[وفبكل]?ال|لل|[وفبكل])?", ""),
    "he": ("[והבלמשכ]{0,3}", ""),
    "ko": ("", "(?:들|은|는|이|가|을|를|의|에|에서|에게|도|와|과|로|으로|만|까지|부터){0,3}"),
}
"""What a language writes before a word and behind it in one: articles, prepositions, particles."""
_IN_WORD = re.compile(rf"[^\W{LETTERS}]")
"""A letter of a script that has spaces between words."""
_NO_PART_BEFORE = rf"(?<![^\W{LETTERS}])"
_NO_PART_BEHIND = rf"(?![^\W{LETTERS}\uac00-\ud7a3])"
"""Particles follow Latin letters in Korean."""


def parse_glossary(text: str, *, place: str) -> tuple[Term, ...]:
    """Parse a glossary: a CSV with the columns `term`, one a locale, and as wanted `fr forbidden` and `case`.

    ::

        term,case,fr,fr forbidden,*
        library card,,carte de bibliothèque | carte de lecteur,,
        e-mail,,courriel,e-mail | mail,
        Alder Lane,exact,,,Alder Lane

    `|` stands between translations of which any will do; the column `*` is for each locale whose own cell is empty.
    Raises ConfigError with `place:line` where a column or a row is wrong.
    """
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        header = [name.strip() for name in next(rows, [])]
        if "term" not in header:
            raise ConfigError(f"{place}:1: no column 'term'; name the columns in the first line: term,fr,de")
        columns = [_column(name, place) for name in header]
        return tuple(
            _term(header, columns, row, f"{place}:{rows.line_num}")
            for row in rows
            if any(map(str.strip, row))
        )
    except csv.Error as error:
        raise ConfigError(f"{place}:{rows.line_num}: no CSV ({error}); mend that line") from error


def _column(name: str, place: str) -> str:
    """Return the name of a column with its locale's tag in one spelling: `pt_BR forbidden` → `pt-BR forbidden`."""
    if name in ("", "term", "case", "note"):
        return name
    locale = name.removesuffix(_FORBIDDEN)
    if locale == _EVERY:
        return name
    try:
        return parse_tag(locale) + name[len(locale) :]
    except ConfigError as error:
        raise ConfigError(
            f"{place}:1: the column {name!r} names no locale; use term, case, note, fr or 'fr forbidden'"
        ) from error


def _term(header: Sequence[str], columns: Sequence[str], row: Sequence[str], place: str) -> Term:
    cells = {name: cell.strip() for name, cell in zip(columns, row, strict=False) if cell.strip()}
    if len(row) > len(header):
        raise ConfigError(
            f"{place}: more cells than the first line has columns; quote cells that hold a comma"
        )
    source = cells.pop("term", "")
    case = cells.pop("case", "")
    if not _WORD.search(source):
        raise ConfigError(f"{place}: no term; fill in the column 'term', or delete the line")
    if case not in ("", "exact"):
        raise ConfigError(f"{place}: case is {case!r}; write exact, or leave it empty")
    wanted = {name: _choices(cell) for name, cell in cells.items() if not name.endswith(_FORBIDDEN)}
    wanted.pop("note", None)
    wanted.pop("", None)
    forbidden = {
        name.removesuffix(_FORBIDDEN): _choices(cell)
        for name, cell in cells.items()
        if name.endswith(_FORBIDDEN)
    }
    return Term(source, MappingProxyType(wanted), MappingProxyType(forbidden), exact=case == "exact")


def _choices(cell: str) -> tuple[str, ...]:
    return tuple(choice for part in cell.split("|") if (choice := part.strip()))


class SearchedText:
    """A text that terms are looked for in, made ready once for all of them."""

    def __init__(self, text: str, language: str) -> None:
        self._text = text
        self._language = language
        self._least_part = _LEAST_PARTS.get(language, _NEVER)
        self._is_spaced = language not in UNSPACED_LANGUAGES
        self._beginnings: dict[int, frozenset[str]] = {}

    @cached_property
    def _folded(self) -> str:
        return self._text.casefold()

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(self._folded))

    @cached_property
    def _letters(self) -> str:
        """The text with one letter for all that regular expressions take for one: `I`, `İ` and `ı` are `i`."""
        return _one_letter(self._text)

    def has(self, term: str, *, exact: bool) -> bool:
        """Tell whether the text has every word of a term, inflected in its own way; as it is written where `exact`."""
        if exact:
            return self._stands(term, self._text)
        folded = term.casefold()
        if not self._is_spaced:
            return self._stands(folded, self._folded)
        if all(self._begins(word) for word in _WORD.findall(folded)):
            return True
        return len(folded) >= self._least_part and folded in self._folded

    def has_word(self, word: str) -> bool:
        """Tell whether the text has a forbidden word as it is written, or in the plural."""
        if not self._is_spaced:
            return self._stands(word.casefold(), self._folded)
        if _one_letter(word) not in self._letters:
            return False
        before, behind = _JOINED.get(self._language, ("", "(?:e?[sn])?"))
        pattern = rf"(?<!\w){before}{re.escape(word)}{behind}(?![\w-])"
        return bool(re.search(pattern, self._text, re.IGNORECASE))

    def _stands(self, term: str, text: str) -> bool:
        """Tell whether a term stands in a text and is no part of a word: `API` in `APIを`, not in `RAPID`.

        A longer term may go on as its language inflects it.
        """
        if term not in text:
            return False
        before = _NO_PART_BEFORE if _IN_WORD.match(term[0]) else ""
        behind = _NO_PART_BEHIND if len(term) < _WHOLE and _IN_WORD.match(term[-1]) else ""
        return bool(re.search(f"{before}{re.escape(term)}{behind}", text))

    def _begins(self, word: str) -> bool:
        """Tell whether a word of the text begins as this one does, as far as that stays the same."""
        size = _root(word)
        if size not in self._beginnings:
            self._beginnings[size] = frozenset(one[:size] for one in self._words)
        return word[:size] in self._beginnings[size]


def _one_letter(text: str) -> str:
    return text.casefold().replace("\u0307", "").replace("\u0131", "i")


@dataclass(frozen=True, slots=True)
class WantedTerm:
    """A term of the glossary that a source text has, and what its translation may say."""

    term: str
    words: tuple[str, ...]
    """The term's words, as written."""
    targets: tuple[str, ...]
    forbidden: tuple[str, ...]
    exact: bool

    def is_used(self, said: SearchedText) -> bool:
        """Tell whether a text has one of the right translations, inflected or not."""
        return not self.targets or any(said.has(target, exact=self.exact) for target in self.targets)

    def wrong_word(self, said: SearchedText) -> str:
        """Return the forbidden translation that a text has, or nothing."""
        return next((word for word in self.forbidden if said.has_word(word)), "")


_Words = tuple[str, ...]


def _words(text: str) -> list[str]:
    """Return the words of a text; of a script without spaces its letters, among which a term is found as a run."""
    if text.isascii():
        return _WORD.findall(text)
    return [word for piece in word_pieces(text) for word in _WORD.findall(piece)]


class Glossary:
    """The terms of one locale, by their words."""

    def __init__(self, terms: Sequence[Term], locale: str) -> None:
        self._terms: dict[tuple[bool, _Words], tuple[int, WantedTerm]] = {}
        """Whether a term is exact, and its words, without plural where it is not → its place, and the term."""
        self._sizes: dict[str, list[int]] = {}
        """The first word of terms → how many words these have, the most first."""
        for place, term in enumerate(terms):
            targets = _of(term.targets, locale)
            forbidden = _of(term.forbidden, locale)
            words = tuple(_words(term.source))
            if targets or forbidden:
                wanted = WantedTerm(term.source, words, targets, forbidden, term.exact)
                stems = tuple(map(_stem, words))
                self._terms.setdefault((term.exact, words if term.exact else stems), (place, wanted))
                self._sizes.setdefault(stems[0], []).append(len(words))
        self._sizes = {stem: sorted(set(sizes), reverse=True) for stem, sizes in self._sizes.items()}

    def __bool__(self) -> bool:
        return bool(self._terms)

    def terms_in(self, text: str) -> Iterator[WantedTerm]:
        """Yield the terms that a source text has: each once, the longest where one holds another."""
        words = _words(text)
        stems = [_stem(word) for word in words]
        seen: set[str] = set()
        position = 0
        while position < len(words):
            best = self._at(position, words, stems)
            if best and best.term not in seen:
                seen.add(best.term)
                yield best
            position += len(best.words) if best else 1

    def facts_of(self, text: str) -> Iterator[str]:
        """Yield the terms of a source text that have a translation, for a note: `library card → carte de lecteur`."""
        for wanted in self.terms_in(text) if self else ():
            if wanted.targets:
                yield f"{wanted.term} → {' or '.join(wanted.targets)}"

    def _at(self, position: int, words: Sequence[str], stems: Sequence[str]) -> WantedTerm | None:
        """Return the longest term that stands at a place; of equals, the glossary's first."""
        for size in self._sizes.get(stems[position], ()):
            end = position + size
            exact = self._terms.get((True, tuple(words[position:end])))
            other = self._terms.get((False, tuple(stems[position:end])))
            if exact or other:
                return min(filter(None, (exact, other)), key=itemgetter(0))[1]
        return None


def _of(choices: Mapping[str, tuple[str, ...]], locale: str) -> tuple[str, ...]:
    """Return what is said for a locale: its own row, its language's, or that for every locale."""
    language = locale.partition("-")[0]
    return choices.get(locale) or choices.get(language) or choices.get(_EVERY) or ()


def _stem(word: str) -> str:
    """Return a word without its plural: `Cards` → `card`."""
    folded = word.casefold()
    return folded[:-1] if len(folded) > 3 and folded.endswith("s") else folded  # noqa: PLR2004  not `his`


_LEAST = 3
"""The least of a word that stays the same when it is inflected; of longer words seven letters of ten."""


def _root(word: str) -> int:
    return max(_LEAST, -(-len(word) * 7 // 10))


EMPTY: Final = Glossary((), "")
