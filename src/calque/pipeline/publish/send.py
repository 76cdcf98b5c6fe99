"""Send: one page onto the site, once, over nobody's edit; each step stands in the journal before the next is taken."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from calque.building.rest import field_values
from calque.errors import PublishError
from calque.model import Field, PageGroup, Site, SiteLocale
from calque.pipeline.journal import Action, Journal, JournalRow, Step
from calque.pipeline.publish.plan import PublishPlan, why_not_over
from calque.sources.wordpress.client import Client
from calque.sources.wordpress.collections import Collection
from calque.sources.wordpress.drafts import find_draft, save_draft
from calque.sources.wordpress.failures import RefusedError
from calque.sources.wordpress.post_states import (
    ConflictError,
    PostState,
    find_by_slug,
    read_state,
    stands,
    state_of,
)
from calque.sources.wordpress.publishing import create_post, is_taken_out, trash_post, update_post

__all__ = ["Sender", "SentPage", "field_body"]

_PUBLIC = ("publish", "future", "private")


@dataclass(frozen=True, slots=True)
class SentPage:
    """What became of a page."""

    action: Action | None
    """None where it stood there already as it is to be."""
    id: int
    url: str
    notes: tuple[str, ...] = ()
    unpaired: bool = False
    """A draft that the site does not know to be a translation of its source."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Writes pages to a site, and notes it in the journal of the run."""

    site: Site
    client: Client
    journal: Journal
    now: Callable[[], datetime]
    live: bool
    """Public pages are changed; else texts are kept beside them."""
    overwrite: bool

    def send(self, plan: PublishPlan, collection: Collection, group: PageGroup | None) -> SentPage:
        """Bring a page to the site.

        Errors: ConflictError where somebody else changed it; PublishError, RefusedError, OutageError, SourceError.
        """
        if (
            not plan.id
            and plan.row
            and plan.row.step is Step.BEGUN
            and (found := self._made(plan, collection))
        ):
            self._note(plan, Step.DONE, Action.CREATE, id=found.id, after=found.digest, slug=plan.row.slug)
            return self._update(plan, collection, found.id)
        if plan.id:
            return self._update(plan, collection, plan.id)
        return self._create(plan, collection, group)

    def _update(self, plan: PublishPlan, collection: Collection, number: int) -> SentPage:
        now = self._read(plan, collection, number)
        texts = dict(plan.texts)
        further = {name: text for name, text in plan.further.items() if now.value(name) != text}
        if stands(now, texts) and not further:
            if plan.row and plan.row.step is Step.BEGUN:
                before = dict(plan.row.before)
                sent = texts | dict(plan.further)
                self._note(
                    plan, Step.DONE, plan.row.action, id=number, after=now.digest, sent=sent, before=before
                )
            return SentPage(None, number, now.link)
        if why := why_not_over(plan, now, overwrite=self.overwrite):
            raise ConflictError(f"{now.link or plan.one.page.key}: {why}")
        changed = {name: text for name, text in texts.items() if now.raw.get(name) != text}
        before = {name: now.raw.get(name, "") for name in changed}
        if not self.live and now.status in _PUBLIC:
            if changed:
                return self._keep_beside(plan, collection, now, changed)
            return SentPage(None, number, now.link, (_not_in_drafts(further),))
        before |= {name: now.value(name) or "" for name in further}
        sent = changed | further
        # With what stands there now: nobody's work is lost by writing over it, whenever that comes to be.
        self._note(plan, Step.BEGUN, Action.UPDATE, id=number, sent=sent, before=before, after=now.digest)
        written = update_post(self.client, collection, now, field_body(sent))
        if is_taken_out(written.stripped):
            update_post(self.client, collection, written.state, field_body(before))
            self._note(plan, Step.UNDONE, Action.UPDATE, id=number)
            raise PublishError(_stripped(now.link, written.stripped, "the page stands as it did"))
        self._note(
            plan, Step.DONE, Action.UPDATE, id=number, sent=sent, before=before, after=written.state.digest
        )
        return SentPage(Action.UPDATE, number, written.state.link, _notes(plan, written.dropped))

    def _keep_beside(
        self, plan: PublishPlan, collection: Collection, now: PostState, changed: Mapping[str, str]
    ) -> SentPage:
        further = (_not_in_drafts(plan.further),) if plan.further else ()
        if find_draft(self.client, collection, now.id, plan.texts):
            return SentPage(None, now.id, now.link, further)
        self._note(plan, Step.BEGUN, Action.REVISION, id=now.id, sent=changed)
        revision, stripped = save_draft(self.client, collection, now, plan.texts)
        self._note(plan, Step.DONE, Action.REVISION, id=now.id, sent=changed, revision=revision)
        notes = (
            (_stripped(now.link, stripped, "look at it before it is taken over"),)
            if is_taken_out(stripped)
            else ()
        )
        return SentPage(Action.REVISION, now.id, now.link, (*notes, *further))

    def _create(self, plan: PublishPlan, collection: Collection, group: PageGroup | None) -> SentPage:
        slug = self._free_slug(plan, collection)
        texts = dict(plan.texts) | dict(plan.further)
        body = field_body(texts) | {"slug": slug, "status": "draft"}
        source = plan.one.page.split.post
        if source.featured:
            body["featured_media"] = source.featured
        locale = self.site.locale(plan.one.page.locale)
        pair = _pair(self.site, locale, plan, group) if locale and not locale.root else {}
        self._note(plan, Step.BEGUN, Action.CREATE, sent=texts, slug=slug)
        written = create_post(self.client, collection, body | pair)
        state = written.state
        if is_taken_out(written.stripped):
            trash_post(self.client, collection, state)
            self._note(plan, Step.UNDONE, Action.CREATE, id=state.id)
            raise PublishError(_stripped(plan.one.page.key, written.stripped, "the draft is in the trash"))
        self._note(plan, Step.DONE, Action.CREATE, id=state.id, sent=texts, slug=slug, after=state.digest)
        dropped = [name for name in written.dropped if name.partition(".")[0] not in ("lang", "translations")]
        unpaired = not pair or len(dropped) < len(written.dropped)
        told = tuple(name for name in dropped if name != "translation_of")
        return SentPage(Action.CREATE, state.id, state.link, _notes(plan, told), unpaired=unpaired)

    def _read(self, plan: PublishPlan, collection: Collection, number: int) -> PostState:
        try:
            now = read_state(self.client, collection, number)
        except RefusedError as error:
            if error.status not in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
                raise
            now = None
        if now is not None and now.status != "trash":
            return now
        where = "deleted" if now is None else "put into the trash"
        if plan.row and not plan.one.page.live:
            self._note(plan, Step.FORGOTTEN, Action.CREATE, id=number)
            raise PublishError(
                f"{plan.one.page.key}: the page that calque made for it (post {number}) was {where} on the site; "
                "nothing was written, publish once more to make it again, as a draft"
            )
        raise PublishError(
            f"{plan.one.page.key}: its page on the site (post {number}) was {where} since the last sync; nothing was "
            "written, sync first"
        )

    def _made(self, plan: PublishPlan, collection: Collection) -> PostState | None:
        """Return the draft that an earlier run made and whose answer it never got."""
        row = plan.row
        if row is None or row.action is not Action.CREATE:
            return None
        for found in find_by_slug(self.client, collection, row.slug):
            state = state_of(found)
            if stands(state, dict(row.sent)):
                return state
        return None

    def _free_slug(self, plan: PublishPlan, collection: Collection) -> str:
        """Return the slug of the new page: that of its title, else with its locale behind it.

        Errors: PublishError where both are taken: WordPress would number it, and nobody would find it again.
        """
        locale = self.site.locale(plan.one.page.locale)
        behind = (locale.prefix if locale else "") or plan.one.page.locale.lower()
        for slug in (plan.slug, f"{plan.slug}-{behind}"):
            found = find_by_slug(self.client, collection, slug)
            if not found:
                return slug
        raise PublishError(
            f"{plan.one.page.key}: {plan.slug!r} and {slug!r} are slugs of other posts (post {found[0]['id']}); "
            "nothing was made, change the translated title or the other post's slug, then publish again"
        )

    def _note(self, plan: PublishPlan, step: Step, action: Action, **facts: object) -> None:
        page = plan.one.page
        values = {
            name: tuple(value.items()) if isinstance(value, Mapping) else value
            for name, value in facts.items()
        }
        row: dict[str, object] = {"id": plan.id, "slug": plan.slug} | values
        self.journal.note(
            JournalRow(
                step=step,
                action=action,
                at=self.now(),
                locale=page.locale,
                source=page.key,
                collection=plan.collection,
                **row,  # type: ignore[arg-type]
            )
        )


def field_body(texts: Mapping[str, str]) -> dict[str, object]:
    """Return fields as a request has them: `meta.x` → `{"meta": {"x": …}}`."""
    return field_values(tuple(Field(name, text) for name, text in texts.items()))


def _not_in_drafts(further: Iterable[str]) -> str:
    return f"{', '.join(further)}: not part of a draft of a public page, written with --live"


def _pair(site: Site, locale: SiteLocale, plan: PublishPlan, group: PageGroup | None) -> dict[str, object]:
    """Return what says which page it translates, by the fields of Polylang Pro and WPML; other sites drop it."""
    source = plan.one.page.split.post
    own = _slug_of(locale)
    others = {
        _slug_of(known): page.post.id
        for page in (group.translations if group else ())
        if (known := site.locale(page.locale or "")) and known.tag != locale.tag and not known.root
    }
    first = source.language or site.prefix or site.source.lower()
    return {"lang": own, "translations": {first: source.id} | others, "translation_of": source.id}


def _slug_of(locale: SiteLocale) -> str:
    return locale.parameter or locale.prefix or locale.tag.lower()


def _stripped(place: str, stripped: tuple[str, ...], then: str) -> str:
    what = ", ".join(one for one in stripped if not one.endswith(": text"))
    return (
        f"{place}: the user's role takes {what} out of what it writes; {then}: use the application password of an "
        "administrator, or of an editor who may write unfiltered HTML"
    )


def _notes(plan: PublishPlan, dropped: tuple[str, ...]) -> tuple[str, ...]:
    notes = [f"{name}: the site did not take it over; register it with show_in_rest" for name in dropped]
    if plan.left:
        notes.append(f"{', '.join(plan.left)}: not written, a part of a list cannot be")
    return tuple(notes)
