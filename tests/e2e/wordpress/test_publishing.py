"""The whole circle on a real WordPress: from an English post to a French page that visitors see, and back to work.

With the lines that docs/reference/wordpress.md gives for free Polylang, and without them.
"""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from calque.cli import main

pytestmark = pytest.mark.e2e

HERE = Path(__file__).parent
DOCS = HERE.parents[2] / "docs" / "reference" / "wordpress.md"
DAY = "The old mill stands beside the river and opens every morning."
NIGHT = "In the evening the miller closes the heavy wooden doors himself."
JOUR = "Le vieux moulin se dresse au bord de la rivière et ouvre chaque matin."
SOIR = "Le soir, le meunier ferme lui-même les lourdes portes en bois."
LEGER = "Le soir, le meunier ferme lui-même les légères portes en bois."
FRENCH = {"The old mill": "Le vieux moulin", DAY: JOUR, NIGHT: SOIR}


def block(text: str) -> str:
    return f"<!-- wp:paragraph -->\n<p>{text}</p>\n<!-- /wp:paragraph -->"


def page(*texts: str) -> str:
    return "\n\n".join(map(block, texts))


@pytest.fixture(params=["with the snippet", "without it"])
def site(request: pytest.FixtureRequest, wordpress) -> Iterator[Any]:
    """A server on which posts have languages, with or without the documented lines that show them in REST."""
    plugins = wordpress.home / "wp-content/mu-plugins"
    shutil.copy(HERE / "pairs.php", plugins / "pairs.php")
    snippet = plugins / "snippet.php"
    if request.param == "with the snippet":
        part = DOCS.read_text(encoding="utf-8").partition("## Publishing")[2]
        (code,) = re.findall(r"```php\n(.*?)```", part.partition("\n## ")[0], re.DOTALL)
        snippet.write_text(f"<?php\n{code}", encoding="utf-8")
    wordpress.paired = request.param == "with the snippet"
    yield wordpress
    (plugins / "pairs.php").unlink()
    snippet.unlink(missing_ok=True)


def calque(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(list(arguments))
    return int(end.value.code or 0)


def published(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """Run `calque publish` and return what it says."""
    capsys.readouterr()
    calque("publish", "--format", "json", *arguments)
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def publication(capsys: pytest.CaptureFixture[str], source: int) -> str:
    """Return what the status says of the French page of a post: is it on the site?"""
    capsys.readouterr()
    calque("status", "--format", "json")
    pages = json.loads(capsys.readouterr().out)["pages"]
    return next(str(page["publication"]) for page in pages if page["key"] == f"posts/{source}")


def raw(site: Any, number: int) -> str:
    return str(site.call("GET", f"posts/{number}", context="edit")["content"]["raw"])


def test_the_whole_circle(  # noqa: PLR0915 — one story, told in its order
    site, workspace, configure, sign_in, monkeypatch, capsys
) -> None:
    configure(site)
    sign_in(site)
    monkeypatch.chdir(workspace.root)

    # An English post, fetched and translated.
    source = site.add("the-old-mill", page(DAY, NIGHT), title="The old mill")
    assert calque("sync") == 0
    workspace.translate(source, FRENCH)

    # Built, previewed, and shown as a diff: nothing is sent.
    assert calque("build") == 0
    built = json.loads((workspace.root / f"build/fr/posts/{source}.json").read_text(encoding="utf-8"))
    assert built["content"]["raw"] == page(JOUR, SOIR)
    assert calque("preview", f"posts/{source}") == 0
    assert JOUR in (workspace.root / f"report-previews/fr/posts-{source}.html").read_text(encoding="utf-8")
    assert [row["action"] for row in published(capsys)["pages"]] == ["create"]
    assert len(site.call("GET", "posts", status="publish,draft")) == 1

    # A French draft, with its pair where the site lets it.
    told = published(capsys, "--draft")
    (row,) = told["pages"]
    draft = row["id"]
    assert site.call("GET", f"posts/{draft}", context="edit")["status"] == "draft"
    assert raw(site, draft) == page(JOUR, SOIR)
    codes = [finding["code"] for finding in told["findings"]]
    assert codes == ([] if site.paired else ["unpaired_draft"])
    writes = published(capsys, "--draft")
    assert (writes["pages"], writes["unchanged"]) == ([], 1)

    # Somebody publishes the draft; without the snippet, sets its language and its source in the editor.
    if not site.paired:
        site.run(f"""
            pll_set_post_language({draft}, 'fr');
            pll_save_post_translations(['en' => {source}, 'fr' => {draft}]);
        """)
        path = workspace.root / "calque.toml"
        pair = f'\n[pairs]\n"posts/{source}" = {{ fr = "posts/{draft}" }}\n'
        path.write_text(path.read_text(encoding="utf-8") + pair, encoding="utf-8")
    site.call("POST", f"posts/{draft}", {"status": "publish"})
    assert calque("sync") == 0
    assert publication(capsys, source) == "published"
    done = published(capsys, "--live")
    assert (done["pages"], done["unchanged"], done["run"]) == ([], 1, "")

    # The English is edited: stale, held, translated, to publish, updated.
    site.call("POST", f"posts/{source}", {"content": page(DAY, NIGHT.replace("heavy", "light"))})
    assert calque("sync") == 0
    assert [one["source"] for one in published(capsys, "--live")["held"]] == [f"posts/{source}"]
    workspace.translate(source, {NIGHT.replace("heavy", "light"): LEGER})
    assert publication(capsys, source) == "to_publish"
    assert [row["action"] for row in published(capsys)["pages"]] == ["update"]
    told = published(capsys, "--live")
    assert [row["action"] for row in told["pages"]] == ["update"]
    assert raw(site, draft) == page(JOUR, LEGER)

    # That run is taken back, and published again; a second one sends nothing.
    assert calque("publish", "--undo", told["run"]) == 0
    assert raw(site, draft) == page(JOUR, SOIR)
    assert calque("sync") == 0
    assert [row["action"] for row in published(capsys, "--live")["pages"]] == ["update"]
    assert calque("sync") == 0
    assert publication(capsys, source) == "published"
    assert published(capsys, "--live")["unchanged"] == 1

    # An editor's change in between: nothing is lost, before the next sync and after it.
    site.call("POST", f"posts/{draft}", {"content": page("Une phrase de la rédaction.", LEGER)})
    assert published(capsys, "--live")["pages"] == []
    assert calque("sync") == 0
    assert publication(capsys, source) == "ahead"
    site.call("POST", f"posts/{source}", {"content": page(DAY)})
    assert published(capsys, "--live")["pages"] == []
    assert calque("sync") == 0
    assert publication(capsys, source) == "conflict"
    told = published(capsys, "--live")
    assert [finding["code"] for finding in told["findings"]] == ["edited_on_site"]
    assert "Une phrase de la rédaction." in raw(site, draft)


def test_a_draft_beside_a_public_page(site, workspace, configure, sign_in, monkeypatch, capsys) -> None:
    configure(site)
    sign_in(site)
    monkeypatch.chdir(workspace.root)
    source = site.add("the-old-mill", page(DAY, NIGHT), title="The old mill")
    assert calque("sync") == 0
    workspace.translate(source, FRENCH)
    (row,) = published(capsys, "--draft")["pages"]
    live = row["id"]
    site.run(f"""
        pll_set_post_language({live}, 'fr');
        pll_save_post_translations(['en' => {source}, 'fr' => {live}]);
    """)
    path = workspace.root / "calque.toml"
    pair = f'\n[pairs]\n"posts/{source}" = {{ fr = "posts/{live}" }}\n'
    path.write_text(path.read_text(encoding="utf-8") + pair, encoding="utf-8")
    site.call("POST", f"posts/{live}", {"status": "publish"})
    assert calque("sync") == 0
    workspace.translate(source, {NIGHT: LEGER})
    told = published(capsys, "--draft")
    assert [row["action"] for row in told["pages"]] == ["revision"]
    assert raw(site, live) == page(JOUR, SOIR)
    kept = site.call("GET", f"posts/{live}/autosaves", context="edit")
    assert page(JOUR, LEGER) in [one["content"]["raw"] for one in kept]
    assert calque("publish", "--undo", told["run"]) == 0
    kept = site.call("GET", f"posts/{live}/autosaves", context="edit")
    assert page(JOUR, LEGER) not in [one["content"]["raw"] for one in kept]


def test_a_lost_answer_makes_one_draft(site, workspace, configure, sign_in, monkeypatch, capsys) -> None:
    configure(site)
    sign_in(site)
    monkeypatch.chdir(workspace.root)
    source = site.add("the-old-mill", page(DAY, NIGHT), title="The old mill")
    assert calque("sync") == 0
    workspace.translate(source, FRENCH)
    site.fault("lost", "^POST .*wp/v2/posts")
    published(capsys, "--draft")
    site.calm()
    published(capsys, "--draft")
    found = site.call("GET", "posts", status="draft", search="vieux moulin")
    assert len(found) == 1


def test_a_hostile_translation_never_reaches_the_site(
    site, workspace, configure, sign_in, monkeypatch, capsys
) -> None:
    configure(site, more='attempts = 2\n[build]\nunfinished = "source"')
    sign_in(site)
    monkeypatch.chdir(workspace.root)
    source = site.add("the-old-mill", page(DAY, NIGHT), title="The old mill")
    assert calque("sync") == 0
    evil = '<script>alert(1)</script><img src=x onerror="alert(1)"> [gallery ids="1"] <!-- wp:html -->'
    workspace.translate(source, FRENCH | {DAY: f"{JOUR} {evil}"})
    (row,) = published(capsys, "--live")["pages"]
    assert raw(site, row["id"]) == page(DAY, SOIR)
