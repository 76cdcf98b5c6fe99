"""Every value of calque.toml is checked when it is read: refused with its line, or good for a whole sync."""

import re
import tomllib

import pytest
from hypothesis import settings

FULL = """\
[site]
name = "example"
url = "https://example.org"
source = "en"
posts = ["posts/*.json"]
fields = ["acf.subtitle"]
revisions = ["revisions/*.json"]
exports = ["exports/*.xml"]
sitemaps = ["maps/*.xml"]
pages = ["saved/*.html"]
parameter = "lang"
base = "site"
prefix = "en"

[locales.fr]
prefix = "fr"
host = "fr.example.org"
parameter = "fr"
truth = "po"

[scope.fr]
types = ["post"]
categories = [1]
ids = [1]
since = 2026-01-01
exclude = ["posts/7"]

[html]
include = ["main"]
exclude = [".share"]
inline = ["x-inline"]
opaque = ["x-opaque"]
shortcodes = ["gallery"]
numbers = true

[catalogs]
folder = "locales"
layout = "post"
wrap = 79

[report]
file = "report.html"
url = "https://example.org/report"
since = "7d"

[gate]
fail_under = 10
max_age = "30d"

[checks]
ignore = ["numbers"]
glossary = "terms.csv"

[pairs]
"posts/1" = { fr = "posts/2" }

[[waive]]
post = "posts/1"
revision = 2026-05-04
by = "ana"
on = 2026-05-05
reason = "no more"
"""

HOSTILE = (
    '""',
    '"\\u0000"',
    '"a\\u0000b"',
    '"\\u001b[31m"',
    '"\\u202e"',
    f'"{"x" * 300}"',
    f'"{"x" * 5000}"',
    f'"{"x/" * 3000}"',
    '"x::before"',
    '"::"',
    '"["',
    '"**x"',
    '"["',
    '"***"',
    '"."',
    '".."',
    '"/"',
    '"/etc/passwd"',
    '"~"',
    '"*"',
    '"**/*"',
    '"%s"',
    '"{x}"',
    '"http://[::1"',
    '"https://h:abc/x"',
    '"postgresql://h:abc/x"',
    '"sqlite:///locales/fr/x.po"',
    '"javascript:alert(1)"',
    '"é"',
    '"calque.toml"',
    '"posts"',
    '"posts/en-1.json"',
    '"locales"',
    '"locales/fr/LC_MESSAGES/post-1-post-1.po"',
    '"99999w"',
    '"0d"',
    '"-1d"',
    "0001-01-01",
    "9999-12-31",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "12:00:00",
    "0",
    "-1",
    "9" * 30,
    "9" * 5000,
    "1e999",
    "nan",
    "true",
    "[]",
    "[[]]",
    '[""]',
    '["\\u0000"]',
    '["x::before"]',
    '["**"]',
    '["."]',
    '[".."]',
    '["*"]',
    '["locales/**/*"]',
    '["**/*"]',
    '["calque.toml"]',
    '["report.html"]',
    f'["{"x" * 300}"]',
    '[":not("]',
    '["a:has(> b"]',
    '["a:nth-child(x)"]',
    "[1.5]",
    "[99999999999999999999]",
    "{}",
    "{ fr = 1 }",
    "[" * 2000,
)
PARTS = 4 if settings.default.max_examples >= 100 else 16
VALUE = re.compile(r"^(\w+|\"[^\"]+\") = (.+)$", re.MULTILINE)
PLACES = [found.span(2) for found in VALUE.finditer(FULL)]


def mutants(part: int, parts: int):
    """Yield one configuration for each value and each hostile value, a share of all."""
    number = 0
    for start, end in PLACES:
        for value in dict.fromkeys(HOSTILE):
            number += 1
            if number % parts == part:
                yield FULL[start - 12 : start].splitlines()[-1], value, FULL[:start] + value + FULL[end:]


@pytest.mark.parametrize("part", range(4))
def test_a_value_is_refused_with_its_line_or_good_for_a_sync(part: int, workspace, run) -> None:
    workspace.root.joinpath("terms.csv").write_text("term,fr\n", encoding="utf-8")
    workspace.post(
        1,
        "<main><p>The garden is open from May to October.</p></main>",
        slug="post-1",
        categories=[1],
        link="https://example.org/site/en/post-1/",
    )
    workspace.configure(FULL)
    assert run("sync").returncode in (0, 1, 3)
    catalog = workspace.catalog(1).read_bytes()
    wrong = []
    for key, value, text in mutants(part, PARTS):
        workspace.configure(text)
        for command in ("sync",):
            done = run(command)
            told = " ".join(done.stderr.split())
            is_clear = "fault of calque" not in told and "Traceback" not in told
            if done.returncode == 2:
                is_clear = is_clear and re.search(r"calque: \S+:\d+: ", told) is not None
            kept = (workspace.root / "calque.toml").read_text(encoding="utf-8") == text
            if not (is_clear and kept):
                wrong.append((command, key, value[:60], told[:300]))
    assert wrong == []
    left = [path.read_bytes() for path in workspace.root.rglob("*.po") if path.is_file()]
    assert without_facts(catalog) in map(without_facts, left)


def without_facts(catalog: bytes) -> list[bytes]:
    """Return the lines of a catalog but for those on where its texts stand, which other rules word otherwise."""
    return [line for line in catalog.splitlines() if not line.startswith(b"#. ")]


OVERLAPS = [
    ('file = "report.html"', 'file = "calque.toml"', 42, "is calque.toml itself"),
    ('file = "report.html"', 'file = "./calque.toml"', 42, "is calque.toml itself"),
    ('file = "report.html"', 'file = "locales/fr/LC_MESSAGES/post-1-post-1.po"', 42, "lies on locales/"),
    ('file = "report.html"', 'file = "locales"', 42, "lies on locales/"),
    ('file = "report.html"', 'file = "posts/en-1.json"', 42, "[site] posts names"),
    ('file = "report.html"', 'file = "revisions/a.json"', 42, "[site] revisions names"),
    ('file = "report.html"', 'file = "saved/a.html"', 42, "[site] pages names"),
    ('file = "report.html"', 'file = "exports/a.xml"', 42, "[site] exports names"),
    ('file = "report.html"', 'file = "maps/a.xml"', 42, "[site] sitemaps names"),
    ('file = "report.html"', 'file = "terms.csv"', 42, "is the glossary"),
    ('file = "report.html"', 'file = ".calque/ledger.sqlite"', 42, "lies in the folder of the ledger"),
    ('file = "report.html"', 'copy_to = "."', 42, "is where the report stands"),
    ('file = "report.html"', 'copy_to = "saved"', 42, "[site] pages names"),
    ('folder = "locales"', 'folder = "."', 37, "is the folder of calque.toml"),
    ('folder = "locales"', 'folder = ".calque"', 37, "what is disposable"),
    ('posts = ["posts/*.json"]', 'posts = ["**/*"]', 5, "which calque writes"),
    ('posts = ["posts/*.json"]', 'posts = ["locales/*/*/*.po"]', 5, "which calque writes"),
    ('posts = ["posts/*.json"]', 'posts = ["*.html"]', 42, "[site] posts names"),
]


@pytest.mark.parametrize("left", ['"report.html"', '"*.html"', '"./report.html"', '"re*/**", "report.*"'])
def test_what_is_excluded_from_the_posts_may_be_written(left: str, workspace, run) -> None:
    page = "<!doctype html><html lang='{}'><title>Garden</title><main><p>{}</p></main></html>"
    (workspace.root / "public/fr").mkdir(parents=True)
    (workspace.root / "public/garden.html").write_text(page.format("en", "The garden is open."))
    workspace.configure(
        '[site]\nname = "example"\nurl = "https://example.org"\nsource = "en"\nposts = ["**/*.html"]\n'
        f'exclude = [{left}]\n[locales.fr]\nprefix = "fr"\ntruth = "po"\n'
    )
    assert [run("sync").returncode for _ in range(2)] == [0, 0]
    assert "garden" in (done := run("status", "--format", "json")).stdout
    assert '"source_url": "https://example.org/report.html"' not in done.stdout


@pytest.mark.parametrize(("left", "told"), [("", "'' names no file"), ("tags/**x", "no pattern")])
def test_an_exclude_that_is_no_pattern_is_told(left: str, told: str, workspace, run) -> None:
    workspace.post(1, "<p>The garden is open.</p>")
    text = (workspace.root / "calque.toml").read_text()
    workspace.configure(text.replace("\nposts =", f'\nexclude = ["{left}"]\nposts =', 1))
    done = run("sync")
    assert done.returncode > 1
    assert told in " ".join((done.stderr + done.stdout).split())


@pytest.mark.parametrize(("written", "instead", "line", "told"), OVERLAPS)
def test_nothing_that_is_written_lies_on_what_is_read(
    written: str, instead: str, line: int, told: str, workspace, run
) -> None:
    assert written in FULL
    workspace.root.joinpath("terms.csv").write_text("term,fr\n", encoding="utf-8")
    workspace.post(1, "<p>The garden is open.</p>")
    workspace.configure(FULL.replace(written, instead))
    before = {path: path.read_bytes() for path in workspace.root.rglob("*") if path.is_file()}
    done = run("sync")
    assert done.returncode == 2
    said = " ".join(done.stderr.split())
    assert f"calque.toml:{line}: " in said
    assert told in said
    assert {path: path.read_bytes() for path in workspace.root.rglob("*") if path.is_file()} == before


def test_a_link_is_what_it_leads_to(workspace, run) -> None:
    workspace.post(1, "<p>The garden is open.</p>")
    assert run("sync").returncode == 0
    before = workspace.catalog(1).read_bytes()
    (workspace.root / "page.html").symlink_to(workspace.catalog(1))
    workspace.configure((workspace.root / "calque.toml").read_text() + '[report]\nfile = "page.html"\n')
    assert run("sync").returncode == 2
    assert workspace.catalog(1).read_bytes() == before


@pytest.mark.parametrize(
    "name", ["posts/en-1.json", "calque.toml", "posts/new.json", "locales/fr/LC_MESSAGES/new.po"]
)
def test_no_command_writes_over_what_is_read(name: str, workspace, run) -> None:
    workspace.post(1, "<p>The garden is open.</p>")
    assert run("sync").returncode == 0
    old, new = str(workspace.catalog(1)), str(next(workspace.root.glob("locales/templates/*.pot")))
    before = {path: path.read_bytes() for path in workspace.root.rglob("*") if path.is_file()}
    assert run("handoff", "-o", name).returncode == 2
    if "new" not in name:
        assert run("merge", old, new, "-o", name).returncode == 2
    assert {p: before[p] for p in before if ".calque" not in p.parts} == {
        p: p.read_bytes() for p in workspace.root.rglob("*") if p.is_file() and ".calque" not in p.parts
    }


def test_merge_writes_over_no_other_translation_and_over_its_own_again(workspace, run) -> None:
    workspace.post(1, "<p>The garden is open.</p>")
    workspace.post(2, "<p>The library is closed.</p>")
    assert run("sync").returncode == 0
    workspace.translate(2, {"The library is closed.": "La bibliothèque est fermée."})
    old, new = str(workspace.catalog(1)), str(next(workspace.root.glob("locales/templates/post-1-*.pot")))
    before = workspace.catalog(2).read_bytes()
    done = run("merge", old, new, "-o", str(workspace.catalog(2)))
    assert done.returncode == 2
    assert "holds texts that the result does not hold" in " ".join(done.stderr.split())
    assert workspace.catalog(2).read_bytes() == before
    assert [run("merge", old, new, "-o", "out.po").returncode for _ in range(2)] == [0, 0]


def test_a_full_configuration_is_toml() -> None:
    assert tomllib.loads(FULL)["site"]["name"] == "example"
