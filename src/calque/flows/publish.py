"""The publish flow: `calque publish` from Prefect's page, a diff unless the form says more; it has no schedule."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Literal

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Cancelled, Completed, Failed
from pydantic import Field

from calque.config import FILE_NAME
from calque.errors import BusyError, CalqueError, ConfigError
from calque.flows.quiet import quieten
from calque.flows.secret_block import take_secret
from calque.flows.workspace import Config, name_publish, site_of_run
from calque.locales import locale_name
from calque.model import Severity
from calque.pipeline.publish.run import PublishMode, PublishOutcome, publish
from calque.reports.figures import plural
from calque.visible import visible

__all__ = ["publish_site"]

_ROWS = 200
"""Pages that the artifact shows."""


@flow(name="publish-translations", flow_run_name=name_publish, persist_result=False)
def publish_site(
    config: Config = FILE_NAME,
    *,
    mode: Literal["diff", "draft", "live"] = "diff",
    locale: Annotated[str, Field(max_length=80)] = "",
    post: Annotated[str, Field(max_length=2_000)] = "",
) -> "State[None]":
    """Bring the finished translations of the site of `config` to it, and leave what was done as an artifact.

    Ends as Failed where a page could not be published, and all others were; as Cancelled where a sync is at work.

    Args:
        config: The whole path of the site's calque.toml, on the machine where the worker is.
        mode: diff shows what would change; draft makes drafts, and keeps new texts of public pages beside them; live
            changes public pages at once.
        locale: This locale alone; empty for all.
        post: This source page alone, by its key (posts/12) or its address; empty for all.
    """
    quieten()
    try:
        site = site_of_run(config)
        if locale and site.locale(locale) is None:
            known = ", ".join(one.tag for one in site.locales)
            raise ConfigError(f"locale {locale}: no target locale of {site.name}; use one of {known}")
        take_secret(site)
        done = publish(site, now=lambda: datetime.now(UTC), mode=PublishMode(mode), locale=locale, post=post)
    except BusyError as error:
        return Cancelled(message=visible(str(error)))
    except CalqueError as error:
        return Failed(message=visible(str(error)))
    told = _sentence(done, mode)
    create_markdown_artifact(
        key=f"translation-publish-{site.name}", markdown="\n".join(_lines(done, told)), description=told
    )
    errors = [one for one in done.findings if one.severity is Severity.ERROR]
    if errors:
        more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
        return Failed(message=visible(f"{errors[0].place}: {errors[0].message}{more}. {told}"))
    return Completed(message=visible(told))


def _sentence(done: PublishOutcome, mode: str) -> str:
    count = plural(len(done.pages), "page")
    if mode == PublishMode.DIFF:
        return f"{count} to publish, nothing was sent; {len(_held(done))} held"
    back = f"; calque publish --undo {done.run} takes it back" if done.run and done.pages else ""
    return f"{count} published, {done.unchanged} there already, {len(_held(done))} held{back}"


def _held(done: PublishOutcome) -> list[tuple[str, str, str]]:
    """Return the pages that are not published, and why: those that wait, and those that never are."""
    waiting = [(one.locale, one.source, one.why) for one in done.held]
    return waiting + [(one.locale, one.source, one.why) for one in done.skipped]


def _lines(done: PublishOutcome, told: str) -> Iterator[str]:
    """Write the artifact; what comes from posts stands in code, where Markdown obeys nothing."""
    yield f"{told}."
    yield ""
    if done.pages:
        yield from ("| locale | source | title | what | page |", "|---|---|---|---|---|")
    for one in done.pages[:_ROWS]:
        cells = (one.source, one.title, one.action, one.url)
        yield f"| {locale_name(one.locale)} | {' | '.join(map(_code, cells))} |"
    if len(done.pages) > _ROWS:
        yield f"\nand {len(done.pages) - _ROWS:,} more"
    held = _held(done)
    if held:
        yield ""
    for locale, source, why in held[:_ROWS]:
        yield f"- held: {_code(source)} in {locale_name(locale)}, {_code(why)}"
    if len(held) > _ROWS:
        yield f"\nand {len(held) - _ROWS:,} more that are held"
    if done.findings:
        yield ""
    for finding in done.findings[:_ROWS]:
        yield f"- {finding.severity}: {_code(f'{finding.place}: {finding.message}')}"


def _code(text: str) -> str:
    shown = visible(text).replace("`", "'").replace("|", "\\|").replace("\n", " ")
    return f"`{shown}`" if shown else ""


if __name__ == "__main__":
    publish_site()
