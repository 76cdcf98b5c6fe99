"""WXR exports as a source of posts: what an item holds, and files that are damaged."""

import gzip
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from calque.errors import SourceError
from calque.model import Field, FieldFormat, Post, Site
from calque.sources.files import SourceKind, kind_of, read_posts

Read = Callable[..., list[Post | SourceError]]

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
    xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Example</title>
<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename><![CDATA[news]]></wp:category_nicename></wp:category>
<wp:term><wp:term_id>4</wp:term_id><wp:term_taxonomy>language</wp:term_taxonomy><wp:term_slug>br</wp:term_slug>
<wp:term_description><![CDATA[a:1:{s:6:"locale";s:5:"pt_BR";}]]></wp:term_description></wp:term>
"""
TAIL = "</channel></rss>\n"


def cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def item(number: int | str = 7, content: str = "<p>Text</p>", **values: str) -> str:
    rows = {"post_id": str(number), "post_type": "post", "status": "publish", "post_name": "a-post"} | values
    excerpt, title = rows.pop("excerpt", ""), rows.pop("title", "A title")
    more = rows.pop("more", "")
    return (
        f"<item><title>{cdata(title)}</title><link>https://example.org/a-post-{number}/</link>"
        f"<content:encoded>{cdata(content)}</content:encoded><excerpt:encoded>{cdata(excerpt)}</excerpt:encoded>"
        + "".join(f"<wp:{name}>{cdata(value)}</wp:{name}>" for name, value in rows.items())
        + f"{more}</item>\n"
    )


def site_at(folder: Path, *fields: str) -> Site:
    return Site("example", folder, "https://example.org", "en", (), posts=("*",), fields=fields)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(body: str | bytes, name: str = "export.xml") -> list[Post | SourceError]:
        data = body if isinstance(body, bytes) else (HEAD + body + TAIL).encode()
        (tmp_path / name).write_bytes(data)
        return list(read_posts(site_at(tmp_path), name))

    return read


def test_an_item_is_a_post_with_its_raw_markup(read: Read) -> None:
    content = "<!-- wp:paragraph -->\n<p>One ]]> two</p>\n<!-- /wp:paragraph -->"
    more = (
        '<category domain="category" nicename="news"/><category domain="language" nicename="br"/>'
        "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>12</wp:meta_value></wp:postmeta>"
    )
    dates = {"post_date_gmt": "2026-01-02 03:04:05", "post_modified_gmt": "2026-02-03 04:05:06"}
    (post,) = read(item(7, content, post_name="caf%C3%A9", excerpt="Short", more=more, **dates))
    assert post == Post(
        type="post",
        collection="posts",
        id=7,
        link="https://example.org/a-post-7/",
        slug="café",
        status="publish",
        fields=(
            Field("title", "A title", FieldFormat.RAW),
            Field("content", content, FieldFormat.RAW),
            Field("excerpt", "Short", FieldFormat.RAW),
        ),
        modified=datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC),
        published=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        categories=(3,),
        featured=12,
        language="pt_BR",
        place="export.xml, item 1 (posts/7)",
    )


@pytest.mark.parametrize("status", ["draft", "pending", "private", "future", "trash"])
def test_what_is_not_public_says_so(read: Read, status: str) -> None:
    (post,) = read(item(status=status, post_date_gmt="0000-00-00 00:00:00"))
    assert isinstance(post, Post)
    assert (post.status, post.published) == (status, None)


def test_the_text_behind_a_password_is_not_read(read: Read) -> None:
    (post,) = read(item(excerpt="Short", post_password="secret"))  # noqa: S106  no password of ours
    assert isinstance(post, Post)
    assert post.locked
    assert [field.name for field in post.fields] == ["title"]
    assert "secret" not in repr(post)


@pytest.mark.parametrize("kind", ["attachment", "nav_menu_item", "wp_global_styles", "revision"])
def test_what_wordpress_keeps_for_itself_is_no_post(read: Read, kind: str) -> None:
    assert read(item(post_type=kind)) == []


def test_fields_of_posts_attachments_and_terms(tmp_path: Path) -> None:
    term = (
        "<wp:term><wp:term_id>9</wp:term_id><wp:term_taxonomy>{}</wp:term_taxonomy><wp:term_slug>{}</wp:term_slug>"
        "<wp:term_name>{}</wp:term_name><wp:term_description><![CDATA[{}]]></wp:term_description></wp:term>\n"
    )
    meta = "<wp:postmeta><wp:meta_key>{}</wp:meta_key><wp:meta_value><![CDATA[{}]]></wp:meta_value></wp:postmeta>"
    body = (
        term.format("topic", "livros", "Livros", "")
        + term.format("term_translations", "pll_x", "pll_x", 'a:1:{s:2:"br";i:9;}')
        + item(7, more=meta.format("subtitle", "Below"))
        + item(
            8,
            "",
            post_type="attachment",
            status="inherit",
            excerpt="In the hall",
            more=meta.format("_wp_attachment_image_alt", "Oak"),
        )
        + item(10, "", post_type="attachment", status="inherit")
    )
    (tmp_path / "export.xml").write_text(HEAD + body + TAIL)
    fields = ("acf.subtitle", "alt_text", "caption", "name")
    posts = [post for post in read_posts(site_at(tmp_path, *fields), "export.xml") if isinstance(post, Post)]
    told = [
        (post.key, post.language, post.status, [(one.name, one.text) for one in post.fields])
        for post in posts
    ]
    assert told == [
        ("topic/9", "pt_BR", "publish", [("name", "Livros")]),
        (
            "posts/7",
            "",
            "publish",
            [("title", "A title"), ("content", "<p>Text</p>"), ("acf.subtitle", "Below")],
        ),
        ("media/8", "", "publish", [("caption", "In the hall"), ("alt_text", "Oak")]),
    ]


def test_footnotes_of_an_item_are_read_where_its_text_shows_them(read: Read) -> None:
    notes = '[{"content":"A note","id":"x"}]'
    row = f"<wp:meta_key>footnotes</wp:meta_key><wp:meta_value><![CDATA[{notes}]]></wp:meta_value>"
    meta = f"<wp:postmeta>{row}</wp:postmeta>"
    posts = read(item(7, "<p>Text</p><!-- wp:footnotes /-->", more=meta) + item(8, more=meta))
    assert [[field.name for field in post.fields] for post in posts] == [
        ["title", "content", "meta.footnotes"],
        ["title", "content"],
    ]


def test_an_item_that_is_no_post_does_not_stop_the_others(read: Read) -> None:
    bad_id, long_id, good, bad_date = read(
        item("x") + item("9" * 5_000) + item(8) + item(9, post_modified_gmt="soon")
    )
    assert "item 2: no whole-number" in str(long_id)
    assert str(bad_id) == "export.xml, item 1: no whole-number wp:post_id; export the site again"
    assert isinstance(good, Post)
    assert "item 4 (posts/9): wp:post_modified_gmt is no date ('soon')" in str(bad_date)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (b"a\x0bb\x00\x1fc", "abc"),
        (b"a\xff\xc3b", "a\ufffd\ufffdb"),
        ("a\uffffb\ufffe".encode(), "a\ufffdb\ufffd"),
        ("é😀\u200b".encode(), "é😀\u200b"),
        (b"\xed\xa0\x80", "\ufffd" * 3),
    ],
    ids=["control characters", "no UTF-8", "no characters", "beyond ASCII", "half a character"],
)
def test_what_xml_forbids_is_mended(read: Read, written: bytes, text: str) -> None:
    whole = (HEAD + item(content="HERE") + TAIL).encode().replace(b"HERE", written)
    (post,) = read(b"\xef\xbb\xbf\r\n\n" + whole)
    assert isinstance(post, Post)
    assert [field.text for field in post.fields] == ["A title", text]


def test_another_encoding_counts_where_it_is_declared(read: Read) -> None:
    whole = (HEAD.replace("UTF-8", "ISO-8859-1") + item(content="café") + TAIL).encode("latin-1")
    (post,) = read(whole)
    assert isinstance(post, Post)
    assert post.fields[1].text == "café"


def test_what_stands_before_the_end_of_an_export_that_is_cut_off_is_read(read: Read) -> None:
    whole = HEAD + item(7) + item(8) + item(9)
    first, second, error = read(whole[:-60].encode())
    assert isinstance(first, Post)
    assert isinstance(second, Post)
    assert str(error) == "export.xml:10: the export is cut off; export the site again"


def test_what_stands_before_a_damaged_place_is_read(read: Read) -> None:
    post, error = read(item(7) + "<item><title>a & b</title></item>" + item(8))
    assert isinstance(post, Post)
    assert str(error).startswith("export.xml:9: not well-formed XML (xmlParseEntityRef: no name)")


@pytest.mark.parametrize("name", ["export.xml.gz", "export", "export.wxr"])
def test_a_gzipped_export_is_unpacked(read: Read, name: str) -> None:
    data = gzip.compress((HEAD + item(7) + TAIL).encode())
    (post,) = read(data, name)
    assert isinstance(post, Post)
    *_, error = read(data[:-20], name)
    assert str(error) == f"{name}: the gzip file is cut off or damaged; export the site again"


def test_an_item_without_end_is_refused(read: Read) -> None:
    *_, error = read(gzip.compress((HEAD + item(7) + "<item>" + " " * (70 << 20)).encode()), "bomb.gz")
    assert str(error) == "bomb.gz: more than 64 MB in one item; this is no WXR export"


def test_posts_come_while_the_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "export.xml").write_text(HEAD + item(7) * 2_000)
    posts = read_posts(site_at(tmp_path), "export.xml")
    assert isinstance(next(posts), Post)
    posts.close()  # before the end that is not there was reached


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.json", b"<br />Notice", SourceKind.REST),
        ("a.NDJSON", b"", SourceKind.REST_LINES),
        ("a.xml", b"{}", SourceKind.WXR),
        ("a", b"\xef\xbb\xbf\n<?xml version='1.0'?>", SourceKind.WXR),
        ("a.txt", b"[{}]", SourceKind.REST),
        ("none", None, SourceKind.REST),
    ],
)
def test_a_file_is_known_by_its_ending_else_by_its_start(
    tmp_path: Path, name: str, data: bytes | None, kind: SourceKind
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    assert kind_of(tmp_path, name) is kind


CONFIG_EXPORT = ('posts = ["posts/*.json"]', 'posts = ["*.xml"]')


def test_an_export_is_a_site(workspace) -> None:
    """Several files of one export are one site; Polylang's groups pair its posts."""
    text = (workspace.root / "calque.toml").read_text().replace(*CONFIG_EXPORT)
    workspace.configure(text)
    group = '<category domain="post_translations" nicename="pll_1"/>'
    english = item(
        7, "<p>Hello world, my dear friends.</p>", more=f'<category domain="language" nicename="en"/>{group}'
    )
    french = item(
        8, "<p>Bonjour à vous tous.</p>", more=f'<category domain="language" nicename="fr"/>{group}'
    )
    (workspace.root / "a.xml").write_text(HEAD + english + french + TAIL)
    (workspace.root / "b.xml").write_text(HEAD + item(9, "<p>Another text.</p>", title="Other") + TAIL)
    outcome = workspace.sync()
    pages = {page.key: (page.pairing, page.pairing_reason) for page in outcome.status.pages}
    assert pages["posts/7"] == ("confirmed", "paired by Polylang in a.xml")
    assert {name.partition("/")[0] for name in outcome.files} == {"locales"}
    assert not outcome.status.findings


def test_nothing_is_archived_after_an_export_that_is_cut_off(workspace) -> None:
    text = (workspace.root / "calque.toml").read_text().replace(*CONFIG_EXPORT)
    workspace.configure(text)
    whole = (
        HEAD
        + "".join(item(number, title=f"Title {number}", post_name=f"p{number}") for number in range(7, 10))
        + TAIL
    )
    (workspace.root / "a.xml").write_text(whole)
    workspace.sync()
    before = workspace.files()
    (workspace.root / "a.xml").write_text(whole[: whole.index("<item>", whole.index("Title 7")) + 20])
    for _ in range(3):
        findings = workspace.sync(accept=["vanished"]).status.findings
    assert [finding.code for finding in findings] == ["unreadable_post"]
    assert workspace.files() == before
