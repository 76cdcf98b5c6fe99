"""A site in English and French whose texts go to translators and come back."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from polib import POEntry

from calque.handoffs.wishes import Wish
from calque.model import SegmentState, Status
from calque.pipeline.status import status
from calque.pipeline.translators.hand_out import HandedOver, hand_out
from calque.pipeline.translators.take_back import Imported, ImportedFile, import_answers
from calque.po import Catalog, edit, read_catalog, write_catalog

DOORS = "We open the doors at nine in the morning and close them again when the last visitor has left."
GATES = DOORS.replace("doors", "gates")
DOORS_FR = (
    "Nous ouvrons les portes à neuf heures du matin et les refermons quand le dernier visiteur est parti."
)
GATES_FR = DOORS_FR.replace("portes", "grilles")
GARDEN = "Behind the house lies a garden with old apple trees, two benches and a pond full of frogs."
GARDEN_FR = "Derrière la maison s'étend un jardin avec de vieux pommiers, deux bancs et un étang plein de grenouilles."
SHARE = "Tell your friends about this page, they will be glad to hear of it."
SHARE_FR = "Parlez de cette page à vos amis, ils seront contents d'en entendre parler."
ATTIC = "Under the roof there is an attic where we keep the newspapers of the last hundred years."
ATTIC_FR = "Sous le toit se trouve un grenier où nous gardons les journaux des cent dernières années."
TITLES = {f"The little book of post post-{number}": f"Le petit livre numéro {number}" for number in (1, 2, 3)}
FRENCH = {DOORS: DOORS_FR, GATES: GATES_FR, GARDEN: GARDEN_FR, SHARE: SHARE_FR, ATTIC: ATTIC_FR} | TITLES


class Texts:
    """The texts of the site; `FRENCH` has the translation of each."""

    DOORS, GATES, GARDEN, SHARE, ATTIC, TITLES, FRENCH = DOORS, GATES, GARDEN, SHARE, ATTIC, [*TITLES], FRENCH


def html(*paragraphs: str) -> str:
    return "\n\n".join(f"<p>{text}</p>" for text in paragraphs)


def at(day: str) -> Callable[[], datetime]:
    return lambda: datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)


@dataclass
class Desk:
    """What an editor at the site and a translator do in turn."""

    workspace: object

    @property
    def root(self) -> Path:
        return self.workspace.root

    def edit_source(self, number: int, *paragraphs: str) -> None:
        """Change a post, and sync."""
        self.workspace.post(
            number, html(*paragraphs), title=[*TITLES][number - 1], modified_gmt="2026-05-04T08:00:00"
        )
        self.workspace.sync()

    def give(self, *, to: str = "marie", due: date | None = None, **wish: object) -> tuple[HandedOver, bytes]:
        """Hand out what the wish asks for; return what was done, and the file."""
        path = self.root / "out.po"
        path.unlink(missing_ok=True)
        done = hand_out(
            self.workspace.site, "fr", Wish(**wish), to=to, due=due, output=path, now=at("2026-06-01")
        )
        return done, path.read_bytes() if path.exists() else b""

    def take(self, *files: bytes, **options: object) -> Imported:
        """Import files under the names back-1.po, back-2.po, …"""
        paths = []
        for number, data in enumerate(files, 1):
            paths.append(self.root / f"back-{number}.po")
            paths[-1].write_bytes(data)
        return import_answers(self.workspace.site, paths, now=at("2026-06-08"), **options)

    def take_one(self, data: bytes, **options: object) -> ImportedFile:
        return self.take(data, **options).files[0]

    def status(self) -> Status:
        return status(self.workspace.site, now=at("2026-06-09"))

    def states(self) -> dict[str, SegmentState]:
        """Return the state of each text that is outstanding somewhere."""
        return {unit.source: unit.state for page in self.status().pages for unit in page.units}

    def entry(self, number: int, source: str) -> POEntry:
        """Return the entry of a text in the catalog of a post."""
        path = self.workspace.catalog(number)
        entries = read_catalog(path.read_bytes(), place=path.name).entries
        return next(entry for entry in entries if entry.msgid == source)


@pytest.fixture
def texts() -> type[Texts]:
    return Texts


@pytest.fixture
def answered() -> Callable[..., bytes]:
    """Return a file as a translator sends it back: these texts, or all, translated and no longer fuzzy."""

    def answer(data: bytes, *only: str, **other: str) -> bytes:
        catalog: Catalog = read_catalog(data, place="file")
        french = FRENCH | {getattr(Texts, name): target for name, target in other.items()}
        for index, entry in enumerate(catalog.entries):
            if entry.msgid in french and (not only or entry.msgid in only):
                catalog = edit(catalog, index, msgstr=french[entry.msgid], fuzzy=False)
        return write_catalog(catalog)

    return answer


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Where the site that every test starts from stands, once one of them has made it."""
    return {"folder": tmp_path_factory.mktemp("site") / "site"}


@pytest.fixture
def desk(workspace, prepared: dict[str, Path]) -> Desk:
    """Two new posts that share a paragraph, and a third whose translation is stale."""
    made = Desk(workspace)
    if not prepared["folder"].exists():
        workspace.configure((workspace.root / "calque.toml").read_text() + '[memory]\nfill = "off"\n')
        workspace.post(1, html(DOORS))
        workspace.post(2, html(GARDEN, SHARE))
        workspace.post(3, html(ATTIC, SHARE))
        workspace.sync()
        workspace.translate(1, {source: FRENCH[source] for source in (next(iter(TITLES)), DOORS)})
        made.edit_source(1, GATES)
        shutil.copytree(workspace.root, prepared["folder"])
    else:
        shutil.copytree(prepared["folder"], workspace.root, dirs_exist_ok=True)
    return made
