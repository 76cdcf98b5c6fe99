"""The commands that need no site: `segments`, `render`, `merge`, `detect`; and `locate`."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from calque.po import edit, read_catalog, write_catalog

Run = Callable[..., Any]

HTML = '<h2>Opening\u00a0hours</h2>\r\n<p title=Hi>See <a href="/x">there</a> &amp; &quot;here&quot;<br />now</p>\n'


def test_segments_are_rows_with_their_places(run: Run) -> None:
    done = run("segments", "-", text="<p>Hi <a href='/x'>there</a>!</p>")
    assert json.loads(done.stdout) == [
        {
            "file": "-",
            "id": None,
            "field": "content",
            "kind": "text",
            "context": None,
            "text": 'Hi <a id="1">there</a>!',
            "path": "p",
            "start": 3,
            "end": 29,
        }
    ]


def test_render_translates_a_whole_page_by_the_catalog_of_its_site(workspace, run: Run) -> None:
    """Title and description are not of the body, and quotes do not end their attribute."""
    text = (workspace.root / "calque.toml").read_text()
    workspace.configure(text.replace("posts/*.json", "public/*.html"))
    html = (
        "<!doctype html><html><head><title>{} | Example</title><meta name='description' content='{}'></head>"
        "<body><nav>{}</nav><main><h1>{}</h1><p class=x>{}</p></main></body></html>\r\n"
    )
    page = workspace.root / "public" / "index.html"
    page.parent.mkdir()
    page.write_bytes(html.format("Books", "Old books", "Books", "Books", "We mend <b>them</b>.").encode())
    workspace.sync()
    (po,) = (workspace.root / "locales" / "fr" / "LC_MESSAGES").glob("page-*.po")
    answers = {
        "Books": "Livres",
        "Old books": "Livres d'antan",
        "We mend <b>them</b>.": "Nous les <b>réparons</b>.",
    }
    catalog = read_catalog(po.read_bytes(), place="")
    for index, entry in enumerate(catalog.entries):
        if entry.msgid in answers:
            catalog = edit(catalog, index, msgstr=answers[entry.msgid], fuzzy=False)
    po.write_bytes(write_catalog(catalog))
    done = run("render", "--po", str(po), "public/index.html", "-o", "out")
    assert (done.returncode, done.stderr) == (0, "")
    translated = html.format(
        "Livres", "Livres d&#39;antan", "Livres", "Livres", "Nous les <b>réparons</b>."
    ).replace("<html>", '<html lang="fr">')
    assert (workspace.root / "out" / "index.html").read_bytes() == translated.encode()


def test_segments_of_rest_posts_name_the_post_and_the_field(workspace, run: Run) -> None:
    workspace.post(7, "<p>One</p>", title="A &amp; B")
    rows = json.loads(run("segments", "posts/en-7.json").stdout)
    assert [(row["id"], row["field"], row["context"], row["text"]) for row in rows] == [
        (7, "title", "title", "A &amp; B"),
        (7, "content", None, "One"),
    ]


def test_raw_markup_breaks_at_blank_lines(run: Run) -> None:
    text = "One\n\nTwo <b>x</b>"
    assert len(json.loads(run("segments", "--raw", "-", text=text).stdout)) == 2
    assert len(json.loads(run("segments", "-", text=text).stdout)) == 1


@pytest.mark.parametrize("begin", ["[gallery]", '[gallery ids="1,2"]', "[1] ", "{:en}", "[", "{"])
def test_a_text_from_standard_input_may_begin_like_json(run: Run, begin: str) -> None:
    done = run("render", "--force", "-", text=f"{begin}<p>Hello</p>")
    assert (done.returncode, done.stdout) == (0, f"{begin}<p>Hello</p>")


@pytest.mark.parametrize("text", ['[{"id": 1', '{"id": 1', "[1]"])
def test_json_from_standard_input_that_holds_no_posts_is_told(run: Run, text: str) -> None:
    assert run("segments", "-", text=text).returncode == 3


def test_a_post_with_raw_content_is_read_as_raw(workspace, run: Run) -> None:
    workspace.post(7, "<p>One</p>", raw="One\n\nTwo")
    assert [row["text"] for row in json.loads(run("segments", "posts/en-7.json").stdout)][1:] == [
        "One",
        "Two",
    ]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(workspace, run: Run) -> None:
    (workspace.root / "a.html").write_text("<p>One</p>")
    done = run("segments", "missing.html", "a.html")
    assert done.returncode == 3
    assert "missing.html: cannot be read" in done.stderr
    assert json.loads(done.stdout)[0]["text"] == "One"


@pytest.mark.parametrize("text", [HTML, "", "\ufeff<p>a", "caf\udce9 <b", "a\rb\r\n\x00c"])
def test_render_gives_the_same_bytes(run: Run, text: str) -> None:
    assert run("render", "-", text=text).stdout == text


def test_render_translates_with_a_catalog(workspace, run: Run) -> None:
    (workspace.root / "fr.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "One"\nmsgstr "Un"\n\n#, fuzzy\nmsgid "Two"\nmsgstr "Deux"\n'
    )
    done = run("render", "--po", "fr.po", "-", text="<p>One</p><p>Two</p>")
    assert done.stdout == "<p>Un</p><p>Two</p>"


@pytest.mark.parametrize(
    ("language", "root"),
    [
        ("ar", '<html dir="rtl" lang="ar">'),
        ("pt_BR", '<html lang="pt-BR">'),
        ("", '<html lang="en">'),
        ("%", '<html lang="en">'),
    ],
)
def test_a_whole_page_says_the_language_of_the_catalog(workspace, run: Run, language: str, root: str) -> None:
    (workspace.root / "new.po").write_text(
        f'msgid ""\nmsgstr "Language: {language}\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "One"\nmsgstr "Un"\n'
    )
    page = "{}<head><title>x</title></head><body><p>{}</p></body></html>"
    done = run("render", "--po", "new.po", "-", text=page.format('<html lang="en">', "One"))
    assert (done.returncode, done.stdout) == (0, page.format(root, "Un"))


def test_strict_render_exits_1_where_a_translation_breaks_the_markup(workspace, run: Run) -> None:
    (workspace.root / "fr.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "One"\nmsgstr "<script>x</script>"\n'
    )
    done = run("render", "--po", "fr.po", "--strict", "-", text="<p>One</p>")
    assert (done.returncode, done.stdout) == (1, "<p>One</p>")
    assert done.stderr
    done = run("render", "--po", "fr.po", "-", text="<p>\n\nOne</p>")
    assert (done.returncode, done.stderr) == (0, "calque: -:3: <script> is not in the source text\n")


def test_text_that_cannot_be_written_stands_and_all_else_is_written(workspace, run: Run) -> None:
    """The grammar holds, but what was in two elements would be in one that is never closed."""
    workspace.post(7, "<p>Two</p>\n<p>Red <b>or <i>blue</b> or</i> green</p>")
    (workspace.root / "page.html").write_text("<p>Red <b>or <i>blue</b> or</i> green</p>\n<p>Two</p>")
    (workspace.root / "other.html").write_text("<p>Two</p>")
    (workspace.root / "fr.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Two"\nmsgstr "Deux"\n\n'
        'msgid "Red <b>or <x id=\\"1\\"/>blue</b> or<x id=\\"2\\"/> green"\n'
        'msgstr "Rouge <x id=\\"2\\"/> <b>ou</b> <x id=\\"1\\"/> vert"\n'
    )
    files = ("page.html", "posts/en-7.json", "other.html")
    for options in (("--raw",), ()):
        done = run("render", "--po", "fr.po", "--strict", *options, "-o", "out", *files)
        reason = "with its tags in this order, the page would have other elements than before"
        message = f"the text cannot be written ({reason}); it stands as it was"
        assert done.returncode == 3
        places = ("page.html:1", "posts/en-7.json: posts/7: content:2")
        assert done.stderr == "".join(f"calque: {place}: {message}\n" for place in places)
        written = {one.name: one.read_text() for one in (workspace.root / "out").iterdir()}
        assert written == {
            "page.html": "<p>Red <b>or <i>blue</b> or</i> green</p>\n<p>Deux</p>",
            "7.html": "<p>Deux</p>\n<p>Red <b>or <i>blue</b> or</i> green</p>",
            "other.html": "<p>Deux</p>",
        }


def test_whatever_is_forced_is_written(run: Run) -> None:
    """Also what a numbered and a bare tag of one name stand at the edge of, and half a character."""
    text = (
        '<p><span class="a">Mind it:</span> the <span>old</span> door</p><img alt=" Dog">'
        '<!-- wp:search {"label":"A \\ud83d"} /-->'
    )
    for form in ("--force", "--pseudo"):
        done = run("render", form, "-", text=text)
        assert (done.returncode, done.stderr) == (0, "")
        assert form == "--pseudo" or done.stdout == text
    assert run("segments", "-", text=text).returncode == 0


def test_pseudo_and_force_keep_the_structure(run: Run) -> None:
    text = '<p>See <a href="/x">there</a></p>'
    pseudo = run("render", "--pseudo", "-", text=text).stdout
    assert pseudo.startswith("<p>")
    assert '<a href="/x">' in pseudo
    assert "there" not in pseudo
    assert run("render", "--force", "-", text=text).stdout == text


def test_render_writes_posts_by_their_ids(workspace, run: Run) -> None:
    workspace.post(7, "<p>One</p>")
    (workspace.root / "page.html").write_text("<p>Two</p>")
    assert run("render", "-o", "out", "posts/en-7.json", "page.html").returncode == 0
    assert (workspace.root / "out" / "7.html").read_text() == "<p>One</p>"
    assert (workspace.root / "out" / "page.html").read_text() == "<p>Two</p>"


OLD = """\
msgid ""
msgstr ""
"Language: fr\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

# a note
msgid "We open the doors at nine in the morning"
msgstr "Nous ouvrons les portes à neuf heures du matin"
"""
NEW = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "We open the gates at nine in the morning"
msgstr ""
"""


@pytest.fixture
def pair(workspace) -> tuple[str, str]:
    (workspace.root / "old.po").write_text(OLD, encoding="utf-8")
    (workspace.root / "new.pot").write_text(NEW, encoding="utf-8")
    return "old.po", "new.pot"


def test_merge_keeps_the_translation_of_an_edited_text(run: Run, pair: tuple[str, str]) -> None:
    done = run("merge", *pair)
    assert done.returncode == 0
    assert '#| msgid "We open the doors at nine in the morning"' in done.stdout
    assert "#, fuzzy" in done.stdout
    assert "# a note" in done.stdout


def test_merge_in_place_tells_the_reasons(workspace, run: Run, pair: tuple[str, str]) -> None:
    done = run("merge", *pair, "--in-place", "--format", "json")
    data = json.loads(done.stdout)
    (change,) = (row for row in data["changes"] if row["kind"] == "stale")
    assert change["predecessor"] == "We open the doors at nine in the morning"
    assert change["score"] > 0.8
    assert "#, fuzzy" in (workspace.root / "old.po").read_text()


def test_merge_without_fuzzy_suggests_nothing(run: Run, pair: tuple[str, str]) -> None:
    done = run("merge", *pair, "--no-fuzzy")
    assert "#, fuzzy" not in done.stdout
    assert "#~ msgstr" in done.stdout


def test_merge_asks_for_a_file_where_its_summary_would_mix_with_the_po(
    run: Run, pair: tuple[str, str]
) -> None:
    assert run("merge", *pair, "--format", "json").returncode == 2
    assert run("merge", *pair, "--in-place", "-o", "x.po").returncode == 2


def test_merge_refuses_a_damaged_file_with_its_line(workspace, run: Run, pair: tuple[str, str]) -> None:
    (workspace.root / "old.po").write_text(OLD + 'msgid "never ended\n')
    done = run("merge", *pair, "--in-place")
    assert done.returncode == 3
    assert done.stderr.startswith("calque: old.po:9: ")
    assert (workspace.root / "old.po").read_text() == OLD + 'msgid "never ended\n'


COPIED = OLD.replace(
    "Content-Type: text/plain; charset=UTF-8", "Language: \\nContent-Type: text/plain; charset=CHARSET"
)


@pytest.mark.parametrize(
    ("file", "header", "language"),
    [
        ("copied.po", "Language: fr\\n", "fr"),
        ("pt_BR/LC_MESSAGES/copied.po", "", "pt_BR"),
        ("pt_BR/LC_MESSAGES/copied.po", "Language: fr\\n", "pt_BR"),
        ("no locale/LC_MESSAGES/copied.po", "Language: fr\\n", "fr"),
        ("pt_BR.po", "Language: fr\\n", "pt_BR"),
        ("new.po", "", ""),
        ("copied.po", "Language: en\\nX-Source-Language: en\\n", ""),
        ("copied.po", "", ""),
    ],
    ids=[
        "template",
        "folder",
        "folder and template",
        "other folder",
        "name",
        "a word",
        "of the source",
        "unknown",
    ],
)
def test_merge_fills_in_the_language_that_the_file_has_not(
    workspace, run: Run, file: str, header: str, language: str
) -> None:
    path = workspace.root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(COPIED, encoding="utf-8")
    (workspace.root / "new.pot").write_text(
        NEW.replace("Content-Type", f"{header}Content-Type"), encoding="utf-8"
    )
    assert run("merge", file, "new.pot", "--in-place").returncode == 0
    merged = read_catalog(path.read_bytes(), place=file).header
    assert merged["Language"] == language
    assert merged["Content-Type"] == "text/plain; charset=UTF-8"


HATS = '\nmsgid "one hat"\nmsgid_plural "%d hats"\nmsgstr[0] ""\nmsgstr[1] ""\n'
NO_FORMS = "Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"


@pytest.mark.parametrize("locale", ["pt-BR", "pt_BR"])
def test_merge_is_told_the_locale_that_nothing_else_names(workspace, run: Run, locale: str) -> None:
    path = workspace.root / "copied.po"
    path.write_text(COPIED.replace("Language: ", f"{NO_FORMS}Language: ") + HATS, encoding="utf-8")
    (workspace.root / "new.pot").write_text(NEW + HATS, encoding="utf-8")
    assert run("merge", "copied.po", "new.pot", "--in-place").returncode == 0
    assert "INTEGER" in path.read_text(encoding="utf-8")
    assert run("merge", "copied.po", "new.pot", "--in-place", "--locale", locale).returncode == 0
    header = read_catalog(path.read_bytes(), place="").header
    assert (header["Language"], header["Plural-Forms"][:10]) == ("pt_BR", "nplurals=2")
    before = path.read_bytes()
    assert run("merge", "copied.po", "new.pot", "--in-place", "--locale", "pt").returncode == 0
    assert path.read_bytes() == before, "the header names the language more exactly"


def test_merge_refuses_a_locale_that_the_header_contradicts_and_one_that_is_none(workspace, run: Run) -> None:
    path = workspace.root / "copied.po"
    path.write_text(COPIED.replace("Language: ", "Language: fr"), encoding="utf-8")
    (workspace.root / "new.pot").write_text(NEW, encoding="utf-8")
    before = path.read_bytes()
    done = run("merge", "copied.po", "new.pot", "--in-place", "--locale", "de")
    assert (done.returncode, path.read_bytes()) == (3, before)
    assert "copied.po:1: the header says Language: fr, not de; leave --locale out" in done.stderr
    done = run("merge", "copied.po", "new.pot", "--in-place", "--locale", "no locale!")
    assert (done.returncode, path.read_bytes()) == (2, before)


def test_detect_judges_lines_by_themselves(run: Run) -> None:
    text = "The reading room opens every morning\n\nLa salle de lecture ouvre chaque matin\n"
    rows = json.loads(run("detect", "-", "--among", "en,fr", "--lines", "--format", "json", text=text).stdout)
    assert [(row["line"], row["language"]) for row in rows] == [(1, "en"), (2, None), (3, "fr")]
    assert all(row["reason"] for row in rows)


@pytest.mark.parametrize("engine", ["calque", "langdetect"])
def test_detect_names_candidates_as_they_were_given(run: Run, engine: str) -> None:
    text = "La salle de lecture ouvre ses portes chaque matin, et personne ne demande pourquoi."
    done = run("detect", "-", "--among", "en-GB,fr_CA", "--engine", engine, "--format", "json", text=text)
    assert json.loads(done.stdout)[0]["language"] == "fr_CA"


def test_detect_refuses_a_candidate_that_is_no_locale(run: Run) -> None:
    done = run("detect", "-", "--among", "en,nonsense!", text="Hello")
    assert done.returncode == 2
    assert "nonsense!" in done.stderr


def test_detect_needs_candidates(workspace, run: Run) -> None:
    (workspace.root / "calque.toml").unlink()
    done = run("detect", "-", text="Hello")
    assert done.returncode == 2


def test_locate_goes_by_the_calque_toml_in_force(run: Run) -> None:
    done = run("locate", "/fr/x", "/x", "/it/x", "--format", "json")
    rows = json.loads(done.stdout)
    assert [(row["url"], row["locale"]) for row in rows] == [("/fr/x", "fr"), ("/x", "en"), ("/it/x", "en")]
    assert rows[0]["evidence"] == ["path prefix /fr/"]


def test_an_unknown_option_is_not_taken_for_a_file(run: Run) -> None:
    done = run("segments", "--nonsense")
    assert done.returncode == 2
    assert "--nonsense" in done.stderr


def test_two_inputs_of_one_name_do_not_overwrite_each_other(workspace, run: Run) -> None:
    for folder, text in (("a", "<p>First</p>"), ("b", "<p>Second</p>")):
        (workspace.root / folder).mkdir()
        (workspace.root / folder / "page.html").write_text(text)
    done = run("render", "-o", "out", "a/page.html", "b/page.html")
    assert done.returncode == 3
    assert "calque: b/page.html: out/page.html was written from another input" in done.stderr
    assert (workspace.root / "out" / "page.html").read_text() == "<p>First</p>"
