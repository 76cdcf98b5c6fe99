"""Days in the life of a small site: what editors, translators and administrators do, in any order."""

import re
import shutil
import tempfile
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from calque.cache.database import open_cache
from calque.config import read_site
from calque.handoffs.wishes import Wish
from calque.pipeline.archive.recover import RecoverFilter, restore
from calque.pipeline.runner import InTurn
from calque.pipeline.status import progress, status
from calque.pipeline.status.inputs import list_inputs
from calque.pipeline.status.measure import measure
from calque.pipeline.sync import sync
from calque.pipeline.translators.hand_out import hand_out
from calque.pipeline.translators.take_back import import_answers
from calque.po import Prefer, altered, read_catalog, write_catalog
from calque.reports.json import to_json
from own_words import own_words

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
MARK = re.compile(r"mk[tn]\d+x")
TEXTS = (
    "We open the doors of the house at nine in the morning. We close them in the evening.",
    "Behind the house lies a garden with old apple trees, two benches and a pond full of frogs.",
    "Whoever wants to borrow a ladder asks the neighbour with the <strong>red</strong> bicycle.",
    "Read more",
)
QUIET = (
    "On the first floor there are rooms for reading and one for talking.",
    "The kettle in the kitchen is for everybody who brings a cup.",
    "Children under twelve come with somebody who can carry them home.",
    "In winter the stove is lit at seven, and the cat knows it.",
)
FRENCH = "Nous ouvrons les portes de la maison à neuf heures du matin et nous les fermons le soir"
POSTS_EDITED = (1, 2)
POSTS = st.sampled_from(POSTS_EDITED)
LOCALES = st.sampled_from(("fr", "de"))

SEVERAL_DAYS = settings(
    max_examples=8,
    stateful_step_count=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

ALL = ("vanished", "mass_change", "texts_vanished", "catalog_shrank", "locale_left")
TEXT_OF = r'((?:"(?:[^"\\]|\\.)*"\n?)+)'
ENTRY = re.compile(rf"^msgid {TEXT_OF}msgstr {TEXT_OF}", re.MULTILINE)


def translations(text: str) -> set[str]:
    """Return the translations of a PO file, its header's not, by a reader that shares nothing with calque's own."""
    found = ["".join(re.findall(r'"((?:[^"\\]|\\.)*)"', one)) for pair in ENTRY.findall(text) for one in pair]
    return {target for source, target in zip(found[::2], found[1::2], strict=True) if source and target}


class AnyDays(RuleBasedStateMachine):
    """A site of two posts, a few that nobody edits, and two locales.

    Each translation and note holds a word that stands nowhere else.
    """

    @initialize()
    def begin(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="calque-days-"))
        self.numbers = count(1)
        self.marks: set[str] = set()
        self.files: list[bytes] = []
        self.settings = {"layout": "post", "sentence": "false", "de": True}
        self.texts = {1: list(TEXTS[:3]), 2: list(TEXTS[1:])} | {
            number: [text] for number, text in enumerate(QUIET, 3)
        }
        self.kinds = dict.fromkeys(self.texts, "post")
        self.away: set[int] = set()
        self.configure()
        self.sync()
        self.translate("fr", 1)
        self.edit(1, 0, "house")
        self.sync()
        self.hand_out("fr")

    def configure(self) -> None:
        german = '[locales.de]\nprefix = "de"\ntruth = "po"\n' if self.settings["de"] else ""
        text = (
            '[site]\nname = "example"\nurl = "https://example.org"\nsource = "en"\nposts = ["posts/*.json"]\n'
            f'[locales.fr]\nprefix = "fr"\ntruth = "po"\n{german}[html]\nsentence = {self.settings["sentence"]}\n'
            f'[catalogs]\nlayout = "{self.settings["layout"]}"\n'
        )
        (self.root / "calque.toml").write_text(text, encoding="utf-8")
        self.site = read_site(self.root / "calque.toml")

    @rule()
    def sync(self) -> None:
        self.publish()
        for _ in range(2):  # a post that is gone is believed to be so at the second look
            sync(self.site, InTurn(), now=lambda: NOON, accept=ALL)
        again = sync(self.site, InTurn(), now=lambda: NOON, accept=ALL)
        assert again.files == ()

    def publish(self, instead: str = "") -> None:
        """Let the site serve its posts, or one and the same text instead of each."""
        (self.root / "posts").mkdir(exist_ok=True)
        for number, texts in self.texts.items():
            path = self.root / "posts" / f"{number}.json"
            if number in self.away:
                path.unlink(missing_ok=True)
                continue
            html = instead or "".join(f"<p>{text}</p>" for text in texts).replace('"', "'")
            text = (
                f'{{"id": {number}, "type": "{self.kinds[number]}", "slug": "post-{number}", "status": "publish", '
                f'"date_gmt": "{2024 + number % 3}-01-01T10:00:00", "modified_gmt": "2026-01-01T10:00:00", '
                f'"link": "https://example.org/post-{number}/", "title": {{"rendered": "The {number}. of our books"}}, '
                f'"content": {{"rendered": "{html}"}}}}'
            )
            if (
                not path.exists() or path.read_text(encoding="utf-8") != text
            ):  # what did not change is not written
                path.write_text(text, encoding="utf-8")

    def night(self) -> set[str]:
        """Sync once, and accept nothing; return what is told as an error."""
        done = sync(self.site, InTurn(), now=lambda: NOON, accept=("vanished", "mass_change"))
        return {finding.code for finding in done.status.findings if finding.severity == "error"}

    @rule(locale=LOCALES, which=st.integers(0, 3), share=st.integers(0, 20))
    def upload_half_a_catalog(self, locale: str, which: int, share: int) -> None:
        """An upload ends at an entry, a night passes, then all of it arrives."""
        paths = sorted((self.root / "locales" / locale / "LC_MESSAGES").glob("*.po"))
        if not paths:
            return
        self.sync()
        path = paths[which % len(paths)]
        if not path.exists():
            return
        before = self.bytes_of_catalogs()
        whole = path.read_bytes()
        parts = whole.split(b"\n\n")
        end = max(1, len(parts) * share // 21)
        path.write_bytes(b"\n\n".join(parts[:end]) + b"\n")
        was, left = (translations(data.decode()) for data in (whole, path.read_bytes()))
        cut = path.read_bytes()
        self.night()
        if len(was - left) >= 5 and path.read_bytes() != cut:
            elsewhere = "".join(text for name, text in self.texts_of_catalogs().items() if name != path)
            assert len({text for text in was - left if text not in elsewhere}) < max(5, len(was) / 5)
        path.write_bytes(whole)
        self.night()
        assert self.bytes_of_catalogs().items() >= before.items()

    @rule()
    def lose_a_locale_to_a_typing_mistake(self) -> None:
        self.sync()
        if not self.settings["de"]:
            return
        before = self.bytes_of_catalogs()
        work = any(
            translations(data.decode()) for path, data in before.items() if "/de/LC_MESSAGES/" in str(path)
        )
        self.settings["de"] = False
        self.configure()
        assert ("locale_left" in self.night()) >= work
        self.settings["de"] = True
        self.configure()
        self.night()
        if work:  # else empty catalogs of posts that are gone may be gone, too
            assert self.bytes_of_catalogs() == before

    @rule(answer=st.sampled_from(("<p>You must be logged in to read this.</p>", "")))
    def answer_with_a_login_page(self, answer: str) -> None:
        """For a night the site serves no text, or the same to everybody; nothing of it reaches a translator."""
        if len(self.away) == len(POSTS_EDITED):
            return  # what is left is too little to be asked about
        self.sync()
        before = self.bytes_of_catalogs()
        self.publish(instead=answer or "<!-- nothing -->")
        assert "texts_vanished" in self.night()
        assert self.bytes_of_catalogs() == before
        self.publish()
        assert "texts_vanished" not in self.night()
        assert self.bytes_of_catalogs() == before

    @rule(number=POSTS)
    def make_a_page_of_a_post(self, number: int) -> None:
        """Or a post of a page; its catalogs keep their translations."""
        self.kinds[number] = "page" if self.kinds[number] == "post" else "post"

    def bytes_of_catalogs(self) -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in (self.root / "locales").rglob("*.po")}

    def texts_of_catalogs(self) -> dict[Path, str]:
        return {path: data.decode() for path, data in self.bytes_of_catalogs().items()}

    @rule(number=POSTS, at=st.integers(0, 2), word=st.sampled_from(("house", "garden", "ladder")))
    def edit(self, number: int, at: int, word: str) -> None:
        texts = self.texts[number]
        texts[at] = texts[at].replace(
            "old " if "old " + word in texts[at] else word,
            "" if "old " + word in texts[at] else "old " + word,
        )

    @rule(number=POSTS)
    def swap(self, number: int) -> None:
        self.texts[number].append(self.texts[3 - number].pop(0))
        self.texts[3 - number].append(self.texts[number].pop(0))

    @rule(number=POSTS)
    def trash_or_restore(self, number: int) -> None:
        self.away ^= {number}

    @rule(layout=st.sampled_from(("post", "section", "site")))
    def lay_out(self, layout: str) -> None:
        self.settings["layout"] = layout
        self.configure()

    @rule(sentence=st.sampled_from(("true", "false")))
    def cut(self, sentence: str) -> None:
        self.settings["sentence"] = sentence
        self.configure()

    @rule()
    def leave_or_return(self) -> None:
        self.settings["de"] = not self.settings["de"]
        self.configure()

    @rule(locale=LOCALES, every=st.integers(1, 3))
    def translate(self, locale: str, every: int) -> None:
        for path in sorted((self.root / "locales" / locale / "LC_MESSAGES").glob("*.po")):
            path.write_bytes(self.answered(path.read_bytes(), every))

    @rule(locale=LOCALES, said=st.sampled_from(("# above {}\n{}", "{1}\n# below {0}\n")))
    def remark(self, locale: str, said: str) -> None:
        for path in sorted((self.root / "locales" / locale / "LC_MESSAGES").glob("*.po"))[:1]:
            path.write_text(said.format(self.mark("n"), path.read_text(encoding="utf-8")), encoding="utf-8")

    @rule(locale=LOCALES)
    def hand_out(self, locale: str) -> None:
        path = self.root / "out.po"
        if self.site.locale(locale):
            hand_out(self.site, locale, Wish(again=True), output=path, now=lambda: NOON)
        if path.exists():
            self.files.append(path.read_bytes())
            path.unlink()

    @rule(which=st.integers(0, 5), every=st.integers(1, 3), prefer=st.sampled_from(Prefer))
    def take_back(self, which: int, every: int, prefer: Prefer) -> None:
        if not self.files:
            return
        before = set(self.marks)
        path = self.root / "back.po"
        path.write_bytes(self.answered(self.files[which % len(self.files)], every) + b"\n# that is all\n")
        done = import_answers(self.site, [path], now=lambda: NOON, prefer=prefer)
        if done.files[0].refused:  # nothing of it was taken: the file is still the translator's
            self.marks = before

    @rule(locale=LOCALES, number=POSTS, into=st.sampled_from(("", "posts/1", "posts/2")))
    def recover(self, locale: str, number: int, into: str) -> None:
        restore(self.site, RecoverFilter(locale=locale, post="" if into else f"posts/{number}"), into=into)

    @rule(what=st.sampled_from(("ledger.sqlite", "cache.sqlite", "")))
    def forget(self, what: str) -> None:
        for path in (self.root / ".calque").glob(f"{what}*") if what else ():
            path.unlink()
        if not what:
            shutil.rmtree(self.root / ".calque", ignore_errors=True)

    @invariant()
    def every_word_stands_somewhere(self) -> None:
        text = (
            "".join(
                own_words(path.read_text(encoding="utf-8")) for path in (self.root / "locales").rglob("*.po")
            )
            if self.marks
            else ""
        )
        assert self.marks - set(MARK.findall(text)) == set()

    @rule()
    def status_needs_no_cache(self) -> None:
        nothing = open_cache(None, wait=False)
        anew = progress(self.site, measure(self.site, nothing, list_inputs(self.site), None, NOON))
        kept, new = (to_json(one) for one in (status(self.site, now=lambda: NOON), anew))
        assert (kept["pages"], kept["locales"]) == (new["pages"], new["locales"])

    def teardown(self) -> None:
        shutil.rmtree(getattr(self, "root", ""), ignore_errors=True)

    def mark(self, kind: str) -> str:
        mark = f"mk{kind}{next(self.numbers)}x"
        self.marks.add(mark)
        return mark

    def answered(self, data: bytes, every: int) -> bytes:
        """Return a file with each n-th empty or fuzzy text translated, with a note."""
        catalog = read_catalog(data, place="a file")
        new = {}
        for index, entry in enumerate(catalog.entries):
            if index % every or (entry.msgstr and "fuzzy" not in entry.flags):
                continue
            note = "\n".join(filter(None, (entry.tcomment, f"a note {self.mark('n')}")))
            marks = " ".join(MARK.findall(entry.msgstr))  # who revises a text does not throw it away here
            new[index] = altered(
                entry,
                msgstr=f"{FRENCH} {marks} {self.mark('t')}.",
                flags=(),
                tcomment=note,
                previous_msgid=None,
            )
        return write_catalog(catalog.with_entries(new))
