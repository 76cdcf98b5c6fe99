"""Characters that a terminal, a log or an editor would obey come out of no command as they went in."""

import json
import re

import pytest

from calque.output import terminal

HOSTILE = "\x1b[2J\x1b]0;owned\x07\x00\x08\x7f\x9b31m\u202etxt\u2066\u2028\u2029"
OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
TEXT = f"The garden is open {HOSTILE} from May to October, and closed in winter."
ARABIC = "الحديقة مفتوحة \u200f(من مايو)\u200e إلى أكتوبر"

COMMANDS = {
    "sync": ("sync",),
    "table": ("status", "--worklist"),
    "markdown": ("status", "--format", "markdown"),
    "worklist": ("status", "--worklist", "--format", "markdown"),
    "csv": ("status", "--format", "csv"),
    "json": ("status", "--format", "json"),
    "html": ("status", "--format", "html"),
    "svg": ("status", "--format", "svg"),
    "digest": ("digest",),
    "digest as json": ("digest", "--format", "json"),
    "check": ("check",),
    "check as json": ("check", "--format", "json"),
    "handoff": ("handoff", "--to", f"A{HOSTILE.replace(chr(0), '')}", "-o", "out.po"),
    "list": ("handoff", "--list"),
    "recover": ("recover",),
    "segments as text": ("segments", "posts/en-1.json", "--format", "text"),
    "segments": ("segments", "posts/en-1.json"),
    "import": ("import", "no\x1b[1mfile.po"),
    "an option": ("status", "--locale", "\x1b[1m\u202e"),
    "locate": ("locate", "https://example.org/\x9b\u202e/"),
    "a post's name": ("segments", "posts/\x1b[1m.json"),
}


@pytest.fixture(autouse=True)
def site(workspace):
    workspace.post(1, f"<p>{TEXT}</p>", title=f"Hours {HOSTILE} {ARABIC}")
    workspace.post(2, "<p>Another page.</p>", link=f"http://[::1{HOSTILE}")
    workspace.post(3, "<p>Pay 7 coins at the gate.</p>")
    (workspace.root / "posts" / "\x1b[31mred\u202e.json").write_text("{", encoding="utf-8")
    workspace.sync("2026-05-01")
    workspace.translate(3, {"Pay 7 coins at the gate.": f"Payez 8 pièces {HOSTILE.replace(chr(0), '')}"})
    (workspace.root / "locales" / "fr" / "LC_MESSAGES" / "post-1-\x1b[1m.po").write_bytes(b"msgid")
    workspace.sync("2026-05-02")
    return workspace


@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_that_is_printed_is_obeyed(name: str, run) -> None:
    done = run(*COMMANDS[name])
    form = "\r" if name == "csv" else ""
    for out in (done.stdout, done.stderr):
        found = {letter for letter in OBEYED.findall(out) if letter not in form}
        assert found == set(), out
    assert "fault of calque" not in done.stderr
    if name in ("table", "worklist", "html", "csv", "segments as text"):
        assert "␛" in done.stdout


def test_the_page_for_people_obeys_nothing_either(site) -> None:
    page = (site.root / "report.html").read_text(encoding="utf-8")
    assert OBEYED.search(page) is None
    assert "␛" in page


def test_a_text_with_a_nul_gives_catalogs_that_can_be_read(site) -> None:
    unread = [
        one.place for one in site.sync("2026-05-03").status.findings if one.code == "unreadable_catalog"
    ]
    assert unread == []


def test_json_holds_what_it_held(run) -> None:
    pages = json.loads(run("status", "--format", "json").stdout)["pages"]
    assert any("\u202e" in page["title"] for page in pages)


def test_marks_of_direction_stay_where_arabic_needs_them(run) -> None:
    for form in (("--worklist",), ("--worklist", "--format", "markdown"), ("--format", "csv")):
        out = run("status", *form).stdout
        assert "\u200f" in out
        assert "\u200e" in out


@pytest.mark.parametrize("columns", ["0", "00", ""])
def test_a_terminal_without_width_gets_a_table(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert terminal().width == 80


def test_in_a_pipe_no_line_is_folded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert terminal().width > 10_000
