"""A site in the middle of everything, and `calque` run on it by a process that a fault hits."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from calque.config import read_site
from calque.pipeline.runner import InTurn
from calque.pipeline.sync import Outcome, sync
from calque.po import altered, edit, read_catalog, write_catalog

FAULTS = Path(__file__).with_name("faults.py")
MARK = re.compile(r"mk[tn][a-z]{2}\d+x")
"""A word that stands in one translation (`mkt`) or one note (`mkn`) alone; no line break falls into it."""
CONFIG = """\
[site]
name = "example"
url = "https://example.org"
source = "en"
posts = ["posts/*.json"]

[locales.fr]
prefix = "fr"
truth = "po"
"""
NO_MEMORY = '[memory]\nfill = "off"'
"""The posts here say nearly the same: suggestions would stand where a scene wants nothing."""
GERMAN = '[locales.de]\nprefix = "de"\ntruth = "po"'
ITALIAN = '[locales.it]\nprefix = "it"\ntruth = "po"'
SPANISH = '[locales.es]\nprefix = "es"\ntruth = "site"'
SCOPES = "[scope.de]\nids = [2, 3]\n[scope.es]\nids = [1]\n[scope.it]\nids = [3]"
TEXTS = (
    "We open the doors of house {} at nine in the morning and close them in the evening.",
    "Behind house {} lies a garden with old apple trees, two benches and a pond full of frogs.",
    "Whoever wants to borrow a ladder from house {} asks the neighbour with the red bicycle.",
    "In winter the kitchen of house {} smells of cinnamon, and nobody wants to go home.",
)
LIVE = (
    "Abrimos las puertas de la casa 1 a las nueve de la mañana y las cerramos por la tarde mktes101x.",
    "Detrás de la casa 1 hay un jardín con viejos manzanos, dos bancos y un estanque lleno de ranas mktes102x.",
    "Quien quiera pedir prestada una escalera de la casa 1 pregunta al vecino de la bicicleta roja mktes103x.",
    "En invierno la cocina de la casa 1 huele a canela, y nadie quiere irse a su casa mktes104x.",
)
TWICE = """
# another hand, mknfr699x
msgid "{}"
msgstr "Une autre traduction mktfr699x du même texte."
"""
MARKERS = """
<<<<<<< ours
#~ msgid "A text that was here once upon a time."
#~ msgstr "Un texte mktfr898x qui était là."
=======
#~ msgid "A text that was here once upon a time."
#~ msgstr ""
>>>>>>> theirs
"""


@dataclass(frozen=True)
class Done:
    """What a child left."""

    code: int
    """The exit code; negative: the signal that ended it."""
    error: str
    trace: tuple[str, ...] = ()


class Children:
    """Runs `calque` in a workspace, in a child process that a fault hits; see `faults.py`."""

    def __init__(self, server: "subprocess.Popen[str]", folder: Path) -> None:
        self._server = server
        self._folder = folder
        self._names = (f"child-{number}" for number in count())

    def start(self, root: Path, fault: str = "none", *command: str, **more: Any) -> str:
        """Begin a run, and return its name."""
        name = next(self._names)
        files = {part: str(self._folder / f"{name}.{part}") for part in ("stdout", "stderr", "trace")}
        order = {"name": name, "root": str(root), "fault": fault, "command": command or ("sync",)}
        self._tell(order | files | more)
        return name

    def wait(self, name: str) -> Done:
        """Wait for the end of a run."""
        self._tell({"wait": name})
        assert self._server.stdout is not None
        code = int(self._server.stdout.readline())
        error, trace = (self._folder / f"{name}.stderr", self._folder / f"{name}.trace")
        operations = trace.read_text(encoding="utf-8").splitlines() if trace.exists() else ()
        return Done(code, error.read_text(encoding="utf-8"), tuple(operations))

    def run(self, root: Path, fault: str = "none", *command: str, **more: Any) -> Done:
        """Run a command to its end."""
        return self.wait(self.start(root, fault, *command, **more))

    def _tell(self, order: Mapping[str, Any]) -> None:
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps(order) + "\n")
        self._server.stdin.flush()


@pytest.fixture(scope="session")
def children(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Children]:
    """The process that starts the children; it has all of calque loaded."""
    folder = tmp_path_factory.mktemp("children")
    root = folder / "warm"
    root.mkdir()
    (root / "calque.toml").write_text(CONFIG, encoding="utf-8")
    Bench(root).post(1, "We open the doors at nine in the morning and close them in the evening.")
    with subprocess.Popen(
        [sys.executable, FAULTS, root], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        made = Children(server, folder)
        yield made
        server.kill()


@dataclass(frozen=True)
class Bench:
    """A workspace on which runs are tried again and again."""

    root: Path

    def configure(self, *tables: str) -> None:
        (self.root / "calque.toml").write_text("\n".join((CONFIG, *tables, NO_MEMORY)), encoding="utf-8")

    def post(self, number: int, *paragraphs: str, locale: str = "", **fields: Any) -> Path:
        """Write a post of some paragraphs."""
        slug = f"{locale}/post-{number}".lstrip("/")
        row = {
            "id": number + (100 if locale else 0),
            "type": "post",
            "slug": f"post-{number}",
            "status": "publish",
            "date_gmt": "2026-01-01T10:00:00",
            "modified_gmt": "2026-01-01T10:00:00",
            "link": f"https://example.org/{slug}/",
            "title": {
                "rendered": f"The little book of post {number}" if not locale else f"{locale} {number}"
            },
            "content": {"rendered": "\n".join(f"<p>{text}</p>" for text in paragraphs)},
        } | fields
        path = self.root / "posts" / f"{locale or 'en'}-{number}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
        return path

    def sync(self, day: str = "2026-06-01", **options: bool) -> Outcome:
        moment = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        return sync(read_site(self.root / "calque.toml"), InTurn(), now=lambda: moment, **options)

    def catalog(self, number: int, locale: str = "fr") -> Path:
        return self.root / "locales" / locale / "LC_MESSAGES" / f"post-{number}-post-{number}.po"

    def translate(self, number: int, locale: str = "fr", *, only_notes: Collection[int] = ()) -> None:
        """Fill a post's catalog; each text and each note holds a word that stands nowhere else."""
        path = self.catalog(number, locale)
        catalog = read_catalog(path.read_bytes(), place=path.name)
        for index, entry in enumerate(catalog.entries):
            mark = f"{locale}{number}{index:02}x"
            catalog = catalog.with_entries({index: altered(entry, tcomment=f"a note, mkn{mark}")})
            if index not in only_notes:
                text = f"Ceci est la traduction mkt{mark} de tout ce que dit le paragraphe."
                catalog = edit(catalog, index, msgstr=text, fuzzy=False)
        path.write_bytes(write_catalog(catalog))

    def files(self) -> dict[str, bytes]:
        """Return every file below locales/ with its bytes; what a killed run staged is no catalog."""
        folder = self.root / "locales"
        found = (path for path in folder.rglob("*") if path.is_file() and path.suffix in {".po", ".pot"})
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}

    def marks(self) -> frozenset[str]:
        """Return the words that tell translations and notes apart, of all catalogs, by no reader of calque's."""
        text = b"\n".join(data for name, data in self.files().items() if name.endswith(".po"))
        return frozenset(MARK.findall(text.decode("utf-8", "replace")))

    def leftovers(self) -> list[str]:
        """Return what a run staged and did not rename."""
        found = self.root.rglob("*.calque-new")
        return sorted(path.relative_to(self.root).as_posix() for path in found)

    def memory(self) -> bytes:
        """Return what calque remembers: the databases, with what is not in their files yet."""
        return b"".join(
            path.read_bytes()
            for path in sorted(self.root.glob(".calque/*.sqlite*"))
            if not path.name.endswith("-shm")
        )

    def at(self, root: Path) -> "Bench":
        """Return the workspace in another folder."""
        return Bench(root)

    def copied(self, to: Path) -> "Bench":
        """Return a copy in a folder, which is emptied first."""
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(self.root, to)
        return Bench(to)


@dataclass(frozen=True)
class Midway:
    """A site before a sync, and what the sync makes of it when nobody disturbs it."""

    before: Bench
    old: Mapping[str, bytes]
    new: Mapping[str, bytes]
    marks: frozenset[str]
    operations: tuple[str, ...]
    """What the sync does to the disk, one after the other."""


@pytest.fixture(scope="session")
def midway(tmp_path_factory: pytest.TempPathFactory, children: Children) -> Midway:
    """A site where the next sync does all that a sync can do with a catalog."""
    bench = Bench(tmp_path_factory.mktemp("midway"))
    lay_out(bench)
    return undisturbed(bench, children, tmp_path_factory.mktemp("undisturbed"))


@pytest.fixture(scope="session")
def relaid(tmp_path_factory: pytest.TempPathFactory, children: Children) -> Midway:
    """A site where the next sync puts all catalogs into other files."""
    bench = Bench(tmp_path_factory.mktemp("relaid"))
    bench.configure(GERMAN)
    for number, year in ((1, 2025), (2, 2026)):
        bench.post(number, *(text.format(number) for text in TEXTS), date_gmt=f"{year}-01-01T10:00:00")
    bench.sync()
    for locale in ("fr", "de"):
        bench.translate(1, locale, only_notes=[3])
        bench.translate(2, locale)
    bench.post(1, *(text.format(1) for text in TEXTS[:2]), date_gmt="2025-01-01T10:00:00")
    bench.sync()  # now something is obsolete, and a note is in the archive
    with bench.catalog(2).open("a", encoding="utf-8") as file:
        file.write(TWICE.format(TEXTS[2].format(2)))
    bench.configure(GERMAN, '[catalogs]\nlayout = "section"')
    return undisturbed(bench, children, tmp_path_factory.mktemp("undisturbed"))


def undisturbed(bench: Bench, children: Children, folder: Path) -> Midway:
    after = bench.copied(folder / "site")
    done = children.run(after.root)
    return Midway(bench, bench.files(), after.files(), bench.marks(), done.trace)


def lay_out(bench: Bench) -> None:
    """Bring a site to the evening before a sync that has much to do."""
    bench.configure(GERMAN, ITALIAN, SPANISH, SCOPES)
    for number in (1, 2, 3, 5, 6, 7, 8):
        bench.post(number, *(text.format(number) for text in TEXTS))
    bench.post(1, *LIVE, locale="es")
    bench.sync()
    for number in (2, 3, 5, 6, 7, 8):
        bench.translate(number)
    bench.translate(1, only_notes=[3])
    for number, locale in ((2, "de"), (3, "it")):
        bench.translate(number, locale)
    (bench.root / "posts" / "en-3.json").rename(bench.root / "kept.json")
    bench.sync()
    bench.sync()  # now the third is in the archive
    (bench.root / "posts" / "en-2.json").unlink()
    bench.sync()  # and the second has been missed once
    (bench.root / "kept.json").rename(bench.root / "posts" / "en-3.json")
    bench.post(4, *(text.format(4) for text in TEXTS))
    first, last = TEXTS[0].format(1), TEXTS[3].format(1)
    bench.post(1, first.replace("doors", "gates"), last, modified_gmt="2026-06-02T08:00:00")
    edited = (
        LIVE[0],
        LIVE[1],
        LIVE[2],
        LIVE[3].replace("canela", "mucha canela y clavo").replace("4x", "5x"),
    )
    bench.post(1, *edited, locale="es", modified_gmt="2026-06-03T08:00:00")
    with bench.catalog(6).open("a", encoding="utf-8") as file:
        file.write(TWICE.format(TEXTS[2].format(6)))
    bench.catalog(7).write_bytes(bench.catalog(7).read_bytes()[:-20])
    with bench.catalog(8).open("a", encoding="utf-8") as file:
        file.write(MARKERS)
    bench.configure(
        GERMAN, SPANISH, SCOPES.replace("[scope.it]\nids = [3]", '[scope.fr]\nexclude = ["posts/5"]')
    )
