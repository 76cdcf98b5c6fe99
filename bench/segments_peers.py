"""What `bench/segments.py` measures: calque and its peers, each with what it does to a text.

Run by it under the Python that has them (`--python`): it sends a line with the name of a task, and gets back the CPU
seconds that the task took over all texts.

    python bench/segments_peers.py TEXTS.json
"""

import io
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import bs4

Task = Callable[[str], object]


def main() -> None:
    texts = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    tasks = find_tasks()
    print(json.dumps({name: describe for name, (_, describe) in tasks.items()}), flush=True)
    for line in sys.stdin:
        run, _ = tasks[line.strip()]
        print(json.dumps(measure(run, texts)), flush=True)


def measure(run: Task, texts: Sequence[str]) -> dict[str, float]:
    """Return the CPU seconds over all texts, and over how many code points the task failed."""
    failed = 0
    started = time.process_time()
    for text in texts:
        try:
            run(text)
        except Exception:  # noqa: BLE001  # a peer's crash is a result
            failed += 1
    return {"seconds": time.process_time() - started, "failed": failed}


def find_tasks() -> dict[str, tuple[Task, str]]:
    """Return the tasks that the installed packages allow, each with its version."""
    tasks: dict[str, tuple[Task, str]] = {
        "soup parse": (parse, f"Beautiful Soup {bs4.__version__}, html.parser"),
        "wagtail extract": (extract, "a splitter on Beautiful Soup, in wagtail-localize's way"),
        "wagtail rebuild": (rebuild, "the same, and its strings put back"),
    }
    try:
        from calque.html import rerender, split  # noqa: PLC0415  # it may be absent
    except ImportError:
        pass
    else:
        tasks["calque extract"] = (split, "calque")
        tasks["calque rebuild"] = (lambda text: rerender(split(text)), "the same, every segment written anew")
    try:
        from wagtail_localize import strings  # noqa: PLC0415  # it may be absent
    except ImportError:
        pass
    else:
        tasks["localize extract"] = (strings.extract_strings, "wagtail-localize itself")
        tasks["localize rebuild"] = (
            lambda text: strings.restore_strings(*strings.extract_strings(text)),
            "the same, and its strings put back",
        )
    try:
        from translate import __version__  # noqa: PLC0415  # it may be absent
        from translate.convert import html2po, po2html  # noqa: PLC0415
    except ImportError:
        pass
    else:
        version = f"translate-toolkit {__version__.sver}"
        tasks["toolkit extract"] = (lambda text: toolkit(html2po, text), f"{version}, html2po in memory")
        tasks["toolkit rebuild"] = (
            lambda text: toolkit_rebuild(html2po, po2html, text),
            f"{version}, html2po and po2html in memory",
        )
    return tasks


def parse(text: str) -> Any:
    return bs4.BeautifulSoup(text, "html.parser")


def toolkit(html2po: Any, text: str) -> Any:
    """Return the catalog that html2po makes of a text, as its command does but for the writing."""
    return html2po.html2po().convertfile(io.BytesIO(text.encode()), "text.html")


def toolkit_rebuild(html2po: Any, po2html: Any, text: str) -> str:
    """Return the text as po2html writes it with the catalog of html2po, each text translated by itself."""
    catalog = toolkit(html2po, text)
    for unit in catalog.units:
        unit.target = unit.source
    return str(po2html.po2html().mergestore(catalog, io.BytesIO(text.encode()), includefuzzy=False))


INLINE = frozenset("a abbr acronym b code em i strong br del ins mark s small span sub sup u img".split())


def extract(text: str) -> tuple[str, list[str]]:
    """Lift the strings out of a tree: runs of inline nodes become `<text>`, attributes of links an id.

    As there, each string is parsed by itself to take its attributes out.
    """
    soup = parse(text)
    strings: list[str] = []
    for run in find_runs(soup):
        nodes = trim(run)
        place = soup.new_tag("text", attrs={"position": str(len(strings))})
        nodes[0].insert_before(place)
        string = parse("".join(str(node.extract()) for node in nodes))
        for number, link in enumerate(string.find_all("a"), 1):
            link.attrs = {"id": f"a{number}"}
        strings.append(" ".join(str(string).split()))
    return str(soup), strings


def find_runs(soup: Any) -> list[list[Any]]:
    """Return the runs of inline nodes that have words."""
    runs: list[list[Any]] = []
    for block in [soup, *soup.find_all(lambda tag: tag.name not in INLINE)]:
        run: list[Any] = []
        for child in [*block.contents, None]:
            if child is not None and is_inline(child):
                run.append(child)
                continue
            if any(has_words(node) for node in run):
                runs.append(run)
            run = []
    return runs


def trim(run: list[Any]) -> list[Any]:
    """Leave out nodes without words at the edges, and tags around all of a run."""
    while not has_words(run[0]):
        run = run[1:]
    while not has_words(run[-1]):
        run = run[:-1]
    while len(run) == 1 and run[0].name in INLINE and run[0].contents:
        run = list(run[0].contents)
    return run


def is_inline(node: Any) -> bool:
    if isinstance(node, bs4.NavigableString):
        return not isinstance(node, bs4.Comment)
    return node.name in INLINE and all(is_inline(child) for child in node.contents)


def has_words(node: Any) -> bool:
    return bool(str(node.get_text() if hasattr(node, "contents") else node).strip())


def rebuild(text: str) -> str:
    """Lift the strings out, and put each back where it stood."""
    template, strings = extract(text)
    soup = parse(template)
    for place in soup.find_all("text"):
        string = parse(strings[int(place["position"])])
        for node in list(string.contents):
            place.insert_before(node.extract())
        place.decompose()
    return str(soup)


if __name__ == "__main__":
    main()
