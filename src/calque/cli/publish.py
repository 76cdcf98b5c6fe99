"""`calque publish`: finished translations onto a WordPress site."""

from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from calque.cli.build import OneLocale, OnePost
from calque.cli.findings import finding_row, tell_findings
from calque.cli.options import Config, now, site_of
from calque.counts import plural
from calque.errors import ConfigError
from calque.model import Site
from calque.output import say, write_json

if TYPE_CHECKING:
    from calque.pipeline.publish.run import PublishOutcome

__all__ = ["publish"]

_SHOWN = 20
_DONE = {
    "update": "changed the page",
    "revision": "kept a draft beside the public page",
    "create": "made a draft",
}
_WOULD = {"update": "would change the page", "create": "would make a draft"}


def publish(
    *,
    draft: Annotated[
        bool, Parameter(negative="", help="Make drafts; keep new texts of public pages beside them.")
    ] = False,
    live: Annotated[
        bool, Parameter(negative="", help="Make drafts of new pages, and change public ones at once.")
    ] = False,
    dry_run: Annotated[bool, Parameter(negative="", help="Show what would change; send nothing.")] = False,
    undo: Annotated[str, Parameter(help="Take back what this run sent.")] = "",
    locale: OneLocale = "",
    post: OnePost = "",
    overwrite: Annotated[
        bool, Parameter(negative="", help="With --post: write over what somebody wrote on that page.")
    ] = False,
    config: Config = None,
    format: Annotated[Literal["text", "json"], Parameter(help="How the result is shown.")] = "text",  # noqa: A002 — the option's name
) -> int:
    """Bring finished translations to the site, after a diff."""
    site = site_of(config, locale)
    if draft and live:
        raise ConfigError("publish: --draft and --live exclude each other; give one")
    if overwrite and not post:
        raise ConfigError("publish: --overwrite is for one page; name it with --post")
    if undo:
        if draft or live or post or locale or dry_run or overwrite:
            raise ConfigError("publish: --undo takes back a whole run; leave the other options out")
        return _undo(site, undo, format)
    from calque.pipeline.publish.run import PublishMode  # noqa: PLC0415 — loads the client
    from calque.pipeline.publish.run import publish as publish_site  # noqa: PLC0415 — the same

    mode = PublishMode.DRAFT if draft else PublishMode.LIVE if live else PublishMode.DIFF
    mode = PublishMode.DIFF if dry_run else mode
    done = publish_site(site, now=now, mode=mode, locale=locale, post=post, overwrite=overwrite)
    if format == "json":
        write_json(_figures(done, mode))
    else:
        _tell_published(done, is_sent=mode is not PublishMode.DIFF)
    return tell_findings(done.findings)


def _undo(site: Site, run: str, form: str) -> int:
    from calque.pipeline.publish.undo import undo  # noqa: PLC0415 — loads the client

    done = undo(site, run, now=now)
    if form == "json":
        findings = [finding_row(one) for one in done.findings]
        write_json({"version": 1, "run": run, "taken_back": list(done.taken_back), "findings": findings})
    else:
        for one in done.taken_back:
            say(f"  {one}")
        say(f"Took back {_pages(len(done.taken_back))} of {run}.")
    return tell_findings(done.findings)


def _figures(done: "PublishOutcome", mode: str) -> dict[str, object]:
    return {
        "version": 1,
        "mode": str(mode),
        "run": done.run,
        "pages": [
            {
                "locale": one.locale,
                "source": one.source,
                "title": one.title,
                "action": one.action,
                "id": one.id,
                "url": one.url,
                "diff": one.diff,
                "notes": list(one.notes),
            }
            for one in done.pages
        ],
        "unchanged": done.unchanged,
        "held": [
            {"locale": one.locale, "source": one.source, "why": one.why, "exists": one.exists}
            for one in done.held
        ],
        "skipped": [{"locale": one.locale, "source": one.source, "why": one.why} for one in done.skipped],
        "findings": [finding_row(one) for one in done.findings],
    }


def _tell_published(done: "PublishOutcome", *, is_sent: bool) -> None:
    for one in done.pages:
        what = (_DONE if is_sent else _WOULD)[one.action]
        where = f" {one.url}" if one.url else ""
        say(f"{one.locale} {one.source} “{one.title}”: {what}{where}")
        if not is_sent and one.diff:
            say("\n".join(f"  {line}" for line in one.diff.splitlines()))
        for note in one.notes:
            say(f"  note: {note}")
    held = [(one.locale, one.source, one.why) for one in done.held]
    held += [(one.locale, one.source, one.why) for one in done.skipped]
    for locale, source, why in held[:_SHOWN]:
        say(f"  held: {source} in {locale}, {why}")
    if len(held) > _SHOWN:
        say(f"  and {len(held) - _SHOWN} more that are held")
    if is_sent:
        back = f" `calque publish --undo {done.run}` takes them back." if done.run and done.pages else ""
        say(f"Published {_pages(len(done.pages))}; {_pages(done.unchanged)} stood there already.{back}")
    else:
        say(
            f"{_pages(len(done.pages))} to publish; {_pages(done.unchanged)} "
            f"{'stands' if done.unchanged == 1 else 'stand'} there already. Nothing was sent: --draft makes drafts, "
            "--live changes public pages."
        )


def _pages(count: int) -> str:
    return plural(count, "page")
