"""How right and how fast calque cuts HTML into segments, beside its peers.

    python bench/segments.py corpus FOLDER                 every text in it: crashes, identity, the same to a browser
    python bench/segments.py speed FOLDER [--python PEERS/bin/python] [--rounds 5] [--most 3000000]
    python bench/segments.py growth FOLDER                 the same text, 0.1 to 16 MB
    python bench/segments.py hostile [--size 10000000]     what makes other parsers slow

FOLDER holds any number of `.html` files, REST answers (`.json`), WXR exports (`.xml`) and html5lib's tokenizer
tests (`.test`); in archives they are not found, so unpack them first.

Beautiful Soup, and a splitter on it in wagtail-localize's way written for this bench, run where calque is installed.
translate-toolkit and wagtail-localize itself are better off in an environment of their own:

    python -m venv PEERS && PEERS/bin/pip install translate-toolkit wagtail-localize

Speeds are CPU time, medians over rounds in which all take turns; texts under 200 code points are left out of them.
"""

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import turbohtml

from calque.html import join, pseudolocalise, rerender, split
from calque.html.structure import structure
from calque.model import Document

SHORTEST = 200
PACKAGES = {"toolkit": "translate-toolkit", "localize": "wagtail-localize"}
SIZES = (100_000, 400_000, 1_000_000, 4_000_000, 16_000_000)
HOSTILE = (
    *(
        "<b>",
        "</b>",
        "<b></i>",
        "[",
        "<!--",
        '<a b="',
        "<a b='",
        "<",
        "</>",
        "&",
        "<div>",
        "<svg><title/></svg>",
        "<svg>",
    ),
    *(
        "<noscript>",
        "<textarea>",
        "<![foo <p>",
        "[x]",
        "</textarea ",
        "<p title=x>",
        "<a title=x>y</a>",
        " ",
        "x",
    ),
)


class Text(NamedTuple):
    name: str
    html: str
    raw: bool = False


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("task", choices=("corpus", "speed", "growth", "hostile"))
    parser.add_argument("folder", type=Path, nargs="?", default=Path())
    parser.add_argument("--python", default=sys.executable, help="the Python that has translate-toolkit")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--most", type=int, default=3_000_000, help="code points to measure speed on")
    parser.add_argument("--size", type=int, default=10_000_000, help="code points of each hostile text")
    given = parser.parse_args()
    if given.task == "hostile":
        hostile(given.size)
        return
    texts = list(read_texts(given.folder))
    if not texts:
        sys.exit(f"{given.folder}: no .html, .json, .xml or .test file with a text; unpack the data first")
    if given.task == "corpus":
        corpus(texts)
    elif given.task == "speed":
        speed(texts, given.python, given.rounds, given.most)
    else:
        growth(texts)


def read_texts(folder: Path) -> Iterator[Text]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix in {".html", ".htm"}:
            yield Text(name, path.read_bytes().decode("utf-8", "replace"))
        elif path.suffix == ".json":
            for field, html in texts_in(json.loads(path.read_text(encoding="utf-8"))):
                yield Text(f"{name} {field}", html, raw=field.endswith("raw"))
        elif path.suffix == ".test":
            for test in json.loads(path.read_text(encoding="utf-8")).get("tests", ()):
                yield Text(f"{name} {test.get('description')}", test.get("input", ""))
        elif path.suffix == ".xml":
            yield Text(name, path.read_text(encoding="utf-8"))
            for encoded in ET.parse(path).iter("{http://purl.org/rss/1.0/modules/content/}encoded"):
                yield Text(f"{name} content", encoded.text or "", raw=True)


def texts_in(value: object, field: str = "") -> Iterator[tuple[str, str]]:
    """Yield the texts of a REST answer: what stands under `rendered` and `raw`."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from texts_in(inner, f"{field}.{key}" if field else key)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner, field)
    elif isinstance(value, str) and field.rpartition(".")[2] in {"rendered", "raw"}:
        yield field, value


def corpus(texts: list[Text]) -> None:
    counts = dict.fromkeys(
        ("crashed", "identical", "same when written anew", "structure kept", "no letter left"), 0
    )
    segments = words = 0
    for text in texts:
        try:
            document = split(text.html, raw=text.raw)
            found = judge(document)
        except Exception as error:  # noqa: BLE001  # a crash is a result
            counts["crashed"] += 1
            print(f"crashed: {text.name}: {error!r}")
            continue
        segments += len(document.segments)
        words += sum(segment.words for segment in document.segments)
        for name, right in found.items():
            counts[name] += right
            if not right:
                print(f"not {name}: {text.name}")
    size = sum(len(text.html) for text in texts)
    print(f"{len(texts)} texts, {size:,} code points, {segments:,} segments, {words:,} words")
    for name, count in counts.items():
        print(f"{name:24} {count:6}  {100 * count / len(texts):6.2f}%")


def judge(document: Document) -> dict[str, bool]:
    anew = rerender(document)
    targets = {index: pseudolocalise(segment.text) for index, segment in enumerate(document.segments)}
    pseudo = join(document, targets)
    return {
        "identical": join(document) == document.html,
        "same when written anew": structure(anew) == structure(document.html),
        "structure kept": structure(pseudo, words=False) == structure(document.html, words=False),
        "no letter left": not any(letters_left(pseudo)),
    }


DEAD = frozenset("script style svg math template object iframe noembed noframes xmp plaintext code".split())
NO_TEXT = re.compile(r"\[/?[\w-]+[^\[\]]*\]|(?:\w+://|www\.)\S*")


def letters_left(html: str) -> Iterator[str]:
    """Yield what a reader sees in Latin letters that pseudo-localisation would have changed."""
    waiting: list[tuple[turbohtml.Node, bool]] = [(turbohtml.parse(html, positions=False), True)]
    while waiting:
        node, on = waiting.pop()
        if isinstance(node, turbohtml.Element):
            told = node.attrs.get("translate")
            on = told == "yes" or (
                on and told != "no" and "notranslate" not in (node.attrs.get("class") or "")
            )
            if node.tag in DEAD:
                continue
        elif isinstance(node, turbohtml.Text) and on:
            yield from re.findall("[A-Za-z]+", NO_TEXT.sub("", node.data))
        waiting += ((child, on) for child in node.children)


def speed(texts: list[Text], python: str, rounds: int, most: int) -> None:
    chosen: list[str] = []
    for text in sorted(texts, key=lambda text: len(text.html) % 1_009):  # mixed, the same each time
        if len(text.html) >= SHORTEST and sum(map(len, chosen)) + len(text.html) <= most:
            chosen.append(text.html)
    size = sum(map(len, chosen))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.json"
        path.write_text(json.dumps(chosen), encoding="utf-8")
        here = Peers(sys.executable, path)
        apart = here if python == sys.executable else Peers(python, path)
        tasks = {
            name: (here if name in here.described else apart) for name in here.described | apart.described
        }
        tasks = dict(sorted(tasks.items(), key=lambda task: not task[0].startswith("calque")))
        print(f"{len(chosen)} texts, {size:,} code points, {rounds} rounds")
        for name in ("toolkit", "localize"):
            if f"{name} extract" not in tasks:
                print(f"{PACKAGES[name]}: absent; install it (see above) and give --python")
        results: dict[str, list[float]] = {name: [] for name in tasks}
        failed: dict[str, float] = {}
        for _ in range(rounds):
            for name, peers in tasks.items():
                result = peers.run(name)
                results[name].append(result["seconds"])
                failed[name] = result["failed"]
        for name, peers in tasks.items():
            print(f"{name:18} {peers.described[name]}")
    report({name: statistics.median(seconds) for name, seconds in results.items()}, size, failed)


def timed(run: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    run(text)
    return time.process_time() - started


class Peers:
    """The peers that another Python has, as a process that waits for its turn."""

    def __init__(self, python: str, texts: Path) -> None:
        script = Path(__file__).with_name("segments_peers.py")
        self._process = subprocess.Popen(
            [python, "-W", "ignore", script, texts], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.described: dict[str, str] = self._read()

    def run(self, name: str) -> dict[str, float]:
        assert self._process.stdin
        self._process.stdin.write(f"{name}\n")
        self._process.stdin.flush()
        result: dict[str, float] = self._read()
        return result

    def _read(self) -> dict:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())


def report(seconds: dict[str, float], size: int, failed: dict[str, float]) -> None:
    wanted = {"soup parse": (3, 1.8), "toolkit extract": (3, 0), "localize extract": (12, 0)}
    extract, rebuild = seconds["calque extract"], seconds["calque rebuild"]
    print(f"{'':18} {'seconds':>8} {'MB/s':>7} {'÷ extract':>10} {'÷ rebuild':>10}  crashed")
    for name, took in seconds.items():
        ratios = f"{took / extract:9.2f}× {took / rebuild:9.2f}×"
        targets = " and ".join(f"≥ {target}×" for target in wanted.get(name, ()) if target)
        note = f"  target {targets}" if targets else ""
        print(f"{name:18} {took:8.3f} {size / took / 1e6:7.2f} {ratios} {failed[name]:7.0f}{note}")


def growth(texts: list[Text]) -> None:
    """The same 100,000 code points, once to 160 times: what a code point costs."""
    whole = "".join(text.html for text in texts if not text.raw and SHORTEST <= len(text.html) <= SIZES[0])
    html = (whole * (1 + SIZES[0] // len(whole)))[: SIZES[0]]
    costs: dict[int, list[float]] = {size: [] for size in SIZES}
    for _ in range(5):
        for size in SIZES:
            repeats = max(1, 2_000_000 // size)
            took = sum(timed(split, html * (size // SIZES[0])) for _ in range(repeats))
            costs[size].append(took / repeats / size)
    for size, found in costs.items():
        cost = statistics.median(found)
        ratio = cost / statistics.median(costs[1_000_000])
        print(f"{size / 1e6:5.1f} MB  {cost * 1e9:7.1f} ns a code point  {ratio:5.2f} of 1 MB's")


def hostile(size: int) -> None:
    for piece in HOSTILE:
        took = []
        for length in (size // 4, size):
            html = piece * (length // len(piece))
            started = time.process_time()
            document = split(html)
            assert join(document) == html
            took.append(time.process_time() - started)
            del document
        print(
            f"{piece!r:24} {took[1]:7.2f} s   {took[1] / took[0] if took[0] else 0:5.1f} times a quarter's",
            flush=True,
        )


if __name__ == "__main__":
    main()
