"""`calque init`, `sync` and `status` from the outside: what they print, write and exit with."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from calque.cli import app

Run = Callable[..., Any]

TEXT = "<p>We open the doors at nine in the morning and close them when the last visitor has left.</p>"


def test_sync_shows_the_status_and_writes_the_files(workspace, run: Run) -> None:
    workspace.post(1, TEXT)
    done = run("sync")
    assert done.returncode == 0, done.stderr
    assert "fr" in done.stdout
    assert "Wrote 2 files" in done.stderr
    assert (workspace.root / "report.html").exists()
    again = run("sync")
    assert "Wrote 0 files" in again.stderr


def test_status_as_json_is_versioned_and_needs_no_sync(workspace, run: Run) -> None:
    workspace.post(1, TEXT)
    done = run("status", "--format", "json")
    data = json.loads(done.stdout)
    assert (done.returncode, data["version"], data["locales"][0]["locale"]) == (0, 2, "fr")
    assert not (workspace.root / ".calque").exists()


@pytest.mark.parametrize("form", ["table", "json", "markdown", "csv", "html"])
def test_each_format_is_printed(workspace, run: Run, form: str) -> None:
    workspace.post(1, TEXT)
    done = run("status", "--format", form)
    assert (done.returncode, done.stderr) == (0, "")
    assert "fr" in done.stdout


def test_the_table_fits_eighty_columns(workspace, run: Run) -> None:
    workspace.post(1, TEXT)
    done = run("status", "--worklist")
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_a_policy_that_does_not_hold_exits_1(workspace, run: Run) -> None:
    workspace.post(1, TEXT)
    done = run("status", "--fail-under", "50")
    assert done.returncode == 1
    assert "fr: 0% translated, under the bar of 50%" in done.stderr
    assert run("status").returncode == 0


def test_a_gate_in_calque_toml_is_judged_by_sync_after_the_files_are_written(workspace, run: Run) -> None:
    workspace.configure((workspace.root / "calque.toml").read_text() + "[gate]\nfail_under = 50\n")
    workspace.post(1, TEXT)
    assert run("sync").returncode == 1
    assert workspace.catalog(1).exists()


def test_a_policy_is_judged_for_the_locale_shown(workspace, run: Run) -> None:
    workspace.configure((workspace.root / "calque.toml").read_text() + '[locales.de]\nprefix = "de"\n')
    workspace.post(1, TEXT)
    run("sync")
    source = TEXT.removeprefix("<p>").removesuffix("</p>")
    workspace.translate(
        1, {source: "Nous ouvrons les portes à neuf heures et les fermons après le dernier visiteur."}
    )
    assert run("status", "--fail-under", "50").returncode == 1
    assert run("status", "--locale", "fr", "--fail-under", "50").returncode == 0
    assert run("sync", "--locale", "fr", "--fail-under", "50").returncode == 0
    done = run("status", "--locale", "de", "--fail-under", "50")
    assert (done.returncode, done.stderr) == (
        1,
        "calque: below policy: de: 0% translated, under the bar of 50%\n",
    )


@pytest.mark.parametrize("wrong", [("--fail-under", "101"), ("--fail-under", "-1"), ("--limit", "-1")])
def test_a_number_out_of_range_exits_2(workspace, run: Run, wrong: tuple[str, str]) -> None:
    workspace.post(1, TEXT)
    assert run("status", *wrong).returncode == 2


def test_a_worklist_shows_what_was_asked_for_alone(workspace, run: Run) -> None:
    workspace.post(1, TEXT)
    workspace.sync()
    assert ",missing," in run("status", "--format", "csv", "--only", "missing").stdout
    assert ",missing," not in run("status", "--format", "csv", "--only", "stale,fuzzy").stdout
    assert "No text is in such a state." in run("status", "--worklist", "--only", "stale").stdout
    assert run("status", "--format", "csv", "--rows", "pages").stdout.startswith(
        "locale,page,title,page_state,verb,"
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ["--only", "old", "--format", "csv"],
            "--only 'old' is no state of a text to do; use some of conflict,",
        ),
        (["--only", ",", "--format", "csv"], "--only '' is no state of a text to do"),
        (["--only", "stale"], "--only: it chooses texts; say --worklist with it"),
        (["--only", "stale", "--format", "csv", "--rows", "pages"], "--only: it chooses texts"),
        (["--rows", "pages"], "--rows pages: --format table has no rows to choose"),
        (["--only", "stale", "."], "--only: folders are shown as a row a site"),
    ],
)
def test_a_choice_that_would_change_nothing_is_refused(run: Run, options: list[str], said: str) -> None:
    done = run("status", *options)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.split())


def test_a_worklist_in_markdown_is_as_long_as_asked_for(workspace, run: Run) -> None:
    for number in (1, 2, 3):
        workspace.post(number, TEXT)
    run("sync")
    text = run("status", "--worklist", "--format", "markdown", "--limit", "1").stdout
    assert "2 more translations of 2 pages not shown here." in text


def test_stale_texts_fail_where_they_must_not_be(workspace, run: Run) -> None:
    workspace.post(1, TEXT)
    run("sync")
    source = TEXT.removeprefix("<p>").removesuffix("</p>")
    workspace.translate(
        1, {source: "Nous ouvrons les portes à neuf heures et les fermons après le dernier visiteur."}
    )
    workspace.post(1, TEXT.replace("doors", "gates"))
    assert run("sync", "--no-stale").returncode == 1
    assert run("status", "--no-stale").returncode == 1


BROKEN = {
    "cut.json": '[{"id": 3, "type": "post", "content": {"rendered": "<p>It ends',
    "no-content.json": '{"id": 4, "type": "post", "link": "https://example.org/four/"}',
    "list.json": "[1, 2]",
    "latin.json": '{"id": 5, "title": "caf\udce9"}',
}


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("cut.json", "posts/cut.json:1: the JSON is cut off; fetch or save the file again"),
        ("no-content.json", "posts/no-content.json:1 (posts/4): a post without content"),
        ("list.json", "posts/list.json, post 1: not a post but int"),
        ("latin.json", "posts/latin.json: not UTF-8"),
    ],
)
def test_a_bad_post_gives_one_clear_sentence_and_the_others_go_through(
    workspace, run: Run, name: str, sentence: str
) -> None:
    workspace.post(1, TEXT)
    (workspace.root / "posts" / name).write_bytes(BROKEN[name].encode("utf-8", "surrogateescape"))
    done = run("sync")
    assert done.returncode == 3
    assert f"calque: {sentence}" in done.stderr
    assert workspace.catalog(1).exists()
    assert "Traceback" not in done.stderr + done.stdout


def test_an_unknown_key_exits_2_with_its_line(workspace, run: Run) -> None:
    workspace.configure((workspace.root / "calque.toml").read_text() + "prefx = 3\n")
    done = run("status")
    assert done.returncode == 2
    assert done.stderr.endswith(
        "calque.toml:10: unknown key 'prefx' in [locales.fr]; the nearest right key is 'prefix'\n"
    )
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "broken",
    [
        lambda data: data + b'\nmsgid "never ended\n',
        lambda data: data[:-20],
        lambda data: data[: len(data) // 2],
        lambda _: b"",
    ],
    ids=["syntax error", "cut off", "half", "empty"],
)
def test_a_po_file_that_cannot_be_read_exits_3_and_stays(
    workspace, run: Run, broken: Callable[[bytes], bytes]
) -> None:
    workspace.post(1, TEXT)
    run("sync")
    path = workspace.catalog(1)
    before = broken(path.read_bytes())
    path.write_bytes(before)
    workspace.post(2, TEXT)
    done = run("sync")
    assert done.returncode == 3
    assert "calque: locales/fr/LC_MESSAGES/post-1-post-1.po:" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    assert path.read_bytes() == before
    assert workspace.catalog(2).exists()


HOLD_THE_LOCK = """
from pathlib import Path
from calque.store import locked
with locked(Path(".")):
    print(flush=True)
    input()
"""


def test_a_sync_beside_another_exits_4(workspace, run: Run) -> None:
    workspace.post(1, TEXT)
    command = [sys.executable, "-c", HOLD_THE_LOCK]
    with subprocess.Popen(
        command, cwd=workspace.root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        done = run("sync")
        other.kill()
    assert done.returncode == 4
    assert "another sync holds the lock" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["status", "--nonsense"],
        ["status", "--format", "pdf"],
        ["merge"],
        ["status", "--locale", "xx"],
    ],
)
def test_wrong_usage_exits_2_with_one_sentence(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("calque: ")
    assert done.stderr.count("\n") == 1


def test_words_too_many_are_named_with_the_command_that_has_no_use_for_them(run: Run) -> None:
    done = run("handoff", "fr", "de")
    assert done.returncode == 2
    assert done.stderr == (
        "calque: fr de: more than `calque handoff` takes without an option; see `calque handoff --help`\n"
    )


def test_init_of_one_file_names_the_folder_that_it_lies_in(workspace, run: Run) -> None:
    (workspace.root / "calque.toml").unlink()
    file = workspace.post(1, TEXT, slug="hello").relative_to(workspace.root)
    done = run("init", str(file))
    assert done.returncode == 2
    assert done.stderr == (
        f"calque: {file}: a file; give the folder that it lies in, `calque init {file.parent}`\n"
    )


def test_no_configuration_names_the_way_to_one(run: Run, workspace) -> None:
    (workspace.root / "calque.toml").unlink()
    done = run("status")
    assert done.returncode == 2
    assert "calque init" in done.stderr


def test_init_writes_a_configuration_that_sync_takes(workspace, run: Run) -> None:
    (workspace.root / "calque.toml").unlink()
    workspace.post(1, TEXT, slug="hello")
    workspace.post(
        2, "<p>Nous ouvrons les portes à neuf heures du matin.</p>", slug="bonjour", locale="fr", lang="fr"
    )
    done = run("init", "posts")
    assert done.returncode == 0, done.stderr
    assert (workspace.site.source, [locale.tag for locale in workspace.site.locales]) == ("en", ["fr"])
    assert run("sync").returncode == 0


def test_init_believes_a_prefix_whose_texts_are_in_its_language(workspace, run: Run) -> None:
    """Polylang's free version gives other slugs and no language field; `/it/`, in English, is a category."""
    (workspace.root / "calque.toml").unlink()
    workspace.post(1, TEXT, slug="hello")
    workspace.post(
        2, "<p>Abrimos las puertas a las nueve de la mañana.</p>", link="https://example.org/es/hola/"
    )
    workspace.post(3, TEXT, link="https://example.org/it/networks/")
    workspace.post(4, TEXT, link="https://example.org/faq/hours/")
    done = run("init", "posts")
    assert done.returncode == 0, done.stderr
    assert (workspace.site.source, [locale.tag for locale in workspace.site.locales]) == ("en", ["es"])


def test_init_does_not_take_the_rest_root_of_a_locale_for_the_home(workspace, run: Run) -> None:
    """One post below `/fr/`, REST root and all, in English: the case that it all starts from."""
    (workspace.root / "calque.toml").unlink()
    workspace.post(1, TEXT, locale="fr", title="The little book of the lane")
    assert run("init", "posts").returncode == 0
    text = (workspace.root / "calque.toml").read_text(encoding="utf-8")
    assert 'url = "https://example.org"' in text
    assert 'source = "en"' in text
    assert 'prefix = "fr"' in text
    done = run("sync")
    assert "1 wrong language" in done.stdout
    worklist = run("status", "--worklist").stdout
    assert "The little book of the lane" in " ".join(worklist.split()), "the page's own text is shown"


def test_init_does_not_take_a_category_for_a_locale(workspace, run: Run) -> None:
    (workspace.root / "calque.toml").unlink()
    workspace.post(1, TEXT, slug="hello", link="https://example.org/it/hello/")
    done = run("init", "posts")
    assert done.returncode == 2
    assert "--target" in done.stderr
    assert run("init", "posts", "--source", "en", "--target", "fr,pt-BR").returncode == 0
    assert [locale.tag for locale in workspace.site.locales] == ["fr", "pt-BR"]


def test_init_finds_the_locales_of_a_site_in_a_folder_of_its_host(workspace, run: Run) -> None:
    (workspace.root / "calque.toml").unlink()
    for locale in ("", "fr"):
        home = "https://example.org/blog" + (f"/{locale}" if locale else "")
        workspace.post(
            1,
            TEXT,
            locale=locale,
            link=f"{home}/post-1/",
            _links={"self": [{"href": f"{home}/wp-json/wp/v2/posts/1"}]},
        )
    assert run("init", "posts").returncode == 0
    site = workspace.site
    assert (site.url, [locale.prefix for locale in site.locales]) == ("https://example.org/blog", ["fr"])


def test_init_takes_any_folder_name(workspace, run: Run) -> None:
    (workspace.root / "calque.toml").unlink()
    workspace.post(1, TEXT)
    (workspace.root / "posts").rename(workspace.root / 'po"s [1]*')
    assert run("init", 'po"s [1]*', "--source", "en", "--target", "fr").returncode == 0
    assert run("sync").returncode == 0
    assert workspace.catalog(1).exists()


def test_init_takes_a_folder_of_pages(tmp_path: Path, run: Run) -> None:
    """The French page has another path; `<html lang>` bears its prefix out."""
    (tmp_path / "calque.toml").unlink(missing_ok=True)
    for name, lang in (("index.html", "en"), ("about.html", "en"), ("fr/a-propos.html", "fr")):
        path = tmp_path / "public" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'<!doctype html><html lang="{lang}"><title>T</title><main><p>Some text</p></main>')
    done = run("init", "public")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "calque.toml").read_text()
    assert 'posts = ["public/**/*.html"]  # whole pages' in text
    assert 'url = "https://example.org"  # no page says its address: write it here' in text
    assert 'source = "en"' in text
    assert "[locales.fr]" in text
    assert run("sync").returncode == 0


def test_init_overwrites_nothing(workspace, run: Run) -> None:
    before = (workspace.root / "calque.toml").read_bytes()
    done = run("init", "posts")
    assert done.returncode == 2
    assert (workspace.root / "calque.toml").read_bytes() == before


def test_every_command_is_documented() -> None:
    reference = (Path(__file__).parents[2] / "docs" / "reference" / "cli.md").read_text(encoding="utf-8")
    names = [name for name in app if not name.startswith("-")]
    assert {"init", "sync", "status"} <= set(names)
    assert [name for name in names if f"## `calque {name}" not in reference] == []


def test_a_text_that_is_stale_for_too_long_breaks_the_gate(run: Run, workspace) -> None:
    for day, text in ((1, "nine in the morning"), (10, "ten in the morning")):
        workspace.post(
            1, f"<p>The doors open at {text} every day.</p>", modified_gmt=f"2026-01-{day:02}T10:00:00"
        )
        workspace.sync(day=f"2026-01-{day:02}")
        if day == 1:
            answers = {"The doors open at nine in the morning every day.": "Ouverture à neuf heures."}
            workspace.translate(1, answers)
            workspace.sync(day="2026-01-02")
    done = run("status", "--max-age", "30d")
    assert done.returncode == 1
    assert "below policy: fr: 1 segment stale for more than 30 days" in done.stderr
    assert run("status", "--max-age", "500w").returncode == 0
    assert "--max-age 'soon' is no length of time" in run("status", "--max-age", "soon").stderr


def test_the_digest_says_what_changed_since_the_last_report(run: Run, workspace) -> None:
    workspace.post(1, "<p>The doors open at nine in the morning every day.</p>")
    workspace.sync(day="2026-01-01")
    assert "This is the first report" not in run("digest").stdout
    workspace.translate(1, {"The doors open at nine in the morning every day.": "Ouverture à neuf heures."})
    workspace.sync(day="2026-01-02")
    done = run("digest", "--format", "json", "--since", "2026-01-02")
    assert json.loads(done.stdout)["counts"] == {
        "new": 0,
        "worse": 0,
        "better": 1,
        "translated": 0,
        "fixed": 0,
    }
    assert run("digest", "--if-changed").stdout == ""
    assert "neither a length of time nor a day" in run("digest", "--since", "x").stderr


def test_a_badge_can_be_asked_for(run: Run, workspace) -> None:
    workspace.post(1, "<p>The doors open at nine in the morning every day.</p>")
    workspace.sync()
    done = run("status", "--format", "svg", "--locale", "fr")
    assert done.stdout.startswith("<svg xmlns=")
    assert "0% translated" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch")
def test_a_sync_that_is_stopped_says_so_and_the_next_one_goes_on(workspace, loopback, run: Run) -> None:
    asked = threading.Event()
    over = threading.Event()

    def hang(_asked: object) -> None:
        asked.set()
        over.wait(30)

    loopback.answer = hang
    workspace.post(1, TEXT)
    plain = (workspace.root / "calque.toml").read_text()
    workspace.configure(plain.replace("https://example.org", loopback.url) + "[wordpress]\n")
    command = [sys.executable, "-m", "calque", "sync", "--config", str(workspace.root / "calque.toml")]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert asked.wait(30)
    running.send_signal(signal.SIGTERM)
    out, err = running.communicate(timeout=20)
    over.set()
    assert running.returncode == -signal.SIGTERM
    assert (out, err) == ("", "calque: SIGTERM ended it; what was written stands, run it again to go on\n")
    workspace.configure(plain)
    assert run("sync").returncode == 0
