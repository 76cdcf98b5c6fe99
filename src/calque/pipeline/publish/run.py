"""Publish: finished translations onto the site: a diff first, then drafts, or the public pages themselves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from calque.errors import CalqueError, ConfigError, PublishError, SourceError
from calque.locales import locale_name
from calque.model import Finding, FindingCode, Site
from calque.pipeline.build.choose import HeldPage, choose_pages
from calque.pipeline.build.work import BuildWork, read_build_work
from calque.pipeline.crawl.survey import open_client
from calque.pipeline.findings import finding_of
from calque.pipeline.journal import Action, Step, last_done, open_journal, read_journals, texts_left
from calque.pipeline.publish.plan import (
    PublishPlan,
    SkippedPage,
    diff_of,
    is_all_sent,
    plan_page,
    why_not_over,
)
from calque.pipeline.publish.send import Sender, SentPage
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.collections import Collection, at_root, find_collections
from calque.sources.wordpress.discovery import find_root
from calque.sources.wordpress.failures import OutageError, RefusedError
from calque.sources.wordpress.post_states import ConflictError
from calque.sources.wordpress.rights import find_rights
from calque.store import BRIEF, locked, syncing

__all__ = [
    "PublishMode",
    "PublishOutcome",
    "PublishedPage",
    "collections_by_name",
    "publish",
]


class PublishMode(StrEnum):
    """How far a run goes."""

    DIFF = "diff"
    """It shows what would change; nothing is asked of the site."""
    DRAFT = "draft"
    """It makes drafts of new pages, and keeps new texts beside public ones."""
    LIVE = "live"
    """It makes drafts of new pages, and changes public ones."""


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """A page that differs from the site, or was brought to it."""

    locale: str
    source: str
    title: str
    action: str
    """`update`, `revision`, `create`; empty where the site had it already."""
    id: int
    """Of the page on the site; 0 where there is none yet."""
    url: str
    diff: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishOutcome:
    """What a run did, or would do."""

    run: str = ""
    """By which it can be taken back; empty where nothing was sent."""
    pages: tuple[PublishedPage, ...] = ()
    unchanged: int = 0
    """Pages that stand on the site as they are to be."""
    held: tuple[HeldPage, ...] = ()
    skipped: tuple[SkippedPage, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass
class _Account:
    pages: list[PublishedPage] = field(default_factory=list)
    skipped: list[SkippedPage] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unchanged: int = 0


def publish(
    site: Site,
    *,
    now: Callable[[], datetime],
    mode: PublishMode = PublishMode.DIFF,
    locale: str = "",
    post: str = "",
    overwrite: bool = False,
) -> PublishOutcome:
    """Bring the finished pages to the site: those that have a counterpart first, then new ones as drafts.

    A page that cannot be brought there is a finding, and the others are; where the site is out or takes the password
    no more, the rest waits for the next run, which goes on from there.
    Errors: ConfigError where the site is no WordPress site; PublishError where the user may not write; BusyError where
    a sync is at work; RefusedError, OutageError, SourceError where the site cannot be asked at all.
    """
    if site.live is None:
        raise ConfigError(
            f"{site.name}: no WordPress site to publish to; `calque build` writes the pages into {site.build_folder}/"
        )
    with syncing(site.root):
        with locked(site.root, patience=BRIEF):
            work = read_build_work(site, now=now, locale=locale, posts=[post] if post else [])
            noted = read_journals(site.root)
            rows, left = last_done(noted), texts_left(noted)
        chosen, held, findings = choose_pages(site, work)
        account = _Account(findings=[*work.findings, *findings])
        plans: list[PublishPlan] = []
        for one in chosen:
            place = (one.page.locale, one.page.key)
            try:
                plan = plan_page(
                    site,
                    one,
                    work.public[one.page.locale],
                    rows.get(place),
                    left_there=left.get(place, ()),
                    edited=place in work.edited,
                )
            except CalqueError as error:
                account.findings.append(_finding(error, one.page.locale))
                continue
            if isinstance(plan, SkippedPage):
                account.skipped.append(plan)
            elif not overwrite and (
                place in work.accepted or (place in work.published and is_all_sent(plan))
            ):
                account.unchanged += 1
            else:
                plans.append(plan)
        plans.sort(key=lambda plan: not plan.id)
        run = ""
        if mode is PublishMode.DIFF:
            _compare(plans, account, overwrite=overwrite)
        elif plans:
            run = _send(site, work, plans, account, mode, now, overwrite=overwrite)
    return PublishOutcome(
        run,
        tuple(account.pages),
        account.unchanged,
        held,
        tuple(account.skipped),
        tuple(account.findings),
    )


def _compare(plans: Sequence[PublishPlan], account: _Account, *, overwrite: bool) -> None:
    """Compare each page with what the last sync and the last run saw of it."""
    for plan in plans:
        page, seen = plan.one.page, plan.seen
        ours = _left_there(plan)
        fetched = {name: seen.value(name) or "" for name in plan.further} if seen else {}
        before = {**(seen.raw if seen else {}), **fetched, **ours}
        known = page.live.post.link if page.live else ""
        if plan.id and seen and not ours and (why := why_not_over(plan, seen, overwrite=overwrite)):
            account.findings.append(_edited(f"{known or page.key}: {why}", page.locale))
            continue
        diff = diff_of(before, dict(plan.texts) | dict(plan.further))
        if plan.id and not diff:
            account.unchanged += 1
            continue
        action = Action.UPDATE if plan.id else Action.CREATE
        account.pages.append(PublishedPage(page.locale, page.key, plan.title, action, plan.id, known, diff))


def _left_there(plan: PublishPlan) -> Mapping[str, str]:
    """Return the texts that calque wrote to a page since it was fetched."""
    row, seen = plan.row, plan.seen
    if row is None or row.step is not Step.DONE:
        return {}
    if seen is None:
        return dict(row.sent)
    was_before = bool(row.before) and all(seen.raw.get(name, text) == text for name, text in row.before)
    return dict(row.sent) if was_before and seen.digest != row.after else {}


def _send(
    site: Site,
    work: BuildWork,
    plans: Sequence[PublishPlan],
    account: _Account,
    mode: PublishMode,
    now: Callable[[], datetime],
    *,
    overwrite: bool,
) -> str:
    journal = open_journal(site.root, now())
    with open_client(site) as client:
        client.root = client.root or find_root(client)
        collections = collections_by_name(site, client)
        live = mode is PublishMode.LIVE
        sender = Sender(site, client, journal, now, live=live, overwrite=overwrite)
        for number, plan in enumerate(plans):
            page = plan.one.page
            try:
                collection = collections.get(plan.collection)
                if collection is None:
                    raise PublishError(
                        f"{page.key}: the site shows no {plan.collection} in its REST API; register the type with "
                        "show_in_rest"
                    )
                sent = sender.send(plan, collection, work.groups.get(page.key))
            except (RefusedError, OutageError) as error:
                if isinstance(error, RefusedError) and error.status != _UNAUTHORIZED:
                    account.findings.append(_finding(_told(error, page.key), page.locale))
                    continue
                account.findings.append(_finding(_ended(site, error, len(plans) - number), page.locale))
                break
            except ConflictError as error:
                account.findings.append(_edited(str(error), page.locale))
            except CalqueError as error:
                account.findings.append(_finding(error, page.locale))
            else:
                _account_for(site, plan, sent, account)
    return journal.run if journal.rows else ""


_UNAUTHORIZED = 401


def collections_by_name(site: Site, client: Client) -> Mapping[str, Collection]:
    """Return the collections that pages may be written to, those below roots of their own too.

    Errors: PublishError where the user may not write posts.
    """
    rights = find_rights(client)
    if not rights.raw:
        who = f"the user {rights.user} may not" if rights.user else "without a password nobody may"
        raise PublishError(
            f"{site.url}: {who} write posts there, nothing was sent; give the application password of an "
            f"editor (CALQUE_{site.name.upper().replace('-', '_')}_USER and …_PASSWORD)"
        )
    found = find_collections(client, rights)
    rooted = [locale for locale in site.locales if locale.root]
    below = [at_root(one, locale.root, locale.tag) for one in found for locale in rooted]
    return {one.name: one for one in (*found, *below)}


def _told(error: RefusedError, key: str) -> CalqueError:
    """Return what a refusal says, with the page that it is about."""
    return PublishError(f"{key}: {error}") if key not in str(error) else error


def _ended(site: Site, error: SourceError, left: int) -> CalqueError:
    """Return the one sentence on a run that could not go on."""
    pages = "1 page is" if left == 1 else f"{left} pages are"
    why = (
        "the user name or the application password is not accepted any more; make a new one in the user's profile"
        if isinstance(error, RefusedError)
        else str(error)
    )
    told = why if site.url in why else f"{site.url}: {why}"
    return PublishError(f"{told}; {pages} left, publish again to go on")


def _account_for(site: Site, plan: PublishPlan, sent: SentPage, account: _Account) -> None:
    page = plan.one.page
    if sent.action is None:
        if sent.notes:
            account.skipped.append(SkippedPage(page.locale, page.key, "; ".join(sent.notes)))
        else:
            account.unchanged += 1
        return
    before = dict(plan.seen.raw) if plan.seen else {}
    diff = diff_of(before, dict(plan.texts))
    account.pages.append(
        PublishedPage(page.locale, page.key, plan.title, sent.action, sent.id, sent.url, diff, sent.notes)
    )
    if sent.unpaired:
        source = page.split.post
        account.findings.append(
            Finding.of(
                FindingCode.UNPAIRED_DRAFT,
                f"{site.url}/wp-admin/post.php?post={sent.id}&action=edit",
                f"the site did not take the pair over: in the editor, set the language of this draft to "
                f"{locale_name(page.locale)} and link it to “{source.slug}” (post {source.id})",
                page.locale,
            )
        )


def _edited(sentence: str, locale: str) -> Finding:
    return finding_of(PublishError(sentence), code=FindingCode.EDITED_ON_SITE, locale=locale)


def _finding(error: CalqueError, locale: str) -> Finding:
    return finding_of(error, code=FindingCode.NOT_PUBLISHED, locale=locale)
