"""What a block says twice, in its HTML and in its JSON, is one text, and both are written from its translation."""

import json
import re

import pytest

from calque.html import join, pseudolocalise, rerender, split
from calque.html.block_json import encode_list
from calque.model import Document, Rules, SegmentKind

LATE = '<a class="x" href="/late/" target="_blank">late</a>'
LATE_LIST = {"type": "a", "props": {"href": "/late/", "target": "_blank", "class": "x", "children": ["late"]}}


def yoast(shown: str, below: str, **values: object) -> str:
    attributes = {"questions": [{"id": "faq-1", **values}], "className": "x"}
    return (
        f"<!-- wp:yoast/faq-block {encode_list(attributes)} -->\n"
        '<div class="schema-faq"><div class="schema-faq-section" id="faq-1">'
        f'<strong class="schema-faq-question">{shown}</strong> <p class="schema-faq-answer">{below}</p> </div> </div>'
        "\n<!-- /wp:yoast/faq-block -->"
    )


def rank_math(question: str, answer: str, title: str, content: str) -> str:
    attributes = {"questions": [{"id": "q1", "title": title, "content": content, "visible": True}]}
    return (
        f'<!-- wp:rank-math/faq-block {encode_list(attributes)} --><div class="rank-math-faq-item">'
        f'<h3 class="rank-math-question">{question}</h3><div class="rank-math-answer">{answer}</div></div>'
        "<!-- /wp:rank-math/faq-block -->"
    )


FAQ = yoast(
    "How late is it?",
    f"Very {LATE}, <strong>much</strong> &amp; more<br>than ever",
    question=["How late is it?"],
    answer=[
        "Very ",
        LATE_LIST,
        ", ",
        {"type": "strong", "key": None, "props": {"children": "much"}},
        " & more",
        {"type": "br", "props": {}},
        "than ever",
    ],
    jsonQuestion="How late is it?",
    jsonAnswer=f"Very {LATE}, <strong>much</strong> &amp; more<br/>than ever",
)


def texts(document: Document) -> list[str]:
    return [segment.text for segment in document.segments]


def translated(html: str, answers: dict[str, str], **options) -> str:
    document = split(html, raw=True, **options)
    found = {index: answers[text] for index, text in enumerate(texts(document)) if text in answers}
    return join(document, found)


def attributes_of(html: str) -> dict:
    found = re.search(r"<!-- wp:\S+ (\{.*?\}) -->", html)
    assert found
    return json.loads(found[1])


def test_question_and_answer_are_one_text_each() -> None:
    assert texts(split(FAQ, raw=True)) == [
        "How late is it?",
        'Very <a id="1">late</a>, <strong>much</strong> &amp; more<br/>than ever',
    ]


def test_translation_stands_in_both() -> None:
    source = texts(split(FAQ, raw=True))[1]
    answer = 'Plus <strong>tard</strong>, <a id="1">"tard"</a> &amp; --<br/>jamais'
    html = translated(FAQ, {"How late is it?": "Il est quelle heure ?", source: answer})
    (question,) = attributes_of(html)["questions"]
    assert question["question"] == ["Il est quelle heure ?"]
    assert question["jsonQuestion"] == "Il est quelle heure ?"
    assert question["answer"] == [
        "Plus ",
        {"type": "strong", "key": None, "props": {"children": ["tard"]}},
        ", ",
        {**LATE_LIST, "props": {**LATE_LIST["props"], "children": ['"tard"']}},
        " & --",
        {"type": "br", "props": {}},
        "jamais",
    ]
    assert question["jsonAnswer"] == (
        f"Plus <strong>tard</strong>, {LATE.replace('late<', chr(34) + 'tard' + chr(34) + '<')} &amp; --<br/>jamais"
    )
    assert "Il est quelle heure ?</strong>" in html
    assert r"\u0022tard\u0022" in html
    assert r"\u0026 \u002d\u002d" in html
    assert attributes_of(html)["className"] == "x"


def test_what_is_not_translated_keeps_its_spelling() -> None:
    html = FAQ.replace("How late", r"H\u006fw late", 1)
    assert rerender(split(html, raw=True)) == html
    assert r"H\u006fw late" in translated(html, {})


def test_pseudo_localised_block_says_the_same_twice_again() -> None:
    document = split(FAQ, raw=True)
    targets = {index: pseudolocalise(text) for index, text in enumerate(texts(document))}
    again = split(join(document, targets), raw=True)
    assert texts(again) == list(targets.values())
    assert len(again.echoes) == len(document.echoes) == 4


def test_target_that_breaks_the_markup_is_written_into_neither() -> None:
    source = texts(split(FAQ, raw=True))[1]
    assert translated(FAQ, {source: "<script>x</script>"}) == FAQ


def test_link_goes_elsewhere_in_both() -> None:
    html = join(split(FAQ, raw=True), relink=lambda address: f"/fr{address}")
    (question,) = attributes_of(html)["questions"]
    assert question["answer"][1]["props"]["href"] == "/fr/late/"
    assert question["jsonAnswer"].count('href="/fr/late/"') == 1
    assert html.count('href="/fr/late/"') == 1  # in the HTML; in the JSON quotes are escaped


def test_text_that_the_json_says_without_its_tags_is_written_without_them() -> None:
    html = yoast("A b?", "Very <strong>late &amp; c</strong>", jsonAnswer="Very late &amp; c")
    html = translated(html, {"Very <strong>late &amp; c</strong>": "Très <strong>tard &amp; d</strong>"})
    assert attributes_of(html)["questions"][0]["jsonAnswer"] == "Très tard &amp; d"


def test_list_that_is_html_in_one_string_stays_one() -> None:
    html = yoast("A &amp; b?", "C <b>d</b>", question=["A &amp; b?"], answer=["C <b>d</b>"])
    written = translated(html, {"A &amp; b?": "E &amp; f ?", "C <b>d</b>": "G <b>h</b>"})
    (question,) = attributes_of(written)["questions"]
    assert (question["question"], question["answer"]) == (["E &amp; f ?"], ["G <b>h</b>"])


def test_texts_of_a_picture_in_an_answer_stand_in_both() -> None:
    picture = {"type": "img", "key": "0", "props": {"alt": 'A "b"', "src": "a.jpg", "title": ""}}
    html = yoast(
        "A b?", '<img alt="A &quot;b&quot;" src="a.jpg" title=""/>See it', answer=[picture, "See it"]
    )
    written = translated(html, {'A "b"': "C <d>".replace("<", "&lt;"), "See it": "Voyez"})
    (question,) = attributes_of(written)["questions"]
    picture["props"]["alt"] = "C <d>"
    assert question["answer"] == [picture, "Voyez"]


@pytest.mark.parametrize(
    "values",
    [
        {"question": ["Something else?"], "jsonQuestion": "Something <b>else</b>"},
        {"question": [{"type": "b"}], "jsonQuestion": 7},
        {"question": [{"type": "b", "props": {"children": [["A b?"]]}}]},
        {"question": [None, "A b?"]},
        {"question": []},
    ],
)
def test_json_that_says_something_else_stays(values: dict[str, object]) -> None:
    html = yoast("A b?", "C d", **values)
    document = split(html, raw=True)
    assert texts(document) == ["A b?", "C d"]
    written = translated(html, {"A b?": "E f ?", "C d": "G h"})
    assert attributes_of(written) == attributes_of(html)


def test_answer_of_several_paragraphs_stands_in_both() -> None:
    answer = "<p>One two.</p><p>Three <b>four</b>.</p>"
    html = rank_math("A b?", answer, "A b?", answer)
    document = split(html, raw=True)
    assert texts(document) == ["A b?", "One two.", "Three <b>four</b>."]
    written = translated(html, {"A b?": "C d ?", "Three <b>four</b>.": "Trois <b>quatre</b>."})
    (question,) = attributes_of(written)["questions"]
    assert question["title"] == "C d ?"
    assert question["content"] == "<p>One two.</p><p>Trois <b>quatre</b>.</p>"


def test_question_that_stands_in_the_json_alone_is_a_text() -> None:
    document = split(rank_math("", "", "A b?", "C <b>d</b>"), raw=True)
    assert [(one.kind, one.context, one.text) for one in document.segments] == [
        (SegmentKind.BLOCK, "wp:rank-math/faq-block#questions.title", "A b?"),
        (SegmentKind.BLOCK, "wp:rank-math/faq-block#questions.content", "C <b>d</b>"),
    ]


def test_alternative_text_of_a_cover_stands_in_both() -> None:
    html = '<!-- wp:cover {"url":"a.jpg","alt":"A \\u0026 b"} --><div><img alt="A &amp; b"></div><!-- /wp:cover -->'
    document = split(html, raw=True)
    assert [(one.context, one.text) for one in document.segments] == [("attr:alt", "A &amp; b")]
    written = translated(html, {"A &amp; b": 'C "d" &amp; e'})
    assert attributes_of(written)["alt"] == 'C "d" & e'
    assert 'alt="C &quot;d&quot; &amp; e"' in written


def test_text_of_another_block_is_no_echo() -> None:
    html = f"{rank_math('', '', 'A b?', 'C d')}<p>A b?</p><p>C d</p>"
    assert texts(split(html, raw=True)) == ["A b?", "C d", "A b?", "C d"]
    assert split(html, raw=True).echoes == ()


def test_block_that_nothing_closes_reaches_to_the_end() -> None:
    html = FAQ.removesuffix("<!-- /wp:yoast/faq-block -->")
    assert len(split(html, raw=True).echoes) == 4


def test_block_in_a_block_of_its_name() -> None:
    inner = rank_math("C d?", "E f", "C d?", "E f")
    document = split(rank_math("A b?", inner, "A b?", "G h"), raw=True)
    assert len(document.echoes) == 3
    assert [segment.text for segment in document.segments] == ["G h", "A b?", "C d?", "E f"]


def test_sentences_are_found_in_both() -> None:
    html = rank_math("A b?", "One two. Three four.", "A b?", "One two. Three four.")
    rules = Rules(sentence=True)
    assert texts(split(html, raw=True, rules=rules)) == ["A b?", "One two.", "Three four."]
    written = translated(html, {"Three four.": "Trois quatre."}, rules=rules)
    assert attributes_of(written)["questions"][0]["content"] == "One two. Trois quatre."


@pytest.mark.parametrize(
    "html", ["<!-- wp:yoast/faq-block {} -->" * 3_000, "<!-- /wp:yoast/faq-block -->" * 3_000]
)
def test_blocks_that_never_match_are_no_trouble(html: str) -> None:
    assert split(html + FAQ, raw=True).segments


def test_a_bracket_that_the_source_has_not_is_no_shortcode_in_the_json_either() -> None:
    source = yoast("Is it [late]?", "Yes.", question=["Is it [late]?"], answer=["Yes."])
    html = translated(source, {"Is it [late]?": "Est-il [late] ou [tard] ?"})
    assert "[tard]" not in html
    assert '"question":["Est-il [late] ou \\u005btard] ?"]' in html
    assert attributes_of(html)["questions"][0]["question"] == ["Est-il [late] ou [tard] ?"]
