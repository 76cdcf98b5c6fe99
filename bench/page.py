"""What the report for people costs, from kept entries: CPU seconds, the largest file, and peak memory.

    python bench/page.py FOLDER [--posts 1000] [--share empty]

A site of so many posts in five locales is put into a cache as a sync would leave it, without its posts and catalogs:
20 texts a page, and nothing translated (`empty`), or one page in three wants somebody (`mixed`). Then the report is
written by processes of their own: for the first time, anew after the pages of one post changed, and with nothing new.
With `--site` a whole site is laid out and synced instead (`tracking_data.py`), and the same measured of `calque sync`;
nothing new is what the others are compared with.
"""

import argparse
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import reports as made_up
import tracking
import tracking_data
from calque.cache.database import open_cache
from calque.cache.rows import write_page
from calque.cache.values import KeptGroup
from calque.config import read_site
from calque.model import Page, PageGroup, PageState, PageStatus, Post, Status, Tally, Truth
from calque.pipeline.sync.record import report
from calque.states.sums import Sums, measure_locale, page_sums

SHARES = {"mixed": made_up.MIXED, "empty": {PageState.NO_TRANSLATION: 1}}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--share", choices=SHARES, default="empty")
    parser.add_argument("--site", action="store_true")
    parser.add_argument("--step", choices=("lay-out", "change", "write"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    match options.step:
        case "lay-out":
            lay_out(options.folder, options.posts, SHARES[options.share])
        case "change":
            put(options.folder, [0], SHARES[options.share], seed=random.randrange(10**6))
        case "write":
            write(options.folder)
        case _:
            measure_syncs(options) if options.site else measure(options)


def measure(options: argparse.Namespace) -> None:
    """Measure the report alone."""
    step = [sys.executable, __file__, str(options.folder), "--share", options.share, "--step"]
    if not (options.folder / ".calque").exists():
        run("laid out", [*step, "lay-out", "--posts", str(options.posts)])
    run("first report", [*step, "write"])
    for _ in range(3):
        run("a post changed", [*step, "change"], told=False)
        run("report anew", [*step, "write"])
    run("nothing new", [*step, "write"])
    show_files(options.folder)


def measure_syncs(options: argparse.Namespace) -> None:
    """Measure whole syncs of a site of which nothing is translated."""
    sync = [sys.executable, "-m", "calque", "sync"]
    if not (options.folder / "posts").exists():
        tracking_data.lay_out(options.folder, options.posts)
    run("first sync", sync, folder=options.folder)
    for _ in range(3):
        run("nothing new", sync, folder=options.folder)
        tracking.change_post(options.folder, 7, random.Random())
        run("one post edited", sync, folder=options.folder)
    show_files(options.folder)


def run(name: str, command: list[str], *, folder: Path | None = None, told: bool = True) -> None:
    """Run a command, and print its CPU seconds and the most memory that it had."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)}: {process.returncode}")
    if told:
        print(f"{name:16} {used.ru_utime + used.ru_stime:7.2f} s {used.ru_maxrss / 1024:6,.0f} MB")


def show_files(folder: Path) -> None:
    sizes = {path.name: path.stat().st_size for path in folder.glob("report*.html")}
    largest = max(sizes, key=lambda name: sizes[name])
    cache = (folder / ".calque" / "cache.sqlite").stat().st_size
    total = sum(sizes.values()) / 1e6
    print(f"{len(sizes)} files, {total:.1f} MB; the largest is {largest}, {sizes[largest] / 1e6:.2f} MB")
    print(f"the cache has {cache / 1e6:.1f} MB")


def lay_out(folder: Path, posts: int, shares: dict[PageState, int]) -> None:
    """Put a site into a cache, post by post."""
    (folder / ".calque").mkdir(parents=True, exist_ok=True)
    (folder / "posts").mkdir(exist_ok=True)
    (folder / "calque.toml").write_text(tracking_data.CONFIG, encoding="utf-8")
    put(folder, range(posts), shares, seed=0)


def put(folder: Path, numbers: list[int] | range, shares: dict[PageState, int], *, seed: int) -> None:
    """Put posts into the cache of a folder."""
    cache = open_cache(folder, wait=True)
    for number in numbers:
        pages = tuple(write_page(page, "en", texts=True) for page in pages_of(number, shares, seed))
        post = Post("post", "posts", number, "", "", "publish", (), None)
        group = KeptGroup(PageGroup(Page(post, "en")), "", pages)
        cache.put_groups([(number, group)], made_up.MEASURED.date(), "en")
    cache.commit()
    cache.close()


def pages_of(number: int, shares: dict[PageState, int], seed: int) -> Iterator[PageStatus]:
    """Yield a post's page in each locale."""
    draw = random.Random(f"{number} {seed}")
    texts = [made_up.sentence(draw, made_up.LATIN, 30) for _ in range(20)]
    title = made_up.sentence(draw, made_up.LATIN, 6).capitalize()
    for locale in tracking_data.LOCALES:
        state = draw.choices(list(shares), list(shares.values()))[0]
        yield made_up.make_page(draw, number, locale, title, texts, state)


def write(folder: Path) -> None:
    """Write the report from the cache, with sums that are added up here, as a sync has them."""
    site = read_site(folder / "calque.toml")
    cache = open_cache(folder, wait=True)
    pages = cache.pages()
    sums = {tag: Sums() for tag in tracking_data.LOCALES}
    work = dict.fromkeys(tracking_data.LOCALES, Tally())
    for row in pages.rows():
        sums[row.locale].update(page_sums(bare(row.locale, row.state)))
        work[row.locale] += row.left
    locales = tuple(measure_locale(tag, Truth.PO, own, work[tag]) for tag, own in sums.items())
    status = Status(site.name, "en", made_up.MEASURED, 0, locales, pages, ())
    if found := report(site, status):
        sys.exit(str(found))
    cache.commit()


PAGE = next(pages_of(0, SHARES["empty"], 0))


def bare(locale: str, state: PageState) -> PageStatus:
    """Return a page without texts, for the sums."""
    return replace(PAGE, locale=locale, state=state, units=())


if __name__ == "__main__":
    main()
