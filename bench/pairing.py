"""How often a pair that calque proposes by structure alone is right, how many it finds, and what that costs.

    python bench/pairing.py DATA [--only quality,cost,likeness,clues]

DATA holds any number of `pages-*.json` or `.json.gz`: `[{lang, key, src: [[kind, text], …], tgt: …}, …]`, kind `h`
for a heading, else a paragraph; the first block becomes the title. The pages of all files stand on one site, none
with an address, slug, link or image that would give it away.

Quality is told twice: with all sources there, and with every second one taken away, so that a page whose source
is gone must be left alone (three draws). Cost is CPU time on pages that are made up, all of them unpaired.
Likeness is how many pages pass the bars of adoption (`calque.adoption.likeness`): with their own source, and with
another of nearly as many blocks.

Clues is told of whole sites: each folder in DATA with a calque.toml, whose pages name each other by hreflang. Those
links are the truth, and are taken away; it tells for each kind of clue how many pages it names a source for, and how
many of these rightly, then what all of them together pair and propose.
"""

import argparse
import gzip
import json
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape
from pathlib import Path

from calque.adoption.likeness import is_like
from calque.config import read_site
from calque.html import split
from calque.model import Field, Page, Post, Site, SiteLocale, SplitPost
from calque.pairing.clues import Clues
from calque.pairing.groups import pair_pages
from calque.pairing.hreflang import read_links
from calque.pairing.proposals import propose_pairs
from calque.pipeline.ingest.content import read_content
from calque.pipeline.runner import InTurn

SITE = Site("bench", Path(), "https://example.org", "en", (SiteLocale("xx", prefix="xx"),))
SIZES = (625, 1250, 2500, 5000)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", default="quality,cost,likeness,clues")
    arguments = parser.parse_args()
    if "quality" in arguments.only:
        tell_quality(list(read_rows(arguments.data)))
    if "cost" in arguments.only:
        tell_cost()
    if "likeness" in arguments.only:
        tell_likeness(list(read_rows(arguments.data)))
    if "clues" in arguments.only:
        for path in sorted(arguments.data.rglob("calque.toml")):
            tell_clues(path)


def read_rows(folder: Path) -> Iterator[dict]:
    for path in sorted(folder.glob("pages-*.json*")):
        data = path.read_bytes()
        rows = json.loads(gzip.decompress(data) if path.suffix == ".gz" else data)
        yield from ({**row, "key": f"{path.name}/{row['key']}"} for row in rows)


def make(number: int, locale: str, blocks: list[list[str]]) -> tuple[Page, SplitPost]:
    title = blocks[0][1]
    body = "\n".join(
        f"<{tag}>{escape(text, quote=False)}</{tag}>"
        for kind, text in blocks[1:]
        for tag in ("h2" if kind == "h" else "p",)
    )
    fields = (Field("title", title), Field("content", body))
    post = Post(
        "post", "posts", number, f"https://example.org/{locale}/{number}/", "", "publish", fields, None
    )
    documents = (split(title, field="title", context="title"), split(body, field="content"))
    return Page(post, "en" if locale == "en" else "xx"), SplitPost(post, documents)


def tell_quality(rows: list[dict]) -> None:
    sources = {}
    for row in rows:
        sources.setdefault(row["key"], make(len(sources) + 1, "en", row["src"]))
    print(
        f"{len(sources)} sources; pages with a source, pairs proposed, right, wrong: all there, then half gone"
    )
    sums = [0] * 8
    for lang in sorted({row["lang"] for row in rows}):
        targets = {
            row["key"]: make(100_000 + number, "xx", row["tgt"])
            for number, row in enumerate(rows)
            if row["lang"] == lang
        }
        whole = score(sources, targets)
        halves = [
            score({key: made for key, made in sources.items() if key not in gone}, targets)
            for gone in (draw(targets, seed) for seed in (1, 2, 3))
        ]
        figures = [*whole, *(sum(column) for column in zip(*halves, strict=True))]
        sums = [one + other for one, other in zip(sums, figures, strict=True)]
        tell(lang, figures)
    tell("all", sums)
    for label, (pages, _, right, wrong) in (("all there", sums[:4]), ("half gone", sums[4:])):
        print(f"{label}: precision {right / (right + wrong):.3f}, recall {right / pages:.3f}")


def draw(keys: Iterable[str], seed: int) -> set[str]:
    choice = random.Random(seed)
    return {key for key in sorted(keys) if choice.random() < 0.5}


def score(sources: dict, targets: dict) -> tuple[int, int, int, int]:
    """Return the pages that have a source here, the pairs proposed, and how many of them are right and wrong."""
    splits = {page.key: parts for page, parts in (*sources.values(), *targets.values())}
    found = propose_pairs(
        [page for page, _ in targets.values()],
        {"xx": [page for page, _ in sources.values()]},
        SITE,
        splits=splits,
    )
    source_keys = {page.key: key for key, (page, _) in sources.items()}
    target_keys = {page.key: key for key, (page, _) in targets.items()}
    right = sum(source_keys[one.source.key] == target_keys[one.page.key] for one in found)
    return sum(key in sources for key in targets), len(found), right, len(found) - right


def tell(label: str, figures: list[int]) -> None:
    print(f"{label:8} " + " ".join(f"{figure:6}" for figure in figures))


def tell_likeness(rows: list[dict]) -> None:
    """Tell the share of pages that pass each bar, with their source and with another."""
    sources = {}
    for row in rows:
        sources.setdefault(row["key"], make(len(sources) + 1, "en", row["src"])[1])
    blocks = {key: len(split.segments) for key, split in sources.items()}
    own, other = Counter(), Counter()
    choice = random.Random(1)
    for number, row in enumerate(rows):
        live = make(100_000 + number, "xx", row["tgt"])[1]
        near = [
            key for key, count in blocks.items() if key != row["key"] and abs(count - len(live.segments)) <= 1
        ]
        for key, counts in (
            (row["key"], own),
            *((key, other) for key in choice.sample(near, min(3, len(near)))),
        ):
            counts["pages"] += 1
            counts["stated"] += is_like(sources[key], live, SITE, weak=False)
            counts["by address"] += is_like(sources[key], live, SITE, weak=True)
    print(
        "\nlikeness: pages that may be adopted from, of those whose pair is stated, and shown by addresses alone"
    )
    for label, counts in (("own", own), ("other", other)):
        shares = (counts[kind] / max(1, counts["pages"]) for kind in ("stated", "by address"))
        print(f"{label:8} {counts['pages']:6} " + " ".join(f"{share:6.3f}" for share in shares))


def tell_clues(config: Path) -> None:
    """Tell of each kind of clue how often it names the source that the site's own hreflang links name."""
    site = read_site(config)
    content = read_content(site, InTurn())
    truth = {
        key: source
        for key, (source, _) in read_links(content.statements.alternates, content.pages, site).pairs.items()
    }
    if not truth:
        return
    said = replace(content.statements, alternates=())
    sources = {page.post.key: page for page in content.pages if page.locale == site.source}
    targets = [page for page in content.pages if page.locale not in (None, site.source)]
    clues = Clues(content.pages, sources, site, said)
    named, right = Counter(), Counter()
    for page in targets:
        found = {clue.kind.name.lower(): clue.source for clue in clues.of(page)}
        for kind, source in found.items():
            named[kind] += page.key in truth
            right[kind] += truth.get(page.key) == source
    paired = pair_pages(content.pages, site, statements=said, splits=content.splits)
    for group in paired.groups:
        for page in group.translations if group.source else ():
            named["all: paired"] += page.key in truth
            right["all: paired"] += truth.get(page.key) == group.source.post.key
    print(f"\n{config.parent.name}: {len(targets)} pages, of which hreflang pairs {len(truth)}")
    for kind in sorted(named):
        wrong = named[kind] - right[kind]
        precision, recall = right[kind] / max(1, named[kind]), right[kind] / max(1, len(truth))
        print(
            f"{kind:14} right {right[kind]:5} wrong {wrong:3} precision {precision:.3f} recall {recall:.3f}"
        )


def tell_cost() -> None:
    print("\nunpaired pages and sources, each: CPU seconds, per page in ms, right, wrong")
    for size in SIZES:
        choice = random.Random(size)
        sources, targets = {}, {}
        for number in range(size):
            shape = [(choice.choice("pppph"), choice.randint(3, 60)) for _ in range(choice.randint(4, 40))]
            names = [f"{choice.choice('ABCDEFG')}{choice.randrange(16**3):03x}xq" for _ in range(4)]
            sources[number] = make(number + 1, "en", text(shape, names, "w", choice))
            targets[number] = make(100_000 + number, "xx", text(shape, names, "z", choice))
        start = time.process_time()
        _, _, right, wrong = score(sources, targets)
        spent = time.process_time() - start
        print(f"{size:6} {spent:7.2f} {1000 * spent / size:7.2f} {right:6} {wrong:6}", flush=True)


def text(
    shape: list[tuple[str, int]], names: list[str], letter: str, choice: random.Random
) -> list[list[str]]:
    """Make a page of that shape: each language with its own words, often the same few, and the same names."""
    letters = "abcdefghijklmnop"
    rows = []
    for index, (kind, count) in enumerate(shape):
        drawn = [
            int(choice.paretovariate(0.6)) % 20_000
            for _ in range(max(1, int(count * choice.uniform(0.9, 1.1))))
        ]
        words = [letter + "".join(letters[(code >> shift) % 16] for shift in (0, 4, 8, 12)) for code in drawn]
        rows.append([kind, " ".join((*words, *names[index : index + 1]))])
    return rows


if __name__ == "__main__":
    main()
