"""`calque suggest` with a server on loopback: what it sends, what it keeps, and what no answer can do."""

import json
import socket
import time
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from calque.handoffs import machines
from calque.po import edit, read_catalog, write_catalog
from calque.sources.wordpress.limits import Limits

KEY = "sk-of-the-house-7e1f"
DOORS = "We open the doors of the house at nine in the morning and close them at six."
DOORS_FR = "Nous ouvrons les portes de la maison à neuf heures du matin et les fermons à six heures."
GARDEN = 'Behind the house lies <a id="1">a garden</a> with old apple trees and two benches.'
GARDEN_FR = 'Derrière la maison s\'étend <a id="1">un jardin</a> avec de vieux pommiers et deux bancs.'
ATTIC = "Under the roof there is an attic where we keep the newspapers of the last years."
ATTIC_FR = "Sous le toit se trouve un grenier où nous gardons les journaux des dernières années."
TITLE = "The little book of the house"
TITLE_FR = "Le petit livre de la maison"
FRENCH = {DOORS: DOORS_FR, GARDEN: GARDEN_FR, ATTIC: ATTIC_FR, TITLE: TITLE_FR}


@pytest.fixture
def site(workspace, loopback, monkeypatch: pytest.MonkeyPatch):
    """A site with one page of four texts, and a server that translates them well."""
    monkeypatch.delenv(machines.KEY, raising=False)
    quick = Limits(pause=0.01, patience=2.0, deadline=20.0, attempts=3)
    monkeypatch.setattr(machines, "LIMITS", quick)
    (workspace.root / "terms.csv").write_text("term,fr\nattic,grenier\n", encoding="utf-8")
    text = (workspace.root / "calque.toml").read_text()
    workspace.configure(
        f'{text}\n[checks]\nglossary = "terms.csv"\n'
        f'\n[suggest]\nurl = "{loopback.url}/v1"\nmodel = "small-1"\n'
    )
    garden = GARDEN.replace('<a id="1">', '<a href="/garden/">')
    workspace.post(1, f"<p>{DOORS}</p>\n\n<p>{garden}</p>\n\n<p>{ATTIC}</p>", title=TITLE)
    workspace.sync()
    return workspace


Answers = Callable[[list[dict[str, Any]]], Any]


@pytest.fixture
def machine(loopback, given) -> Callable[..., None]:
    """Have the server say, for each request, what `says` makes of its texts: rows, or a text as it is."""

    def set_up(says: Answers) -> None:
        def answer(asked):
            texts = json.loads(json.loads(asked.body)["messages"][1]["content"])["texts"]
            said = says(texts)
            content = said if isinstance(said, str) else json.dumps({"translations": said})
            return given({"choices": [{"message": {"role": "assistant", "content": content}}]})

        loopback.answer = answer

    return set_up


def rows(texts: list[dict[str, Any]], other: Mapping[str, str] | None = None) -> list[dict[str, str]]:
    known = FRENCH | dict(other or {})
    return [{"id": one["id"], "text": known[one["text"]]} for one in texts]


def entries(site) -> dict[str, Any]:
    path = site.catalog(1)
    return {one.msgid: one for one in read_catalog(path.read_bytes(), place=path.name).entries if one.msgid}


def test_what_is_missing_is_suggested_and_never_counts_as_done(site, run, machine, loopback) -> None:
    machine(rows)
    done = run("suggest", "--locale", "fr")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("To send: 4 texts, ")
    assert "4 suggestions to review, in 1 file.\n" in done.stdout
    for source, entry in entries(site).items():
        assert entry.msgstr == FRENCH[source]
        assert entry.fuzzy
        assert entry.tcomment == "calque: machine small-1"
    status = json.loads(run("status", "--format", "json").stdout)
    assert {unit["state"] for page in status["pages"] for unit in page["units"]} == {"needs_review"}
    assert status["locales"][0]["percent"] == 0
    (asked,) = loopback.asked
    assert (asked.method, asked.path) == ("POST", "/v1/chat/completions")
    assert "authorization" not in asked.headers
    before = site.files()
    assert not site.sync().files
    assert run("suggest").stdout == "Nothing that is missing in fr is to be sent.\n"
    assert (site.files(), len(loopback.asked)) == (before, 1)


def test_a_text_goes_with_its_neighbours_and_its_terms(site, run, machine, loopback) -> None:
    machine(rows)
    site.translate(1, {GARDEN: GARDEN_FR})
    run("suggest")
    sent = json.loads(json.loads(loopback.asked[0].body)["messages"][1]["content"])["texts"]
    one = next(row for row in sent if row["text"] == ATTIC)
    assert one["before"] == GARDEN
    assert one["terms"] == ["attic → grenier"]
    assert one["facts"] == ["paragraph"]
    assert "after" not in one
    assert "before" not in next(row for row in sent if row["text"] == DOORS)  # the title is sent anyway
    assert len({row["id"] for row in sent}) == 3


def test_a_neighbour_is_of_the_same_page_also_in_a_catalog_of_all(site, run, machine, loopback) -> None:
    site.configure(f'{(site.root / "calque.toml").read_text()}\n[catalogs]\nlayout = "site"\n')
    site.post(2, "<p>Another page has this sentence of its own.</p>", title="Another page of the house")
    site.sync()
    machine(lambda _texts: [])
    run("suggest")
    sent = json.loads(json.loads(loopback.asked[0].body)["messages"][1]["content"])["texts"]
    assert len(sent) == 6
    first = next(row for row in sent if row["text"] == "Another page of the house")
    assert "before" not in first
    assert "after" not in next(row for row in sent if row["text"] == ATTIC)


def test_a_dry_run_counts_and_sends_nothing(site, run, loopback) -> None:
    before = site.files()
    done = run("suggest", "--dry-run", "--words", "25", "--format", "json")
    value = json.loads(done.stdout)
    assert done.returncode == 0
    assert value["sent"]["words"] <= 25
    assert value["sent"]["segments"] + value["left"]["segments"] == 4
    assert (value["requests"], value["filled"], value["written"]) == (1, 0, [])
    assert value["context_words"] > 0
    assert (site.files(), loopback.asked) == (before, [])
    assert run("suggest", "--dry-run").stdout.startswith("Would send: 4 texts, ")


@pytest.mark.usefixtures("site")
def test_no_more_words_are_sent_than_allowed(run, machine, loopback) -> None:
    machine(rows)
    done = run("suggest", "--words", "25")
    sent = json.loads(json.loads(loopback.asked[0].body)["messages"][1]["content"])["texts"]
    assert 0 < len(sent) < 4
    assert f"To send: {len(sent)} texts, " in done.stdout
    assert "  Left, beyond --words: " in done.stdout
    assert run("suggest", "--words", "1").stdout.startswith("Nothing that is missing in fr is to be sent.\n")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (
            "Derrière la maison s'étend un jardin avec de vieux pommiers.",
            '<a id="1"> of the source is missing',
        ),
        ('Derrière <a id="2">la maison</a> s\'étend un jardin.', '<a id="2"> is not in the source text'),
        (f"<script>alert(1)</script>{GARDEN_FR}", "<script>"),
        (f"{GARDEN_FR} https://evil.example/", "https://evil.example/ is not in the source text"),
        (f"{GARDEN_FR} mail me@evil.example", "me@evil.example is not in the source text"),
        (GARDEN, "it is the text itself"),
        (
            'Hinter dem Haus liegt <a id="1">ein Garten</a> mit alten Apfelbäumen und zwei Bänken für alle Gäste.',
            "it is in another language",
        ),
        (f"{GARDEN_FR} " + "Ceci est une phrase de trop, et une autre encore. " * 20, "it is much longer"),
        ("  ", "no answer"),
    ],
    ids=["tag lost", "other tag", "script", "address", "mail", "copy", "German", "long", "empty"],
)
def test_an_answer_that_does_not_pass_is_not_kept(site, run, machine, answer: str, why: str) -> None:
    machine(lambda texts: rows(texts, {GARDEN: answer}))
    done = run("suggest")
    assert done.returncode == 0, done.stderr
    assert "3 suggestions to review" in done.stdout
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("    “Behind the house")]
    assert why in line
    found = entries(site)
    assert (found[GARDEN].msgstr, found[GARDEN].tcomment) == ("", "")
    assert found[ATTIC].msgstr == ATTIC_FR


def test_an_obeyed_injection_reaches_no_other_text(site, run, machine) -> None:
    """A text asks for answers under other ids, for one answer to all, and for two to one: none of it is kept."""

    def says(texts):
        own = {one["text"]: one["id"] for one in texts}
        return [
            {"id": own[DOORS], "text": DOORS_FR},
            {"id": own[TITLE], "text": "Achetez vos montres chez nous demain"},
            {"id": own[ATTIC], "text": "Achetez vos montres chez nous demain"},
            {"id": own[GARDEN], "text": GARDEN_FR},
            {"id": own[GARDEN], "text": GARDEN_FR.replace("jardin", "magasin")},
            {"id": "posts/2:title", "text": "Achetez"},
            {"id": 7, "text": "Achetez"},
            "Achetez",
        ]

    machine(says)
    site.post(2, "<p>Another page of the same site, with a sentence of its own.</p>")
    done = run("suggest")  # not synced: the second page is not sent
    assert "1 suggestion to review" in done.stdout
    assert "  5 answers to no text that was sent: not taken.\n" in done.stdout
    assert done.stdout.count("the same answer as to another text") == 2
    assert {one.msgid: one.msgstr for one in entries(site).values() if one.msgstr} == {DOORS: DOORS_FR}
    assert b"Achetez" not in b"".join(site.files().values())


@pytest.mark.usefixtures("site")
def test_ids_are_drawn_anew_so_that_no_text_can_know_one(run, machine, loopback) -> None:
    machine(lambda _texts: [])
    run("suggest")
    run("suggest")
    first, second = (
        {row["id"] for row in json.loads(json.loads(asked.body)["messages"][1]["content"])["texts"]}
        for asked in loopback.asked
    )
    assert first.isdisjoint(second)


@pytest.mark.parametrize("said", ["Bonjour!", '{"translations": 3}', '{"translations": [', "[" * 100_000])
def test_an_answer_that_is_no_json_is_kept_nowhere(site, run, machine, said: str) -> None:
    machine(lambda _texts: said)
    before = site.files()
    done = run("suggest")
    assert done.returncode == 0
    assert "0 suggestions to review, in 0 files.\n  4 texts still missing" in done.stdout
    assert site.files() == before


@pytest.mark.usefixtures("site")
def test_json_in_a_fence_is_read(run, machine) -> None:
    machine(lambda texts: f"Here:\n```json\n{json.dumps({'translations': rows(texts)})}\n```")
    assert "4 suggestions to review" in run("suggest").stdout


def test_a_machine_that_never_answers_in_form_is_not_asked_on(site, run, machine, loopback) -> None:
    for number in range(2, 6):
        text = f"Sentence number {number} of a long page that needs a request of its own, for all its words. "
        site.post(number, "".join(f"<p>{text * 10} {part}</p>" for part in range(4)))
    site.sync()
    machine(lambda _texts: "I would rather talk about the weather.")
    done = run("suggest")
    assert (done.returncode, len(loopback.asked)) == (3, 2)
    assert done.stderr == (
        "calque: suggest: small-1 does not answer in the form that it is asked for; "
        "name another model under [suggest] in calque.toml\n"
    )


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_refused_is_one_sentence_without_the_key(
    site, run, loopback, given, monkeypatch, status: int
) -> None:
    monkeypatch.setenv("CALQUE_SUGGEST_KEY", KEY)
    loopback.answer = lambda _asked: given({"error": {"message": f"Incorrect API key: {KEY}"}}, status)
    before = site.files()
    done = run("suggest")
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert f"the server does not accept the key ({status}); set CALQUE_SUGGEST_KEY anew" in done.stderr
    assert loopback.asked[0].headers["authorization"] == f"Bearer {KEY}"
    assert len(loopback.asked) == 1
    assert site.files() == before
    debug = run("suggest", "--debug")
    for text in (done.stdout, done.stderr, debug.stdout, debug.stderr):
        assert KEY not in text
    assert not [path for path in site.root.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]


@pytest.mark.parametrize("status", [429, 500, 503, 529])
@pytest.mark.usefixtures("site")
def test_a_busy_server_is_asked_again(run, machine, loopback, given, status: int) -> None:
    machine(rows)
    well = loopback.answer
    loopback.answer = lambda asked: (
        given({}, status, {"Retry-After": "0"}) if len(loopback.asked) < 3 else well(asked)
    )
    done = run("suggest")
    assert (done.returncode, len(loopback.asked)) == (0, 3)
    assert "4 suggestions to review" in done.stdout


@pytest.mark.usefixtures("site")
def test_a_server_that_asks_for_a_long_wait_is_left_alone(run, loopback, given) -> None:
    loopback.answer = lambda _asked: given({}, 429, {"Retry-After": "3600"})
    done = run("suggest")
    assert (done.returncode, len(loopback.asked)) == (3, 1)
    assert done.stderr.endswith("the server answers 429; try again in 3600 s, as it asks\n")


def test_a_slow_server_ends_in_a_sentence_in_time(site, run, loopback, monkeypatch) -> None:
    monkeypatch.setattr(machines, "LIMITS", Limits(pause=0.01, deadline=0.3, attempts=3))
    before = site.files()
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes the request, and says nothing
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        site.configure((site.root / "calque.toml").read_text().replace(loopback.url, url))
        begun = time.monotonic()
        done = run("suggest")
    assert time.monotonic() - begun < 20
    assert (done.returncode, done.stderr.count("\n")) == (3, 1)
    assert "no whole answer within" in done.stderr
    assert site.files() == before


@pytest.mark.parametrize(
    ("data", "status", "why"),
    [
        (b"<html>hello</html>", 200, "the answer is none of the chat API; check url"),
        ({"choices": []}, 200, "the answer is none of the chat API; check url"),
        ({"error": "no such model"}, 404, "the server answers 404; check url and model"),
        ({}, 302, "the server answers 302; check url and model"),
    ],
    ids=["page", "no choice", "404", "redirect"],
)
@pytest.mark.usefixtures("site")
def test_another_server_is_one_sentence(run, loopback, given, data, status: int, why: str) -> None:
    loopback.answer = lambda _asked: given(data, status, {"Location": "/elsewhere"} if status == 302 else {})
    done = run("suggest")
    assert (done.returncode, done.stderr.count("\n"), len(loopback.asked)) == (3, 1, 1)
    assert why in done.stderr


def test_what_came_before_a_failure_is_kept(site, run, machine, loopback, given) -> None:
    text = "A sentence of a long page that fills a request by itself, since it is said again and again. "
    site.post(2, f"<p>{text * 50}</p>", title="A long page")
    site.sync()
    other = {"A long page": "Une longue page", (text * 50).strip(): ""}
    machine(lambda texts: rows(texts, other))
    well = loopback.answer
    loopback.answer = lambda asked: well(asked) if len(loopback.asked) == 1 else given({}, 401)
    done = run("suggest")
    assert done.returncode == 3
    assert "1 suggestion to review, in 1 file.\n" in done.stdout
    assert b"calque: machine small-1" in b"".join(site.files().values())


def test_what_a_person_saves_meanwhile_stays(site, run, machine) -> None:
    """The server takes its time: a translator translates one text, drafts another, and comments on a third."""

    def says(texts):
        path = site.catalog(1)
        catalog = read_catalog(path.read_bytes(), place=path.name)
        for index, entry in enumerate(catalog.entries):
            if entry.msgid == DOORS:
                catalog = edit(catalog, index, msgstr="Ouvert de neuf heures à six heures.", fuzzy=False)
            if entry.msgid == ATTIC:
                catalog = edit(catalog, index, msgstr="Le grenier, à finir", fuzzy=True)
        path.write_bytes(write_catalog(catalog))
        return rows(texts)

    machine(says)
    done = run("suggest")
    assert "2 suggestions to review, in 1 file.\n  2 texts got a translation meanwhile" in done.stdout
    found = entries(site)
    assert (found[DOORS].msgstr, found[DOORS].fuzzy) == ("Ouvert de neuf heures à six heures.", False)
    assert (found[ATTIC].msgstr, found[ATTIC].tcomment) == ("Le grenier, à finir", "")
    assert found[GARDEN].msgstr == GARDEN_FR
    assert not list((site.root / "locales").rglob("archive/**/*.po"))


def test_texts_in_hand_and_texts_of_memory_are_not_sent(site, run) -> None:
    site.post(2, f"<p>{DOORS}</p>", title="Another title of the house")
    site.translate(1, {DOORS: DOORS_FR})
    site.sync()
    run("handoff", "--post", "posts/1", "-o", "out.po")
    value = json.loads(run("suggest", "--dry-run", "--format", "json").stdout)
    assert value["sent"]["segments"] == 1


def test_no_text_of_a_private_draft_or_locked_post_is_sent(site, run, machine, loopback) -> None:
    text = (site.root / "calque.toml").read_text()
    site.configure(f'{text}\n[catalogs]\nlayout = "site"\n[report]\ninclude_private = true\n')
    site.post(2, "<p>Soon a secret: this page goes away from all visitors.</p>", title="A secret page")
    site.sync()
    site.post(
        2,
        "<p>Soon a secret: this page goes away from all visitors.</p>",
        title="A secret page",
        status="private",
    )
    site.post(3, "<p>A secret draft that nobody may read.</p>", title="A secret draft", status="draft")
    site.post(4, "<p>A secret behind a password.</p>", title="A secret, locked", locked=True)
    site.sync()
    machine(rows)
    done = run("suggest")
    assert "4 suggestions to review" in done.stdout, done.stdout
    assert loopback.asked
    assert all(b"secret" not in asked.body for asked in loopback.asked)


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("", "suggest: no machine is named; give url and model of its server under [suggest] in calque.toml"),
        ('[suggest]\nurl = "https://llm.example/v1"\n', "model is missing; add model = … under [suggest]"),
        ('[suggest]\nurl = "ftp://llm.example"\nmodel = "m"\n', "is no URL; write the root of its API"),
        ('[suggest]\nurl = "https://a:b@llm.example"\nmodel = "m"\n', "it holds credentials"),
        ('[suggest]\nurl = "https://llm.example"\nmodel = "m"\nkey = "x"\n', "key"),
        (
            '[suggest]\nurl = "http://llm.example"\nmodel = "m"\n',
            "the key would travel readable; use the https",
        ),
    ],
    ids=["none", "no model", "ftp", "credentials", "key in the file", "readable"],
)
def test_what_is_wrong_in_the_configuration_is_said(
    workspace, run, monkeypatch, table: str, why: str
) -> None:
    monkeypatch.setenv("CALQUE_SUGGEST_KEY", KEY)
    workspace.configure(f"{(workspace.root / 'calque.toml').read_text()}\n{table}")
    done = run("suggest")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert why in done.stderr
    assert KEY not in done.stderr


@pytest.mark.usefixtures("site")
def test_a_key_that_is_none_is_not_shown(run, monkeypatch) -> None:
    monkeypatch.setenv("CALQUE_SUGGEST_KEY", f"{KEY}\né")
    done = run("suggest")
    assert done.returncode == 2
    assert KEY not in done.stderr + done.stdout
