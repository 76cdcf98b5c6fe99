"""Templates: deterministic, in document order, with all that a translator needs."""

import hashlib
from datetime import UTC, datetime

from calque.model import Document, Field, Placeholder, Post, Segment, SegmentKind, SplitPost
from calque.po import build_template, read_catalog, segment_references, write_catalog

MODIFIED = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def segment(text: str, **values: object) -> Segment:
    return Segment(SegmentKind.TEXT, text, 0, len(text), **values)


def split(
    number: int, *segments: Segment, title: str = "Hello", modified: datetime | None = MODIFIED
) -> SplitPost:
    fields = (Field("content", ""), Field("title", title))
    link = f"https://example.org/{number}"
    post = Post("post", "posts", number, link, "hello", "publish", fields, modified)
    return SplitPost(
        post,
        (Document("content", "", segments), Document("title", title, (segment(title, context="title"),))),
    )


def built(*posts: SplitPost, **options: object) -> str:
    return write_catalog(build_template(posts, site="alder-lane", source="en-GB", **options)).decode()


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def test_a_template_as_a_whole() -> None:
    link = Placeholder("a", 1, '<a href="/x">', "</a>", "link to /x")
    text = 'Read <a id="1">this</a>.'
    first = segment(text, path="ul > li", heading="Rules", placeholders=(link,), notes=("keep it\nshort",))
    assert built(split(55, first)) == (
        'msgid ""\nmsgstr ""\n"Project-Id-Version: alder-lane\\n"\n"Report-Msgid-Bugs-To: \\n"\n'
        '"POT-Creation-Date: 2026-11-02 09:30+0000\\n"\n"PO-Revision-Date: YEAR-MO-DA HO:MI+ZONE\\n"\n'
        '"Last-Translator: \\n"\n"Language-Team: \\n"\n"Language: \\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '"X-Source-Language: en-GB\\n"\n"X-Calque-Post: posts/55\\n"\n\n'
        f"#. title of the page\n#. page: https://example.org/55\n#: posts/55:title#{digest('Hello')}\n"
        'msgctxt "title"\nmsgid "Hello"\nmsgstr ""\n\n'
        "#. list item\n#. under: Rules\n#. link 1: /x\n#. note: keep it short\n#. page: https://example.org/55\n"
        f"#: posts/55:content#{digest(text)}\n"
        'msgid "Read <a id=\\"1\\">this</a>."\nmsgstr ""\n'
    )


def test_the_same_text_twice_is_one_entry_with_two_references() -> None:
    template = build_template(
        [split(1, segment("Again"), segment("Other"), segment("Again"))], site="s", source="en"
    )
    again = next(entry for entry in template.entries if entry.msgid == "Again")
    mark = digest("Again")
    assert again.occurrences == [(f"posts/1:content#{mark}", ""), (f"posts/1:content#{mark}.2", "")]


def test_a_second_place_adds_its_meanings_and_notes_only() -> None:
    places = [
        segment("Go", path="p", placeholders=(Placeholder("x", None, "", "", meaning),), notes=("short",))
        for meaning in ("image a.jpg", "image b.jpg")
    ]
    template = build_template([split(1, *places)], site="s", source="en")
    assert template.entries[1].comment.split("\n") == [
        "paragraph",
        "<x>: image a.jpg",
        "note: short",
        "page: https://example.org/1",
        "<x>: image b.jpg",
    ]


def test_characters_that_an_editor_does_not_show_are_named() -> None:
    template = build_template(
        [split(1, segment("Go\u00a0on, co\u00adop\u00adera\u00adte!"))], site="s", source="en"
    )
    assert (
        "invisible: no-break space (U+00A0) after “Go”, "
        "soft hyphen (U+00AD) after “co” and after “op” and after “era”"
    ) in template.entries[1].comment.split("\n")


def test_an_image_is_named_by_its_whole_address() -> None:
    photo = segment("A mill", context="attr:alt", path="figure", image="/up/mill.jpg?w=300")
    template = build_template([split(1, photo)], site="s", source="en")
    assert template.entries[1].comment.split("\n") == [
        "image description",
        "image: https://example.org/up/mill.jpg?w=300",
        "page: https://example.org/1",
    ]


def test_an_address_that_nobody_can_open_is_left_out() -> None:
    photo = segment("A mill", context="attr:alt", image="/" + "a" * 400)
    template = build_template([split(1, photo)], site="s", source="en")
    assert "image: " not in template.entries[1].comment


def test_an_inserted_paragraph_changes_no_other_reference() -> None:
    before = [reference for _, reference in segment_references(split(1, segment("a"), segment("b")))]
    after = [
        reference for _, reference in segment_references(split(1, segment("a"), segment("new"), segment("b")))
    ]
    assert [reference for reference in after if reference in before] == before


def test_several_posts_share_a_template() -> None:
    catalog = build_template(
        [split(1, segment("Shared")), split(2, segment("Shared"))], site="s", source="en"
    )
    assert "X-Calque-Post" not in catalog.header
    shared = next(entry for entry in catalog.entries if entry.msgid == "Shared")
    assert [path.partition(":")[0] for path, _ in shared.occurrences] == ["posts/1", "posts/2"]


def test_the_date_is_that_of_the_last_change() -> None:
    later = datetime(2026, 11, 5, 1, 0, tzinfo=UTC)
    catalog = build_template(
        [split(1), split(2, modified=later), split(3, modified=None)], site="s", source="en"
    )
    assert catalog.header["POT-Creation-Date"] == "2026-11-05 01:00+0000"


def test_the_date_stays_while_the_texts_do() -> None:
    before = read_catalog(built(split(1, segment("a"))).encode(), place="t.pot")
    later = datetime(2026, 11, 5, 1, 0, tzinfo=UTC)
    assert built(split(1, segment("a"), modified=later), previous=before) == built(split(1, segment("a")))
    assert "2026-11-05" in built(split(1, segment("b"), modified=later), previous=before)


def test_without_a_date_none_is_invented() -> None:
    assert "POT-Creation-Date: YEAR-MO-DA HO:MI+ZONE" in built(split(1, modified=None))


def test_the_same_posts_give_the_same_bytes() -> None:
    assert built(split(1, segment("a")), split(2)) == built(split(1, segment("a")), split(2))
