"""Plan: what each finished page is to be on the site, compared with what the last sync saw there."""

import difflib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from calque.building.links import Counterparts
from calque.building.overwrite import is_reshaped, known_texts, unknown_texts
from calque.building.post import build_post
from calque.errors import SourceError
from calque.html import plain
from calque.html.typography import as_shown
from calque.model import TITLE, FieldFormat, History, Post, Site, SiteLocale, Unfinished
from calque.pipeline.build.choose import ChosenPage
from calque.pipeline.build.work import TranslatedPage
from calque.pipeline.journal import JournalRow, Step, split_fields
from calque.places import fetched_post, list_entries
from calque.po import read_catalog
from calque.sources.wordpress.post_states import PostState, is_same_state, stands, state_of
from calque.store import read_bytes

__all__ = ["PublishPlan", "SkippedPage", "diff_of", "is_all_sent", "plan_page", "says_still", "why_not_over"]

_TEXTS = ("title", "content", "excerpt")


@dataclass(frozen=True, slots=True)
class PublishPlan:
    """A page as it is to be on the site."""

    one: ChosenPage
    collection: str
    """The listing that it belongs to: `posts`; `posts@fr` below a root of its own."""
    id: int
    """Of the page on the site; 0 where it is to be made."""
    texts: Mapping[str, str]
    """Title, content and excerpt."""
    further: Mapping[str, str]
    """Other fields that can be written one by one, by their paths."""
    left: tuple[str, ...]
    """Fields that cannot: they stand in lists."""
    slug: str
    seen: PostState | None
    """The page as the last sync fetched it."""
    row: JournalRow | None
    """What calque left there last."""
    past: frozenset[str] = frozenset()
    """Every translation that is kept of the page, of texts that its source has no more, too."""
    left_there: tuple[Mapping[str, str], ...] = ()
    """The texts that calque left there, by field; two where nobody knows whether the last ones came there."""
    edited: bool = False
    """Its publication state says that somebody edited it on the site."""

    @property
    def title(self) -> str:
        """The translated title, as a page shows it."""
        return plain(self.texts.get(TITLE, "")) or self.one.page.key


@dataclass(frozen=True, slots=True)
class SkippedPage:
    """A page that is never published, and why."""

    locale: str
    source: str
    why: str


def plan_page(
    site: Site,
    one: ChosenPage,
    links: Counterparts,
    row: JournalRow | None,
    *,
    left_there: tuple[Mapping[str, str], ...] = (),
    edited: bool = False,
) -> PublishPlan | SkippedPage:
    """Build a page's fields, and find what stands for it on the site.

    Errors: SourceError where what was fetched of it cannot be read.
    """
    page = one.page
    source, live = page.split.post, page.live.post if page.live else None
    if why := _why_never(source, live):
        return SkippedPage(page.locale, page.key, why)
    own = live.link if live and live.status == "publish" and live.link else source.link
    built = build_post(
        page.split, one.choice, relink=lambda address: links.relink(address, source=source.link, own=own)
    )
    if built.left and site.build_policy(page.locale).unfinished is Unfinished.HOLD:
        return SkippedPage(page.locale, page.key, f"a translation cannot be written ({built.left[0].reason})")
    fields = {field.name: field.text for field in built.fields}
    seen = _seen(site, live) if live else None
    known = _known_values(fields, seen, row)
    further = {
        name: text
        for name, text in fields.items()
        if name not in _TEXTS and _is_writable(name) and text != known.get(name)
    }
    made = row.id if row and live is None else 0
    return PublishPlan(
        one=one,
        collection=live.collection if live else _collection_of(source, site.locale(page.locale)),
        id=live.id if live else made,
        texts={name: fields[name] for name in _TEXTS if name in fields},
        further=further,
        left=tuple(name for name in fields if name not in _TEXTS and not _is_writable(name)),
        slug=built.slug,
        seen=seen,
        row=row,
        past=_past(site, page) if live else frozenset(),
        left_there=left_there,
        edited=edited,
    )


def _past(site: Site, page: TranslatedPage) -> frozenset[str]:
    """Return the translations in a page's catalog, out of use too, and those of single entries in the archive."""
    path = site.root / page.catalog
    files = (path, *list_entries(site, page.locale, path.stem))
    read = (read_catalog(data, place=one.name) for one in files if (data := read_bytes(one)) is not None)
    return frozenset(
        target for catalog in read for block in catalog.blocks for target in block.fields.targets if target
    )


def _why_never(source: Post, live: Post | None) -> str:
    builder = source.builder or (live.builder if live else "")
    if builder:
        return f"{builder} holds its text, nobody would see what is written; `calque preview` shows what to do there"
    if source.collection == "files":
        return "it is a page of a folder; `calque build` writes it"
    content = source.field("content")
    if source.type == "attachment" or content is None:
        return "media and terms are built, not published"
    if content.format is not FieldFormat.RAW:
        return "it was fetched as visitors see it; give the application password of an editor, sync, then publish"
    return ""


def _is_writable(name: str) -> bool:
    """Tell whether a field can be written without the rest of a list."""
    return not any(part.isdecimal() for part in name.split("."))


def _known_values(names: Iterable[str], seen: PostState | None, row: JournalRow | None) -> Mapping[str, str]:
    """Return the texts of a page as it was fetched, or as calque left them since."""
    fetched = {name: text for name in names if seen and (text := seen.value(name)) is not None}
    if row is None or row.step is not Step.DONE:
        return fetched
    before = dict(row.before)
    return fetched | {
        name: text
        for name, text in row.sent
        if name not in fetched or fetched[name] == before.get(name) or _alike(fetched[name], text)
    }


def _alike(one: str, other: str) -> bool:
    """Tell whether two texts are the same but for what a site does to a text that it stores."""
    return as_shown(one) == as_shown(other)


def _collection_of(source: Post, locale: SiteLocale | None) -> str:
    return f"{source.collection}@{locale.tag}" if locale and locale.root else source.collection


def _seen(site: Site, live: Post) -> PostState | None:
    """Return the state of a page as it was fetched; None where it was not, or without its raw text."""
    data = read_bytes(fetched_post(site.root, live.collection, live.id))
    if data is None:
        return None
    try:
        return state_of(json.loads(data))
    except SourceError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise SourceError.at(
            live.key, "what was fetched of it is damaged; run `calque sync --refetch`"
        ) from error


def why_not_over(plan: PublishPlan, now: PostState, *, overwrite: bool) -> str:
    """Return why a page that stands as `now` says is not written over; empty where nobody's work would be lost.

    What calque itself left there may be. Else it must be as the last sync saw it; each of its texts must stand in the
    catalog, in the source, or in what the page said when it was first seen; and nobody may have taken a text away, or
    put a block, an image or a link to what calque left.
    """
    row = plan.row
    if row and _is_as_left(row, now):
        return ""
    if plan.seen is None:
        return "it was not fetched yet with its raw text; run `calque sync`, then publish again"
    if not is_same_state(now, plan.seen):
        saved = f"saved {now.modified} UTC"
        return f"it was changed on the site since the last sync ({saved}); sync, look at both, then publish again"
    if overwrite:
        return ""
    over = f"write over it with --post {plan.one.page.key} --overwrite"
    unknown = _unknown(plan)
    if not unknown:
        edit = _edit_beside_words(plan, now)
        right = f"if the page is right so, `calque confirm {now.link}`; else " if plan.edited else ""
        return f"{edit}; {right}publish the new texts by hand there, or {over}" if edit else ""
    first = unknown[0] if len(unknown[0]) <= _SHOWN else f"{unknown[0][:_SHOWN]}…"
    told = "1 of its texts stands" if len(unknown) == 1 else f"{len(unknown)} of its texts stand"
    return (
        f"{told} in no catalog, the first is “{first}”: somebody wrote it on the site; "
        f"take it over with `calque confirm {now.link}`, or {over}"
    )


def is_all_sent(plan: PublishPlan) -> bool:
    """Tell whether calque's last texts on a page are those of the plan, and nobody wrote another text beside."""
    if len(plan.left_there) != 1 or plan.further:
        return False
    left = {name: text for name, text in plan.left_there[0].items() if name in _TEXTS}
    return "content" in left and left.items() <= plan.texts.items() and not _unknown(plan)


def _edit_beside_words(plan: PublishPlan, now: PostState) -> str:
    """Return what somebody did to a page without a text of their own; empty where nobody did."""
    if plan.left_there and all(
        is_reshaped(texts.get("content", now.raw["content"]), now.raw["content"]) for texts in plan.left_there
    ):
        return "somebody changed its blocks, images or links on the site"
    return "somebody edited it on the site, a text was taken away or moved" if plan.edited else ""


def _is_as_left(row: JournalRow, now: PostState) -> bool:
    """Tell whether a page stands as a step left it, or found it where the step was only begun."""
    if now.digest == row.after:
        found = row.step is Step.BEGUN and says_still(now, row.before)
        return found or says_still(now, row.sent)
    sent = {name: text for name, text in row.sent if name in _TEXTS}
    return row.step is Step.BEGUN and bool(sent) and stands(now, sent) and says_still(now, row.sent)


def says_still(now: PostState, texts: Iterable[tuple[str, str]]) -> bool:
    """Tell whether the fields beside title, content and excerpt, which no digest names, have these texts.

    A field that the site does not show is not asked for.
    """
    stored = ((now.value(name), text) for name, text in texts if name not in _TEXTS)
    return all(have is None or _alike(have, text) for have, text in stored)


def _unknown(plan: PublishPlan) -> Sequence[str]:
    page = plan.one.page
    if page.live_split is None:
        return ()
    # What calque wrote once was first seen after that, and perhaps after an edit.
    first_seen = page.known_live if plan.row is None else History()
    ours = {text for texts in plan.left_there for text in split_fields(texts)}
    known = known_texts(page.texts, page.split, page.history, first_seen, plan.past | ours)
    return unknown_texts(page.live_split, known)


_SHOWN = 60


def diff_of(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """Return what changes in the fields of a page, as `diff -u` shows it; empty where nothing does."""
    lines: list[str] = []
    for name, text in after.items():
        old, new = before.get(name, "").splitlines(), text.splitlines()
        if old == new:
            continue
        lines += [f"{name}:", *list(difflib.unified_diff(old, new, n=1, lineterm=""))[2:]]
    return "\n".join(lines)
