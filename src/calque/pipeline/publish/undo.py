"""Undo: what a run of `calque publish` sent is taken back, where nobody changed it since."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus

from calque.errors import CalqueError, ConfigError, PublishError
from calque.model import Finding, FindingCode, Site
from calque.pipeline.crawl.survey import open_client
from calque.pipeline.findings import finding_of
from calque.pipeline.journal import Action, Journal, JournalRow, Step, read_journals
from calque.pipeline.publish.plan import says_still
from calque.pipeline.publish.run import collections_by_name
from calque.pipeline.publish.send import field_body
from calque.places import published_path
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.collections import Collection
from calque.sources.wordpress.discovery import find_root
from calque.sources.wordpress.drafts import delete_draft, find_draft
from calque.sources.wordpress.failures import RefusedError
from calque.sources.wordpress.post_states import (
    ConflictError,
    PostState,
    find_by_slug,
    read_state,
    stands,
    state_of,
)
from calque.sources.wordpress.publishing import trash_post, update_post
from calque.store import syncing

__all__ = ["Undone", "undo"]


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of the pages of a run."""

    taken_back: tuple[str, ...]
    """By locale and source: `fr posts/12`."""
    findings: tuple[Finding, ...]


def undo(site: Site, run: str, *, now: Callable[[], datetime]) -> Undone:
    """Put back what stood on the pages of a run before, and its drafts into the trash; the last page first.

    A page that somebody changed since stays, and is a finding. Done twice, it does nothing.
    Errors: ConfigError where there is no such run; PublishError where the user may not write; BusyError; SourceError.
    """
    if site.live is None:
        raise ConfigError(f"{site.name}: no WordPress site, nothing was published")
    with syncing(site.root):
        rows = _standing(read_journals(site.root, run))
        if not rows:
            return Undone((), ())
        journal = Journal(run, published_path(site.root, run))
        done: list[str] = []
        findings: list[Finding] = []
        with open_client(site) as client:
            client.root = client.root or find_root(client)
            collections = collections_by_name(site, client)
            for row in reversed(rows):
                try:
                    if collection := collections.get(row.collection):
                        _take_back(client, collection, row)
                except ConflictError as error:
                    findings.append(_finding(row, str(error), FindingCode.EDITED_ON_SITE))
                except CalqueError as error:
                    findings.append(_finding(row, str(error), FindingCode.NOT_PUBLISHED))
                    if isinstance(error, RefusedError) and error.status == HTTPStatus.UNAUTHORIZED:
                        break
                else:
                    journal.note(replace(row, step=Step.UNDONE, at=now()))
                    done.append(f"{row.locale} {row.source}")
    return Undone(tuple(done), tuple(findings))


def _standing(rows: list[JournalRow]) -> list[JournalRow]:
    """Return the last row of each page and action of a run, without what was taken back or is gone."""
    last: dict[tuple[str, str, Action], JournalRow] = {}
    for row in rows:
        last[*row.place, row.action] = row
    return [row for row in last.values() if row.step in (Step.BEGUN, Step.DONE)]


def _take_back(client: Client, collection: Collection, row: JournalRow) -> None:
    if row.action is Action.REVISION:
        # A kill behind the write leaves no number.
        revision = row.revision or find_draft(client, collection, row.id, dict(row.sent))
        if revision:
            delete_draft(client, collection, row.id, revision, dict(row.sent))
        return
    state = _found(client, collection, row)
    before = dict(row.before)
    if state is None or (row.action is Action.UPDATE and stands(state, before)):
        return
    is_ours = state.digest == row.after and says_still(state, row.sent)
    if not is_ours and not (row.step is Step.BEGUN and stands(state, dict(row.sent))):
        since = f"was changed on the site since (saved {state.modified} UTC)"
        raise ConflictError(f"{state.link}: post {state.id} {since}; it stays as it is")
    if row.action is Action.UPDATE:
        update_post(client, collection, state, field_body(before))
    elif state.status != "draft":
        raise ConflictError(
            f"{state.link}: post {state.id} is no draft any more ({state.status}); it stays as it is"
        )
    else:
        trash_post(client, collection, state)


def _found(client: Client, collection: Collection, row: JournalRow) -> PostState | None:
    """Return the page of a row; None where it was never made, or is not there any more."""
    number = row.id
    if not number:
        own = (state_of(found) for found in find_by_slug(client, collection, row.slug))
        number = next((state.id for state in own if stands(state, dict(row.sent))), 0)
    if not number:
        return None
    try:
        state = read_state(client, collection, number)
    except RefusedError as error:
        if error.status == HTTPStatus.NOT_FOUND:
            return None
        raise
    return None if state.status == "trash" else state


def _finding(row: JournalRow, sentence: str, code: FindingCode) -> Finding:
    error = PublishError(sentence)
    return finding_of(error, code=code, locale=row.locale)
