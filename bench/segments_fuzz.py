"""What becomes of pages drawn at random when their texts are written anew and translated by hostile hands.

    python bench/segments_fuzz.py [--count 100000] [--first 0] [--shown 3]

The pages are those of the tests (`tests/random_html.py`): the same for the same number, bare and numbered tags of one
name, every kind of quotes and white space, broken in every way, by themselves and as the body of a whole page. Counted:

- crashed: reading or writing raised;
- identical: without translations, the input byte for byte;
- written anew: no text had to be left, and a browser sees the same, white space collapsed;
- same white space: also in a `<pre>`, where a page is so broken that its `<pre>` is not where it seems;
- pseudo-localised: no text had to be left, and the structure is the same;
- nothing brought: with hostile translations the page has no element, attribute or comment that it had not before.

The exit code is 1 where one of them but `same white space` is not true of all pages.
"""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

from calque.html import check_markup, join, pseudolocalise, rerender, split, write
from calque.html.structure import Node, structure
from calque.model import Document, Severity
from calque.sources.html_pages import join_page, read_page

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from compared_html import brought_by, collapsed
from random_html import Drawn, draw_targets, draw_whole_page

LAWS = ("identical", "written anew", "same white space", "pseudo-localised", "nothing brought", "whole page")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first page")
    parser.add_argument("--shown", type=int, default=3, help="how many pages of each fault to show")
    given = parser.parse_args()
    found: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    started = time.process_time()
    for number in range(given.first, given.first + given.count):
        drawn = Drawn(number)
        try:
            document = drawn.split()
            faults = [name for name, right in judge(number, document, sizes).items() if not right]
        except Exception as error:  # noqa: BLE001  # a crash is a result
            faults = [f"crashed: {error!r}"]
        for fault in faults:
            name = fault.partition(":")[0]
            found[name] += 1
            if found[name] <= given.shown:
                print(f"page {number}, not {fault}: {drawn.html!r}")
    report(given.count, found, sizes)
    print(f"{time.process_time() - started:.0f} s")
    sys.exit(1 if found.keys() - {"same white space"} else 0)


def judge(number: int, document: Document, sizes: Counter[str]) -> dict[str, bool]:
    html = document.html
    anew = write(document, {index: one.text for index, one in enumerate(document.segments)})
    pseudo = write(document, {index: pseudolocalise(one.text) for index, one in enumerate(document.segments)})
    targets = draw_targets(Random(number), document)  # no secret
    hostile = write(document, targets)
    usable = [
        index
        for index, target in targets.items()
        if target.strip()
        and all(one.severity is not Severity.ERROR for one in check_markup(document.segments[index], target))
    ]
    sizes.update(
        {
            "code points": len(html),
            "segments": len(document.segments),
            "hostile translations": len(targets),
            "of them right by the grammar": len(usable),
            "of them left as unwritable": len(hostile.left),
        }
    )
    before, after = _in_body(html), _in_body(anew.html)
    return {
        "identical": join(document) == html,
        "written anew": not anew.left and (before == after or collapsed(before) == collapsed(after)),
        "same white space": before == after,
        "pseudo-localised": not pseudo.left
        and _in_body(pseudo.html, words=False) == _in_body(html, words=False),
        "nothing brought": not brought_by(before, _in_body(hostile.html)),
        "whole page": is_right(draw_whole_page(Random(number), html), number),  # no secret
    }


def _in_body(html: str, *, words: bool = True) -> list[Node]:
    """Return the nodes of a post's text: it stands in a body, where `<noscript>` is no part of a head."""
    return structure(f"<body>{html}", words=words)


def is_right(html: str, number: int) -> bool:
    """Tell whether a whole page comes back, can be written anew part by part, and takes up nothing."""
    random = Random(number)  # no secret

    def anew(name: str, _start: int, part: str) -> str:
        return rerender(split(part, field=name))

    def hostile(name: str, _start: int, part: str) -> str:
        document = split(part, field=name)
        return join(document, draw_targets(random, document))

    parts = read_page(html).parts
    before, after = structure(html), structure(join_page(html, parts, anew))
    return (
        join_page(html, parts, lambda _name, _start, part: part) == html
        and (before == after or collapsed(before) == collapsed(after))
        and not brought_by(before, structure(join_page(html, parts, hostile)))
    )


def report(count: int, found: Counter[str], sizes: Counter[str]) -> None:
    print(f"{count:,} pages, " + ", ".join(f"{size:,} {name}" for name, size in sizes.items()))
    print(f"{'crashed':20} {found['crashed']:7}")
    for law in LAWS:
        right = count - found["crashed"] - found[law]
        print(f"{law:20} {right:7}  {100 * right / count:7.3f}%")


if __name__ == "__main__":
    main()
