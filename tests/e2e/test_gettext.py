"""GNU gettext as the judge: what calque reads, lays out and merges, beside msgcat, msgmerge and msgfmt."""

import importlib.util
import random
import re
import subprocess
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calque.po import Block, Catalog, merge, read_catalog, write_catalog
from calque.po.entries import NOTHING, Fields, new_entry

pytestmark = pytest.mark.e2e

TESTS = Path(__file__).parents[1]
DOCS = TESTS.parent / "docs" / "reference" / "catalogs.md"
HEADER = (
    'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
)
SAMPLES = [
    'Each Saturday the old mill opens its doors: see <a id="1">the programme</a>, and/or ring us (well-known).',
    "Chaque samedi matin, le vieux moulin ouvre ses portes : voyez « le programme », c’est-à-dire l’affiche… 50 % !",
    "¿Cuándo abre el molino? ¡Los sábados! El precio es de 3,50 € por persona; los niños no pagan nada, nunca.",
    "Каждую субботу старая мельница открывает свои двери — приходите, будет интересно, даже в дождь и в снег.",
    "毎週土曜日の朝、古い水車小屋が開きます。プログラムは「こちら」をご覧ください。カードを忘れずに、ね！",
    "每个星期六早上，老磨坊都会开放。请看“节目单”，或者打电话给我们（010-12345678）。别忘了带上你的卡。",
    "매주 토요일 아침 오래된 방앗간이 문을 엽니다. 프로그램을 보시거나 전화해 주세요. 카드를 잊지 마세요.",
    "كل يوم سبت صباحًا تفتح الطاحونة القديمة أبوابها؛ انظر البرنامج، أو اتصل بنا، ولا تنسَ بطاقتك هذه المرة أبدًا.",
    "בכל שבת בבוקר נפתחות דלתות הטחנה הישנה; ראו את התוכנית, או התקשרו אלינו, ואל תשכחו את הכרטיס הפעם הזאת.",
    "हर शनिवार की सुबह पुरानी चक्की के दरवाज़े खुलते हैं; कार्यक्रम देखें, या हमें फ़ोन करें, और अपना कार्ड न भूलें।",
    "ทุกเช้าวันเสาร์โรงสีเก่าจะเปิดประตู ดูรายการได้ที่นี่ หรือโทรหาเรา และอย่าลืมบัตรของคุณในครั้งนี้ด้วยนะ",
    "Bring 👩‍🌾 friends 🎉🎉 and cake 🍰 to the party at the old mill 🏚️, every Saturday, from nine in the morning on.",
]
TEXT = st.text(
    st.sampled_from("ab cdé ,.:;/-–—()[]{}!?\"'«»“”%$€+\\0123漢字、。「」ーァ가나\u00a0\u2026\n\t")
    | st.sampled_from(" aei"),
    max_size=160,
)


def conftest_of_po() -> ModuleType:
    """The strategies of the catalogs' own tests."""
    spec = importlib.util.spec_from_file_location("po_strategies", TESTS / "po" / "conftest.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


STRATEGIES = conftest_of_po()


def gettext(*command: str, data: bytes = b"", cwd: Path | None = None) -> tuple[int, bytes, str]:
    done = subprocess.run(command, input=data, capture_output=True, cwd=cwd, check=False)
    return done.returncode, done.stdout, done.stderr.decode(errors="replace")


def catalog_of(*rows: Fields) -> Catalog:
    header = NOTHING._replace(
        msgstr="Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n>1;\n"
    )
    return Catalog().with_blocks([Block(new_entry(row)) for row in (header, *rows)])


def msgmerge(folder: Path, old: bytes, new: bytes, *options: str) -> bytes:
    (folder / "old.po").write_bytes(old)
    (folder / "new.pot").write_bytes(new)
    code, out, error = gettext("msgmerge", "-q", "--previous", *options, "old.po", "new.pot", cwd=folder)
    assert code == 0, error
    return out


@pytest.mark.parametrize("width", [79, 50, 20, 0])
def test_text_of_many_scripts_is_laid_out_as_by_msgcat(width: int) -> None:
    texts = [*SAMPLES, *(sample * 3 for sample in SAMPLES), *(f"{sample}\nx" for sample in SAMPLES)]
    rows = [
        NOTHING._replace(msgid=text, msgstr=text, previous_msgid=text, flags=("fuzzy",)) for text in texts
    ]
    rows += [NOTHING._replace(msgctxt="gone", msgid=text, msgstr=text, obsolete=True) for text in texts]
    ours = write_catalog(catalog_of(*rows), wrap=width)
    code, theirs, error = gettext(
        "msgcat", *([f"--width={width}"] if width else ["--no-wrap"]), "-", data=ours
    )
    assert code == 0, error
    assert ours.decode().split("\n\n") == theirs.decode().split("\n\n")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT, st.booleans()), min_size=1, max_size=30), st.sampled_from([79, 33]))
def test_any_text_is_laid_out_as_by_msgcat(texts: list[tuple[str, str, bool]], width: int) -> None:
    rows = [
        NOTHING._replace(msgid=f"{number} {source}", msgstr=f"x{target}", obsolete=obsolete)
        for number, (source, target, obsolete) in enumerate(texts)
    ]
    rows.sort(key=lambda row: row.obsolete)
    ours = write_catalog(catalog_of(*rows), wrap=width)
    code, theirs, error = gettext("msgcat", f"--width={width}", "-", data=ours)
    assert code == 0, error
    assert ours.decode().split("\n\n") == theirs.decode().split("\n\n")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_msgcat_reads_the_same_from_any_file(data: st.DataObject) -> None:
    file = data.draw(STRATEGIES._po_file())  # noqa: SLF001 - shared by path, for lack of a package
    if file.data.startswith(b"\xef\xbb\xbf"):
        return
    code, theirs, _ = gettext("msgcat", "--force-po", "--to-code=UTF-8", "-", data=file.data)
    if code:
        return  # msgcat refuses some of what calque takes: a context with EOT, a text that stands twice
    ours = read_catalog(file.data, place="ours")
    again = read_catalog(theirs, place="theirs")
    assert said(ours) == said(again)


def said(catalog: Catalog) -> list[tuple[object, ...]]:
    """What the entries say; msgcat sorts obsolete ones to the end and drops those without a first form."""
    rows = [block.fields for block in catalog.blocks if not block.is_header]
    return sorted(
        (facts(row) for row in rows if not row.obsolete or row.msgstr or dict(row.msgstr_plural).get(0)),
        key=repr,
    )


def facts(fields: Fields) -> tuple[object, ...]:
    return (
        fields.msgctxt,
        fields.msgid,
        fields.msgid_plural,
        fields.msgstr,
        fields.msgstr_plural,
        fields.obsolete,
    )


WORDS = [
    "alpha",
    "bravo",
    "charlie",
    "delta",
    "echo",
    "foxtrot",
    "golf",
    "hotel",
    "india",
    "juliet",
    "kilo",
    "lima",
]


FRAGMENTS = [
    "#",
    "~",
    "|",
    ",",
    ":",
    '"',
    "\\",
    "\n",
    " ",
    "msgid",
    "msgstr",
    "[0]",
    "\n\n",
    "#~ ",
    "#| ",
    '"x"',
    "\t",
    "$x",
]
SOUND = (
    'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n# a\n#. b\n#: c.c:1\n#, fuzzy\n#| msgid "p"\n'
    'msgctxt "x"\nmsgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] ""\n"c"\n\n'
    '#~| msgid "q"\n#~ msgid "c"\n#~ msgstr "d"\n'
)


@pytest.mark.parametrize("seed", range(4))
def test_what_msgcat_takes_of_damaged_files_calque_takes(seed: int) -> None:
    """A `domain` directive aside, which none of these has."""
    chance = random.Random(seed)  # noqa: S311 - test data
    for _ in range(60):
        text = SOUND
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(text) + 1)
            cut = chance.choice([0, 0, 1, 4])
            text = text[:at] + chance.choice([*FRAGMENTS, ""]) + text[at + cut :]
        code, theirs, _ = gettext("msgcat", "--force-po", "-", data=text.encode())
        if code == 0:
            catalog = read_catalog(text.encode(), place="damaged")
            assert write_catalog(catalog) == text.encode()
            assert said(catalog) == said(read_catalog(theirs, place="theirs")), text


class Pair:
    """A catalog and a later template, in msgcat's layout, without what calque and msgmerge see differently."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - test data
        texts = [self.text() for _ in range(14)]
        keys = {
            (context, text): self.pick("", "", "", f"{text} plural")
            for text in texts
            for context in self.contexts()
        }
        old = [self.entry(*key, plural) for key, plural in keys.items() if self.random.random() < 0.8]
        gone = [
            self.entry(None, f"{text} gone", "")._replace(comment="", occurrences=(), obsolete=True)
            for text in texts[:4]
        ]
        gone = [row for row in gone if row.msgstr]
        wanted = [(*key, plural) for key, plural in keys.items() if self.random.random() < 0.8]
        wanted += [(row.msgctxt, row.msgid, "") for row in gone[:2]]
        if self.random.random() < 0.3:
            self.random.shuffle(wanted)
        new = [
            self.entry(context, text, self.pick(plural, plural, plural, "", f"{text} plurals"))._replace(
                tcomment="", msgstr="", previous_msgid=None
            )
            for context, text, plural in wanted
        ]
        new = [
            row._replace(
                flags=tuple(flag for flag in row.flags if flag != "fuzzy"), msgstr_plural=((0, ""), (1, ""))
            )
            if row.msgid_plural
            else row._replace(flags=tuple(flag for flag in row.flags if flag != "fuzzy"))
            for row in new
        ]
        self.old = self.file("2020-01-01 00:00+0000", "X-Generator: Poedit\n", [*old, *gone])
        self.new = self.file("2020-01-01 00:00+0000", "", new)

    def pick(self, *values: str) -> str:
        return self.random.choice(values)

    def contexts(self) -> list[str | None]:
        return self.random.choice([[None], [None], [None, ""], ["menu"], [None, "menu"]])

    def text(self) -> str:
        words = " ".join(self.random.choices(WORDS, k=self.random.choice([1, 3, 8, 30])))
        return self.pick(words, words, words, words + ' "q" \\ \t é 漢字', words.replace(" ", "\n", 1) + "\n")

    def entry(self, context: str | None, source: str, plural: str) -> Fields:
        chance = self.random.random
        translated = chance() < 0.75
        ending = "\n" if source.endswith("\n") else ""
        forms = [(self.text().strip("\n") + ending) if translated else "" for _ in range(2)]
        fuzzy = translated and chance() < 0.3
        lines = self.random.sample(range(1, 99), self.random.choice([0, 1, 2, 12]))
        return NOTHING._replace(
            tcomment=self.pick("", "a note", "two\nlines"),
            comment=self.pick("", "extracted", "under: x"),
            occurrences=tuple((self.pick("a.c", "dir/b.py"), str(line)) for line in lines),
            flags=("fuzzy",) * fuzzy
            + ((self.pick("c-format", "no-c-format", "python-format"),) if chance() < 0.2 else ()),
            previous_msgid=self.text() if fuzzy and chance() < 0.6 else None,
            msgctxt=context,
            msgid=source,
            msgid_plural=plural,
            msgstr="" if plural else forms[0],
            msgstr_plural=tuple(enumerate(forms)) if plural else (),
        )

    def file(self, date: str, more: str, rows: list[Fields]) -> bytes:
        header = (
            f"Project-Id-Version: X 1\nReport-Msgid-Bugs-To: {self.pick('', 'bugs@example.org')}\n"
            f"POT-Creation-Date: {date}\nPO-Revision-Date: 2020-02-01 00:00+0000\nLast-Translator: A <a@example.org>\n"
            "Language-Team: French\nLanguage: fr\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
            f"Content-Transfer-Encoding: 8bit\nPlural-Forms: nplurals=2; plural=(n > 1);\n{more}"
        )
        blocks = [Block(new_entry(row)) for row in (NOTHING._replace(msgstr=header), *rows)]
        return write_catalog(Catalog().with_blocks(blocks))


@pytest.mark.parametrize("seed", range(40))
def test_a_merge_without_suggestions_is_that_of_msgmerge_to_the_byte(seed: int, tmp_path: Path) -> None:
    """Exact, obsolete, plural and header cases, contexts, flags and previous texts."""
    pair = Pair(seed)
    old, new = read_catalog(pair.old, place="old.po"), read_catalog(pair.new, place="new.pot")
    ours = merge(old, new, locale="fr", language="fr", fuzzy=False, explain=False)
    assert write_catalog(ours.catalog).decode() == msgmerge(tmp_path, pair.old, pair.new, "-N").decode()


@pytest.mark.parametrize("seed", range(40, 60))
def test_msgmerge_changes_nothing_in_what_calque_merged(seed: int, tmp_path: Path) -> None:
    pair = Pair(seed)
    ours = merge(
        read_catalog(pair.old, place="old.po"),
        read_catalog(pair.new, place="new.pot"),
        locale="fr",
        language="fr",
    )
    written = write_catalog(ours.catalog)
    theirs = msgmerge(tmp_path, written, pair.new, "-N").decode()
    assert re.sub(r"#\. changed: .*\n", "", written.decode()) == theirs


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_msgfmt_takes_every_merge(data: st.DataObject) -> None:
    old, new = data.draw(STRATEGIES._pair())  # noqa: SLF001 - shared by path, for lack of a package
    ours = merge(
        read_catalog(old, place="o"), read_catalog(new, place="n"), locale="fr", language="fr"
    ).catalog
    code, _, error = gettext(
        "msgfmt", "--check-header", "--check-domain", "-o", "/dev/null", "-", data=write_catalog(ours)
    )
    assert code == 0, error


def cases(name: str, parts: int) -> list[tuple[str, ...]]:
    """Title and parts of each case."""
    found = []
    for case in (TESTS / "cases" / name).read_text(encoding="utf-8").split("\n=== ")[1:]:
        title, rest = case.split("\n.\n", 1)
        found.append((title, *rest.rstrip("\n").removesuffix("\n.").split("\n.\n")))
        assert len(found[-1]) == parts + 1, title
    return found


@pytest.mark.parametrize("case", cases("merge.txt", 3), ids=lambda case: case[0])
def test_msgfmt_takes_the_acceptance_cases(case: tuple[str, ...]) -> None:
    code, _, error = gettext("msgfmt", "-c", "-o", "/dev/null", "-", data=(HEADER + case[3] + "\n").encode())
    assert code == 0, error


@pytest.mark.parametrize("case", cases("po-msgmerge.txt", 4), ids=lambda case: case[0])
def test_wanted_difference(case: tuple[str, ...], tmp_path: Path) -> None:
    """Both programs do what the case says, and the documentation names it."""
    title, old, new, theirs, ours = case
    header = "" if "header" in title else HEADER
    files = [f"{header}{text}\n".encode() for text in (old, new)]
    for name, data in zip(("old.po", "new.pot"), files, strict=True):
        (tmp_path / name).write_bytes(data)
    code, out, _ = gettext("msgmerge", "-q", "--previous", "old.po", "new.pot", cwd=tmp_path)
    assert ("" if code else out.decode().removeprefix(header).rstrip("\n")) == theirs
    catalog, template = (read_catalog(data, place="fr.po") for data in files)
    result = write_catalog(merge(catalog, template, locale="fr", language="fr").catalog)
    assert result.decode().removeprefix(header).rstrip("\n") == ours
    assert f"| {title} |" in DOCS.read_text(encoding="utf-8")
