"""Builds the catalogs that `catalogs.py` measures, the same for a size: `catalogs_data.py FOLDER OUT SIZE`."""

import json
import random
import sys
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from calque.po import Block, Catalog, read_catalog, write_catalog
from calque.po.entries import NOTHING, Fields, fields_of, new_entry

EDITED, REMOVED, NEW = 20, 50, 50
"""One text in so many."""
WORDS = ["other", "several", "every", "again", "later"]


def main() -> None:
    source, folder, size = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    chance = random.Random(size)
    old = [row for path in sorted((source / "old").glob("*.po")) for row in entries(path)]
    later = [row.msgid for path in sorted((source / "template").glob("*.po*")) for row in entries(path)]
    known = {row.msgid for row in old}
    fresh = [text for text in later if text not in known]
    header = NOTHING._replace(msgstr="Language: fr\nContent-Type: text/plain; charset=UTF-8\n")
    rows = list(numbered(old, size))
    bare = [row._replace(msgstr="", tcomment="", flags=(), previous_msgid=None) for row in rows]
    template = []
    former: dict[str, str] = {}
    for number, row in enumerate(bare):
        if number % REMOVED == 7:
            continue
        text = edited(row.msgid, chance) if number % EDITED == 3 else row.msgid
        template.append(row._replace(msgid=text))
        if text != row.msgid and rows[number].msgstr:
            former[text] = rows[number].msgstr
        if number % NEW == 11:
            template.append(NOTHING._replace(msgid=f"{fresh[number % len(fresh)]} {number}"))
    write(folder / "old.po", [header, *rows])
    write(folder / "same.pot", [header, *bare])
    write(folder / "new.pot", [header, *{row.msgid: row for row in template}.values()])
    here = {row.msgid for row in rows}
    known = {text: old for text, old in former.items() if text not in here}
    (folder / "former.json").write_text(json.dumps(known), encoding="utf-8")


def entries(path: Path) -> Iterator[Fields]:
    for entry in read_catalog(path.read_bytes(), place=str(path)).entries:
        if entry.msgctxt is None and not entry.msgid_plural:
            yield fields_of(entry)


def numbered(old: Sequence[Fields], size: int) -> Iterator[Fields]:
    """Yield the entries, each text once; in the second turn and later with the number of the turn."""
    seen: set[str] = set()
    for turn in count():
        for row in old:
            text = f"{row.msgid} ({turn})" if turn else row.msgid
            if text not in seen and len(seen) < size:
                seen.add(text)
                yield row._replace(msgid=text)
        if len(seen) == size:
            return


def edited(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    for _ in range(chance.randint(1, 3)):
        words[chance.randrange(len(words))] = chance.choice(WORDS)
    return " ".join(words)


def write(path: Path, rows: Sequence[Fields]) -> None:
    path.write_bytes(write_catalog(Catalog().with_blocks(Block(new_entry(row)) for row in rows)))


if __name__ == "__main__":
    main()
