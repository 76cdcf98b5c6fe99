"""Small sites that answer as WordPress does with a plugin for languages, each with what is true of its pages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from calque.pipeline.init import propose_from_site
from calque.pipeline.sync import Outcome

HERE = Path(__file__).parent / "plugins"
TAGS = {"en": "en-US", "fr": "fr-FR", "de": "de-DE"}
_TEXTS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "Our {name} course starts on {day} March and is open to everybody who wants to learn something new.",
        "Every week {who} shows beginners how to use the tools, and nobody needs to bring anything along.",
        "The price is {price} euros for members; children under twelve pay half of it.",
        "Please write to us a week before if you cannot come, so that somebody else gets your place.",
    ),
    "fr": (
        "Notre cours de {name} commence le {day} mars et il est ouvert à tous ceux qui veulent apprendre.",
        "Chaque semaine, {who} montre aux débutants comment utiliser les outils, et personne n'apporte rien.",
        "Le prix est de {price} euros pour les membres ; les enfants de moins de douze ans en paient la moitié.",
        "Écrivez-nous une semaine à l'avance si vous ne pouvez pas venir, pour laisser votre place à quelqu'un.",
    ),
    "de": (
        "Unser Kurs in {name} beginnt am {day}. März und steht allen offen, die etwas Neues lernen möchten.",
        "Jede Woche zeigt {who} den Anfängern, wie man die Werkzeuge benutzt, und niemand bringt etwas mit.",
        "Der Preis beträgt {price} Euro für Mitglieder; Kinder unter zwölf Jahren zahlen die Hälfte davon.",
        "Bitte schreiben Sie uns eine Woche vorher, wenn Sie nicht kommen können, damit ein Platz frei wird.",
    ),
}
_TOPICS = (
    {"en": "weaving", "fr": "tissage", "de": "Weben", "day": 3, "price": 20, "who": "Odile"},
    {"en": "bread baking", "fr": "boulangerie", "de": "Brotbacken", "day": 14, "price": 35, "who": "Bastian"},
    {"en": "beekeeping", "fr": "apiculture", "de": "Imkerei", "day": 21, "price": 48, "who": "Marguerite"},
    {"en": "woodcarving", "fr": "sculpture", "de": "Schnitzen", "day": 8, "price": 27, "who": "Tobias"},
    {"en": "bookbinding", "fr": "reliure", "de": "Buchbinden", "day": 30, "price": 52, "who": "Clemence"},
)
_TITLES = {"en": "Learn {} with us", "fr": "Apprendre ensemble : {}", "de": "Gemeinsam lernen: {}"}


@dataclass
class Text:
    """A post of the site in one language; `group` tells which posts translate each other."""

    number: int
    language: str
    slug: str
    title: str
    html: str
    group: int = 0
    status: str = "publish"
    modified: str = "2026-03-02T08:00:00"
    published: str = "2026-03-01T08:00:00"
    type: str = "post"
    locked: bool = False
    """It is behind a password: its text is not served."""

    @property
    def collection(self) -> str:
        return f"{self.type}s"


def course(number: int, language: str, topic: int, *, written: str = "", group: int = 0) -> Text:
    """Return a post about a topic; `written` is the language of its text where that is another."""
    row = _TOPICS[topic]
    told = written or language
    values = {"name": row[told], "day": row["day"], "price": row["price"], "who": row["who"]}
    html = "".join(f"\n<p>{text.format(**values)}</p>\n" for text in _TEXTS[told])
    title = _TITLES[told].format(row[told])
    slug = re.sub(r"[^a-z]+", "-", _TITLES[language].format(row[language]).lower()).strip("-")
    return Text(
        number,
        language,
        slug,
        title,
        html,
        group or topic + 1,
        published=f"2026-03-01T08:00:{number % 60:02}",
    )


@dataclass(frozen=True)
class Wanted:
    """What is asked for: below which root, with which parameters."""

    root: str
    query: Mapping[str, str]

    @property
    def language(self) -> str:
        """The language that the root names."""
        return self.root.strip("/").partition("/")[0] if self.root != "/wp-json/" else "en"


@dataclass
class Site:
    """A WordPress site with posts in English, French and German; subclasses answer as a plugin does."""

    url: str
    given: Any
    texts: list[Text] = field(default_factory=list)
    roots: tuple[str, ...] = ("/wp-json/",)
    """Where the REST API answers."""
    namespaces: tuple[str, ...] = ("wp/v2",)

    def post(self, number: int, language: str = "") -> Text:
        """Return the post of a number."""
        return next(one for one in self.texts if one.number == number and language in ("", one.language))

    # What a plugin decides.

    def prefix(self, language: str) -> str:
        return "" if language == "en" else f"/{language}"

    def path(self, one: Text) -> str:
        return f"{self.prefix(one.language)}/{one.slug}/"

    def home(self, language: str) -> str:
        return f"{self.prefix(language)}/"

    def fields(self, one: Text) -> dict[str, Any]:  # noqa: ARG002 — for those below
        """Return what the plugin adds to a post's JSON."""
        return {}

    def listed(self, wanted: "Wanted") -> list[Text]:  # noqa: ARG002 — for those below
        """Return the posts that a listing has."""
        return self.texts

    def alternates(self, one: Text) -> dict[str, str]:
        """Return the hreflang links in the head of a post's page: tag → path."""
        group = [other for other in self.texts if other.group == one.group and other.status == "publish"]
        return {other.language: self.path(other) for other in group} if len(group) > 1 else {}

    def home_alternates(self) -> dict[str, str]:
        return {language: self.home(language) for language in TAGS}

    def added(self, route: str) -> Any:  # noqa: ARG002 — for those below
        """Return the answer of a route that the plugin adds; None where there is none."""
        return None

    # What WordPress does.

    def __call__(self, asked: Any) -> Any:
        root = next((root for root in self.roots if asked.path.startswith(root)), "")
        if not root:
            return self._page(asked.path)
        route = asked.path.removeprefix(root).strip("/")
        fixed = {
            "": {"name": "Lane", "home": self.url, "namespaces": list(self.namespaces)},
            "wp/v2/types": {"post": {"rest_base": "posts"}, "page": {"rest_base": "pages"}},
            "wp/v2/taxonomies": {},
        }
        if route in fixed:
            return self.given(fixed[route])
        if (answer := self.added(route)) is not None:
            return self.given(answer)
        return self._answer(route, Wanted(root, asked.query))

    def _answer(self, route: str, wanted: "Wanted") -> Any:
        name, _, number = route.removeprefix("wp/v2/").partition("/")
        rows = [one for one in self.listed(wanted) if one.collection == name]
        if name not in ("posts", "pages"):
            return self._error("rest_no_route", 404)
        if not number:
            return self._list([one for one in rows if one.status == "publish"], wanted)
        one = next((one for one in rows if one.number == int(number)), None)
        if one is None:
            return self._error("rest_post_invalid_id", 404)
        if one.status != "publish":
            return self._error("rest_forbidden", 401)
        return self.given(self.json(one, wanted.root))

    def _error(self, code: str, status: int) -> Any:
        return self.given({"code": code, "message": "No.", "data": {"status": status}}, status)

    def _list(self, rows: list[Text], wanted: "Wanted") -> Any:
        query = wanted.query
        rows = sorted(rows, key=lambda one: one.number)
        if "include" in query:
            numbers = {int(number) for number in query["include"].split(",")}
            rows = [one for one in rows if one.number in numbers]
        if "slug" in query:
            rows = [one for one in rows if one.slug in query["slug"].split(",")]
        size = int(query.get("per_page", 10))
        first = int(query.get("offset", (int(query.get("page", 1)) - 1) * size))
        page = [self.json(one, wanted.root) for one in rows[first : first + size]]
        return self.given(
            page, 200, {"X-WP-Total": str(len(rows)), "X-WP-TotalPages": str(-(-len(rows) // size))}
        )

    def json(self, one: Text, root: str = "/wp-json/") -> dict[str, Any]:
        """Return a post as the REST API has it; what `_fields` leaves out stays in, as on some sites."""
        return {
            "id": one.number,
            "type": one.type,
            "slug": one.slug,
            "status": one.status,
            "link": f"{self.url}{self.path(one)}",
            "guid": {"rendered": f"{self.url}/?p={one.number}"},
            "date_gmt": one.published,
            "modified_gmt": one.modified,
            "title": {"rendered": one.title},
            "content": {"rendered": one.html, "protected": one.locked},
            "excerpt": {"rendered": "", "protected": False},
            "categories": [],
            "meta": {"footnotes": ""},
            "_links": {"self": [{"href": f"{self.url}{root}wp/v2/{one.collection}/{one.number}"}]},
        } | self.fields(one)

    def _page(self, path: str) -> Any:
        for language in TAGS:
            if path == self.home(language):
                link = {"Link": f'<{self.url}/wp-json/>; rel="https://api.w.org/"'}
                return self.given(self.html(language, self.home_alternates(), "").encode(), 200, link)
        for one in self.texts:
            if path == self.path(one) and one.status == "publish":
                return self.given(self.html(one.language, self.alternates(one), one.html).encode())
        return self.given(b"<html>not found</html>", 404)

    def html(self, language: str, alternates: Mapping[str, str], body: str) -> str:
        """Return a page as visitors get it."""
        links = "".join(
            f'<link rel="alternate" hreflang="{tag}" href="{self.url}{path}">\n'
            for tag, path in alternates.items()
        )
        return f'<html lang="{TAGS[language]}">\n<head>\n{links}</head>\n<body>{body}</body>\n</html>\n'


@dataclass
class Visits:
    """A workspace that `calque init` configured from a site, and the syncs of its days."""

    workspace: Any
    site: Site
    asked: list[Any]
    """Every request that the site got."""
    remarks: tuple[str, ...] = ()

    def init(self, **options: Any) -> str:
        """Run `calque init` on the site; return the calque.toml."""
        proposal = propose_from_site(f"{self.site.url}/", self.workspace.root, {}, rate=1000, **options)
        text = re.sub(r"\[wordpress\].*", "[wordpress]\nrate = 1000\nattempts = 1", proposal.text)
        self.workspace.configure(text)
        self.remarks = proposal.remarks
        return proposal.text

    def sync(self, day: str) -> Outcome:
        return self.workspace.sync(day)

    def rows(self, outcome: Outcome) -> list[str]:
        """Return the report as the truth files have it: locale, key, state, pairing and the address."""
        return sorted(
            " ".join(
                (
                    page.locale,
                    page.key,
                    str(page.state),
                    page.pairing or "-",
                    page.url.removeprefix(self.site.url) or "-",
                )
            )
            for page in outcome.status.pages
        )

    def check(self, outcome: Outcome, name: str) -> None:
        """Hold a report against the truth file of the site, at one of its headings."""
        file, _, heading = name.partition("#")
        text = (HERE / f"{file}.txt").read_text(encoding="utf-8")
        parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
        truth = dict(zip(parts[1::2], parts[2::2], strict=True))[heading]
        rows, wanted = self.rows(outcome), sorted(line for line in truth.splitlines() if line)
        assert rows == wanted, "\n".join(sorted({*rows} ^ {*wanted}))
