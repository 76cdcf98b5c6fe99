"""What the checks say of translations by people, how much of it, and how fast; beside translate-toolkit's pofilter.

    python bench/checks.py FOLDER… [--show CODE] [--locale fr,de] [--limit 4000] [--pofilter /path/to/pofilter]

A FOLDER holds PO files at any depth, whose locale is the header's `Language` or their folder's name, and any number
of `pages-*.json` or `.json.gz`, `[{lang, key, src: [[kind, text], …], tgt: [[kind, text], …]}, …]`, whose pages with
as many paragraphs on both sides are taken. Fuzzy and empty entries are not. What people translated and published is
taken as right, so each alarm is a false one until it is read: `--show numbers` prints examples.

Alarms are told for a thousand translations. Speeds are CPU time, medians of interleaved rounds; with `--pofilter` both
read the same PO files, start-up and parsing included.
"""

import argparse
import gzip
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from polib import POEntry, POFile

from calque.checks import CODES, CheckSetting, check_unit
from calque.errors import CalqueError
from calque.locales import gettext_name, parse_tag
from calque.model import Flaw, Unit
from calque.po import read_catalog
from calque.po.units import entry_unit

ROUNDS = 3
SHOWN = 25
WIDTH = 300


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--show", default="", help="print examples of this check, no figures")
    parser.add_argument("--locale", default="", help="only these locales")
    parser.add_argument(
        "--limit", type=int, default=4000, help="translations a locale, at most, drawn by chance"
    )
    parser.add_argument("--pofilter", default="", help="translate-toolkit's pofilter")
    options = parser.parse_args()
    locales = {parse_tag(name) for name in options.locale.split(",") if name}
    rows = read_units(options.folders, locales, options.limit)
    found, seconds = check_all(rows)
    if options.show:
        show(found, options.show)
        return
    tell(rows, found, seconds)
    if options.pofilter:
        compare(rows, options.pofilter)


Rows = dict[tuple[str, bool], list[Unit]]
"""The units of a locale; whether they are in msgid form."""
Found = list[tuple[str, Unit, Flaw]]


def read_units(folders: Sequence[Path], locales: set[str], limit: int) -> Rows:
    rows: Rows = defaultdict(list)
    for folder in folders:
        for path in sorted(folder.rglob("*.po")):
            for locale, unit in catalog_units(path):
                rows[locale, False].append(unit)
        for path in sorted(folder.rglob("pages-*.json*")):
            for locale, unit in page_units(path):
                rows[locale, True].append(unit)
    chance = random.Random(1)
    return {
        key: units if len(units) <= limit else chance.sample(units, limit)
        for key, units in sorted(rows.items())
        if not locales or key[0] in locales
    }


def catalog_units(path: Path) -> Iterator[tuple[str, Unit]]:
    try:
        catalog = read_catalog(path.read_bytes(), place=str(path))
        locale = parse_tag(catalog.header.get("Language", "").strip() or path.parent.name)
    except CalqueError as error:
        print(f"left out: {error}", file=sys.stderr)
        return
    if locale.partition("-")[0] == "en":
        return
    for entry in catalog.entries:
        unit = replace(entry_unit(entry), reference=f"{path.name}:{entry.linenum}")
        if not (unit.empty or unit.fuzzy):
            yield locale, unit


def page_units(path: Path) -> Iterator[tuple[str, Unit]]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for page in json.loads(data):
        if [kind for kind, _ in page["src"]] != [kind for kind, _ in page["tgt"]]:
            continue
        for (_, source), (_, target) in zip(page["src"], page["tgt"], strict=True):
            if target:
                yield (
                    parse_tag(page["lang"]),
                    Unit(escaped(source), None, (escaped(target),), reference=page["key"]),
                )


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def check_all(rows: Rows) -> tuple[Found, float]:
    found: Found = []
    started = time.process_time()
    for (locale, is_html), units in rows.items():
        setting = CheckSetting("en", locale, is_html=is_html)
        for unit in units:
            found += ((locale, unit, flaw) for flaw in check_unit(unit, setting))
    return found, time.process_time() - started


def show(found: Found, code: str) -> None:
    examples = [row for row in found if row[2].code == code]
    for locale, unit, flaw in random.Random(1).sample(examples, min(SHOWN, len(examples))):
        print(f"{locale} {unit.reference}: {flaw.message}")
        print(f"    {unit.source[:WIDTH]!r}\n    {' | '.join(unit.target)[:WIDTH]!r}")


def tell(rows: Rows, found: Found, seconds: float) -> None:
    sizes: Counter[str] = Counter()
    for (locale, _), units in rows.items():
        sizes[locale] += len(units)
    total = sizes.total()
    by_check = Counter(flaw.code for _, _, flaw in found)
    by_locale = Counter((flaw.code, locale) for locale, _, flaw in found)
    severities = Counter(str(flaw.severity) for _, _, flaw in found)
    told = ", ".join(
        f"{severities[name] * 1000 / total:.1f} {name}s" for name in ("error", "warning", "note")
    )
    print(f"{total:,} translations in {len(sizes)} locales, {total / seconds:,.0f} a second")
    print(f"alarms for a thousand: {told}\n")
    for code in CODES:
        rates = sorted(
            ((by_locale[code, locale] * 1000 / size, locale) for locale, size in sizes.items()), reverse=True
        )
        shown = "  ".join(f"{locale} {rate:.1f}" for rate, locale in rates[:8] if rate)
        print(f"{code:22} {by_check[code] * 1000 / total:7.2f}   {shown}")


def compare(rows: Rows, pofilter: str) -> None:
    """Let calque and pofilter read the same catalogs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = write_catalogs(rows, folder / "given")
        total = sum(len(units) for units in rows.values())
        calque = [sys.executable, "-m", "calque", "check", "--format", "json", *map(str, files)]
        peer = [pofilter, "--nofuzzy", "--progress=none", str(folder / "given"), str(folder / "found")]
        seconds: dict[str, list[float]] = {"calque check": [], "pofilter": []}
        for _ in range(ROUNDS):
            seconds["calque check"].append(cpu_of(calque))
            seconds["pofilter"].append(cpu_of(peer))
        medians = {tool: statistics.median(times) for tool, times in seconds.items()}
        data = json.loads(subprocess.run(calque, capture_output=True, check=True).stdout)
        tests = Counter(
            line.split("(pofilter) ", 1)[1].split(":", 1)[0]
            for path in (folder / "found").rglob("*.po")
            for line in path.read_text(encoding="utf-8").splitlines()
            if "(pofilter) " in line
        )
    print(f"\nthe same {total:,} translations as PO files, median of {ROUNDS} rounds")
    counts = {"calque check": sum(data["counts"].values()), "pofilter": tests.total()}
    for tool, median in medians.items():
        rate = f"{counts[tool] * 1000 / total:.1f} alarms for a thousand"
        print(f"{tool:14} {median:6.1f} s  {total / median:9,.0f} a second   {rate}")
    print(f"ratio of CPU time: {medians['calque check'] / medians['pofilter']:.2f}")
    print(
        "pofilter's, for a thousand: "
        + ", ".join(f"{t} {n * 1000 / total:.1f}" for t, n in tests.most_common(16))
    )


def write_catalogs(rows: Rows, folder: Path) -> list[Path]:
    """Write the units as a PO file a locale and kind; the same source once, as gettext has it."""
    folder.mkdir()
    files = []
    for (locale, is_html), units in rows.items():
        catalog = POFile(wrapwidth=0)
        catalog.metadata = {"Language": gettext_name(locale), "Content-Type": "text/plain; charset=UTF-8"}
        if is_html:
            catalog.metadata["X-Source-Language"] = "en"
        for number, unit in enumerate(units):
            entry = POEntry(msgid=unit.source, msgctxt=str(number), flags=list(unit.formats))
            if unit.plural:
                entry.msgid_plural = unit.plural
                entry.msgstr_plural = dict(enumerate(unit.target))
            else:
                entry.msgstr = unit.target[0]
            catalog.append(entry)
        path = folder / f"{gettext_name(locale)}-{'pages' if is_html else 'catalogs'}.po"
        catalog.save(str(path))
        files.append(path)
    return files


def cpu_of(command: Sequence[str]) -> float:
    """Return the CPU seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
