"""A catalog that a converter wrote without any context: its entries are known by their references and texts."""

import re

import pytest

from calque.model import PageState, SegmentState
from calque.pipeline.status import status
from calque.po import read_catalog

TEXT, EDITED = "The mill by the old river", "The mill by the quiet old river"
TRANSLATED = {
    "title": "Moulin (titre court)",
    None: "Le moulin au bord de la vieille rivière",
    "attr:alt": "Photo du moulin",
}


def post(workspace, text: str) -> None:
    workspace.post(1, f'<h2>{text}</h2><p><img src="/a.jpg" alt="{text}"></p>', title=text)


def drop_contexts(workspace) -> None:
    path = workspace.catalog(1)
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"^(#\| )?msgctxt .*\n", "", text, flags=re.MULTILINE), encoding="utf-8")


def entries(workspace):
    path = workspace.catalog(1)
    return read_catalog(path.read_bytes(), place=path.name).entries


@pytest.fixture
def translated(workspace):
    post(workspace, TEXT)
    workspace.sync("2026-05-01")
    path = workspace.catalog(1)
    text = path.read_text(encoding="utf-8")
    for context, target in TRANSLATED.items():
        head = "" if context is None else f'msgctxt "{context}"\n'
        text = re.sub(
            rf'(?<=\n)(?<!msgctxt)({head}msgid "{TEXT}"\nmsgstr) ""', rf'\1 "{target}"', text, count=1
        )
        assert target in text
    path.write_text(text, encoding="utf-8")
    workspace.sync("2026-05-02")
    assert {one.msgctxt: one.msgstr for one in entries(workspace)} == TRANSLATED
    return workspace


def test_each_translation_is_back_at_its_text_and_nothing_else_is_written(translated, page_of) -> None:
    before = translated.catalog(1).read_bytes()
    drop_contexts(translated)
    page = page_of(translated.sync("2026-05-03"), "posts/1")
    assert page.state is PageState.CURRENT
    assert translated.catalog(1).read_bytes() == before


def test_the_status_says_so_before_the_sync(translated) -> None:
    outcome = translated.sync("2026-05-03")
    drop_contexts(translated)
    (page,) = status(translated.site, now=lambda: outcome.status.measured).pages
    assert page.state is PageState.CURRENT


def test_texts_that_were_edited_meanwhile_are_made_from_those_of_their_contexts(translated, page_of) -> None:
    drop_contexts(translated)
    post(translated, EDITED)
    page = page_of(translated.sync("2026-05-03"), "posts/1")
    assert {unit.context: unit.target for unit in page.units} == TRANSLATED
    assert {unit.state for unit in page.units} == {SegmentState.STALE}
    drop_contexts(translated)
    post(translated, TEXT)
    page = page_of(translated.sync("2026-05-04"), "posts/1")
    assert page.state is PageState.CURRENT
    assert {one.msgctxt: one.msgstr for one in entries(translated)} == TRANSLATED
