"""A question in the comment of a text reaches the author, and its answer the translator."""

from calque.po import altered, read_catalog, write_catalog
from calque.reports.digest import digest_to_json, render_digest
from calque.reports.html import render_page

ASKED = "Question to the author: is the attic open on Sundays?"


def with_comment(data: bytes, source: str, comment: str) -> bytes:
    catalog = read_catalog(data, place="file")
    rows = {i: altered(e, tcomment=comment) for i, e in enumerate(catalog.entries) if e.msgid == source}
    return write_catalog(catalog.with_entries(rows))


def questions(status) -> list[str]:
    return [finding.message for finding in status.findings if finding.code == "question"]


def test_a_question_in_a_catalog_stands_in_every_report_until_it_is_answered(desk, texts) -> None:
    path = desk.workspace.catalog(3)
    path.write_bytes(with_comment(path.read_bytes(), texts.ATTIC, ASKED))
    desk.workspace.sync()
    found = desk.status()
    (message,) = questions(found)
    assert message.endswith(f"”: {ASKED}")
    (unit,) = (unit for page in found.pages for unit in page.units if unit.source == texts.ATTIC)
    assert unit.question == ASKED
    assert digest_to_json(found)["questions"][0]["message"] == message
    assert "## 1 question of translators" in render_digest(found)
    page = render_page(found)
    assert f"the translator asks: {ASKED}" in page
    assert "questions of translators" in page
    assert desk.workspace.sync().files == ()  # it is told again, and nothing is done for it
    assert questions(desk.status()) == [message]

    path.write_bytes(with_comment(path.read_bytes(), texts.ATTIC, f"{ASKED}\nAnswer: no, never."))
    desk.workspace.sync()
    assert questions(desk.status()) == []
    _, handed = desk.give()
    assert b"# Answer: no, never." in handed


def test_a_question_about_a_translated_text_is_heard(desk, texts) -> None:
    path = desk.workspace.catalog(1)
    path.write_bytes(with_comment(path.read_bytes(), texts.TITLES[0], ASKED))
    assert len(questions(desk.status())) == 1


def test_an_import_prints_each_new_comment_and_the_status_has_the_question(desk, texts, answered) -> None:
    _, data = desk.give()
    back = with_comment(answered(data), texts.ATTIC, ASKED)
    back = with_comment(back, texts.SHARE, "I said it as in the brochure.")
    one = desk.take_one(back)
    assert set(one.comments) == {(texts.ATTIC, ASKED), (texts.SHARE, "I said it as in the brochure.")}
    assert len(questions(desk.status())) == 1
    assert desk.take_one(back).comments == one.comments
