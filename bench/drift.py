"""What calque says after edits of sources, of their live translations, or of both, on real pairs of pages.

    python bench/drift.py DATA [--seed 7] [--pages 12] [--languages fr,de]

DATA holds any number of `pages-*.json` or `.json.gz`: `[{lang, key, src: [[kind, text], …], tgt: [[kind, text], …]},
…]`. Pages whose two sides have the same kinds in the same order are taken as aligned. Of each language a site is made,
one text in four is edited by one of the families below, and whole syncs say what they see: with history (a sync before
the edits), and without (the edits were made before the first sync; the source was saved after its translation).

A family of the source alone, or with an edit of the translation that answers nothing, is right where the text is not
called translated; an edit that answers, or is no edit of the text, where it is. A mark is right where `drift` names the
source's new value. Without history a text is told where it is to be reviewed, missing or stale, and its page tells
where it is `possibly_stale`. A false doubt is a text that nobody edited and that is to be reviewed.
"""

import argparse
import gzip
import json
import random
import re
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from calque.config import read_site
from calque.html.sentences import count_sentences
from calque.model import SegmentState, Status
from calque.pipeline.runner import InTurn
from calque.pipeline.sync import sync

NAMES = {"pt-br": "pt-BR", "zh-cn": "zh-CN"}
SHARE = 4
"""One text in so many is edited."""
LEAST = 6
"""Texts of a page: with fewer there is nothing to be alike."""
ADDED = (
    "Ask the desk for a copy of the plan before you begin.",
    "It opens again in the second week of the month.",
)
ACCEPTED = ("vanished", "mass_change", "texts_vanished", "catalog_shrank")


@dataclass
class Text:
    """A text of a page and its translation, before and after an edit."""

    kind: str
    source: str
    target: str
    family: str = ""
    new_source: str = ""
    new_target: str = ""
    mark: str = ""
    """What `drift` has to name."""

    def __post_init__(self) -> None:
        self.new_source, self.new_target = self.source, self.target


Edit = Callable[[Text, random.Random, list[str]], bool]


def word(text: Text, chance: random.Random, _: list[str]) -> bool:
    words = text.source.split(" ")
    places = [at for at, one in enumerate(words) if re.fullmatch("[a-z]{4,}", one)]
    if len(words) < 5 or not places:
        return False
    words[chance.choice(places)] = chance.choice(("lantern", "harbour", "quilted", "seventh"))
    text.new_source = " ".join(words)
    return True


def sentence(text: Text, chance: random.Random, _: list[str]) -> bool:
    if text.kind != "p" or not text.source.endswith("."):
        return False
    text.new_source = f"{text.source} {chance.choice(ADDED)}"
    return True


def cut(text: Text, _: random.Random, __: list[str]) -> bool:
    found = re.match(r"(.{25,}?[.!?]) (?=[A-Z])", text.source)
    if (
        not found
        or count_sentences(text.source) < 2
        or count_sentences(text.source[found.end() :]) >= count_sentences(text.source)
    ):
        return False
    text.new_source = text.source[found.end() :]
    return True


def number(text: Text, _: random.Random, __: list[str]) -> bool:
    if text.kind != "p":
        return False
    text.source, text.target = f"{text.source} (4711)", f"{text.target} (4711)"
    text.new_source, text.new_target = text.source.replace("4711", "4712"), text.target
    return True


def negation(text: Text, _: random.Random, __: list[str]) -> bool:
    new = re.sub(r"\b(is|are|will|can|should) (?!not)", r"\1 not ", text.source, count=1)
    if new == text.source or re.search(r"\b(not?|never|without)\b|n't", text.source):
        return False
    text.new_source = new
    return True


def rewritten(text: Text, chance: random.Random, others: list[str]) -> bool:
    if text.kind != "p" or len(text.source) < 40:
        return False
    text.new_source = min(
        chance.sample(others, min(8, len(others))), key=lambda one: abs(len(one) - len(text.source))
    )
    return text.new_source != text.source


def heading(text: Text, chance: random.Random, _: list[str]) -> bool:
    if text.kind != "h":
        return False
    text.new_source = chance.choice(("What the harbour costs", "Lanterns and quilts", "How to mend a boat"))
    return True


def with_edit(of_source: Edit, of_target: Callable[[str], str]) -> Edit:
    def both(text: Text, chance: random.Random, others: list[str]) -> bool:
        if not of_source(text, chance, others):
            return False
        text.new_target = of_target(text.target)
        return text.new_target != text.target

    return both


def mark_of_exclamation(text: str) -> str:
    return f"{text} !"


def typo(text: str) -> str:
    at = len(text) // 2
    return text[:at] + text[at + 1 :] if len(text) > 20 else text


def one_word(text: str) -> str:
    words = text.split(" ")
    if len(words) < 5:
        return text
    words[len(words) // 2] = "xylophone"
    return " ".join(words)


def answered_number(text: Text, chance: random.Random, others: list[str]) -> bool:
    if not number(text, chance, others):
        return False
    text.new_target = text.target.replace("4711", "4712")
    return True


def cosmetic(before: Callable[[str], str], after: Callable[[str], str]) -> Edit:
    def edit(text: Text, _: random.Random, __: list[str]) -> bool:
        if text.kind != "p" or len(text.source.split()) < 5 or len(text.target) < 10 or '"' in text.source:
            return False
        text.source, text.target = before(text.source), before(text.target)
        text.new_source, text.new_target = after(text.source), text.target
        return text.new_source != text.source

    return edit


def tagged(name: str) -> Callable[[str], str]:
    def put(text: str) -> str:
        first, space, rest = text.partition(" ")
        return f"<{name}>{first}</{name}>{space}{rest}" if space else f"<{name}>{text}</{name}>"

    return put


def retagged(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(f"<{old}>", f"<{new}>").replace(f"</{old}>", f"</{new}>")


def marked(html: str, old: str, new: str, told: str) -> Edit:
    def edit(text: Text, _: random.Random, __: list[str]) -> bool:
        if text.kind != "p" or len(text.source) < 20:
            return False
        text.source, text.target = f"{text.source} {html}", f"{text.target} {html}"
        text.new_source, text.new_target = text.source.replace(old, new), text.target
        text.mark = told
        return True

    return edit


TOLD = {
    "source: a word": word,
    "source: a sentence more": sentence,
    "source: a sentence less": cut,
    "source: a number": number,
    "source: a negation": negation,
    "source: rewritten": rewritten,
    "source: a heading": heading,
    "both: a word, and a !": with_edit(word, mark_of_exclamation),
    "both: a word, and a typo": with_edit(word, typo),
    "both: a word, and another": with_edit(word, one_word),
    "both: a sentence, and a !": with_edit(sentence, mark_of_exclamation),
    "both: a number, and a typo": with_edit(number, typo),
    "both: rewritten, and a !": with_edit(rewritten, mark_of_exclamation),
    "both: rewritten, and a word": with_edit(rewritten, one_word),
    "both: a heading, and a !": with_edit(heading, mark_of_exclamation),
}
"""Families in which the text must not be called translated."""
CALM: dict[str, Edit] = {
    "both: the number": answered_number,
    "cosmetic: em, i": cosmetic(tagged("em"), retagged("em", "i")),
    "cosmetic: strong, b": cosmetic(tagged("strong"), retagged("strong", "b")),
    "cosmetic: quotes": cosmetic(lambda text: f'"{text}"', lambda text: f"“{text[1:-1]}”"),
    "cosmetic: white space": cosmetic(lambda text: text, lambda text: text.replace(" ", "\n   ", 2)),
    "cosmetic: a dash": cosmetic(lambda text: f"{text} - x", lambda text: text.replace(" - x", " – x")),
    "cosmetic: a link's line": cosmetic(
        lambda text: f'{text} <a href="https://a.example/x">x y</a>',
        lambda text: text.replace("x y</a>", "x\ny</a>").replace("<a h", "<a\nh"),
    ),
}
"""Families in which it must."""
MARKS = {
    "mark: a version": marked(
        '<a href="https://docs.example.net/v1/">docs</a>', "/v1/", "/v2/", "docs.example.net/v2"
    ),
    "mark: a file": marked('<a href="/up/form-2025.pdf">form</a>', "2025", "2026", "form-2026.pdf"),
    "mark: a mail": marked(
        '<a href="mailto:desk@example.net">mail</a>', "desk@", "help@", "help@example.net"
    ),
    "mark: an image": marked('<img src="/up/stove.jpg" alt="">', "stove", "oven", "oven.jpg"),
    "mark: an image gone": marked('<img src="/up/shelf.jpg" alt="">', "NEW", "", "shelf.jpg"),
    "mark: an embed": marked(
        '</p><iframe src="https://v.example.net/e/a1"></iframe><p>.', "a1", "b2", "v.example.net/e/b2"
    ),
    "mark: code": marked("</p><pre><code>run --days 3</code></pre><p>.", "--days 3", "--days 5", "--days 5"),
    "mark: a number": marked("</p><table><tr><td>12.50</td></tr></table><p>.", "12.50", "14.50", "14.50"),
}
FAMILIES: dict[str, Edit] = {**TOLD, **CALM, **MARKS}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--pages", type=int, default=12, help="pages of a language and file")
    parser.add_argument("--languages", default="", help="these alone, such as fr,de")
    parser.add_argument("--errors", type=int, default=0, help="show so many texts that came out wrong")
    given = parser.parse_args()
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    errors: list[str] = []
    for name, lang, pages in read_pages(given):
        chance = random.Random(f"{given.seed} {name} {lang}")
        texts = [edit_page(page, chance, pages) for page in pages]
        for history in (True, False):
            run_site(NAMES.get(lang, lang), texts, totals, errors, history=history)
    report(totals)
    print("\n".join(errors[: given.errors]))


def read_pages(given: argparse.Namespace) -> Iterator[tuple[str, str, list[dict]]]:
    for path in sorted(given.data.glob("pages-*.json*")):
        data = path.read_bytes()
        found: dict[str, list[dict]] = defaultdict(list)
        for page in json.loads(gzip.decompress(data) if path.suffix == ".gz" else data):
            kinds = [[kind for kind, _ in page[side]] for side in ("src", "tgt")]
            if kinds[0] == kinds[1] and len(kinds[0]) >= LEAST:
                found[page["lang"]].append(page)
        for lang, pages in sorted(found.items()):
            if not given.languages or lang in given.languages.split(","):
                yield path.name, lang, pages[: given.pages]


def edit_page(page: dict, chance: random.Random, pages: list[dict]) -> list[Text]:
    texts = [
        Text(kind, clean(one), clean(two))
        for (kind, one), (_, two) in zip(page["src"], page["tgt"], strict=True)
    ]
    others = [
        clean(text)
        for other in pages
        if other is not page
        for kind, text in other["src"]
        if kind == "p" and len(text) > 40
    ]
    others = others or [f"{ADDED[0]} {ADDED[1]}"]
    counts = Counter(text.source for text in texts)
    for text in chance.sample(texts, max(1, len(texts) // SHARE)):
        families = [*FAMILIES]
        chance.shuffle(families)
        if counts[text.source] > 1:
            continue
        for family in families:
            kept = Text(text.kind, text.source, text.target)
            if FAMILIES[family](kept, chance, others):
                text.__dict__.update(kept.__dict__)
                text.family = family
                if family == "mark: an image gone":
                    text.target = text.new_target = text.target.replace(
                        ' <img src="/up/shelf.jpg" alt="">', ""
                    )
                break
    return texts


def clean(text: str) -> str:
    return " ".join(text.replace("&", " ").replace("<", " ").replace(">", " ").split())


def run_site(
    tag: str, pages: list[list[Text]], totals: dict[str, Counter[str]], errors: list[str], *, history: bool
) -> None:
    root = Path(tempfile.mkdtemp(prefix="calque-drift-"))
    try:
        (root / "posts").mkdir()
        (root / "calque.toml").write_text(
            '[site]\nname = "drift"\nurl = "https://example.org"\nsource = "en"\nposts = ["posts/*.json"]\n\n'
            f'[locales.{tag}]\nprefix = "{tag.lower()}"\ntruth = "site"\n',
            encoding="utf-8",
        )
        known: dict[tuple[int, str], SegmentState] = {}
        if history:
            write_pages(root, tag, pages, new=False, days=(10, 20))
            known = states(run(root, "2026-02-01"), pages, new=False)
        write_pages(root, tag, pages, new=True, days=(40, 50) if history else (50, 40))
        status = run(root, "2026-04-01")
        judge(status, pages, known, totals, errors, tag, history=history)
    finally:
        shutil.rmtree(root)


def run(root: Path, day: str) -> Status:
    moment = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)
    return sync(read_site(root / "calque.toml"), InTurn(), now=lambda: moment, accept=ACCEPTED).status


def write_pages(root: Path, tag: str, pages: list[list[Text]], *, new: bool, days: tuple[int, int]) -> None:
    for index, texts in enumerate(pages, 1):
        for side, number, prefix, day in (
            ("source", index, "", days[0]),
            ("target", 1000 + index, f"/{tag.lower()}", days[1]),
        ):
            rows = ((text.kind, getattr(text, f"new_{side}" if new else side)) for text in texts)
            html = "\n".join(f"<h2>{text}</h2>" if kind == "h" else f"<p>{text}</p>" for kind, text in rows)
            moment = f"2026-{1 + day // 28:02}-{1 + day % 28:02}T10:00:00"
            row = {
                "id": number,
                "type": "post",
                "slug": f"page-{index}",
                "status": "publish",
                "date_gmt": "2025-01-01T10:00:00",
                "modified_gmt": moment,
                "link": f"https://example.org{prefix}/page-{index}/",
                "title": {"rendered": f"Page {index}"},
                "content": {"rendered": html},
            }
            (root / "posts" / f"{number}.json").write_text(json.dumps(row), encoding="utf-8")


def words_of(html: str) -> str:
    """Return what tells a text of the status from the others of its page, whatever its tags."""
    text = re.sub(r"</p>.*", "", html, flags=re.DOTALL)
    return re.sub(r"\W+", "", re.sub(r"<[^>]*>", "", text)).casefold()


def states(status: Status, pages: list[list[Text]], *, new: bool) -> dict[tuple[int, str], SegmentState]:
    """Return the state of each text by the number of its page and its words; a page that was not adopted has none."""
    found: dict[tuple[int, str], SegmentState] = {}
    for page in status.pages:
        number = int(page.key.rpartition("/")[2])
        if number > len(pages) or page.percent is None:
            continue
        work = {words_of(unit.source): unit.state for unit in page.units}
        for text in pages[number - 1]:
            key = words_of(text.new_source if new else text.source)
            found[number, key] = work.get(key, SegmentState.TRANSLATED)
    return found


def judge(
    status: Status,
    pages: list[list[Text]],
    known: dict[tuple[int, str], SegmentState],
    totals: dict[str, Counter[str]],
    errors: list[str],
    tag: str,
    *,
    history: bool,
) -> None:
    now = states(status, pages, new=True)
    flags = {page.key: page.flags for page in status.pages}
    drifts = {
        page.key: " ".join(flaw.message for flaw in page.flaws if flaw.code == "drift")
        for page in status.pages
    }
    reasons = {(page.key, words_of(unit.source)): unit.reason for page in status.pages for unit in page.units}
    for number, texts in enumerate(pages, 1):
        key = f"posts/{number}"
        told = any(text.mark and text.mark in drifts.get(key, "") for text in texts)
        for text in texts:
            place = number, words_of(text.new_source)
            if place not in now or not place[1]:
                continue
            if history and known.get((number, words_of(text.source))) is not SegmentState.TRANSLATED:
                continue
            state = now[place]
            row = totals[f"{text.family or 'nothing'}|{'with' if history else 'without'}"]
            row["all"] += 1
            translated = state is SegmentState.TRANSLATED
            if text.family in TOLD:
                right = not translated
                row["page"] += right or "possibly_stale" in flags.get(key, ())
            elif text.family in MARKS:
                right = text.mark in drifts.get(key, "") or not translated
            elif not text.family:
                right = state is not SegmentState.NEEDS_REVIEW if not history else translated
            else:
                right = translated
            row["right"] += right
            if not right:
                reason = reasons.get((key, place[1]), "")
                told_of = (
                    f"{tag} {'with' if history else 'without'} {text.family or 'nothing'}: {state}, {reason}"
                )
                texts_of = (text.source[:160], text.new_source[:160], text.new_target[:160])
                errors.append("\n   ".join((told_of, *texts_of)))
        if history and drifts.get(key) and not told:
            totals["false drift|with"]["all"] += 1


def report(totals: dict[str, Counter[str]]) -> None:
    print("| family | with history | without: the text | without: the text or its page |")
    print("|---|--:|--:|--:|")
    for family in (*FAMILIES, "nothing"):
        here, there = totals[f"{family}|with"], totals[f"{family}|without"]
        page = share(there["page"], there["all"]) if family in TOLD else ""
        print(
            f"| {family} | {share(here['right'], here['all'])} | {share(there['right'], there['all'])} | {page} |"
        )
    nothing = totals["nothing|without"]
    print(f"\nfalse doubts without history: {share(nothing['all'] - nothing['right'], nothing['all'])}")
    print(f"pages with a drift that nobody made: {totals['false drift|with']['all']}")


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}% of {whole}" if whole else "none"


if __name__ == "__main__":
    main()
