"""Texts that nothing names are told once for the site, with the lines of calque.toml that name them."""

from typing import Any

from calque.model import Finding
from calque.pipeline.init.folder import propose_from_folder

RAW = (
    "<!-- wp:paragraph --><p>The mill is open on Sundays.</p><!-- /wp:paragraph -->"
    '<!-- wp:acf/hero {"data":{"intro":"We are open every day","_intro":"field_1"}} /-->'
)


def told(outcome: Any) -> list[Finding]:
    return [finding for finding in outcome.status.findings if finding.code == "unnamed_texts"]


def test_one_note_for_the_site_until_it_is_named(workspace) -> None:
    for number in (1, 2, 3):
        workspace.post(number, "", raw=RAW)
    (finding,) = told(workspace.sync("2026-05-01"))
    assert finding.place == "calque.toml"
    assert 'data.intro of acf/hero ("We are open every day")' in finding.message
    assert 'write [blocks] "acf/hero" = ["data.intro"];' in finding.message
    assert told(workspace.sync("2026-05-02")) == [finding]
    config = (workspace.root / "calque.toml").read_text(encoding="utf-8")
    workspace.configure(f'{config}\n[blocks]\n"acf/hero" = ["data.intro"]\n')
    outcome = workspace.sync("2026-05-03")
    assert told(outcome) == []
    assert "We are open every day" in workspace.catalog(1).read_text(encoding="utf-8")


def test_the_note_follows_an_edit(workspace) -> None:
    plain = RAW.partition("<!-- wp:acf")[0]
    for number in (1, 2):
        workspace.post(number, "", raw=plain)
    assert told(workspace.sync("2026-05-01")) == []
    workspace.post(2, "", raw=RAW)
    (finding,) = told(workspace.sync("2026-05-02"))
    workspace.post(2, "", raw=RAW.replace("on Sundays", "on Mondays"))
    assert told(workspace.sync("2026-05-03")) == [finding]
    workspace.post(2, "", raw=RAW.replace("every day", "by day"))
    (other,) = told(workspace.sync("2026-05-04"))
    assert "We are open by day" in other.message
    workspace.post(2, "", raw=plain)
    assert told(workspace.sync("2026-05-05")) == []


def test_what_is_no_text_is_not_told_again(workspace) -> None:
    workspace.post(1, "", raw=RAW)
    config = (workspace.root / "calque.toml").read_text(encoding="utf-8")
    workspace.configure(f'{config}\n[blocks]\n"acf/hero" = ["!data.intro"]\n')
    assert told(workspace.sync("2026-05-01")) == []


def test_drafts_are_not_quoted(workspace) -> None:
    workspace.post(1, "", raw=RAW, status="draft")
    workspace.post(2, "<p>The mill is open on Sundays.</p>")
    assert told(workspace.sync("2026-05-01")) == []


def test_init_tells_of_them(workspace) -> None:
    workspace.post(1, "", raw=RAW)
    workspace.post(2, "<p>Le moulin est ouvert tous les dimanches.</p>", locale="fr")
    proposed = propose_from_folder(workspace.root / "posts", workspace.root)
    (remark,) = (one for one in proposed.remarks if "nothing names them" in one)
    assert 'write [blocks] "acf/hero" = ["data.intro"].' in remark
