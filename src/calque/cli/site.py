"""`calque init`, `calque sync` and `calque confirm`: the site of a calque.toml."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from calque.addresses import is_web, place_of
from calque.cli.options import Config, now, site_of
from calque.cli.report import FailUnder, Locale, MaxAge, NoStale, StatusFormat, gated, judge, show
from calque.config import FILE_NAME, is_site_name, parse_site
from calque.counts import plural
from calque.errors import ConfigError
from calque.model import Change
from calque.output import say, tell, terminal
from calque.places import IGNORED, is_in_git
from calque.store import write_atomic

__all__ = ["confirm", "init", "sync"]

_CONFIRMED = ("filled", "replaced", "confirmed", "left")


def init(
    place: Annotated[
        str,
        Parameter(help="The address of a WordPress site, or a folder of posts: REST JSON, exports, pages."),
    ],
    /,
    *,
    source: Annotated[str, Parameter(help="The source locale, where it cannot be seen.")] = "",
    target: Annotated[str, Parameter(help="The target locales, such as fr,de.")] = "",
    pairs: Annotated[
        list[str] | None, Parameter(help="A WXR export of a site, which says what translates what.")
    ] = None,
    name: Annotated[str, Parameter(help="What the site is called; else it is called after its host.")] = "",
    prefect: Annotated[
        bool, Parameter(negative="", help="Write a prefect.yaml beside it, for `calque deploy`.")
    ] = False,
) -> int:
    """Look at a site, or at saved posts, and write a calque.toml."""
    from calque.pipeline.init import propose_from_folder, propose_from_site  # noqa: PLC0415 — only this command needs them

    path = Path.cwd() / FILE_NAME
    if path.exists():
        raise ConfigError(f"{path}: stands already; edit it, or move it away first")
    if name and not is_site_name(name):
        raise ConfigError(f"--name {name}: no name of a site; use small letters, digits and dashes")
    targets = [tag.strip() for tag in target.split(",") if tag.strip()]
    if place.lower().startswith(("http:", "https:")):
        if not is_web(place):
            raise ConfigError(f"{place_of(place)}: no address of a site; write it as in https://example.org")
        proposal = propose_from_site(
            place, path.parent, os.environ, source=source, targets=targets, exports=pairs or (), name=name
        )
    elif Path(place).is_dir():
        proposal = propose_from_folder(Path(place), path.parent, source=source, targets=targets, name=name)
    elif Path(place).is_file():
        raise ConfigError(
            f"{place}: a file; give the folder that it lies in, `calque init {Path(place).parent}`"
        )
    else:
        raise ConfigError(f"{place}: no such folder; give a folder of posts, or a site's address, https://…")
    site = parse_site(proposal.text, place=FILE_NAME, root=path.parent)
    write_atomic(path, proposal.text.encode())
    for error in proposal.errors:
        tell(f"calque: {error}")
    for remark in proposal.remarks:
        say(remark)
    locales = ", ".join(locale.tag for locale in site.locales)
    say(f"{FILE_NAME}: {site.url}, from {site.source} to {locales}.")
    if prefect:
        from calque.deploy.sites import SiteFile  # noqa: PLC0415 — only where it is asked for
        from calque.deploy.write import write_manifest  # noqa: PLC0415 — the same

        manifest = write_manifest([SiteFile(site, path.resolve())], path.parent)
        say(f"{manifest.path.name}: a sync every night; `calque deploy` puts it on a server.")
    _tell_git(path, site.catalogs)
    say("Read it over, then run `calque sync`.")
    return 0


def _tell_git(path: Path, catalogs: str) -> None:
    """Say what makes git keep the work of two branches; write what it is to ignore, where nothing says that yet."""
    if not is_in_git(path.parent):
        return
    ignored = path.with_name(".gitignore")
    if not ignored.exists():
        write_atomic(ignored, IGNORED.encode())
        say(f"{ignored.name}: what git leaves alone.")
    say("So that git keeps the work of both branches in a catalog:")
    say('  git config merge.calque.driver "calque merge-driver %O %A %B %P"')
    say(f"  echo '{catalogs}/**/*.po* merge=calque' >> .gitattributes")


def sync(
    *,
    config: Config = None,
    dry_run: Annotated[bool, Parameter(negative="", help="Say what would change; write nothing.")] = False,
    accept: Annotated[
        list[str] | None,
        Parameter(negative="", help="Answer what a guard asks, by its code; once for each of several."),
    ] = None,
    offline: Annotated[
        bool, Parameter(negative="", help="Use the posts that are kept; ask no site.")
    ] = False,
    sample: Annotated[
        int, Parameter(help="Fetch so many posts at most, the last saved first.", validator=Number(gte=0))
    ] = 0,
    refetch: Annotated[bool, Parameter(negative="", help="Fetch all posts again, changed or not.")] = False,
    post: Annotated[str, Parameter(help="Fetch this post alone: its address, or its key, posts/12.")] = "",
    locale: Locale = "",
    fail_under: FailUnder = None,
    no_stale: NoStale = False,
    max_age: MaxAge = None,
    format: Annotated[StatusFormat, Parameter(help="How the status is shown.")] = "table",  # noqa: A002 — the option's name
) -> int:
    """Bring the catalogs in step with the posts, and show the status."""
    from calque.pipeline.sync import Visit  # noqa: PLC0415 — loads the ledger's writer
    from calque.pipeline.sync import sync as sync_site  # noqa: PLC0415 — the same
    from calque.pipeline.sync.sharing import runner_of  # noqa: PLC0415 — the same

    site = site_of(config, locale)
    policy = gated(site, fail_under=fail_under, no_stale=no_stale, max_age=max_age)
    with _progress() as watch, runner_of(site, tell, watch) as runner:
        outcome = sync_site(
            site,
            runner,
            now=now,
            dry_run=dry_run,
            accept=accept or (),
            visit=Visit(offline=offline, sample=sample, refetch=refetch, post=post),
        )
    show(outcome.status, format, locale)
    if outcome.held:
        tell("Held: nothing was written; what is asked follows, with both answers.")
        return judge(outcome.status, policy, locale)
    wrote = "Would write" if dry_run else "Wrote"
    tell(f"{wrote} {plural(len(outcome.files), 'file')} below {site.catalogs}/.")
    for tag, kinds in outcome.changes.items():
        if kinds:
            told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
            tell(f"  {tag}: {told}")
    return judge(outcome.status, policy, locale)


def confirm(
    url: Annotated[str, Parameter(help="The address of the live translated page.")] = "",
    /,
    *,
    post: Annotated[str, Parameter(help="The source post, by key (posts/12) or address.")] = "",
    text: Annotated[str, Parameter(help="The source text, or the end of its reference: #3f9c1e.")] = "",
    change: Annotated[
        Literal["", "markup", "minor"],
        Parameter(help="Only after changes of the source that are no greater."),
    ] = "",
    locale: Annotated[str, Parameter(help="A locale, or all.")] = "",
    by: Annotated[str, Parameter(help="Who says so.")] = "",
    config: Config = None,
) -> int:
    """Say that a translation is right as it stands."""
    if url:
        if post or text or change or locale:
            raise ConfigError(f"confirm {url}: a page's address stands alone; leave the other options out")
        return _confirm_page(url, by, config)
    if not (post or text or change):
        raise ConfigError("confirm: give the address of a live page, or --post, --text or --change")
    from calque.pipeline.confirm import StillRight, confirm_texts  # noqa: PLC0415 — loads the ledger's writer

    site = site_of(config, "" if locale == "all" else locale)
    tags = [one.tag for one in site.locales]
    if locale in ("", "all"):
        if not locale and len(tags) > 1:
            raise ConfigError(f"confirm: say which locale: --locale {tags[0]}, or --locale all")
        locales = tuple(tags)
    else:
        locales = (locale,)
    wish = StillRight(locales, post, text, Change(change) if change else None, by)
    done = confirm_texts(site, wish, now=now)
    for place, count in done.items():
        say(f"{place}: {count} confirmed.")
    if not done:
        say(
            "Nothing to confirm: no stale or fuzzy translation is named so that has all tags and links of its text. See"
            " `calque status --worklist`."
        )
    return 0


def _confirm_page(url: str, by: str, config: Path | None) -> int:
    from calque.pipeline.confirm import confirm as confirm_page  # noqa: PLC0415 — loads the ledger's writer

    done = confirm_page(site_of(config), url, now=now, by=by)
    told = ", ".join(f"{done.changes[kind]} {kind}" for kind in _CONFIRMED if done.changes.get(kind))
    say(f"{done.catalog}: {told or 'nothing to change'}.")
    if done.accepted:
        say(
            "What the page says otherwise is right as it is: it counts as published until it or the catalog changes."
        )
    if done.changes.get("replaced"):
        say("What stood in the file before is in the archive, beside it.")
    if done.changes.get("left"):
        say(
            "What is left has no text on the page that is its translation for sure: see `calque status --worklist`."
        )
    return 0


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar a step on standard error while a terminal looks on; nothing in a log."""
    console = terminal(stderr=True)
    if not console.is_terminal:
        yield lambda _step, _done, _total: None
        return
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskID,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        tasks: dict[str, TaskID] = {}

        def watch(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = progress.add_task(step, total=total, rate="")
            speed = progress.tasks[tasks[step]].speed
            rate = f"{speed:.0f} a second" if speed and total > 1 else ""
            progress.update(tasks[step], completed=done, total=total, rate=rate)

        yield watch
