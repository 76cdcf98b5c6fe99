"""The cache holds nothing but time: a run with it and a run without it leave the same files, status and ledger."""

import json
import re
import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from any_days import NOON, POSTS, SEVERAL_DAYS, AnyDays
from calque.config import read_site
from calque.pipeline.runner import InTurn
from calque.pipeline.status import status
from calque.pipeline.sync import sync
from calque.places import cache_path, ledger_path
from calque.reports.json import to_json

SINCE = re.compile(rb'<section id="since".*?</section>', re.DOTALL)
"""What the report says of the time since the one before: on a day without changes it is not written a second time."""
ACCEPTED = ("vanished", "mass_change", "texts_vanished", "catalog_shrank")
"""All but `locale_left`: a run that accepts that looks at everything."""

LIVE = {
    "We open the doors": "Nous ouvrons les portes de la maison à neuf heures du matin. Nous les fermons le soir.",
    "Behind the": "Derrière la maison se trouve un jardin avec de vieux pommiers, deux bancs et un étang.",
    "Whoever wants": "Qui veut emprunter une échelle demande au voisin qui a le vélo <strong>rouge</strong>.",
    "Read more": "Lire la suite",
}
SHARE = '<div class="share"><p>Share this page with the people who live next door to you.</p></div>'


@dataclass(frozen=True)
class Left:
    """What a run leaves: all that anybody can see of it."""

    files: dict[str, bytes]
    told: dict[str, object]
    ledger: list[str]
    written: tuple[str, ...]


class DeletedCache(AnyDays):
    """Any days of a site that is partly translated live, and after each sync of it one of a copy without the cache."""

    @initialize()
    def begin(self) -> None:
        self.live: set[int] = set()
        self.shared = False
        super().begin()

    @rule()
    def sync(self) -> None:
        self.publish()
        for _ in range(3):
            twin = Path(tempfile.mkdtemp(prefix="calque-twin-"))
            try:
                shutil.copytree(self.root, twin, dirs_exist_ok=True)
                cache_path(twin).unlink(missing_ok=True)
                assert run(self.root) == run(twin)
            finally:
                shutil.rmtree(twin)

    def publish(self, instead: str = "") -> None:
        super().publish(instead)
        for number, texts in self.texts.items():
            path = self.root / "posts" / f"fr-{number}.json"
            if number not in self.live:
                path.unlink(missing_ok=True)
                continue
            said = [next((new for old, new in LIVE.items() if text.startswith(old)), text) for text in texts]
            write(
                path,
                number + 100,
                f"fr/post-{number}",
                "".join(f"<p>{text}</p>" for text in said),
                "Le livre",
            )
        if self.shared and not instead:
            for path in (self.root / "posts").glob("*.json"):
                post = json.loads(path.read_bytes())
                if SHARE not in post["content"]["rendered"]:
                    post["content"]["rendered"] += SHARE
                    path.write_text(json.dumps(post), encoding="utf-8")

    @rule(number=st.integers(1, 8))
    def add_a_post(self, number: int) -> None:
        """Or take it away again, where it is none of those that all days have."""
        number += 100
        if self.texts.pop(number, None) is None:
            self.texts[number] = [
                f"The {number}. room of the house has a table and as many chairs as guests."
            ]
            self.kinds[number] = "post"
        else:
            (self.root / "posts" / f"{number}.json").unlink(missing_ok=True)

    @rule(number=POSTS)
    def translate_live(self, number: int) -> None:
        self.live ^= {number}

    @rule()
    def share(self) -> None:
        """A plugin begins, or ends, to write a block below every page."""
        self.shared = not self.shared


def write(path: Path, number: int, place: str, html: str, title: str) -> None:
    path.write_text(
        json.dumps(
            {
                "id": number,
                "type": "post",
                "slug": place.rpartition("/")[2],
                "status": "publish",
                "date_gmt": "2025-01-01T10:00:00",
                "modified_gmt": "2026-01-01T10:00:00",
                "link": f"https://example.org/{place}/",
                "title": {"rendered": title},
                "content": {"rendered": html},
            }
        ),
        encoding="utf-8",
    )


def run(root: Path) -> Left:
    site = read_site(root / "calque.toml")
    done = sync(site, InTurn(), now=lambda: NOON, accept=ACCEPTED)
    told = to_json(status(site, now=lambda: NOON))
    assert to_json(done.status)["pages"] == told["pages"]
    files = {
        path.relative_to(root).as_posix(): SINCE.sub(b"", path.read_bytes())
        for path in root.rglob("*")
        if path.is_file() and ".calque" not in path.parts
    }
    return Left(files, told, rows(ledger_path(site)), done.files)


def rows(path: Path | None) -> list[str]:
    """Return all that is in a ledger, but for the numbers that runs have."""
    if path is None or not path.exists():
        return []
    with closing(sqlite3.connect(path)) as ledger:
        return [row for row in ledger.iterdump() if not row.startswith('INSERT INTO "sqlite_sequence"')]


TestDeletedCache = DeletedCache.TestCase
TestDeletedCache.settings = SEVERAL_DAYS
