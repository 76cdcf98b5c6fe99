"""How surely calque aligns a translated page with its source, beside Gale and Church's lengths alone.

    python bench/adopt.py DATA [--bar 0.9] [--seed 7] [--rounds 2]

DATA holds any number of `pages-*.json` or `.json.gz`: `[{lang, key, src: [[kind, text], …], tgt: [[kind, text],
…]}, …]`. Pages whose two sides have the same kinds in the same order are taken as aligned; then paragraphs are
deleted (on either side), split, joined and moved at places that are known, one in seven of them, and both
aligners say which text translates which. A pair counts where the aligner is at least as sure as the bar.

Precision: right pairs of the pairs given. Recall: right pairs of those that there are, moved ones included.
The peer is the dynamic programme of Gale and Church (Computational Linguistics 19, 1993), with their constants,
written for this bench; it gives no confidence, so all its pairs count. Last, made-up pages of up to 10,000 texts
are timed.
"""

import argparse
import gzip
import json
import math
import random
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from calque.align import align
from calque.model import Segment, SegmentKind

Pairs = dict[tuple[int, int], float]
SHARE = 7
"""One paragraph in so many is changed."""
SHORTEST = 4
"""Paragraphs of a page; with fewer there is no place to find."""
SENTENCE_END = re.compile(r"[.!?] +|[。！？]")


class Case(NamedTuple):
    """A page with changes at known places, and the pairs that are right."""

    lang: str
    source: list[Segment]
    target: list[Segment]
    right: set[tuple[int, int]]
    moved: set[tuple[int, int]]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--bar", type=float, default=0.9)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=2, help="how often each page is changed anew")
    parser.add_argument("--errors", type=int, default=0, help="show so many wrong pairs")
    given = parser.parse_args()
    for path in sorted(given.data.glob("pages-*.json*")):
        cases = list(read_cases(path, given.seed, given.rounds))
        report(path.name, cases, given.bar)
        show_errors(cases, given.bar, given.errors)
    report_speed(given.bar)


def read_cases(path: Path, seed: int, rounds: int) -> Iterator[Case]:
    data = path.read_bytes()
    for page in json.loads(gzip.decompress(data) if path.suffix == ".gz" else data):
        kinds = [[kind for kind, _ in page[side]] for side in ("src", "tgt")]
        if kinds[0] == kinds[1] and len(kinds[0]) >= SHORTEST:
            for number in range(rounds):
                yield disturb(page, random.Random(f"{seed} {number} {page['lang']} {page['key']}"))


def disturb(page: dict, chance: random.Random) -> Case:
    """Change one paragraph in seven: each row carries the number of its source, None where it has no partner."""
    source = [(number, kind, text) for number, (kind, text) in enumerate(page["src"])]
    target = [(number, kind, text) for number, (kind, text) in enumerate(page["tgt"])]
    moved: set[int] = set()
    lone: set[int] = set()
    for _ in range(max(1, len(source) // SHARE)):
        change = chance.choice(("delete", "add", "split", "join", "move"))
        place = chance.randrange(len(target))
        number, kind, text = target[place]
        if change == "delete" and len(target) > 2:
            del target[place]
            lone.add(number)
        elif change == "add" and len(source) > 2:
            del source[chance.randrange(len(source))]
        elif change == "split" and (cut := middle_end(text)):
            target[place : place + 1] = [
                (number, kind, text[:cut].strip()),
                (number, kind, text[cut:].strip()),
            ]
            lone.add(number)
        elif change == "join" and place + 1 < len(target) and kind == target[place + 1][1] == "p":
            other = target.pop(place + 1)
            target[place] = (number, kind, f"{text} {other[2]}")
            lone |= {number, other[0]}
        elif change == "move" and len(target) > 3:
            row = target.pop(place)
            places = [p for p in range(len(target) + 1) if abs(p - place) > 1]
            target.insert(chance.choice(places), row)
            moved.add(number)
    places = {number: position for position, (number, _, _) in enumerate(target) if number not in lone}
    right = {(position, places[number]) for position, (number, _, _) in enumerate(source) if number in places}
    out = {
        (position, places[number])
        for position, (number, _, _) in enumerate(source)
        if number in places and number in moved
    }
    return Case(page["lang"], segments(source), segments(target), right, out)


def middle_end(text: str) -> int:
    """Return the end of the sentence that ends nearest to the middle of a text of two or more, else 0."""
    ends = [found.end() for found in SENTENCE_END.finditer(text) if 20 < found.end() < len(text) - 20]
    return min(ends, key=lambda end: abs(end - len(text) / 2), default=0)


def segments(rows: Sequence[tuple[int, str, str]]) -> list[Segment]:
    paths = {"p": "p", "h": "h2"}
    return [
        Segment(
            SegmentKind.TEXT,
            text.replace("&", "&amp;").replace("<", "&lt;"),
            0,
            0,
            path=paths.get(kind, kind),
        )
        for _, kind, text in rows
    ]


def report(name: str, cases: Sequence[Case], bar: float) -> None:
    total = sum(len(case.right) for case in cases)
    print(f"\n## {name}: {len(cases)} pages, {total} pairs to find, bar {bar}\n")
    print("| aligner | language | pages | pairs | precision | recall | moved found | CPU ms a page |")
    print("|---|---|--:|--:|--:|--:|--:|--:|")
    for title, aligner in (("calque", calque_pairs), ("lengths alone", gale_church)):
        rows: dict[str, list[int]] = defaultdict(lambda: [0] * 6)
        begun = time.process_time()
        for case in cases:
            given = {pair for pair, sure in aligner(case).items() if sure >= bar}
            right = given & case.right
            for lang in (case.lang, "all"):
                row = (1, len(given), len(right), len(case.right), len(right & case.moved), len(case.moved))
                rows[lang] = [old + new for old, new in zip(rows[lang], row, strict=True)]
        spent = 1000 * (time.process_time() - begun) / len(cases)
        for lang, (pages, given, right, all_, found, moved) in sorted(rows.items(), key=lambda row: row[0]):
            if title == "calque" or lang == "all":
                print(
                    f"| {title} | {lang} | {pages} | {given} | {100 * right / max(1, given):.2f}% |"
                    f" {100 * right / max(1, all_):.2f}% | {found} of {moved} | {spent:.1f} |"
                )


def show_errors(cases: Sequence[Case], bar: float, most: int) -> None:
    for case in cases if most else ():
        for (one, other), sure in calque_pairs(case).items():
            if sure >= bar and (one, other) not in case.right and most:
                most -= 1
                print(
                    f"\n{case.lang} {sure:.3f} {case.source[one].text[:150]}\n   -> {case.target[other].text[:150]}"
                )
                wanted = [o for o_, o in case.right if o_ == one]
                print("   wanted:", [case.target[o].text[:150] for o in wanted])


def calque_pairs(case: Case) -> Pairs:
    return {
        (group.source[0], group.target[0]): group.confidence
        for group in align(case.source, case.target)
        if group.is_pair
    }


PRIORS = {(1, 1): 0.89, (1, 0): 0.0099 / 2, (0, 1): 0.0099 / 2, (2, 1): 0.089 / 2, (1, 2): 0.089 / 2}
VARIANCE = 6.8


def gale_church(case: Case) -> Pairs:
    """Align by the lengths in characters alone."""
    source, target = ([len(text.text) for text in side] for side in (case.source, case.target))
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for row in range(len(source) + 1):
        for column in range(len(target) + 1):
            options = [
                (
                    best[row - one, column - other][0]
                    + cost(sum(source[row - one : row]), sum(target[column - other : column]))
                    - math.log(prior),
                    (one, other),
                )
                for (one, other), prior in PRIORS.items()
                if row >= one and column >= other
            ]
            if options:
                best[row, column] = min(options)
    pairs: Pairs = {}
    row, column = len(source), len(target)
    while row or column:
        step = best[row, column][1]
        if step == (1, 1):
            pairs[row - 1, column - 1] = 1.0
        row, column = row - step[0], column - step[1]
    return pairs


def cost(source: int, target: int) -> float:
    mean = (source + target) / 2
    deviation = abs(source - target) / math.sqrt(VARIANCE * mean) if mean else 0.0
    tail = math.erfc(deviation / math.sqrt(2))
    return -math.log(tail) if tail > 1e-300 else 700.0


def report_speed(bar: float) -> None:
    """Time pages of made-up words, whose translation has every eighth word and lost one text in a hundred."""
    print("\n## speed\n\n| segments | CPU seconds | pairs at the bar | right |\n|--:|--:|--:|--:|")
    for size in (250, 1000, 2500, 5000, 10_000):
        chance = random.Random(size)
        words = ["".join(chance.choices("abcdefghijklmnop", k=7)) for _ in range(2000)]
        rows = [chance.choices(words, k=chance.randrange(3, 60)) for _ in range(size)]
        source = segments([(0, "p", " ".join(row)) for row in rows])
        target = segments(
            [(0, "p", " ".join(w if i % 8 == 0 else w[::-1] for i, w in enumerate(row))) for row in rows]
        )
        kept = sorted(chance.sample(range(size), size - size // 100))
        begun = time.process_time()
        groups = align(source, [target[number] for number in kept])
        spent = time.process_time() - begun
        given = [group for group in groups if group.is_pair and group.confidence >= bar]
        right = sum(kept[group.target[0]] == group.source[0] for group in given)
        print(
            f"| {size} | {spent:.2f} | {len(given)} of {len(kept)} | {100 * right / max(1, len(given)):.2f}% |"
        )


if __name__ == "__main__":
    main()
