"""What the catalogs' tests share: PO files in every form that gettext takes, and pairs to merge."""

from dataclasses import dataclass

import pytest
from hypothesis import strategies as st

from calque.po import Block, Catalog, write_catalog
from calque.po.entries import NOTHING, Fields, new_entry

HEADER = (
    "Language: fr\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
    "Plural-Forms: nplurals=2; plural=(n > 1);\nX-Generator: Poedit 3.4\n"
)
SIMPLE = {
    "\n": "\\n",
    "\t": "\\t",
    '"': '\\"',
    "\\": "\\\\",
    "\a": "\\a",
    "\r": "\\r",
    "\v": "\\v",
    "\f": "\\f",
}
TEXTS = {
    "UTF-8": st.text(
        st.sampled_from('ab c,.:/-é漢字\u2028\u0085\u00a0\U0001f600\n\t"\\\a\r\v\f\b#~|'), max_size=12
    ),
    "ISO-8859-15": st.text(st.sampled_from('ab cé€Š,\n\t"\\'), max_size=12),
    "KOI8-R": st.text(st.sampled_from('ab cяж,\n\t"\\'), max_size=12),
    "Shift_JIS": st.text(st.sampled_from('ab cソ表能,\n\t"'), max_size=12),
}
COMMENTS = st.sampled_from(
    [
        "# a note",
        "#a note",
        "#",
        "#  indented",
        "#\ttab",
        "# # # x",
        "#. in p",
        "#.",
        "#.x",
        "#: a.c:1 b.c",
        "#:a.c:2",
        "#: \u2068a name.c\u2069:3",
        "#, fuzzy",
        "#,c-format",
        "#, max-length:20, safe-html",
        "#= no-wrap",
        "#!range: 1..2",
    ]
)


@dataclass(frozen=True)
class PoFile:
    """A file, and what its entries say: (obsolete, context, source, plural, forms)."""

    data: bytes
    entries: list[tuple[bool, str | None, str, str | None, list[str]]]


@st.composite
def _quoted(draw: st.DrawFn, text: str, mark: str) -> str:
    """One text as quoted strings: cut at will, escaped in any way, on one line or several."""
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=3)))
    parts = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    written = []
    for part in parts:
        out = ""
        for number, char in enumerate(part):
            form = draw(st.integers(0, 5)) if char.isascii() else 0
            if form == 5 and char != "\0":
                out += f"\\{ord(char):03o}"
            elif form == 4 and number == len(part) - 1:
                out += f"\\x{ord(char):X}"
            else:
                out += SIMPLE.get(char) or (
                    char if char.isprintable() or ord(char) > 126 else f"\\{ord(char):03o}"
                )
        written.append(f'"{out}"')
    gaps = [draw(st.sampled_from(["", " ", "\t", f"\n{mark}", f"\n{mark}  "])) for _ in written]
    return "".join(gap + string for gap, string in zip(gaps, written, strict=True))


@st.composite
def _po_file(draw: st.DrawFn) -> PoFile:
    charset = draw(st.sampled_from([*TEXTS, "UTF-8", "UTF-8"]))
    texts = TEXTS[charset]
    out = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset={charset}\\n"\n\n'
    entries = []
    for number in range(draw(st.integers(0, 4))):
        comments = draw(st.lists(COMMENTS, max_size=4))
        if charset != "UTF-8":
            comments = [comment for comment in comments if comment.isascii()]
        obsolete = draw(st.booleans())
        mark = (
            draw(st.sampled_from(["#~ ", "#~", "#~\t"]))
            if obsolete
            else draw(st.sampled_from(["", "", "  "]))
        )
        context = draw(st.none() | texts)
        source = draw(texts) + str(number)
        plural = draw(st.none() | st.none() | texts)
        forms = [draw(texts) for _ in range(1 if plural is None else draw(st.integers(1, 3)))]
        out += "".join(comment + "\n" for comment in comments)
        if draw(st.booleans()):
            older = "#~| " if obsolete else "#| "
            out += f"{older}msgid{draw(_quoted(draw(texts), older))}\n"
        if context is not None:
            out += f"{mark}msgctxt{draw(_quoted(context, mark))}\n"
        out += f"{mark}msgid{draw(_quoted(source, mark))}\n"
        if plural is not None:
            out += f"{mark}msgid_plural{draw(_quoted(plural, mark))}\n"
        for form, text in enumerate(forms):
            index = "" if plural is None else f"[{form}]"
            out += f"{mark}msgstr{index}{draw(_quoted(text, mark))}\n"
        out += draw(st.sampled_from(["", "\n", "\n\n", " \n"]))
        entries.append((obsolete, context, source, plural or None, forms))
    out += draw(st.sampled_from(["", "", "# the last word\n", "#~ # gone\n", "\n"]))
    if draw(st.booleans()):
        out = out.removesuffix("\n")
    if draw(st.integers(0, 3)) == 0:
        out = out.replace("\n", "\r\n")
    bom = b"\xef\xbb\xbf" if charset == "UTF-8" and draw(st.integers(0, 3)) == 0 else b""
    return PoFile(bom + out.encode(charset), entries)


WORDS = [
    "open",
    "closed",
    "every",
    "morning",
    "at",
    "nine",
    "the",
    "library",
    "books",
    "we",
    "lend",
    "<b>now</b>",
    "é漢",
]
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
NOTES = st.sampled_from(["", "", "a note", "two\nlines", "another note", "calque: memory 0.83"])


@st.composite
def _edited(draw: st.DrawFn, text: str) -> str:
    words = text.split()
    at = draw(st.integers(0, len(words)))
    return " ".join(words[:at] + draw(st.lists(st.sampled_from(WORDS), max_size=2)) + words[at + 1 :]) or "x"


@st.composite
def _entry(draw: st.DrawFn, context: str | None, source: str, plural: str) -> Fields:
    forms = [draw(st.just("") | SENTENCES) for _ in range(2)]
    fuzzy = draw(st.booleans())
    return NOTHING._replace(
        msgctxt=context,
        msgid=source,
        msgid_plural=plural,
        msgstr="" if plural else forms[0],
        msgstr_plural=tuple(enumerate(forms)) if plural else (),
        tcomment=draw(NOTES),
        comment=draw(st.sampled_from(["", "in p", "under: x\nin ul > li"])),
        occurrences=((f"posts/{draw(st.integers(1, 2))}:content#{len(source):06x}", ""),),
        flags=("fuzzy",) * fuzzy + draw(st.sampled_from([(), ("c-format",), ("max-length:20", "safe-html")])),
        previous_msgid=draw(st.none() | SENTENCES) if fuzzy else None,
        obsolete=draw(st.integers(0, 3)) == 0,
    )


def _catalog(rows: list[Fields]) -> bytes:
    header = NOTHING._replace(msgstr=HEADER)
    return write_catalog(Catalog().with_blocks([Block(new_entry(row)) for row in (header, *rows)]))


@st.composite
def _pair(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A catalog, obsolete and doubled entries among them, and a template some versions later."""
    sources = draw(st.lists(SENTENCES, max_size=7, unique=True))
    contexts = [draw(st.sampled_from([None, None, None, "", "menu"])) for _ in sources]
    plurals = [draw(st.sampled_from(["", "", "", "many of them"])) for _ in sources]
    rows = [draw(_entry(*key)) for key in zip(contexts, sources, plurals, strict=True)]
    rows += [
        draw(_entry(row.msgctxt, row.msgid, row.msgid_plural)) for row in rows if draw(st.integers(0, 5)) == 0
    ]
    wanted: dict[tuple[str | None, str], Fields] = {}
    for row in draw(st.permutations(rows)) if draw(st.booleans()) else rows:
        what = draw(
            st.sampled_from(["keep", "keep", "keep", "edit", "drop", "previous", "plural", "context"])
        )
        source = {"edit": draw(_edited(row.msgid)), "previous": row.previous_msgid or row.msgid}.get(
            what, row.msgid
        )
        plural = draw(st.sampled_from(["", "many of them", "lots"])) if what == "plural" else row.msgid_plural
        context = "door" if what == "context" else row.msgctxt
        if what != "drop" and source:
            fresh = NOTHING._replace(comment=draw(st.sampled_from(["", "in p"])), occurrences=row.occurrences)
            forms = ((0, ""), (1, "")) if plural else ()
            wanted[context, source] = fresh._replace(
                msgctxt=context, msgid=source, msgid_plural=plural, msgstr_plural=forms
            )
    return _catalog(rows), _catalog(list(wanted.values()))


@pytest.fixture(scope="session")
def po_files() -> st.SearchStrategy[PoFile]:
    return _po_file()


@pytest.fixture(scope="session")
def pairs() -> st.SearchStrategy[tuple[bytes, bytes]]:
    return _pair()
