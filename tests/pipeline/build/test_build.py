"""`calque build`: translated posts and pages as files, and nothing that is not finished or breaks a page."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from calque.building.manifest import BuiltRow, read_manifest
from calque.cli import main
from calque.errors import ConfigError
from calque.guards.questions import Guard
from calque.model import Unfinished
from calque.pipeline.build.run import BuildOutcome, build

DAY = "The old mill stands beside the river and opens every morning."
JOUR = "Le vieux moulin se dresse au bord de la rivière et ouvre chaque matin."
NIGHT = "In the evening the miller closes the heavy wooden doors himself."
SOIR = "Le soir, le meunier ferme lui-même les lourdes portes en bois."
TITLE, TITRE = "The old mill", "Le vieux moulin"


@pytest.fixture
def built(workspace) -> Callable[..., BuildOutcome]:
    def run(**options: Any) -> BuildOutcome:
        return build(workspace.site, now=lambda: datetime(2026, 6, 2, tzinfo=UTC), **options)

    return run


def state_of(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return every file with its bytes and its time."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def post(workspace, number: int = 1, text: str = f"<p>{DAY}</p>\n<p>{NIGHT}</p>", **fields: Any) -> None:
    workspace.post(number, "<p>rendered</p>", raw=text, title=TITLE, **fields)


def row(workspace, name: str = "fr/posts/1.json") -> dict[str, Any]:
    return json.loads((workspace.root / "build" / name).read_text(encoding="utf-8"))


def rows_of(manifest: Path) -> dict[str, BuiltRow]:
    return {row.source: row for row in read_manifest(manifest.read_bytes(), place="manifest.json").pages}


def done(workspace, number: int = 1) -> None:
    workspace.translate(number, {TITLE: TITRE, DAY: JOUR, NIGHT: SOIR})


def test_a_finished_post_is_built_in_the_structure_of_its_source(workspace, built) -> None:
    post(workspace)
    workspace.sync()
    done(workspace)
    assert built().written == ("fr/posts/1.json",)
    made = row(workspace)
    assert made["title"] == {"rendered": TITRE}
    assert made["content"] == {"raw": f"<p>{JOUR}</p>\n<p>{SOIR}</p>"}
    assert (made["lang"], made["slug"], made["translation_of"]) == ("fr", "le-vieux-moulin", "posts/1")


def test_unchanged_inputs_write_nothing(workspace, built) -> None:
    post(workspace)
    workspace.sync()
    done(workspace)
    built()
    before = state_of(workspace.root / "build")
    workspace.sync("2026-06-03")
    again = built()
    assert (again.written, again.unchanged) == ((), 1)
    assert state_of(workspace.root / "build") == before


def test_the_manifest_says_from_what_each_page_was_built(workspace, built) -> None:
    post(workspace)
    post(workspace, 2)
    workspace.sync()
    done(workspace)
    done(workspace, 2)
    built()
    path = workspace.root / "build/manifest.json"
    first = rows_of(path)
    workspace.translate(2, {DAY: "Le vieux moulin, au bord de l’eau, ouvre tous les matins."})
    built()
    second = rows_of(path)
    assert first["posts/1"] == second["posts/1"]
    one, other = first["posts/2"], second["posts/2"]
    assert one.source_digest == other.source_digest
    assert one.catalog_digest != other.catalog_digest
    assert other.catalog == f"locales/fr/LC_MESSAGES/{workspace.catalog(2).name}"


def test_what_is_not_finished_is_held_and_what_was_built_stays(workspace, built) -> None:
    post(workspace)
    workspace.sync()
    done(workspace)
    built()
    before = state_of(workspace.root / "build")
    post(workspace, text=f"<p>{DAY}</p>\n<p>{NIGHT}</p>\n<p>New words of today.</p>")
    workspace.sync("2026-06-03")
    held = built().held
    assert [(one.source, one.why) for one in held] == [("posts/1", "1 text is not finished")]
    assert state_of(workspace.root / "build") == before


@pytest.mark.parametrize(
    ("policy", "second"), [(Unfinished.SOURCE, "closes the light doors"), (Unfinished.LAST_GOOD, SOIR)]
)
def test_a_stale_text_stands_as_the_policy_says(workspace, built, policy: Unfinished, second: str) -> None:
    post(workspace)
    workspace.sync()
    done(workspace)
    post(workspace, text=f"<p>{DAY}</p>\n<p>{NIGHT.replace('heavy wooden', 'light')}</p>")
    workspace.sync("2026-06-03")
    outcome = built(unfinished=policy)
    assert outcome.written == ("fr/posts/1.json",)
    assert JOUR in row(workspace)["content"]["raw"]
    assert second in row(workspace)["content"]["raw"]


def test_creating_and_updating_a_page_have_bars_of_their_own(workspace, built) -> None:
    text = (workspace.root / "calque.toml").read_text(encoding="utf-8")
    policy = '\n[build]\nunfinished = "source"\ncreate = 100\n[build.fr]\nupdate = 10\n'
    workspace.configure(text + policy)
    for number in (1, 2):
        post(workspace, number)
    workspace.post(2, f"<p>{JOUR}</p><p>{SOIR}</p>", locale="fr", slug="post-2")
    workspace.sync()
    for number in (1, 2):
        workspace.translate(number, {DAY: JOUR})
    outcome = built()
    assert outcome.written == ("fr/posts/2.json",)
    (held,) = outcome.held
    assert (held.source, held.exists) == ("posts/1", False)
    assert "100% are asked for" in held.why


@pytest.mark.parametrize("policy", list(Unfinished))
def test_an_invalid_translation_is_never_written(workspace, built, policy: Unfinished) -> None:
    post(workspace, text=f"<p>{DAY} <a href='/x/'>Here</a></p>")
    workspace.sync()
    evil = f'{JOUR} <a id="1">Ici</a> <img src=x onerror="alert(1)"> [gallery]'
    workspace.translate(1, {TITLE: TITRE, f'{DAY} <a id="1">Here</a>': evil})
    outcome = built(unfinished=policy)
    assert [one.code for one in outcome.findings] == ["unwritable_text"]
    if policy is Unfinished.HOLD:
        assert [one.source for one in outcome.held] == ["posts/1"]
        assert not (workspace.root / "build/fr").exists()
    else:
        assert row(workspace)["content"]["raw"] == f"<p>{DAY} <a href='/x/'>Here</a></p>"
    assert all(b"onerror" not in data for data, _ in state_of(workspace.root / "build").values())


def test_links_lead_to_the_pages_that_visitors_see(workspace, built) -> None:
    post(workspace, text=f'<p>{DAY} <a href="/post-2/#top">Here</a></p>')
    post(workspace, 2)
    workspace.post(2, f"<p>{JOUR}</p><p>{SOIR}</p>", locale="fr", slug="post-2")
    workspace.sync()
    workspace.translate(1, {TITLE: TITRE, f'{DAY} <a id="1">Here</a>': f'{JOUR} <a id="1">Ici</a>'})
    built(post="posts/1")
    assert '<a href="/fr/post-2/#top">Ici</a>' in row(workspace)["content"]["raw"]


def test_a_catalog_that_cannot_be_read_is_one_finding_and_the_others_are_built(
    workspace, monkeypatch, capsys
) -> None:
    post(workspace)
    post(workspace, 2)
    workspace.sync()
    done(workspace)
    workspace.catalog(2).write_bytes(b'msgid "broken')
    monkeypatch.chdir(workspace.root)
    with pytest.raises(SystemExit) as end:
        main(["build"])
    assert end.value.code == 3
    told = capsys.readouterr()
    assert told.err.count("calque: ") == 1
    assert row(workspace)["title"] == {"rendered": TITRE}


def test_the_files_of_a_source_that_is_gone_are_removed_unless_somebody_changed_them(
    workspace, built
) -> None:
    for number in (1, 2, 3):
        post(workspace, number)
    workspace.sync()
    for number in (1, 2, 3):
        done(workspace, number)
    built()
    (workspace.root / "build/fr/posts/3.json").write_text("mine")
    for number in (2, 3):
        (workspace.root / f"posts/en-{number}.json").unlink()
    assert built().removed == ()
    workspace.sync(accept={Guard.VANISHED})
    assert built().removed == ()  # one run that did not find them says little
    workspace.sync(accept={Guard.VANISHED})
    assert built().removed == ("fr/posts/2.json",)
    assert (workspace.root / "build/fr/posts/3.json").read_text() == "mine"


def test_the_files_of_a_source_that_is_no_longer_public_are_removed_at_once(workspace, built) -> None:
    post(workspace)
    post(workspace, 2)
    workspace.sync()
    done(workspace)
    done(workspace, 2)
    built()
    file = workspace.root / "posts/en-2.json"
    file.write_text(json.dumps(json.loads(file.read_bytes()) | {"status": "draft"}))
    assert built().removed == ("fr/posts/2.json",)


def test_without_a_ledger_nothing_is_known_to_be_gone(workspace, built) -> None:
    post(workspace)
    post(workspace, 2)
    workspace.sync()
    done(workspace)
    done(workspace, 2)
    built()
    (workspace.root / ".calque/ledger.sqlite").unlink()
    (workspace.root / "posts/en-2.json").unlink()
    assert built().removed == ()


def test_what_somebody_else_put_there_is_not_written_over(workspace, built) -> None:
    post(workspace)
    workspace.sync()
    done(workspace)
    path = workspace.root / "build/fr/posts/1.json"
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    outcome = built()
    assert [one.code for one in outcome.findings] == ["not_built"]
    assert path.read_text() == "mine"


@pytest.mark.parametrize("folder", [".", "posts", "locales", ".calque/x", "locales/fr", ".."])
def test_no_folder_that_holds_inputs_is_built_into(workspace, built, folder: str) -> None:
    post(workspace)
    workspace.sync()
    before = state_of(workspace.root / "posts")
    with pytest.raises(ConfigError, match="no pages are built there"):
        built(folder=workspace.root / folder)
    assert state_of(workspace.root / "posts") == before


def test_calque_toml_cannot_name_such_a_folder_either(workspace) -> None:
    text = (workspace.root / "calque.toml").read_text(encoding="utf-8")
    workspace.configure(text + '\n[build]\nfolder = "locales/built"\n')
    with pytest.raises(ConfigError, match=r"calque.toml:\d+: 'locales/built' lies on locales/"):
        _ = workspace.site


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('unfinishd = "hold"', "the nearest right key is 'unfinished'"),
        ('unfinished = "maybe"', "use one of hold, last_good, source"),
        ("create = 101", "from 0 to 100"),
        ('[build.de]\nunfinished = "hold"', "no target locale of this site"),
        ("[build.fr]\nfolder = 'x'", "unknown key 'folder'"),
    ],
)
def test_a_wrong_key_of_the_table_is_told_with_its_line(workspace, lines: str, told: str) -> None:
    text = (workspace.root / "calque.toml").read_text(encoding="utf-8")
    workspace.configure(f"{text}\n[build]\n{lines}\n")
    with pytest.raises(ConfigError, match=r"calque.toml:\d+:") as error:
        _ = workspace.site
    assert told in str(error.value)


def test_a_post_that_does_not_exist_is_told(workspace, built) -> None:
    post(workspace)
    workspace.sync()
    with pytest.raises(ConfigError, match="no source page has this key"):
        built(post="posts/99")
