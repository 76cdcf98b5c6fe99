"""Glossaries: a CSV of terms, and the terms of one locale made ready to be looked up."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from calque.errors import ConfigError
from calque.locales import parse_tag
from calque.locales.writing import UNSPACED_LANGUAGES
from calque.model import Term

__all__ = ["EMPTY", "Glossary", "WantedTerm", "parse_glossary"]

_FORBIDDEN = " forbidden"
_EVERY = "*"
_WORD = re.compile(r"\w+")


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


@dataclass(frozen=True, slots=True)
class WantedTerm:
    """A term of the glossary that a source text has, and what its translation may say."""

    term: str
    words: tuple[str, ...]
    """The term's words, as written."""
    targets: tuple[str, ...]
    forbidden: tuple[str, ...]
    exact: bool

    def is_used(self, text: str, language: str) -> bool:
        """Tell whether a text has one of the right translations, inflected or not."""
        return not self.targets or any(_occurs(target, text, language, self.exact) for target in self.targets)

    def wrong_word(self, text: str, language: str) -> str:
        """Return the forbidden translation that a text has, or nothing."""
        return next((word for word in self.forbidden if _stands(word, text, language)), "")


class Glossary:
    """The terms of one locale, by the first word of each."""

    def __init__(self, terms: Sequence[Term], locale: str) -> None:
        self._by_word: dict[str, list[WantedTerm]] = {}
        for term in terms:
            targets = _of(term.targets, locale)
            forbidden = _of(term.forbidden, locale)
            words = tuple(_WORD.findall(term.source))
            if targets or forbidden:
                wanted = WantedTerm(term.source, words, targets, forbidden, term.exact)
                self._by_word.setdefault(_stem(words[0]), []).append(wanted)

    def __bool__(self) -> bool:
        return bool(self._by_word)

    def terms_in(self, text: str) -> Iterator[WantedTerm]:
        """Yield the terms that a source text has: each once, the longest where one holds another."""
        words = _WORD.findall(text)
        stems = [_stem(word) for word in words]
        seen: set[str] = set()
        position = 0
        while position < len(words):
            found = [
                wanted
                for wanted in self._by_word.get(stems[position], ())
                if _begins(wanted, words[position:], stems[position:])
            ]
            best = max(found, key=lambda wanted: len(wanted.words), default=None)
            if best and best.term not in seen:
                seen.add(best.term)
                yield best
            position += len(best.words) if best else 1


def _of(choices: Mapping[str, tuple[str, ...]], locale: str) -> tuple[str, ...]:
    """Return what is said for a locale: its own row, its language's, or that for every locale."""
    language = locale.partition("-")[0]
    return choices.get(locale) or choices.get(language) or choices.get(_EVERY) or ()


def _begins(wanted: WantedTerm, words: Sequence[str], stems: Sequence[str]) -> bool:
    size = len(wanted.words)
    if len(words) < size:
        return False
    if wanted.exact:
        return list(wanted.words) == list(words[:size])
    return [_stem(word) for word in wanted.words] == list(stems[:size])


def _stem(word: str) -> str:
    """Return a word without its plural: `Cards` → `card`."""
    folded = word.casefold()
    return folded[:-1] if len(folded) > 3 and folded.endswith("s") else folded  # noqa: PLR2004  not `his`


_LEAST = 3
"""The least of a word that stays the same when it is inflected; of longer words seven letters of ten."""


def _occurs(term: str, text: str, language: str, exact: bool) -> bool:  # noqa: FBT001 - the term's own rule
    """Tell whether a text has every word of a term, inflected in its own way."""
    if exact or language in UNSPACED_LANGUAGES:
        return term in text if exact else term.casefold() in text.casefold()
    folded = text.casefold()
    if term.casefold() in folded:
        return True
    words = _WORD.findall(folded)
    return all(
        any(word[: _root(part)] == part[: _root(part)] for word in words)
        for part in _WORD.findall(term.casefold())
    )


def _root(word: str) -> int:
    return max(_LEAST, -(-len(word) * 7 // 10))


def _stands(word: str, text: str, language: str) -> bool:
    """Tell whether a text has a forbidden word as it is written, or in the plural."""
    if language in UNSPACED_LANGUAGES:
        return word.casefold() in text.casefold()
    return bool(re.search(rf"(?<!\w){re.escape(word)}(?:e?[sn])?(?![\w-])", text, re.IGNORECASE))


EMPTY: Final = Glossary((), "")
