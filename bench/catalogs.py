"""How fast calque reads, writes and merges catalogs, beside msgmerge, polib and translate-toolkit.

    python bench/catalogs.py FOLDER [--sizes 1000,10000,100000] [--rounds 3] [--toolkit VENV/bin] [--slow]

FOLDER holds `old/*.po` and `template/*.pot` (or `.po`), real catalogs and later templates. Their entries are put
together to catalogs of each size (a second copy of a text has a number more). The template has one text in 20
edited by one to three words, one in 50 taken out, and one in 50 new, from the templates.

Each figure is CPU time (user and system) of a process of its own, the median of interleaved rounds, start-up
included for whole merges and left out for reading and writing; MB is the peak of the process. Peers: gettext;
polib; `--toolkit` names the folder of a Python that has translate-toolkit, with `pot2po`. One that is not there
is named as absent. msgmerge with suggestions is run up to 10,000 entries, beyond with `--slow` only.

The fast peers are named by what they run on: pot2po compares texts with RapidFuzz or Levenshtein where the toolkit's
Python has one, else with code of its own, many times slower; pypo, which pot2po writes with, is the fast writer.

No figure counts whose output is worse. So each whole merge is read back: how many texts that did not change kept their
translation, for how many that were edited the former translation is suggested, and how many old translations are in the
file at all, in use or obsolete. What a reader wrote must hold the same entries again.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from calque.po import read_catalog

SLOWEST = 10_000
"""The most entries that msgmerge's suggestions are measured with, unless asked for."""

CALQUE = """
import sys, time
from pathlib import Path
from calque.po import merge, read_catalog, write_catalog
old, new, out = map(Path, sys.argv[1:4])
data = old.read_bytes()
catalog, template = read_catalog(data, place="old"), read_catalog(new.read_bytes(), place="new")
result = merge(catalog, template, locale="fr", language="fr", fuzzy=sys.argv[4] == "fuzzy")
written = write_catalog(result.catalog)
if written != data:
    out.write_bytes(written)
print(len(written) if written != data else 0)
"""
READ_CALQUE = """
import json, sys, time
from pathlib import Path
from calque.po import read_catalog, write_catalog
from calque.po import Block

data = Path(sys.argv[1]).read_bytes()
start = time.process_time()
catalog = read_catalog(data, place="old")
read = time.process_time()
Path(sys.argv[2]).write_bytes(write_catalog(catalog))
same = time.process_time()
changed = catalog.with_blocks(
    block.saying(block.fields._replace(msgstr=block.fields.msgstr + ".")) for block in catalog.blocks
)
ready = time.process_time()
Path(sys.argv[2]).write_bytes(write_catalog(changed))
dirty = time.process_time()
anew = catalog.with_blocks(Block(block.fields) for block in catalog.blocks)
fresh = time.process_time()
Path(sys.argv[2]).write_bytes(write_catalog(anew))
print(json.dumps([read - start, dirty - ready, time.process_time() - fresh, same - read]))
"""
READ_POLIB = """
import json, sys, time
import polib
start = time.process_time()
catalog = polib.pofile(sys.argv[1])
read = time.process_time()
catalog.save(sys.argv[2])
print(json.dumps([read - start, time.process_time() - read]))
"""
COMPARING = """
from importlib.util import find_spec
print(next((name for name in ("rapidfuzz", "Levenshtein") if find_spec(name)), "code of its own"))
"""
READ_PYPO = """
import json, sys, time
from translate.storage import pypo
start = time.process_time()
catalog = pypo.pofile.parsefile(sys.argv[1])
read = time.process_time()
catalog.savefile(sys.argv[2])
print(json.dumps([read - start, time.process_time() - read]))
"""


@dataclass
class Figures:
    """What the runs of one contender took."""

    cpu: list[float] = field(default_factory=list)
    peak: float = 0.0
    quality: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.cpu)


def main() -> None:
    arguments = parser().parse_args()
    sizes = [int(size) for size in arguments.sizes.split(",")]
    toolkit = Path(arguments.toolkit) if arguments.toolkit else None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size in sizes:
            command = [
                sys.executable,
                Path(__file__).with_name("catalogs_data.py"),
                arguments.folder,
                name,
                str(size),
            ]
            subprocess.run(command, check=True)  # apart, since a child's peak begins at its parent's
            print(f"\n{size:,} entries, {(folder / 'old.po').stat().st_size / 1e6:.1f} MB")
            reading(folder, arguments.rounds, toolkit)
            merging(folder, size, arguments.rounds, toolkit, slow=arguments.slow)


def parser() -> argparse.ArgumentParser:
    result = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    result.add_argument("folder")
    result.add_argument("--sizes", default="1000,10000")
    result.add_argument("--rounds", type=int, default=3)
    result.add_argument("--toolkit", default="")
    result.add_argument("--slow", action="store_true")
    return result


def reading(folder: Path, rounds: int, toolkit: Path | None) -> None:
    """Reading, writing a changed file, a new file and an unchanged one; the peers write all of it in any case."""
    runs = {"calque": (sys.executable, READ_CALQUE), "polib": (sys.executable, READ_POLIB)}
    if toolkit:
        how = subprocess.run(
            [toolkit / "python", "-c", COMPARING], capture_output=True, text=True, check=True
        )
        print(f"  pot2po compares with {how.stdout.strip()}")
        runs["pypo"] = (str(toolkit / "python"), READ_PYPO)
    else:
        print("  pypo, pot2po: absent (pip install translate-toolkit, then --toolkit VENV/bin)")
    taken: dict[str, list[list[float]]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, (python, code) in runs.items():
            command = [python, "-c", code, str(folder / "old.po"), str(folder / "out.po")]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            taken[name].append(json.loads(done.stdout))
            if name != "calque" and rows_of(folder / "out.po") != rows_of(folder / "old.po"):
                print(f"    {name} does not write what it read")
    medians = {
        name: [statistics.median(column) for column in zip(*rows, strict=True)]
        for name, rows in taken.items()
    }
    ours = medians.pop("calque")
    labels = ("read", "write, each msgstr changed", "write, all new", "write, unchanged")
    print("  CPU s: " + ", ".join(f"{label} {value:.3f}" for label, value in zip(labels, ours, strict=True)))
    for name, (read, saved) in medians.items():
        print(
            f"    {name}: parse {read:.3f}, save {saved:.3f}; calque reads in {ours[0] / read:.2f} of its time, "
            f"writes changed {ours[1] / saved:.2f}, new {ours[2] / saved:.2f}"
        )


def merging(folder: Path, size: int, rounds: int, toolkit: Path | None, *, slow: bool) -> None:
    """Merge with each contender, in turn, and say how good what it wrote is."""
    contenders = commands(folder, size, toolkit, slow=slow)
    figures = {name: Figures() for name in contenders}
    for turn in range(rounds):
        for name, command in contenders.items():
            if turn and figures[name].median > 20:
                continue
            run(command(), figures[name])
            if not turn:
                figures[name].quality = quality(folder, nothing_new="nothing new" in name)
    for name, one in figures.items():
        print(f"  {name:<26} {one.median:8.2f} s {one.peak:6.0f} MB  ({len(one.cpu)} rounds)  {one.quality}")
    ours = figures["calque"].median
    for name in ("msgmerge --previous", "pot2po"):
        if name in figures:
            print(f"  {name} ÷ calque: {figures[name].median / ours:.1f}")
    done = subprocess.run(contenders["calque, nothing new"](), capture_output=True, text=True, check=True)
    print(f"  nothing new: {done.stdout.strip()} bytes to write")


def commands(
    folder: Path, size: int, toolkit: Path | None, *, slow: bool
) -> dict[str, Callable[[], list[str]]]:
    """Return how each contender is run."""
    old, new, same, out = (str(folder / name) for name in ("old.po", "new.pot", "same.pot", "out.po"))
    calque = [sys.executable, "-c", CALQUE, old]
    contenders: dict[str, Callable[[], list[str]]] = {
        "calque": lambda: [*calque, new, out, "fuzzy"],
        "calque, no suggestions": lambda: [*calque, new, out, "exact"],
        "calque, nothing new": lambda: [*calque, same, out, "fuzzy"],
    }
    if shutil.which("msgmerge"):
        contenders["msgmerge -N --previous"] = lambda: [
            "msgmerge",
            "-q",
            "-N",
            "--previous",
            old,
            new,
            "-o",
            out,
        ]
        contenders["msgmerge -N, nothing new"] = lambda: [
            "msgmerge",
            "-q",
            "-N",
            "--previous",
            old,
            same,
            "-o",
            out,
        ]
        if size <= SLOWEST or slow:
            contenders["msgmerge --previous"] = lambda: ["msgmerge", "-q", "--previous", old, new, "-o", out]
    else:
        print("  msgmerge: absent (apt install gettext)")
    if toolkit and size <= SLOWEST:
        contenders["pot2po"] = lambda: [str(toolkit / "pot2po"), "--progress=none", "-t", old, new, out]
    return contenders


def quality(folder: Path, *, nothing_new: bool) -> str:
    """Return what a merge kept and suggested, of all that it could; what wrote no file left it as it was."""
    before = rows_of(folder / "old.po")
    old = {text: target for text, target, _ in before if target}
    out = folder / ("out.po" if (folder / "out.po").exists() else "old.po")
    found = rows_of(out)
    (folder / "out.po").unlink(missing_ok=True)
    same = {text for text, *_ in rows_of(folder / ("same.pot" if nothing_new else "new.pot"))} & old.keys()
    kept = sum((text, old[text], fuzzy) in found for text, target, fuzzy in before if text in same and target)
    former = {} if nothing_new else json.loads((folder / "former.json").read_text(encoding="utf-8"))
    given = {text: target for text, target, fuzzy in found if fuzzy}
    right = sum(given.get(text) == target for text, target in former.items())
    there = {target for _, target, _ in found}
    lost = sum(target not in there for target in old.values())
    told = "" if nothing_new else f", {right:,} of {len(former):,} former ones suggested"
    return f"{kept:,} of {len(same):,} kept{told}, {lost:,} of {len(old):,} in no entry any more"


def rows_of(path: Path) -> set[tuple[str, str, bool]]:
    """Return source, target and whether it is fuzzy, of each entry in use or obsolete."""
    catalog = read_catalog(path.read_bytes(), place=path.name)
    return {
        (entry.msgid, entry.msgstr, "fuzzy" in entry.flags) for entry in (*catalog.entries, *catalog.obsolete)
    }


def run(command: list[str], figures: Figures) -> None:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} failed: exit code {process.returncode}")
    figures.cpu.append(usage.ru_utime + usage.ru_stime)
    figures.peak = max(figures.peak, usage.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
