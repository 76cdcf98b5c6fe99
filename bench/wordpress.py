"""What a crawl of a WordPress site costs, beside the plain loop of `requests` that one would write for it.

    python tests/e2e/wordpress/server.py up /tmp/wp 6.1 --zips .calque/wordpress     # prints the url and the home
    python bench/wordpress.py URL HOME [--posts 2000] [--rounds 3]

HOME is the folder of that server's WordPress, into which posts are put until there are enough, of 8 kB each: the
mean of 543 real ones. A round is the
loop (100 posts a page, one page after another), a first collect into an empty folder, and a second one after 1% of
the posts was edited; their order changes from round to round. Bytes are those of the answers' bodies.
"""

import argparse
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import requests

from calque.config import parse_site
from calque.model import Site
from calque.pipeline.crawl.collect import collect
from calque.pipeline.runner import InTurn
from calque.sources.wordpress.exchange import Exchange, Reply

RUN = Path(__file__).parents[1] / "tests/e2e/wordpress/run.php"
CONFIG = """\
[site]
name = "bench"
url = "{url}"
source = "en"
[locales.fr]
prefix = "fr"
[wordpress]
types = ["posts"]
rate = 1000
"""
FILL = """
$have = (int) wp_count_posts()->publish;
global $wpdb;
for ($i = $have + 1; $i <= %d; $i++) {
    $text = '';
    for ($p = 0; $p < 60; $p++)
        $text .= "<p>Paragraph $p of post $i is of a lane, a mill, a bridge and 'all of them', 1901-99.</p>\n\n";
    $wpdb->insert($wpdb->posts, ['post_title' => "Post $i", 'post_name' => "post-$i", 'post_content' => $text,
        'post_excerpt' => '', 'to_ping' => '', 'pinged' => '', 'post_content_filtered' => '',
        'post_status' => 'publish',
        'post_type' => 'post', 'post_author' => 1, 'post_date' => '2026-01-01 11:00:00',
        'post_date_gmt' => '2026-01-01 10:00:00', 'post_modified' => '2026-01-01 11:00:00',
        'post_modified_gmt' => '2026-01-01 10:00:00']);
}
"""
EDIT = """
global $wpdb;
foreach (get_posts(['numberposts' => %d, 'orderby' => 'rand', 'fields' => 'ids']) as $id) {
    $wpdb->query("UPDATE $wpdb->posts SET post_content = CONCAT(post_content, '<p>And more.</p>'),
        post_modified = FROM_UNIXTIME(%d), post_modified_gmt = FROM_UNIXTIME(%d) WHERE ID = $id");
    clean_post_cache($id);
}
"""


class Meter:
    """Counts the bytes of all answers that calque gets."""

    def __init__(self) -> None:
        self.bytes = 0
        send = Exchange.send

        def counted(exchange: Exchange, *arguments: object, **options: object) -> Reply:
            reply = send(exchange, *arguments, **options)  # type: ignore[arg-type]
            self.bytes += len(reply.body)
            return reply

        Exchange.send = counted  # type: ignore[method-assign]


def php(home: str, code: str) -> None:
    subprocess.run(["php", str(RUN), home], input=code, text=True, check=True)


def loop(url: str) -> int:
    """The plain loop: return the bytes of its answers."""
    page, pages, size = 1, 1, 0
    while page <= pages:
        address = f"{url}/wp-json/wp/v2/posts?per_page=100&page={page}"
        answer = requests.get(address, timeout=60)
        answer.json()
        pages = int(answer.headers["X-WP-TotalPages"])
        size += len(answer.content)
        page += 1
    return size


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def site_in(folder: str, url: str) -> Site:
    return parse_site(CONFIG.format(url=url), place="bench", root=Path(folder))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("url")
    parser.add_argument("home")
    parser.add_argument("--posts", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    php(given.home, FILL % given.posts)
    meter = Meter()
    rows: list[dict[str, float]] = []
    for number in range(given.rounds):
        row: dict[str, float] = {}

        def peer(row: dict[str, float] = row) -> None:
            row["loop"] = timed(lambda: row.update(loop_bytes=loop(given.url)))

        def crawl(row: dict[str, float] = row, moment: int = 1_780_000_000 + number) -> None:
            with tempfile.TemporaryDirectory() as folder:
                site = site_in(folder, given.url)
                before = meter.bytes
                row["first"] = timed(lambda: collect(site, InTurn()))
                row["first_bytes"] = meter.bytes - before
                php(given.home, EDIT % (given.posts // 100, moment, moment))
                before = meter.bytes
                row["second"] = timed(lambda: row.update(fetched=collect(site, InTurn()).fetched))
                row["second_bytes"] = meter.bytes - before

        for work in (peer, crawl) if number % 2 == 0 else (crawl, peer):
            work()
        rows.append(row)
    middle = {key: statistics.median(row[key] for row in rows) for key in rows[0]}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{given.posts} posts, medians of {given.rounds} rounds, {memory:.0f} MB at most")
    for name, key in (("plain loop", "loop"), ("first collect", "first"), ("second, 1% edited", "second")):
        print(f"{name:20} {middle[key]:7.2f} s {middle[key + '_bytes'] / 1e6:8.3f} MB")
    print(
        f"crawl rate: {given.posts / middle['first']:.0f} posts a second, "
        f"{middle['loop'] / middle['first']:.2f} x the loop's"
    )
    print(
        f"second of first: {middle['second'] / middle['first']:.1%} of the time, "
        f"{middle['second_bytes'] / middle['first_bytes']:.1%} of the bytes, {middle['fetched']:.0f} fetched"
    )


if __name__ == "__main__":
    main()
