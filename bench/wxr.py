"""What reading a WXR export costs in time and memory, beside ElementTree.

    python bench/wxr.py FOLDER [--sizes 10,100,1000] [--repeats 3]

Makes exports of these sizes in megabytes in FOLDER, where they are not there yet, and reads each in a process of its
own by each reader, turn about: calque's posts, calque's pairs, `ElementTree.iterparse` with cleared items, and
`ElementTree.parse`, which holds the whole file (up to 100 MB). The peers take the same texts out of each item and make
nothing of them. Prints the median CPU time as MB/s, and the peak of memory above that of a process which
has imported the same and read nothing.
"""

import argparse
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

WORDS = "the reading room opens its doors every morning and nobody has to say what they came for".split()
HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
    xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Bench</title>
"""
PARSE_AT_MOST = 100


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", default="10,100,1000")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--reader", choices=READERS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.reader:
        read_once(arguments.folder, arguments.reader)
        return
    print(f"{'MB':>6} {'reader':12} {'posts':>8} {'MB/s':>8} {'peak MB':>8}")
    for size in map(int, arguments.sizes.split(",")):
        path = make(arguments.folder, size)
        rows: dict[str, list[tuple[int, float, float]]] = {}
        for _ in range(arguments.repeats):
            for reader in READERS:
                if reader != "parse" or size <= PARSE_AT_MOST:
                    rows.setdefault(reader, []).append(measure(path, reader))
        for reader, found in rows.items():
            seconds = statistics.median(row[1] for row in found)
            peak = max(row[2] for row in found)
            speed = path.stat().st_size / 1e6 / seconds
            print(f"{size:>6} {reader:12} {found[0][0]:>8} {speed:>8.0f} {peak:>8.1f}")


def make(folder: Path, size: int) -> Path:
    path = folder / f"export-{size}.xml"
    if path.exists():
        return path
    chance = random.Random(size)
    number = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        while file.tell() < size * 1_000_000:
            number += 1
            file.write(item(number, chance))
        file.write("</channel></rss>\n")
    return path


def item(number: int, chance: random.Random) -> str:
    blocks = "\n\n".join(
        f"<!-- wp:paragraph -->\n<p>{' '.join(chance.choices(WORDS, k=40))}, <em>é</em>.</p>\n<!-- /wp:paragraph -->"
        for _ in range(chance.randint(5, 40))
    )
    meta = "".join(
        f"<wp:postmeta><wp:meta_key><![CDATA[key{row}]]></wp:meta_key><wp:meta_value><![CDATA[{number}]]></wp:meta_value>"
        "</wp:postmeta>"
        for row in range(8)
    )
    return (
        f"<item><title><![CDATA[Post {number}]]></title><link>https://example.org/{number}/</link>"
        f"<content:encoded><![CDATA[{blocks}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date_gmt>2026-01-01 10:00:00</wp:post_date_gmt>"
        f"<wp:post_name>post-{number}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
        f'<category domain="language" nicename="en"><![CDATA[English]]></category>{meta}</item>\n'
    )


def measure(path: Path, reader: str) -> tuple[int, float, float]:
    command = [sys.executable, __file__, str(path), "--reader", reader]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    posts, seconds, peak = run.stdout.split()
    return int(posts), float(seconds), float(peak)


def read_once(path: Path, reader: str) -> None:
    from xml.etree import ElementTree as ET  # noqa: F401, PLC0415  so that the memory before is that of all readers

    import calque.sources.wxr  # noqa: F401, PLC0415  the same

    before, start = getrusage(RUSAGE_SELF).ru_maxrss, time.process_time()
    posts = READERS[reader](path)
    seconds, peak = time.process_time() - start, getrusage(RUSAGE_SELF).ru_maxrss - before
    print(posts, seconds, peak / 1024)


def read_posts(path: Path) -> int:
    from calque.sources.wxr import read_items  # noqa: PLC0415

    return sum(1 for _ in read_items(path.parent, path.name))


def read_pairs(path: Path) -> int:
    from calque.sources.wxr import read_export  # noqa: PLC0415

    return len(read_export(path.parent, path.name).languages)


def iterparse(path: Path) -> int:
    from xml.etree import ElementTree as ET  # noqa: PLC0415

    posts, root = 0, None
    for event, element in ET.iterparse(path, events=("start", "end")):
        root = element if root is None else root
        if event == "end" and element.tag == "item":
            posts += bool({child.tag: child.text for child in element})
            root[0].clear()
    return posts


def parse(path: Path) -> int:
    from xml.etree import ElementTree as ET  # noqa: PLC0415

    items = ET.parse(path).getroot().findall("./channel/item")
    return len([{child.tag: child.text for child in item} for item in items])


READERS: dict[str, Callable[[Path], int]] = {
    "posts": read_posts,
    "pairs": read_pairs,
    "iterparse": iterparse,
    "parse": parse,
}

if __name__ == "__main__":
    main()
