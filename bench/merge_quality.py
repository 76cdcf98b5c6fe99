"""How good the suggestions of a merge are, beside those of msgmerge, on real versions of real catalogs.

    python bench/merge_quality.py FOLDER [--cases 20]

FOLDER holds `old/`, `template/` and `shipped/`, catalogs of the same names: the translations of a version, the
texts of a later one, and its translations as they were published. Each old catalog is merged with its template
by calque and by `msgmerge --previous`. A suggestion is a fuzzy translation of a text that the old catalog did not
have; it is as good as it is like the translation that was shipped (normalised indel similarity): good from 0.6 on,
bad below 0.4. `--cases` shows that many where the two differ, those first where they differ most.
"""

import argparse
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from polib import POEntry
from rapidfuzz.distance import Indel

from calque.po import Catalog, is_fuzzy, is_translated, merge, read_catalog, target_of
from calque.po.entries import key_of

GOOD, BAD = 0.6, 0.4


@dataclass(frozen=True)
class Case:
    """A new text, what was shipped for it, and what each program suggests."""

    file: str
    source: str
    shipped: str
    ours: POEntry | None
    theirs: POEntry | None

    def likeness(self, entry: POEntry | None) -> float | None:
        return None if entry is None else Indel.normalized_similarity(target_of(entry)[0], self.shipped)

    @property
    def difference(self) -> float:
        return (self.likeness(self.ours) or 0.0) - (self.likeness(self.theirs) or 0.0)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cases", type=int, default=0)
    arguments = parser.parse_args()
    if not shutil.which("msgmerge"):
        sys.exit("msgmerge: absent (apt install gettext)")
    files = list(triples(arguments.folder))
    if not files:
        sys.exit(f"{arguments.folder}: no name is in all of old/, template/ and shipped/")
    cases: list[Case] = []
    spent = 0.0
    for old, template, shipped in files:
        start = time.process_time()
        merged = merge(read(old), read(template), locale="xx", language="xx").catalog
        spent += time.process_time() - start
        cases.extend(cases_of(old.name, read(old), merged, msgmerge(old, template), read(shipped)))
    print(f"{len(files)} catalogs; calque merged them in {spent:.1f} s of CPU, reading included\n")
    print(f"{'':10}{'good':>6}{'between':>9}{'bad':>6}{'mean':>7}")
    for name in ("calque", "msgmerge"):
        values = [case.likeness(case.ours if name == "calque" else case.theirs) for case in cases]
        known = [value for value in values if value is not None]
        good, bad = sum(value >= GOOD for value in known), sum(value < BAD for value in known)
        mean = sum(known) / len(known) if known else 0
        print(f"{name:10}{good:6}{len(known) - good - bad:9}{bad:6}{mean:7.3f}")
    differ = sorted((case for case in cases if case.difference), key=lambda case: -abs(case.difference))
    print(f"\n{len(differ)} of {len(cases)} suggestions differ")
    for case in differ[: arguments.cases]:
        show(case)


def triples(folder: Path) -> Iterator[tuple[Path, Path, Path]]:
    for old in sorted((folder / "old").glob("*.po")):
        shipped = folder / "shipped" / old.name
        names = (old.name, f"{old.name}t", f"{old.stem}.pot")
        template = next((path for name in names if (path := folder / "template" / name).exists()), None)
        if template and shipped.exists():
            yield old, template, shipped


def read(path: Path) -> Catalog:
    return read_catalog(path.read_bytes(), place=str(path))


def msgmerge(old: Path, template: Path) -> Catalog:
    command = ["msgmerge", "-q", "--previous", str(old), str(template)]
    done = subprocess.run(command, capture_output=True, check=True)
    return read_catalog(done.stdout, place="msgmerge")


def cases_of(file: str, old: Catalog, merged: Catalog, theirs: Catalog, shipped: Catalog) -> Iterator[Case]:
    known = {key_of(entry) for entry in (*old.entries, *old.obsolete)}
    published = {
        key_of(entry): target_of(entry)[0]
        for entry in shipped.entries
        if is_translated(entry) and not is_fuzzy(entry)
    }
    ours, others = (
        {key_of(entry): entry for entry in catalog.entries if is_fuzzy(entry) and is_translated(entry)}
        for catalog in (merged, theirs)
    )
    for key, text in published.items():
        if key not in known and (key in ours or key in others):
            yield Case(file, key[1], text, ours.get(key), others.get(key))


def show(case: Case) -> None:
    print(f"\n{case.file}: {case.source}\n  shipped   {case.shipped}")
    for name, entry in (("calque", case.ours), ("msgmerge", case.theirs)):
        if entry is None:
            print(f"  {name:9} nothing")
        else:
            print(
                f"  {name:9} {case.likeness(entry):.2f} {target_of(entry)[0]}\n            of {entry.previous_msgid}"
            )


if __name__ == "__main__":
    main()
