"""The grammar of PO files, as GNU gettext reads them: from a text and a position to one entry.

Nearly every entry has the plain form that all tools write; one regular expression reads it whole.
What has not is read token by token: ``msgid"a" "b"``, ``#~msgid``, comments in any order, two
entries on a line. Source: GNU gettext 0.21, ``po-lex.c`` and ``po-gram-gen.y``.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple, NoReturn

from calque.errors import CatalogError
from calque.po.catalog import Block
from calque.po.entries import Fields, new_entry

__all__ = ["Grammar"]


class Token(NamedTuple):
    """A piece of the text that is not white space."""

    kind: str
    text: str
    start: int
    end: int
    obsolete: bool
    previous: bool


_TOKEN = re.compile(
    r"(?P<newline>\n)"
    r"|(?P<string>\"(?:[^\"\\\n]|\\[^\n])*\")"
    r"|(?P<word>[A-Za-z_$][A-Za-z0-9_$]*)"
    r"|(?P<mark>\#~\|?|\#\|)"
    r"|(?P<comment>\#[^\n]*)"
    r"|(?P<number>[0-9]+)"
    r"|(?P<bracket>[\[\]])"
    r"|(?P<junk>[^ \t\r\f\v])"
)
_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]+)|(.))", re.DOTALL)
_SIMPLE = {"n": "\n", "t": "\t", "b": "\b", "r": "\r", "f": "\f", "v": "\v", "a": "\a", "\\": "\\", '"': '"'}
_KEYWORDS = {"msgctxt", "msgid", "msgid_plural", "msgstr"}
_REFERENCE = re.compile(r"\u2068([^\u2069]*)\u2069(?::(\d+))?|([^ \t\r\f\v]+)")


def _plain_form(mark: str) -> re.Pattern[str]:
    quoted = r'"[^"\\\n]*+(?:\\[nt"\\][^"\\\n]*+)*+"\n'
    strings = rf"({quoted}(?:{mark}{quoted})*+)"
    previous = "#~| " if mark else "#| "
    older = rf"({quoted}(?:{re.escape(previous)}{quoted})*+)"
    comment = "" if mark else r"((?:#\.[^\n]*+\n)*+)((?:#:[^\n]*+\n)*+)"
    return re.compile(
        rf"((?:\#(?:\ [^\n]*+)?\n)*+){comment}"
        rf"(?:\#,([^\n]*+)\n)?+"
        rf"(?:{re.escape(previous)}msgctxt {older})?+(?:{re.escape(previous)}msgid {older})?+"
        rf"(?:{re.escape(previous)}msgid_plural {older})?+"
        rf"(?:{mark}msgctxt {strings})?+"
        rf"{mark}msgid (?P<msgid>{strings[1:]}"
        rf"(?:{mark}msgstr {strings}"
        rf"|{mark}msgid_plural {strings}((?:{mark}msgstr\[[0-9]\] {quoted}(?:{mark}{quoted})*+)++))"
        r"(?=\n|\Z|\#[ .:,|\n]|msgid |msgctxt |\#~ msgid |\#~ msgctxt )"
    )


_LIVE = _plain_form("")
_OBSOLETE = _plain_form("#~ ")
_FORM = re.compile(r"(?:#~ )?msgstr\[([0-9])\] ")


class Grammar:
    """Reads the entries of one text; errors name `place` and the line."""

    def __init__(self, text: str, *, place: str, charset: str) -> None:
        self.text = text
        self.place = place
        self.charset = charset
        self.position = 0
        """Where the next block begins, with the blank text before it."""
        self.line = 1

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks in file order; the blank text and comments after the last are none."""
        while block := self._plain() or _General(self).block():
            yield block

    def advance(self, *, start: int, source: int, end: int, fields: Fields, sticky: tuple[str, ...]) -> Block:
        """Return the block from `start` to `end`, with its `msgid` at `source`, and stand behind it."""
        text, position = self.text, self.position
        line = self.line + text.count("\n", position, source)
        self.line = line + text.count("\n", source, end)
        self.position = end
        return Block(new_entry(fields, line), text[start:end], fields, text[position:start], sticky)

    def _plain(self) -> Block | None:
        start = self.position
        while self.text.startswith("\n", start):
            start += 1
        found = _LIVE.match(self.text, start)
        if found:
            notes, extracted, references, flags, context_was, was, plural_was, *strings = found.groups()
            between, before = '"\n"', '"\n#| "'
        else:
            found = _OBSOLETE.match(self.text, start)
            if not found:
                return None
            notes, flags, context_was, was, plural_was, *strings = found.groups()
            between, before = '"\n#~ "', '"\n#~| "'
            extracted = references = ""
        context, source, target, plural, forms = strings
        fields = Fields(
            _lines(notes, 2) if notes else "",
            _lines(extracted, 3) if extracted else "",
            _references(references) if references else (),
            _flags(flags) if flags else (),
            None if context_was is None else _joined(context_was, before),
            None if was is None else _joined(was, before),
            None if plural_was is None else _joined(plural_was, before),
            None if context is None else _joined(context, between),
            _joined(source, between),
            _joined(plural, between) if plural else "",
            _joined(target, between) if target else "",
            tuple(_forms(forms, between)) if forms else (),
            found.re is _OBSOLETE,
        )
        return self.advance(
            start=start, source=found.start("msgid"), end=found.end(), fields=fields, sticky=()
        )

    def fail(self, position: int, what: str, then: str) -> NoReturn:
        """Raise a CatalogError that names the line of `position`."""
        line = self.text.count("\n", 0, position) + 1
        raise CatalogError(f"{self.place}:{line}: {what}; {then}")


def _lines(text: str, skip: int) -> str:
    return "\n".join([line[skip:] for line in text[:-1].split("\n")])


def _references(text: str) -> tuple[tuple[str, str], ...]:
    if text.startswith("#: ") and text.count(" ") == 1:
        return (_reference(text[3:-1]),)
    text = text[2:].replace("\n#:", "\n")
    if "\u2068" in text:
        found = _REFERENCE.findall(text)
        return tuple((name, line) if name else _reference(plain) for name, line, plain in found)
    return tuple([_reference(item) for item in text.split()])


def _reference(item: str) -> tuple[str, str]:
    path, _, line = item.rpartition(":")
    return (path, line) if path and line.isdecimal() else (item, "")


def _flags(text: str) -> tuple[str, ...]:
    return tuple([flag for flag in map(str.strip, text.split(",")) if flag])


def _joined(strings: str, between: str) -> str:
    text = strings[1:-2].replace(between, "")
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(found: re.Match[str]) -> str:
    return _SIMPLE[found[3]]


def _forms(text: str, between: str) -> Iterator[tuple[int, str]]:
    starts = list(_FORM.finditer(text))
    for number, found in enumerate(starts):
        end = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        yield int(found[1]), _joined(text[found.end() : end], between)


class _General:
    """One entry, token by token."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.tokens = self._tokens(grammar.position)
        self.token = next(self.tokens, None)
        self.end = grammar.position

    def block(self) -> Block | None:
        """Read one entry; None where only blanks and comments are left."""
        text = self.grammar.text
        start = self.token.start if self.token else len(text)
        comments: list[str] = []
        values: dict[str, str] = {}
        forms: dict[int, str] = {}
        source: Token | None = None
        obsolete = False
        while self.token and not ("msgstr" in values or forms):
            token = self.token
            if token.kind == "comment":
                if source or "msgctxt" in values:
                    self._fail(token, "a comment stands inside an entry", "move it above the entry")
                comments.append(token.text[1:].rstrip("\r"))
                self._advance()
            elif token.kind == "word" and token.text in _KEYWORDS:
                if token.text == "msgid" and not token.previous:
                    source, obsolete = token, token.obsolete
                if token.text == "msgstr" and "msgid" not in values:
                    self._fail(token, "a msgstr without its msgid", "restore the msgid above it")
                if token.text == "msgstr" and "msgid_plural" in values:
                    self._plural_forms(forms)
                else:
                    self._field(token, values)
            elif token.kind == "word" and token.text == "domain":
                self._fail(token, "a domain directive is not supported", "put each domain into its own file")
            else:
                self._junk(token)
        if source is None:
            if values:
                last = next(reversed(values))
                self._fail_at(len(text), f"the file ends after {last}", "restore the rest from a backup")
            return None
        if "msgstr" not in values and not forms:
            self._fail(
                source, "the entry has no msgstr", "the file is cut off here; restore it from a backup"
            )
        return self._block(start, source, comments, values, forms, obsolete=obsolete)

    def _block(  # noqa: PLR0913 - the parts of an entry, used once
        self,
        start: int,
        source: Token,
        comments: list[str],
        values: dict[str, str],
        forms: dict[int, str],
        *,
        obsolete: bool,
    ) -> Block:
        text = self.grammar.text
        sticky = tuple(flag for line in comments if line[:1] == "=" for flag in _flags(line[1:]))
        flags = tuple(flag for line in comments if line[:1] in {",", "!", "="} for flag in _flags(line[1:]))
        notes = [line.removeprefix(" ") for line in comments if line[:1] not in {".", ":", ",", "!", "="}]
        fields = Fields(
            "\n".join(notes),
            "\n".join(line[1:].removeprefix(" ") for line in comments if line[:1] == "."),
            _references("\n".join("#" + line for line in comments if line[:1] == ":")),
            tuple(dict.fromkeys(flags)),
            values.get("#|msgctxt"),
            values.get("#|msgid"),
            values.get("#|msgid_plural"),
            values.get("msgctxt"),
            values["msgid"],
            values.get("msgid_plural", ""),
            values.get("msgstr", ""),
            tuple(sorted(forms.items())),
            obsolete,
        )
        end = text.find("\n", self.end) + 1 or len(text)
        if text[self.end : end].strip():
            end = self.end
        return self.grammar.advance(start=start, source=source.start, end=end, fields=fields, sticky=sticky)

    def _field(self, keyword: Token, values: dict[str, str]) -> None:
        name = ("#|" if keyword.previous else "") + keyword.text
        if name in values:
            self._fail(keyword, f"a second {keyword.text} before a msgstr", "restore the msgstr between them")
        self._advance()
        values[name] = self._strings(keyword)

    def _plural_forms(self, forms: dict[int, str]) -> None:
        while self.token and self.token.kind == "word" and self.token.text == "msgstr":
            keyword = self.token
            self._advance()
            brackets = [self._take("bracket"), self._take("number"), self._take("bracket")]
            if None in brackets or brackets[0] != "[" or brackets[2] != "]":
                self._fail(keyword, "a plural entry needs msgstr[0], msgstr[1], …", "number its msgstr lines")
            forms[int(brackets[1] or 0)] = self._strings(keyword)

    def _strings(self, keyword: Token) -> str:
        parts = []
        while self.token and self.token.kind == "string":
            if (self.token.obsolete, self.token.previous) != (keyword.obsolete, keyword.previous):
                self._fail(self.token, "#~ or #| on some lines of a text only", "mark all of its lines")
            parts.append(self._unescape(self.token))
            self._advance()
        if not parts:
            self._fail(keyword, f"{keyword.text} without a quoted text", 'write "" for an empty one')
        text = "".join(parts)
        if not text.isascii() and any("\udc80" <= char <= "\udcff" for char in text):
            try:
                charset = self.grammar.charset
                text = text.encode(charset, "surrogateescape").decode(charset)
            except UnicodeError:
                self._fail(
                    keyword, "byte escapes that are no text in the file's charset", "write the characters"
                )
        return text

    def _unescape(self, token: Token) -> str:
        def character(found: re.Match[str]) -> str:
            octal, hexadecimal, simple = found.groups()
            if simple:
                if simple not in _SIMPLE:
                    self._fail(token, f"the escape \\{simple} is unknown", "write \\\\ for a backslash")
                return _SIMPLE[simple]
            value = int(octal, 8) if octal else int(hexadecimal, 16)
            value &= 0xFF
            return chr(value) if value < 0x80 else chr(0xDC00 + value)

        return _ESCAPE.sub(character, token.text[1:-1])

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

    def _tokens(self, position: int) -> Iterator[Token]:
        obsolete = previous = False
        for found in _TOKEN.finditer(self.grammar.text, position):
            kind = str(found.lastgroup)
            if kind == "newline":
                obsolete = previous = False
            elif kind == "mark":
                obsolete = obsolete or "~" in found[0]
                previous = previous or "|" in found[0]
            else:
                yield Token(kind, found[0], found.start(), found.end(), obsolete, previous)

    def _junk(self, token: Token) -> NoReturn:
        if token.text == '"':
            self._fail(
                token,
                "the quoted text does not end on its line",
                "add the closing quote, or restore the file",
            )
        if token.kind == "string":
            self._fail(token, "a quoted text without a keyword", "put msgid or msgstr before it")
        if token.kind == "word":
            self._fail(token, f"the keyword {token.text} is unknown", "put # before a comment")
        self._fail(token, f"{token.text!r} is neither a comment nor a keyword", "put # before a comment")

    def _fail(self, token: Token, what: str, then: str) -> NoReturn:
        self.grammar.fail(token.start, what, then)

    def _fail_at(self, position: int, what: str, then: str) -> NoReturn:
        self.grammar.fail(position, what, then)
