"""`calque status FOLDER…`: a row a site, and the same gates as for one site."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from calque.deploy.sites import SiteFile, UnreadSite, read_each
from calque.errors import ConfigError
from calque.exit_codes import EXIT_POLICY, EXIT_UNMEASURED, exit_code, worst
from calque.model import Site, SiteRow
from calque.output import print_rows, tell, terminal
from calque.pipeline.status.sites import site_row

__all__ = ["refuse_options", "show_sites"]


def refuse_options(given: Mapping[str, bool], form: str) -> None:
    """Refuse what a row a site cannot follow, rather than leave it out in silence; `given` is by the option's name.

    Errors: ConfigError.
    """
    option = next((name for name, is_given in given.items() if is_given), None)
    if option == "--config":
        raise ConfigError("--config names one site and the folders name others; leave one of them out")
    if option:
        raise ConfigError(
            f"{option}: folders are shown as a row a site, without single pages; for those give "
            f"`--config FOLDER/calque.toml {option}` instead of a folder"
        )
    if form not in ("table", "json"):
        raise ConfigError(
            f"--format {form}: folders are shown as table or json; give `--config FOLDER/calque.toml "
            f"--format {form}` for one site"
        )


def show_sites(
    places: Sequence[str],
    gates: Callable[[Site], Site],
    form: str,
    locale: str,
    *,
    now: Callable[[], datetime],
) -> int:
    """Show a row a site, and say which policies do not hold; why one cannot be read is its row, and told.

    `gates` gives a site the policies of the options. Of the sites that can be read, only those that have the `locale`,
    if any, are shown.
    """
    read = read_each(places)
    sites = [one.site for one in read if isinstance(one, SiteFile)]
    shown = {site.name for site in _with_locale(sites, locale)}
    rows = [
        SiteRow(one.name, problem=str(one.error))
        if isinstance(one, UnreadSite)
        else site_row(gates(one.site), now=now, locale=locale)
        for one in read
        if isinstance(one, UnreadSite) or one.site.name in shown
    ]
    errors = [one.error for one in read if isinstance(one, UnreadSite)]
    if form == "json":
        from calque.reports.sites import sites_to_json  # noqa: PLC0415 — for this format alone

        print_rows(sites_to_json(rows))
    elif rows:
        _print_table(rows)
    for error in errors:
        tell(f"calque: {error}")
    for row in rows:
        for sentence in row.broken:
            tell(f"calque: {row.name}: below policy: {sentence}")
    codes = [exit_code(error) for error in errors]
    codes += [EXIT_UNMEASURED for row in rows if row.problem]
    codes += [EXIT_POLICY for row in rows if row.broken]
    return worst(codes)


def _with_locale(sites: Sequence[Site], locale: str) -> Sequence[Site]:
    """Return the sites that have a locale, and say which are left out; all of them where none is asked for."""
    if not (locale and sites):
        return sites
    chosen = [site for site in sites if site.locale(locale) is not None]
    if not chosen:
        known = ", ".join(sorted({one.tag for site in sites for one in site.locales}))
        raise ConfigError(f"--locale {locale}: no target locale of any of these sites; use one of {known}")
    for site in sites:
        if site not in chosen:
            tell(f"calque: {site.name}: left out, since {locale} is no target locale of it")
    return chosen


def _print_table(rows: Sequence[SiteRow]) -> None:
    from rich import box  # noqa: PLC0415 — for a table alone
    from rich.table import Table  # noqa: PLC0415 — the same
    from rich.text import Text  # noqa: PLC0415 — the same

    from calque.reports.sites import SITE, sites_for_people  # noqa: PLC0415 — the same

    shown = sites_for_people(rows)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in shown[0]:  # a cut name or place could not be looked up
        table.add_column(name, no_wrap=name == SITE, overflow="fold")
    for row in shown:
        table.add_row(*(Text(cell) for cell in row.values()))
    terminal().print(table)
