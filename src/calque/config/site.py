"""From the text of a `calque.toml` to the `Site`: a reader a table, named like the table."""

import re
from pathlib import Path

from calque.addresses import split_url
from calque.config.addresses import read_web
from calque.config.build import read_build_folder, read_policies
from calque.config.checks import read_checks, read_drift
from calque.config.durations import LAST
from calque.config.locales import read_languages, read_locales, read_pairs, read_quiet, read_scopes, read_tag
from calque.config.nightly import read_nightly
from calque.config.overlaps import refuse_overlaps
from calque.config.rules import read_rules
from calque.config.running import read_running
from calque.config.suggesting import read_suggesting
from calque.config.tables import Table, parse_table
from calque.config.waivers import read_waivers
from calque.config.wordpress import read_wordpress
from calque.model import REPORT, Fill, Layout, Site
from calque.places import KEPT_PAGES, KEPT_POSTS, KEPT_REVISIONS

__all__ = ["is_site_name", "parse_site"]


def parse_site(text: str, *, place: str, root: Path) -> Site:
    """Parse the text of a `calque.toml`.

    `[site]` with `name`, `url`, `source` and `posts`, and a `[locales.TAG]` a target, are enough.
    Errors: ConfigError with `place:line`.
    """
    file = parse_table(text, place=place)
    file.only(
        "site",
        "locales",
        "scope",
        "html",
        "blocks",
        "shortcodes",
        "catalogs",
        "memory",
        "pairs",
        "report",
        "ledger",
        "gate",
        "prefect",
        "run",
        "wordpress",
        "checks",
        "drift",
        "waive",
        "build",
        "suggest",
    )
    lists = ("posts", "exclude", "fields", "revisions", "exports", "sitemaps", "pages")
    site = file.table("site").only(
        "name", "url", "source", *lists, "parameter", "base", "prefix", "languages"
    )
    catalogs = file.table("catalogs").only("folder", "layout", "wrap")
    report = file.table("report").only("file", "copy_to", "url", "since", "include_private")
    gate = file.table("gate").only("fail_under", "no_stale", "max_age", "unpublished_days")
    source = read_tag(site, "source", site.required("source"))
    locales = read_locales(file, source)
    wordpress = read_wordpress(file)
    made = Site(
        name=_read_name(site),
        root=root,
        url=_read_url(site),
        source=source,
        locales=locales,
        posts=(*site.globs("posts"), *([KEPT_POSTS] if wordpress else ())),
        exclude=site.globs("exclude"),
        fields=site.texts("fields"),
        revisions=(*site.globs("revisions"), *([KEPT_REVISIONS] if wordpress else ())),
        exports=site.globs("exports"),
        sitemaps=site.globs("sitemaps"),
        pages=(*site.globs("pages"), *([KEPT_PAGES] if wordpress and wordpress.hreflang else ())),
        parameter=site.text("parameter"),
        base=site.text("base").strip("/"),
        prefix=site.text("prefix").strip("/"),
        languages=read_languages(site.table("languages"), source, locales),
        scopes=read_scopes(file, locales),
        quiet=read_quiet(file),
        rules=read_rules(file, root),
        checks=read_checks(file.table("checks"), locales, root),
        drift=read_drift(file.table("drift"), locales),
        pairs=read_pairs(file, locales),
        wordpress=wordpress,
        waivers=read_waivers(file, locales),
        catalogs=_read_folder(catalogs),
        layout=catalogs.choice("layout", Layout, Layout.POST),
        wrap=catalogs.number("wrap", 79, low=0, high=1000),
        fill=file.table("memory").only("fill").choice("fill", Fill, Fill.REVIEW),
        report=report.path("file", REPORT),
        report_copy=report.folder("copy_to"),
        report_url=read_web(
            report, "url", report.text("url"), "write the report's own, https://…/report.html"
        )
        if "url" in report
        else "",
        compare_days=_read_compare_days(report),
        include_private=report.flag("include_private"),
        ledger=_read_ledger(file.table("ledger").only("url")),
        fail_under=gate.number("fail_under", None, low=0, high=100),
        no_stale=gate.flag("no_stale"),
        max_age=gate.days("max_age"),
        unpublished_days=gate.number("unpublished_days", None, low=0, high=36_500),
        nightly=read_nightly(file.table("prefect")),
        running=read_running(file.table("run")),
        suggesting=read_suggesting(file.table("suggest")),
        build_folder=read_build_folder(file.table("build")),
        build_policies=read_policies(file.table("build"), locales),
    )
    refuse_overlaps(made, file)
    return made


def is_site_name(name: str) -> bool:
    """Tell whether a site may be called so: `lane`, `lane-2`; deployments, blocks and variables are called after it."""
    return re.fullmatch(r"[a-z0-9][a-z0-9-]{0,62}", name) is not None


def _read_name(site: Table) -> str:
    name = site.required("name")
    if not isinstance(name, str) or not is_site_name(name):
        site.fail("name", f"{name!r} is no site name", "use small letters, digits and dashes")
    return name


def _read_url(site: Table) -> str:
    url = site.required("url")
    return read_web(site, "url", url, "write the home page's, https://…").rstrip("/")


def _read_folder(catalogs: Table) -> str:
    """Return the folder of catalogs as paths below it begin: `./locales/` → `locales`."""
    return Path(catalogs.path("folder", "locales")).as_posix()


def _read_compare_days(report: Table) -> int:
    days = None if report.text("since", LAST) == LAST else report.days("since")
    return 1 if days is None else days


def _read_ledger(ledger: Table) -> str:
    url = ledger.text("url")
    parts = split_url(url)
    if parts is None:
        ledger.fail(
            "url", "it is no database URL that can be read", "write it as in postgresql://user@host:5432/name"
        )
    if url and not _is_database(url):
        ledger.fail("url", "it is no database URL", "write it as in postgresql://user@host:5432/name")
    if parts.password:
        ledger.fail("url", "it holds a password", "leave it out and set PGPASSWORD or a .pgpass file instead")
    return url


def _is_database(url: str) -> bool:
    from sqlalchemy.engine import make_url  # noqa: PLC0415 — for sites with a database of their own alone
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415 — the same

    try:
        make_url(url)
    except (ArgumentError, ValueError):
        return False
    return True
