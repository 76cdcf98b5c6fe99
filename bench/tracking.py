"""What `calque status` costs on a large site: nothing new, one file changed, and all anew, beside `pocount`.

    python bench/tracking.py FOLDER --pocount PATH [--posts 1000] [--times 10] [--runs 5] [--cold]

A site of so many posts in five locales is made up in FOLDER/small and synced (`tracking_data.py`), and one of so many
times the posts beside it in FOLDER/large; FOLDER/block is the small one where a plugin writes a block below every post.
A folder that stands is used as it is. On each, in turn: a status where nothing changed, one after a translator changed
one catalog, one after an editor changed one post, a sync with nothing new, a sync after a post was added, three
nights after it was removed, and a sync after one post was waived in calque.toml; and `pocount` of translate-toolkit on
the same catalogs. Each is a process of its own: CPU seconds (user and system), medians, and the peak of its memory. The
first sync of a site is measured where that is made up.

What is asked: a status where nothing changed takes at most a tenth of pocount's time, and what one changed catalog
costs beyond that is on the large site at most twice what it is on the small one. `--cold` measures all anew, too.
"""

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import tracking_data

CALQUE = [sys.executable, "-m", "calque"]
ADDED = 10**6
"""The number of the post that comes and goes."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pocount", type=Path, help="The program, in a virtual environment of its own.")
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--cold", action="store_true")
    options = parser.parse_args()
    sites = {name: options.folder / name for name in ("small", "large", "block")}
    prepare(sites, options.posts, options.times)
    medians = {name: measure(site, options) for name, site in sites.items()}
    show(medians, options)


def prepare(sites: dict[str, Path], posts: int, times: int) -> None:
    """Make up the sites, where they do not stand, and leave each with its cache."""
    if not sites["small"].exists():
        tracking_data.lay_out(sites["small"], posts)
        print("first sync: {:.1f} s, {:.0f} MB".format(*run([*CALQUE, "sync"], sites["small"])))
        tracking_data.translate(sites["small"])
    if not sites["large"].exists():
        tracking_data.multiply(sites["small"], sites["large"], times)
    if not sites["block"].exists():
        shutil.copytree(sites["small"], sites["block"])
        tracking_data.put_block_below(sites["block"])
    for site in sites.values():
        run([*CALQUE, "sync", "--accept", "mass_change"], site)


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
        "sync, a post added": ([*CALQUE, "sync"], lambda: add_post(site, block)),
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


def add_post(site: Path, block: str) -> None:
    """Let an editor publish a post of 20 texts."""
    content = tracking_data.body(random.Random(ADDED), ADDED) + block
    tracking_data.write_post(site, ADDED, content, "2026-01-01T10:00:00")


def remove_post(site: Path) -> None:
    """Let an editor delete that post."""
    (site / "posts" / f"{ADDED}.json").unlink()


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
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        if process.returncode not in (0, 1):
            sys.exit(f"{' '.join(command)} in {folder}: {errors.read()[-500:]}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def show(medians: dict[str, dict[str, tuple[float, float]]], options: argparse.Namespace) -> None:
    small, large, block = (medians[name] for name in ("small", "large", "block"))
    print(
        f"{'CPU seconds':22} {options.posts:>9,} {options.posts * options.times:>9,} posts × 5 locales   with a block"
    )
    for name in large:
        print(
            f"{name:22} {small[name][0]:9.2f} {large[name][0]:9.2f}   {small[name][1]:6,.0f} and"
            f" {large[name][1]:6,.0f} MB {block[name][0]:9.2f}"
        )
    if "pocount" in large:
        share = large["nothing changed"][0] / large["pocount"][0]
        print(f"nothing changed takes {share:.3f} of pocount's time on the large site (asked: at most 0.1)")
    for name in ("one catalog changed", "one post changed"):
        costs = [rows[name][0] - rows["nothing changed"][0] for rows in (small, large)]
        print(
            f"{name} costs {costs[0]:.2f} s and {costs[1]:.2f} s more: {costs[1] / costs[0]:.2f} times (asked: 2)"
        )


if __name__ == "__main__":
    main()
