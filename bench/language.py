"""How well and how fast calque tells languages apart, beside langdetect and, where they are installed, its peers.

    python bench/language.py DATA [--fasttext lid.176.ftz] [--only speed,accuracy,faults,untouched,agreement,third,same]

DATA holds `language-testdata/{single-words,word-pairs,sentences}/<language>.txt`, one text a line, and any
number of `pages-*.json` or `.json.gz`: `[{lang, key, src: [[kind, text], …], tgt: [[kind, text], …]}, …]`.

Peers: `pip install lingua-language-detector`, `pip install fasttext` with the path of its small model. One that
is not there is named as absent. Speeds are CPU time, medians of interleaved rounds, calque with empty caches.
"""

import argparse
import gc
import gzip
import json
import os
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from calque.language import judge, observe, profiles, reference
from calque.language.samples import read_sample
from calque.locales import language_of
from language_engines import PROFILE, Engine, engines
from language_pages import measure_faults, measure_untouched

KINDS = ("single-words", "word-pairs", "sentences")
OTHERS = (
    "fr",
    "de",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "tr",
    "vi",
    "id",
    "sv",
    "cs",
    "ro",
    "fi",
    "hu",
    "da",
    "nb",
    "ru",
)
OTHERS += ("uk", "ar", "el", "ja", "ko", "zh")
ROUNDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--fasttext", type=Path, help="the model lid.176.ftz")
    parser.add_argument("--only", default="speed,accuracy,faults,untouched,agreement,third,same")
    parser.add_argument("--texts", type=int, default=1000, help="of each list that is used")
    given = parser.parse_args()
    parts = {
        "speed": measure_speed,
        "accuracy": measure_accuracy,
        "faults": lambda given: measure_faults(read_pages(given.data), given.fasttext),
        "untouched": lambda given: measure_untouched(read_pages(given.data), given.fasttext),
        "agreement": measure_agreement,
        "third": measure_third,
        "same": measure_sameness,
    }
    for name in given.only.split(","):
        print(f"\n## {name}\n")
        parts[name](given)


def read_lines(data: Path, kind: str, language: str, limit: int) -> list[str]:
    lines = (data / "language-testdata" / kind / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip()][:limit]


def read_pages(data: Path) -> list[dict]:
    pages = []
    for path in sorted(data.glob("pages-*.json*")):
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        pages += json.loads(raw)
    return pages


def measure_speed(given: argparse.Namespace) -> None:
    """Titles, sentences and posts in English and French, each engine over the same texts, round by round."""
    pages = [page for page in read_pages(given.data) if page["lang"] == "fr"]
    sides = [side for page in pages for side in (page["src"], page["tgt"])]
    texts = {
        "title": [text for side in sides for kind, text in side if kind == "h"][: given.texts],
        "sentence": [
            t for name in ("en", "fr") for t in read_lines(given.data, "sentences", name, given.texts // 2)
        ],
        "post": [" ".join(text for _, text in side) for side in sides][: given.texts // 4],
    }
    found = engines(("en", "fr"), given.fasttext)
    rates: dict[str, dict[str, float]] = {engine.name: {} for engine in found}
    for kind, some in texts.items():
        times: dict[str, list[float]] = defaultdict(list)
        for _ in range(ROUNDS):
            for engine in found:
                times[engine.name].append(time_of(engine, some))
        for name, measured in times.items():
            rates[name][kind] = len(some) / statistics.median(measured)
    pair = rates["langdetect, pair"]
    print(f"{'texts/s, one core':28}" + "".join(f"{kind:>12}" for kind in texts) + "   to langdetect's pair")
    for name, row in rates.items():
        ratios = " ".join(f"{row[kind] / pair[kind]:6.1f}x" for kind in texts)
        print(f"{name:28}" + "".join(f"{row[kind]:12,.0f}" for kind in texts) + f"   {ratios}")
    measure_building()


def time_of(engine: Engine, texts: Sequence[str]) -> float:
    engine.forget()
    gc.collect()
    start = time.process_time()
    for text in texts:
        engine.detect(text)
    return time.process_time() - start


def measure_building() -> None:
    times, sizes = [], []
    for language in OTHERS:
        names = ("en", PROFILE.get(language, language))
        start = time.process_time()
        for name in names:
            profiles.Model.read(name)
        times.append(1e3 * (time.process_time() - start))
        tracemalloc.start()
        pair = [profiles.Model.read(name) for name in names]
        sizes.append(tracemalloc.get_traced_memory()[0] / 1e6 / len(pair) * 2)
        tracemalloc.stop()
    print(
        f"\nreading a pair: {statistics.median(times):.1f} ms (most {max(times):.1f}), {max(sizes):.1f} MB at most"
    )


def measure_accuracy(given: argparse.Namespace) -> None:
    """Each language against English: the share of texts that get their own language."""
    rows: dict[str, dict[str, list[float]]] = {}
    for language in OTHERS:
        name = PROFILE.get(language, language)
        for engine in engines(("en", name), given.fasttext):
            for kind in KINDS:
                right = total = 0
                for truth, source in ((name, language), ("en", "en")):
                    some = read_lines(given.data, kind, source, given.texts)
                    if engine.is_slow:
                        some = some[: given.texts // 8]
                    right += sum(engine.detect(text) == truth for text in some)
                    total += len(some)
                rows.setdefault(engine.name, defaultdict(list))[kind].append(100 * right / total)
    print(
        f"{'% right, means of ' + str(len(OTHERS)) + ' pairs':36}" + "".join(f"{kind:>14}" for kind in KINDS)
    )
    for name, row in rows.items():
        print(f"{name:36}" + "".join(f"{statistics.mean(row[kind]):14.1f}" for kind in KINDS))


def measure_agreement(given: argparse.Namespace) -> None:
    """With langdetect of the same two profiles, seeded, over 60 letters."""
    same = total = korean = chinese = 0
    worst = (100.0, "")
    for language in OTHERS:
        name = PROFILE.get(language, language)
        texts = [t for x in (language, "en") for t in read_lines(given.data, "sentences", x, given.texts)]
        texts = [text for text in texts if read_sample(text).size > 60]
        hits = sum(observe(text, ("en", name)).language == reference(text, ("en", name)) for text in texts)
        same, total = same + hits, total + len(texts)
        worst = min(worst, (100 * hits / max(1, len(texts)), language))
    print(f"{100 * same / total:.2f} % of {total}; least for {worst[1]}: {worst[0]:.2f} %")
    for text in read_lines(given.data, "sentences", "zh", 10_000):
        chinese += 1
        korean += observe(text, ("en", "ko", "zh-cn", "zh-tw")).language == "ko"
    print(f"Chinese sentences called Korean: {korean} of {chinese}")


def measure_third(given: argparse.Namespace) -> None:
    """Sentences of over 60 letters under a locale that is neither theirs nor the source's."""
    pairs = (
        "es pt",
        "pt es",
        "es fr",
        "it fr",
        "fr de",
        "de nl",
        "de fr",
        "sv da",
        "ro it",
        "pl de",
        "uk ru",
        "ja zh",
    )
    for pair in pairs:
        truth, locale = pair.split()
        found: Counter = Counter()
        for text in read_lines(given.data, "sentences", truth, given.texts):
            if read_sample(text).size > 60:
                judged = judge(
                    text, None, source_locale="en", target_locale=locale, candidates=("en", locale)
                )
                named = judged.language == language_of(truth)
                found["named" if named else "missed" if not judged.is_wrong else "misnamed"] += 1
        total = sum(found.values())
        print(
            f"{truth} under {locale}: "
            + ", ".join(f"{k} {100 * found[k] / total:.1f} %" for k in sorted(found))
        )


PROGRAM = """
import json, sys
from concurrent.futures import ThreadPoolExecutor
from calque.language import observe, reference
texts = json.load(sys.stdin)
with ThreadPoolExecutor(int(sys.argv[1])) as threads:
    seen = list(threads.map(lambda text: observe(text, ["en", "fr"]), texts))
    known = list(threads.map(lambda text: reference(text, ["en", "fr"]), texts))
    print([(one.language, one.score, one.reason, other) for one, other in zip(seen, known)])
"""


def measure_sameness(given: argparse.Namespace) -> None:
    """The same texts in fresh processes with three hash seeds, in one and in eight threads."""
    texts = [
        t for kind in KINDS for x in ("en", "fr") for t in read_lines(given.data, kind, x, given.texts // 4)
    ]
    answers = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM, threads],
            input=json.dumps(texts),
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "2")
        for threads in ("1", "8")
    ]
    print(f"{len(texts)} texts, {len(answers)} processes: {len(set(answers))} different answers")


if __name__ == "__main__":
    main()
