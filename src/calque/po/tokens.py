"""Entries in whatever form GNU gettext takes: `msgid"a" "b"`, `#~msgid`, comments in any order, two on a line.

Source: GNU gettext 0.21, `po-lex.c` and `po-gram-gen.y`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, NoReturn

from calque.po.entries import Fields

__all__ = ["BrokenEntryError", "EntryText", "flags_of", "parse_entry", "references_of", "unescaped"]


class BrokenEntryError(Exception):
    """What is wrong, and what to do, at a position of the text."""

    def __init__(self, position: int, what: str, then: str) -> None:
        super().__init__(what)
        self.position = position
        self.what = what
        self.then = then


class EntryText(NamedTuple):
    """Where an entry stands in the text, and what it says."""

    start: int
    end: int
    source: int
    """Where its `msgid` stands."""
    fields: Fields
    sticky: tuple[str, ...]


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int
    obsolete: bool
    previous: bool


@dataclass
class _Draft:
    """An entry, as far as it was read."""

    comments: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    forms: dict[int, str] = field(default_factory=dict)
    source: _Token | None = None

    @property
    def complete(self) -> bool:
        return "msgstr" in self.values or bool(self.forms)


_TOKEN = re.compile(
    r"(?P<newline>\n)"
    r"|(?P<continued>\\\n)"
    r"|(?P<string>\"[^\"\\\n]*+(?>(?:\\(?s:.)[^\"\\\n]*+)*)\")"
    r"|(?P<word>[A-Za-z_$][A-Za-z0-9_$]*+)"
    r"|(?P<mark>\#~\|?|\#\|)"
    r"|(?P<comment>\#[^\n]*+)"
    r"|(?P<number>[0-9]++)"
    r"|(?P<bracket>[\[\]])"
    r"|(?P<junk>[^ \t\r\f\v])"
)
_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]+)|(.))", re.DOTALL)
_SIMPLE = {
    "\n": "",
    "n": "\n",
    "t": "\t",
    "b": "\b",
    "r": "\r",
    "f": "\f",
    "v": "\v",
    "a": "\a",
    "\\": "\\",
    '"': '"',
}
_KEYWORDS = {"msgctxt", "msgid", "msgid_plural", "msgstr"}
_ISOLATED = re.compile("\u2068([^\u2068\u2069]*+)\u2069(?::([0-9]+))?|([^ \t\r\f\v\n]+)")
_BLANK = re.compile(r"[^\S\n]*+(?:\n|\Z)")
"""What is left of a line, where that is white space."""
_DIGITS = 9
"""The number of a plural form has no more; Python refuses to read a number of thousands."""
_ASCII_END = 0x80
_SURROGATES = re.compile("[\udc80-\udcff]")


def parse_entry(text: str, position: int, *, charset: str) -> EntryText | None:
    """Return the next entry from `position` on; None where only blanks and comments are left."""
    return _Parser(text, position, charset).entry()


@lru_cache(maxsize=1 << 10)  # catalogs of several locales have the same
def references_of(text: str) -> tuple[tuple[str, str], ...]:
    """Return the references in `#:` lines: `"#: a.c:3 b.c"` → `("a.c", "3"), ("b.c", "")`.

    A name with spaces stands between U+2068 and U+2069.
    """
    if text.startswith("#: ") and text.count(" ") == 1:
        return (_reference(text[3:-1]),)
    text = text[2:].replace("\n#:", "\n")
    if "\u2068" in text:
        found = _ISOLATED.findall(text)
        return tuple((name, line) if name else _reference(plain) for name, line, plain in found)
    return tuple([_reference(item) for item in text.split()])


def flags_of(text: str) -> tuple[str, ...]:
    """Return the flags of a line behind its `#,`: `" fuzzy, c-format"` → `"fuzzy", "c-format"`."""
    return tuple([flag for flag in map(str.strip, text.split(",")) if flag])


def unescaped(text: str) -> str:
    """Return a quoted text without the simple escapes, such as a backslash and n."""
    return _ESCAPE.sub(lambda found: _SIMPLE[found[3]], text)


def _reference(item: str) -> tuple[str, str]:
    path, _, line = item.rpartition(":")
    return (path, line) if path and line.isdecimal() else (item, "")


class _Parser:
    """Reads one entry, one token ahead."""

    def __init__(self, text: str, position: int, charset: str) -> None:
        self.text = text
        self.charset = charset
        self.tokens = self._tokens(position)
        self.token = next(self.tokens, None)
        self.end = position

    def entry(self) -> EntryText | None:
        draft = _Draft()
        start = self.token.start if self.token else len(self.text)
        while (token := self.token) and not draft.complete:
            if token.kind == "comment":
                self._comment(token, draft)
            elif token.kind == "word" and token.text in _KEYWORDS:
                self._keyword(token, draft)
            else:
                _refuse(token)
        if draft.complete and draft.source:
            return self._finished(start, draft.source, draft)
        if draft.source:
            raise _broken(
                draft.source, "the entry has no msgstr", "the file is cut off; restore it from a backup"
            )
        if draft.values:
            what = f"the file ends behind a {next(reversed(draft.values)).removeprefix('#|')}"
            raise BrokenEntryError(len(self.text), what, "restore the rest from a backup")
        return None

    def _comment(self, token: _Token, draft: _Draft) -> None:
        if draft.source or "msgctxt" in draft.values:
            raise _broken(token, "a comment inside an entry", "move it above the entry")
        draft.comments.append(token.text[1:].rstrip("\r"))
        self._advance()

    def _keyword(self, token: _Token, draft: _Draft) -> None:
        name = ("#|" if token.previous else "") + token.text
        if name in draft.values:
            raise _broken(
                token, f"a second {token.text}, and no msgstr between", "restore the msgstr of the first"
            )
        if name == "msgid":
            draft.source = token
        if name == "msgstr" and draft.source is None:
            raise _broken(token, "a msgstr without its msgid", "restore the msgid above it")
        if draft.source and not token.previous and token.obsolete != draft.source.obsolete:
            raise _broken(
                token, "an entry that is obsolete in part", "put #~ before all of its lines, or none"
            )
        if name == "msgstr" and "msgid_plural" in draft.values:
            self._plural_forms(draft.forms)
            return
        self._advance()
        draft.values[name] = self._strings(token)

    def _plural_forms(self, forms: dict[int, str]) -> None:
        while (token := self.token) and token.kind == "word" and token.text == "msgstr":
            self._advance()
            opened, number, closed = self._take("bracket"), self._take("number"), self._take("bracket")
            if (opened, closed) != ("[", "]") or number is None or len(number) > _DIGITS:
                raise _broken(
                    token, "a plural entry without msgstr[0], msgstr[1], …", "number its msgstr lines"
                )
            forms[int(number)] = self._strings(token)

    def _strings(self, keyword: _Token) -> str:
        parts = []
        while self.token and self.token.kind == "string":
            if (self.token.obsolete, self.token.previous) != (keyword.obsolete, keyword.previous):
                raise _broken(
                    self.token, "a text that is obsolete in part", "put #~ before all of its lines, or none"
                )
            parts.append(_escapes_read(self.token))
            self._advance()
        if not parts:
            if self.token and self.token.text == '"':
                _refuse(self.token)
            raise _broken(keyword, f"{keyword.text} without a quoted text", 'write "" for an empty one')
        text = "".join(parts)
        if not _SURROGATES.search(text):
            return text
        try:
            return text.encode(self.charset, "surrogateescape").decode(self.charset)
        except UnicodeError:
            what = f"byte escapes that are no text in {self.charset.upper()}"
            raise _broken(keyword, what, "write the characters themselves") from None

    def _finished(self, start: int, source: _Token, draft: _Draft) -> EntryText:
        comments, values = draft.comments, draft.values
        flags = [flag for line in comments if line[:1] in {",", "!", "="} for flag in flags_of(line[1:])]
        notes = [line.removeprefix(" ") for line in comments if line[:1] not in {".", ":", ",", "!", "="}]
        fields = Fields(
            tcomment="\n".join(notes),
            comment="\n".join(line[1:].removeprefix(" ") for line in comments if line[:1] == "."),
            occurrences=references_of("\n".join("#" + line for line in comments if line[:1] == ":") + "\n"),
            flags=tuple(dict.fromkeys(flags)),
            previous_msgctxt=values.get("#|msgctxt"),
            previous_msgid=values.get("#|msgid"),
            previous_msgid_plural=values.get("#|msgid_plural"),
            msgctxt=values.get("msgctxt"),
            msgid=values["msgid"],
            msgid_plural=values.get("msgid_plural", ""),
            msgstr=values.get("msgstr", ""),
            msgstr_plural=tuple(sorted(draft.forms.items())),
            obsolete=source.obsolete,
        )
        sticky = tuple(flag for line in comments if line[:1] == "=" for flag in flags_of(line[1:]))
        blank = _BLANK.match(self.text, self.end)
        return EntryText(start, blank.end() if blank else self.end, source.start, fields, sticky)

    def _take(self, kind: str) -> str | None:
        token = self.token
        if token is None or token.kind != kind:
            return None
        self._advance()
        return token.text

    def _advance(self) -> None:
        if self.token:
            self.end = self.token.end
        self.token = next(self.tokens, None)

    def _tokens(self, position: int) -> Iterator[_Token]:
        """Yield the tokens; one behind a mark begins with the mark."""
        obsolete = previous = False
        start: int | None = None
        for found in _TOKEN.finditer(self.text, position):
            kind = str(found.lastgroup)
            if kind == "continued":
                continue
            if kind == "newline":
                obsolete = previous = False
                start = None
            elif kind == "mark":
                obsolete = obsolete or "~" in found[0]
                previous = previous or "|" in found[0]
                start = found.start() if start is None else start
            else:
                yield _Token(
                    kind, found[0], found.start() if start is None else start, found.end(), obsolete, previous
                )
                start = None


def _escapes_read(token: _Token) -> str:
    """Return the text of a quoted token; bytes above ASCII stand as lone surrogates."""

    def character(found: re.Match[str]) -> str:
        octal, hexadecimal, simple = found.groups()
        if simple:
            if simple not in _SIMPLE:
                raise _broken(token, f"the unknown escape \\{simple}", "write \\\\ for a backslash")
            return _SIMPLE[simple]
        value = (int(octal, 8) if octal else int(hexadecimal, 16)) & 0xFF
        return chr(value) if value < _ASCII_END else chr(0xDC00 + value)

    return _ESCAPE.sub(character, token.text[1:-1])


def _refuse(token: _Token) -> NoReturn:
    if token.text == '"':
        raise _broken(token, "a quoted text that does not end on its line", "close it, or restore the file")
    if token.kind == "string":
        raise _broken(token, "a quoted text without a keyword", "put msgid or msgstr before it")
    if token.kind == "word" and token.text == "domain":
        raise _broken(token, "a domain directive", "put each domain into a file of its own")
    if token.kind == "word":
        raise _broken(token, f"the unknown keyword {token.text}", "put # before a comment")
    raise _broken(token, f"{token.text!r}, neither a comment nor a keyword", "put # before a comment")


def _broken(token: _Token, what: str, then: str) -> BrokenEntryError:
    return BrokenEntryError(token.start, what, then)
