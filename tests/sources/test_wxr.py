"""Polylang's pairs in a WXR export, and files that are none."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calque.sources.php import Serialized, parse_serialized
from calque.sources.wxr import Export, read_export

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.5.5" -->
<rss version="2.0"
    xmlns:content="http://purl.org/rss/1.0/modules/content/"
    xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<wp:base_blog_url>https://example.org</wp:base_blog_url>
"""
TAIL = "</channel></rss>\n"


def term(taxonomy: str, slug: str, description: str) -> str:
    return (
        f"<wp:term><wp:term_id>5</wp:term_id><wp:term_taxonomy><![CDATA[{taxonomy}]]></wp:term_taxonomy>"
        f"<wp:term_slug><![CDATA[{slug}]]></wp:term_slug><wp:term_parent><![CDATA[]]></wp:term_parent>"
        f"<wp:term_description><![CDATA[{description}]]></wp:term_description></wp:term>\n"
    )


def item(number: int, language: str = "", group: str = "", text: str = "Some text.") -> str:
    categories = '<category domain="category" nicename="news"><![CDATA[News]]></category>'
    if language:
        categories += f'<category domain="language" nicename="{language}"><![CDATA[Name]]></category>'
    if group:
        categories += (
            f'<category domain="post_translations" nicename="{group}"><![CDATA[{group}]]></category>'
        )
    return (
        f"<item><title>T</title><content:encoded><![CDATA[<p>{text}</p>]]></content:encoded>"
        f"<wp:post_id>{number}</wp:post_id>{categories}"
        "<wp:comment><wp:comment_id>900</wp:comment_id></wp:comment></item>\n"
    )


@pytest.fixture
def export(tmp_path: Path):
    def read(body: str | bytes) -> Export:
        data = body if isinstance(body, bytes) else (HEAD + body + TAIL).encode()
        (tmp_path / "export.xml").write_bytes(data)
        return read_export(tmp_path, "export.xml")

    return read


def test_the_groups_are_the_descriptions_of_the_terms(export) -> None:
    body = (
        term("language", "en", 'a:3:{s:6:"locale";s:5:"en_GB";s:3:"rtl";i:0;s:9:"flag_code";s:2:"gb";}')
        + term("language", "br", 'a:2:{s:6:"locale";s:5:"pt_BR";s:3:"rtl";i:0;}')
        + term("post_translations", "pll_1", 'a:2:{s:2:"br";i:12;s:2:"en";i:7;}')
        + term("term_translations", "pll_2", 'a:2:{s:2:"br";i:3;s:2:"en";i:4;}')
    )
    assert export(body) == Export(
        groups=((("br", 12), ("en", 7)),),
        locales=(("br", "pt_BR"), ("en", "en_GB")),
        terms=((("br", 3), ("en", 4)),),
    )


def test_an_export_of_one_type_has_the_groups_in_its_items_alone(export) -> None:
    body = item(7, "en", "pll_1") + item(8, "en") + item(12, "fr", "pll_1") + item(13, "fr", "pll_9")
    assert export(body).groups == ((("en", 7), ("fr", 12)),)
    assert export(body).languages == ((7, "en"), (8, "en"), (12, "fr"), (13, "fr"))


def test_items_add_to_a_description_and_do_not_overrule_it(export) -> None:
    body = term("post_translations", "pll_1", 'a:2:{s:2:"en";i:7;s:2:"fr";i:12;}')
    assert export(body + item(99, "fr", "pll_1") + item(20, "de", "pll_1")).groups == (
        (("de", 20), ("en", 7), ("fr", 12)),
    )


def test_what_polylang_pro_keeps_beside_the_languages_is_no_language(export) -> None:
    sync = 'a:3:{s:2:"en";i:7;s:2:"fr";i:12;s:4:"sync";a:2:{s:2:"en";i:7;s:2:"fr";i:7;}}'
    assert export(term("post_translations", "pll_1", sync)).groups == ((("en", 7), ("fr", 12)),)


@pytest.mark.parametrize("damaged", ["", "O:3:{}", 'a:2:{s:2:"en";i:7;', 'a:1:{s:5:"en";i:7;}'])
def test_a_damaged_description_leaves_what_the_items_say(export, damaged: str) -> None:
    body = term("post_translations", "pll_1", damaged) + item(7, "en", "pll_1") + item(12, "fr", "pll_1")
    assert export(body).groups == ((("en", 7), ("fr", 12)),)


def test_control_characters_and_blank_lines_are_passed_over(export) -> None:
    body = HEAD + item(7, "en", "pll_1", text="a\x0bb\x1f") + item(12, "fr", "pll_1") + TAIL
    assert export(b"\xef\xbb\xbf\n\n" + body.encode()).groups == ((("en", 7), ("fr", 12)),)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("<html><body></body></html>", "export.xml:1: not a WXR export but <html>"),
        (HEAD + item(7), "export.xml:9: the export is cut off; export the site again"),
        (
            "\n\n<rss><channel><item></rss>",
            "export.xml:3: not well-formed XML (Opening and ending tag mismatch",
        ),
        ("", "export.xml:1: the file is empty"),
        ("Maintenance", "export.xml:1: not a WXR export but text that is no XML"),
    ],
    ids=["html", "cut off", "mismatched", "empty", "text"],
)
def test_a_file_that_is_no_export_says_so(export, data: str, message: str) -> None:
    assert str(export(data.encode()).damage).startswith(message)


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    assert "cannot be read" in str(read_export(tmp_path, "export.xml").damage)


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE rss SYSTEM "file:///etc/hostname">',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
    ],
)
def test_a_document_type_is_refused_before_anything_is_expanded(export, doctype: str) -> None:
    found = export(f"<?xml version='1.0'?>{doctype}<rss><channel>&b;</channel></rss>".encode())
    assert "declares a document type" in str(found.damage)


def test_memory_does_not_grow_with_the_texts(tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    with path.open("w") as file:
        file.write(HEAD)
        for number in range(1, 401):
            file.write(
                item(number, "en" if number % 2 else "fr", f"pll_{(number + 1) // 2}", "word " * 10_000)
            )
        file.write(TAIL)
    code = (
        "import sys\nfrom pathlib import Path\nfrom resource import RUSAGE_SELF, getrusage\n"
        "from calque.sources.wxr import read_export, read_items\n"
        "folder, before = Path(sys.argv[1]), getrusage(RUSAGE_SELF).ru_maxrss\n"
        "assert len(read_export(folder, 'large.xml').groups) == 200\n"
        "assert sum(1 for _ in read_items(folder, 'large.xml')) == 400\n"
        "print(getrusage(RUSAGE_SELF).ru_maxrss - before)\n"
    )
    run = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True)
    assert path.stat().st_size > 19_000_000
    assert int(run.stdout) < 10_000  # kilobytes


def serialize(value: Serialized) -> str:
    """Serialise as PHP does."""
    match value:
        case None:
            return "N;"
        case bool():
            return f"b:{int(value)};"
        case int():
            return f"i:{value};"
        case float():
            return f"d:{value!r};"
        case str():
            return f's:{len(value.encode("utf-8"))}:"{value}";'
        case dict():
            rows = "".join(serialize(key) + serialize(item) for key, item in value.items())
            return f"a:{len(value)}:{{{rows}}}"


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
scalars = st.none() | st.booleans() | st.integers(-(10**18), 10**18) | text
values = st.recursive(
    scalars, lambda inner: st.dictionaries(text | st.integers(0, 99), inner, max_size=3), max_leaves=8
)


@given(values)
def test_what_php_serialises_is_read_back(value: Serialized) -> None:
    assert parse_serialized(serialize(value)) == value


@given(st.text('abisdNO:;{}"0123', max_size=40))
def test_any_text_is_a_value_or_an_error(damaged: str) -> None:
    try:
        parse_serialized(damaged)
    except ValueError:
        return


def test_arrays_nested_without_end_are_refused() -> None:
    with pytest.raises(ValueError, match="no value"):
        parse_serialized("a:1:{i:0;" * 5_000)
