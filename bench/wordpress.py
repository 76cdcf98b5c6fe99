"""How long a survey and a first fetch of a WordPress site take, and how much memory.

    python bench/wordpress.py https://example.org [--rate 50] [--posts 2000]

Reads as a visitor, or with the credentials of CALQUE_USER and CALQUE_PASSWORD; writes into a temporary folder.
`--posts` fetches so many at most. A server on loopback comes from `tests/e2e/wordpress/server.py`.
"""

import argparse
import resource
import tempfile
import time
from pathlib import Path

from calque.config import parse_site
from calque.steps.collect import collect
from calque.steps.kept import read_kept
from calque.steps.runner import InTurn

CONFIG = """\
[site]
name = "bench"
url = "{url}"
source = "en"
[locales.fr]
prefix = "fr"
[wordpress]
rate = {rate}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--rate", type=int, default=50)
    parser.add_argument("--posts", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        text = CONFIG.format(url=given.url, rate=given.rate)
        site = parse_site(text, place="bench", root=Path(folder))
        for name in ("first", "second"):
            wall, cpu = time.perf_counter(), time.process_time()
            done = collect(site, InTurn(), sample=given.posts)
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{name}: {done.fetched} fetched, {len(read_kept(site.root))} kept; {wall:.1f} s, "
                f"{cpu:.1f} s of CPU, {memory:.0f} MB at most"
            )


if __name__ == "__main__":
    main()
