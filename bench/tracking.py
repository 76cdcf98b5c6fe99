"""What a status and a sync cost by the size of a site: nothing new, one file changed, a post that comes and goes.

    python bench/tracking.py FOLDER [--posts 300 1000] [--block 300] [--runs 3] [--pocount PATH] [--cold]

A site of each size in five locales stands in FOLDER, and in FOLDER/block the one of `--block` posts, else the smallest,
where a plugin writes a block below every post. The smallest is made up and synced (`tracking_data.py`), a size that is
so many times that is made of it, any other is made up, too. A folder that stands is used as it is: after ten thousand
posts nobody waits twice. On each, in turn: a status where nothing changed, one after a translator changed one catalog,
one after an editor changed one post, a sync of that post, a sync with nothing new, one that writes the page for people
and nothing else, as each of the others does too: one after the title of that post changed, one after a post was added,
three nights after it was removed, and one after a post was waived in calque.toml; and `pocount` of translate-toolkit on
the same catalogs. Each is a process of its own: CPU seconds (user and system), medians, and the peak of its memory.

What is asked: a status where nothing changed takes at most a tenth of pocount's time, and what one changed file costs
beyond that is on the largest site at most twice what it is on the smallest. `--cold` measures all anew, too.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import tracking_data

CALQUE = [sys.executable, "-m", "calque"]
ADDED = 10**6
"""The number from which on posts come and go; one that comes back would find its template in the archive."""
SETTLED = 3
"""Syncs until nothing is left to do: catalogs are filled, then measured, then as old as their times can tell."""
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Of each process: it loads modules that are compiled, as an installation does."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--posts", type=int, nargs="+", default=[300, 1000])
    parser.add_argument("--block", type=int)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--pocount", type=Path, help="The program, in a virtual environment of its own.")
    parser.add_argument("--cold", action="store_true")
    options = parser.parse_args()
    sites = prepare(options.folder, sorted(options.posts), options.block)
    show({site.name: measure(site, options) for site in sites}, options)


def prepare(folder: Path, sizes: Sequence[int], blocks: int | None) -> list[Path]:
    """Make up the sites, where they do not stand, and leave each with its cache."""
    small, block = folder / str(sizes[0]), folder / "block"
    for posts in sizes:
        site = folder / str(posts)
        if site.exists():
            continue
        if site != small and posts % sizes[0] == 0:
            tracking_data.multiply(small, site, posts // sizes[0])
            continue
        tracking_data.lay_out(site, posts)
        print("{:,} posts, first sync: {:.1f} s, {:.0f} MB".format(posts, *run([*CALQUE, "sync"], site)))
        tracking_data.translate(site)
    if not block.exists():
        shutil.copytree(folder / str(blocks or sizes[0]), block)
        tracking_data.put_block_below(block)
    sites = [*(folder / str(posts) for posts in sizes), block]
    for site in sites:
        for _ in range(SETTLED):
            run([*CALQUE, "sync", "--accept", "mass_change"], site)
    return sites


def measure(site: Path, options: argparse.Namespace) -> dict[str, tuple[float, float]]:
    """Return the median CPU seconds and megabytes of each case, all in turn."""
    catalog = min((site / "locales" / "fr" / "LC_MESSAGES").glob("*.po"))
    number = int(catalog.name.split("-")[1])
    draw = random.Random()
    block = tracking_data.BLOCK if site.name == "block" else ""
    cases: dict[str, tuple[list[str], Callable[[], None]]] = {
        "nothing changed": ([*CALQUE, "status"], lambda: run([*CALQUE, "status"], site) and None),
        "one catalog changed": ([*CALQUE, "status"], lambda: change_catalog(catalog, draw)),
        "one post changed": ([*CALQUE, "status"], lambda: change_post(site, number, draw)),
        "sync of that post": ([*CALQUE, "sync"], lambda: None),
        "sync, nothing new": ([*CALQUE, "sync"], lambda: None),
        "sync, the page alone": ([*CALQUE, "sync"], (site / "report.html").unlink),
        "sync, another title": ([*CALQUE, "sync"], lambda: change_title(site, number, draw)),
        "sync, a post added": (
            [*CALQUE, "sync"],
            lambda: add_post(site, block, ADDED + draw.randrange(ADDED)),
        ),
        "removed, first night": ([*CALQUE, "sync"], lambda: remove_post(site)),
        "removed, second night": ([*CALQUE, "sync"], lambda: None),
        "removed, third night": ([*CALQUE, "sync"], lambda: None),
        "sync, a waiver written": ([*CALQUE, "sync"], lambda: waive(site, number, draw)),
    }
    if options.cold:
        kept = site / ".calque" / "cache.sqlite"
        cases["all anew"] = ([*CALQUE, "status"], lambda: kept.unlink(missing_ok=True))
        cases["sync, all anew"] = ([*CALQUE, "sync"], lambda: kept.unlink(missing_ok=True))
    if options.pocount:
        folders = [str(site / "locales" / locale) for locale in tracking_data.LOCALES]
        cases["pocount"] = ([str(options.pocount), *folders], lambda: None)
    figures: dict[str, list[tuple[float, float]]] = {name: [] for name in cases}
    for turn in range(options.runs):
        for name, (command, make_ready) in cases.items():
            if turn and name in ("pocount", "all anew", "sync, all anew"):
                continue  # minutes each, and steady
            make_ready()
            figures[name].append(run(command, site))
    return {
        name: (statistics.median(cpu for cpu, _ in rows), max(size for _, size in rows))
        for name, rows in figures.items()
    }


def change_catalog(path: Path, draw: random.Random) -> None:
    """Let a translator save a file: one translation is another."""
    text = path.read_text(encoding="utf-8")
    number = draw.randrange(10**6)
    head, last = text.rsplit('msgstr "', 1)
    path.write_text(f'{head}msgstr "{number} {last.partition(" ")[2] or last}', encoding="utf-8")


def change_post(site: Path, number: int, draw: random.Random) -> None:
    """Let an editor save a post: one sentence is another."""
    path = site / "posts" / f"{number}.json"
    text = path.read_text(encoding="utf-8")
    head, mark, rest = text.partition("<p>")
    path.write_text(f"{head}{mark}{' '.join(tracking_data.words(draw, 6))}. {rest}", encoding="utf-8")


def change_title(site: Path, number: int, draw: random.Random) -> None:
    """Let an editor give a post another title, which blocks of other posts may name."""
    path = site / "posts" / f"{number}.json"
    row = json.loads(path.read_text(encoding="utf-8"))
    row["title"]["rendered"] = " ".join(tracking_data.words(draw, 6)).capitalize()
    path.write_text(json.dumps(row), encoding="utf-8")


def add_post(site: Path, block: str, number: int) -> None:
    """Let an editor publish a post of 20 texts."""
    content = tracking_data.body(random.Random(number), number) + block
    tracking_data.write_post(site, number, content, "2026-01-01T10:00:00")


def remove_post(site: Path) -> None:
    """Let an editor delete that post."""
    for path in (site / "posts").glob("*.json"):
        if int(path.stem) >= ADDED:
            path.unlink()


def waive(site: Path, number: int, draw: random.Random) -> None:
    """Let an editor waive another revision of a post than before."""
    path = site / "calque.toml"
    text = path.read_text(encoding="utf-8").partition("[[waive]]")[0]
    day = f"2025-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
    row = f'post = "posts/{number}"\nrevision = {day}\nby = "Editor"\non = 2026-01-02\n'
    path.write_text(f"{text}[[waive]]\n{row}", encoding="utf-8")


def run(command: list[str], folder: Path) -> tuple[float, float]:
    """Run a command; return its CPU seconds, and the megabytes that it took at most."""
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=errors, env=ENVIRONMENT
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        if process.returncode not in (0, 1):
            sys.exit(f"{' '.join(command)} in {folder}: {errors.read()[-500:]}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def show(medians: dict[str, dict[str, tuple[float, float]]], options: argparse.Namespace) -> None:
    print(f"{'CPU seconds, MB':24}" + "".join(f"{name:>18}" for name in medians))
    for name in next(iter(medians.values())):
        cells = (
            f"{rows[name][0]:9.2f} {rows[name][1]:6,.0f} MB" if name in rows else ""
            for rows in medians.values()
        )
        print(f"{name:24}" + "".join(f"{cell:>18}" for cell in cells))
    small, large = (medians[str(size)] for size in (min(options.posts), max(options.posts)))
    if "pocount" in large:
        share = large["nothing changed"][0] / large["pocount"][0]
        print(f"nothing changed takes {share:.3f} of pocount's time on the large site (asked: at most 0.1)")
    for name in ("one catalog changed", "one post changed"):
        costs = [rows[name][0] - rows["nothing changed"][0] for rows in (small, large)]
        print(f"{name} costs {costs[0]:.2f} s and {costs[1]:.2f} s more (asked: at most twice as much)")


if __name__ == "__main__":
    main()
