"""Filling a catalog from the live page, and following the page when it is edited there."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from polib import POEntry

from calque.adoption.answers import SourceAndTarget, judge_answer
from calque.adoption.doubts import Doubts
from calque.adoption.former import Former
from calque.adoption.likeness import is_like
from calque.adoption.offers import Offer, read_offers
from calque.adoption.taken import LIVE, as_stale, doubted, filled, note_of, updated
from calque.checks import CheckSetting
from calque.html.typography import as_shown
from calque.locales import gettext_name
from calque.model import History, Page, Segment, Site, SplitPost
from calque.po import (
    Block,
    Catalog,
    Rival,
    altered,
    confirmed_of,
    edited,
    is_fuzzy,
    is_translated,
    merge,
    origin_of,
    plural_of,
    rivals_of,
    settled,
    with_rival,
    without_rivals,
)
from calque.po.adoptions import adopted_from, with_adoption
from calque.po.carry import unexplained
from calque.po.entries import NOTHING, fields_of, key_of, new_entry
from calque.po.live_notes import UNANSWERED, with_live_note
from calque.po.units import Key, entries_by_key

__all__ = ["Adopted", "Counterpart", "adopt_catalog", "confirm_catalog", "offers_of"]

_REPLACED = frozenset({"confirmed", "rewritten", "updated"})
"""Changes that may replace an entry's own text, which then goes to the archive."""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A live page, and its source as it stood when the page was saved."""

    page: Page
    split: SplitPost
    source: tuple[Segment, ...]
    today: SplitPost
    """The source as it stands."""
    weak: bool = False
    """Only addresses pair the two."""
    past: frozenset[str] = frozenset()
    """Every text that the source page has or had."""
    history: History = field(default_factory=History)
    """The texts of its source, of today and earlier."""
    seen: History = field(default_factory=History)
    """The page's own texts, as earlier syncs found them."""
    written: frozenset[str] = frozenset()
    """Its texts as a publication left them: they are no edit."""

    def is_like(self, site: Site) -> bool:
        """Tell whether the page is enough like its source that texts are taken from it."""
        return is_like(self.today, self.split, site, weak=self.weak)

    @property
    def texts(self) -> tuple[Key, ...]:
        """Context and text of each of the page's segments."""
        return tuple((segment.context, segment.text) for segment in self.split.segments)

    @property
    def is_new(self) -> bool:
        """Whether the page has texts that no earlier sync recorded."""
        return not self.seen.revisions or self.seen.revisions[-1].units != self.texts


@dataclass(frozen=True, slots=True)
class Adopted:
    """A catalog after adoption, and what happened in it."""

    catalog: Catalog
    changes: Counter[str]
    """`adopted`, `doubted`, `confirmed`, `updated`, `rewritten`, … → entries."""
    archived: tuple[POEntry, ...] = ()
    """Entries as they were before the page's text took the place of theirs."""
    suggestions: tuple[POEntry, ...] = ()
    """Entries, as they were, whose suggestion the page's text took the place of."""


def offers_of(counterpart: Counterpart, catalog: Catalog, *, locale: str, site: Site) -> Mapping[Key, Offer]:
    """Return what the live page offers for each text of its source; what the catalog knows helps to align them."""
    wanted = {segment.text for segment in counterpart.source}
    known = {
        (text, entry.msgstr)
        for entry in catalog.entries
        if entry.msgstr and (text := confirmed_of(entry) or entry.msgid) in wanted
    }
    return read_offers(
        counterpart.source,
        counterpart.split.segments,
        locale=locale,
        site=site,
        past=counterpart.past,
        known=known,
    )


def adopt_catalog(catalog: Catalog, counterpart: Counterpart, *, locale: str, site: Site) -> Adopted:
    """Fill the empty entries of a merged catalog from the live page, and follow what was edited there since.

    Nothing is taken from a page that is not like its source, unless something was taken from it before. A text whose
    source has changed since the page was saved is filled as stale: fuzzy, with the text it was made from; one that is
    in doubt, as a suggestion. A text edited on the page after its source is confirmed where the edit answers what
    changed there, else it stays stale. One that was edited both here and there is a `conflict`: it stays as it is here,
    with the page's text as its rival, until the two agree, the page takes its edit back, or somebody removes the rival.
    """
    url = counterpart.page.post.link
    if not (counterpart.is_like(site) or any(url in adopted_from(entry) for entry in catalog.entries)):
        return Adopted(catalog, Counter())
    offers = offers_of(counterpart, catalog, locale=locale, site=site)
    stale = _stale_entries(catalog, offers, counterpart.page.post.link, locale)
    edits = _Edits(counterpart)
    setting = CheckSetting(site.source, locale)
    former = Former(catalog, counterpart.history, counterpart.seen, setting)
    doubts = Doubts.of(setting, [(key[1], offer.target) for key, offer in offers.items() if offer.target])

    def doubt(entry: POEntry, offer: Offer) -> str:
        return former.of_text(key_of(entry), offer) or doubts.of_text(entry.msgid, offer.target)

    entries: dict[int, POEntry] = {}
    changes: Counter[str] = Counter()
    archived: list[POEntry] = []
    suggestions: list[POEntry] = []
    for index, entry in enumerate(catalog.entries):
        if plural_of(entry):
            continue
        offer = offers.get(key_of(entry))
        if is_translated(entry) and not origin_of(entry):
            adopted = _follow(entry, offer, offers, edits, setting)
        else:
            adopted = _fill(entry, offer, stale.get(key_of(entry)), url, doubt)
        if adopted is None:
            continue
        entries[index], change = adopted
        changes[change] += 1
        if change in _REPLACED:
            archived.append(entry)
        elif origin_of(entry):
            suggestions.append(entry)
    after = catalog.with_entries(entries) if entries else catalog
    return Adopted(after, changes, tuple(archived), tuple(suggestions))


def _fill(
    entry: POEntry,
    offer: Offer | None,
    stale: POEntry | None,
    url: str,
    doubt: Callable[[POEntry, Offer], str],
) -> tuple[POEntry, str] | None:
    """Return an empty entry with the page's text, or with the one that the page has of an earlier source."""
    if not (offer and offer.target):
        return (as_stale(entry, stale), "adopted") if stale else None
    origin = origin_of(entry)
    if origin and origin.name == LIVE and entry.msgstr == offer.target:
        return None  # in doubt since an earlier sync, until somebody settles it
    if reason := doubt(entry, offer):
        return doubted(entry, offer, url, reason), "doubted"
    return filled(entry, offer, url), "adopted"


def _follow(
    entry: POEntry,
    offer: Offer | None,
    offers: Mapping[Key, Offer],
    edits: "_Edits",
    setting: CheckSetting,
) -> tuple[POEntry, str] | None:
    """Return a translated entry as an edit of the page changes it, with the kind of change; None without an edit."""
    earlier = offers.get((entry.previous_msgctxt, entry.previous_msgid or "")) if is_fuzzy(entry) else None
    new = offer if offer and offer.target else earlier
    if _is_of_another_page(entry, edits.url):
        return None
    if new is None:
        return _left(entry, offer, edits) if offer else None
    rival = next((rival for rival in rivals_of(entry) if rival.name == edits.url), None)
    if rival and edits.ends_conflict(new, entry):
        return new_entry(settled(fields_of(entry), name=edits.url), entry.linenum), "settled"
    if rival or not edits.has(new, entry):
        disputed = with_rival(entry, Rival(edits.url, new.target)) if rival and new.target else entry
        return None if disputed.tcomment == entry.tcomment else (disputed, "conflict")
    if not edits.held(entry):
        return with_rival(entry, Rival(edits.url, new.target)), "conflict"
    return _edited_there(entry, new, edits.url, setting if new is offer else None)


def _left(entry: POEntry, offer: Offer, edits: "_Edits") -> tuple[POEntry, str] | None:
    """Return an entry whose text the page has no more, where nothing on the page fits in its place: with the reason.

    A text that is written anew with other tags is taken as a suggestion, so that nobody keeps yesterday's.
    """
    if offer.obstacle is None or not edits.dropped(entry) or rivals_of(entry):
        return None
    if offer.loose and edits.is_fresh(offer):
        rewritten = replace(offer, target=offer.loose)
        return doubted(
            entry, rewritten, edits.url, "the page has other links or tags than the source"
        ), "rewritten"
    if not is_fuzzy(entry) or entry.previous_msgid is None:
        return None
    reason = offer.obstacle.phrase.removeprefix("unaligned: ")
    comment = with_live_note(entry.tcomment, f"{UNANSWERED}there: {reason}")
    return None if comment == entry.tcomment else (altered(entry, tcomment=comment), "unanswered")


def _edited_there(
    entry: POEntry, offer: Offer, url: str, setting: CheckSetting | None
) -> tuple[POEntry, str]:
    """Return an entry with the edit of its page, confirmed where that answers what changed in its source."""
    if setting is None or not is_fuzzy(entry) or entry.previous_msgid is None:
        return updated(entry, offer, url), "updated"
    before, after = (
        SourceAndTarget(entry.previous_msgid, entry.msgstr),
        SourceAndTarget(entry.msgid, offer.target),
    )
    answer = judge_answer(before, after, setting)
    note = note_of(answer, entry.msgstr, offer.target)
    if answer.holds:
        return filled(entry, offer, url, note), "confirmed"
    return updated(entry, offer, url, note), "updated"


def confirm_catalog(catalog: Catalog, counterpart: Counterpart, *, locale: str, site: Site) -> Adopted:
    """Take the texts of the live page as translations of its source's present texts.

    Empty entries are filled, entries with another translation are replaced, and those with the same one are confirmed.
    Entries that the page has no text for are unchanged and counted as `left`.
    """
    offers = offers_of(counterpart, catalog, locale=locale, site=site)
    url = counterpart.page.post.link
    on_page = {as_shown(segment.text) for segment in counterpart.split.segments}
    entries: dict[int, POEntry] = {}
    changes: Counter[str] = Counter()
    archived: list[POEntry] = []
    for index, entry in enumerate(catalog.entries):
        offer = offers.get(key_of(entry))
        if offer is None or plural_of(entry):
            continue
        if not offer.target and not (is_translated(entry) and as_shown(entry.msgstr) in on_page):
            changes["left"] += not is_translated(entry) or is_fuzzy(entry)
        elif not is_translated(entry):
            changes["filled"] += 1
            entries[index] = filled(entry, offer, url)
        elif offer.target and as_shown(offer.target) != as_shown(entry.msgstr):
            changes["replaced"] += 1
            archived.append(entry)
            entries[index] = filled(entry, offer, url)
        elif is_fuzzy(entry):
            changes["confirmed"] += 1
            entries[index] = edited(entry, fuzzy=False, comment=unexplained(entry.comment))
        elif rivals_of(entry):
            changes["confirmed"] += 1
            entries[index] = entry
        if index in entries and rivals_of(entries[index]):
            entries[index] = altered(entries[index], tcomment=without_rivals(entries[index].tcomment))
    return Adopted(catalog.with_entries(entries) if entries else catalog, +changes, tuple(archived))


class _Edits:
    """The edits of the page since the last sync, as far as earlier syncs recorded its texts."""

    def __init__(self, counterpart: Counterpart) -> None:
        self.url = counterpart.page.post.link
        revisions = counterpart.seen.revisions
        self._last = frozenset(as_shown(text) for _, text in revisions[-1].units) if revisions else None
        self._written = frozenset(map(as_shown, counterpart.written))
        self._now = frozenset(as_shown(text) for _, text in counterpart.texts)
        self._ever = frozenset(as_shown(text) for revision in revisions for _, text in revision.units)

    def has(self, offer: Offer, entry: POEntry) -> bool:
        """Tell whether the page's text is new there, and not what the entry says."""
        text = as_shown(offer.live)
        is_new = self._last is not None and bool(offer.target) and text not in self._last
        return is_new and text != as_shown(entry.msgstr) and text not in self._written

    def is_fresh(self, offer: Offer) -> bool:
        """Tell whether the page's text is new there."""
        return self._last is not None and as_shown(offer.live) not in self._last

    def dropped(self, entry: POEntry) -> bool:
        """Tell whether the entry's text was on the page, as an earlier sync found it, and is not there any more."""
        return self.held(entry) and as_shown(entry.msgstr) not in self._now

    def ends_conflict(self, offer: Offer, entry: POEntry) -> bool:
        """Tell whether the page says what the entry says, or again what it said before it was edited."""
        text = as_shown(offer.live)
        is_back = self._last is not None and text in self._ever and text not in self._last
        return text == as_shown(entry.msgstr) or is_back

    def held(self, entry: POEntry) -> bool:
        """Tell whether the entry's text was taken from the page, and nobody changed it since."""
        return as_shown(entry.msgstr) in self._ever


def _is_of_another_page(entry: POEntry, url: str) -> bool:
    """Tell whether a text that stands on several pages of the catalog was taken from another of them."""
    return any(page != url for page in adopted_from(entry))


def _stale_entries(
    catalog: Catalog, offers: Mapping[Key, Offer], url: str, locale: str
) -> Mapping[Key, POEntry]:
    """Return entries for today's texts whose translation on the page is of an earlier text.

    The page's offers are put into a catalog of the earlier texts, and that is merged with today's.
    """
    here = entries_by_key(catalog).keys()
    if all(key in here for key in offers):
        return {}
    blocks = [Block(entry) for entry in _entries_then(offers, url)]
    then = Catalog().with_blocks(blocks)
    merged = merge(then, catalog, locale=locale, language=gettext_name(locale)).catalog
    return {
        key: entry
        for key, entry in entries_by_key(merged).items()
        if is_fuzzy(entry) and entry.previous_msgid is not None and origin_of(entry) is None
    }


def _entries_then(offers: Mapping[Key, Offer], url: str) -> Iterator[POEntry]:
    for (context, text), offer in offers.items():
        fields = NOTHING._replace(msgctxt=context, msgid=text, msgstr=offer.target)
        yield new_entry(with_adoption(fields, url, offer.confidence) if offer.target else fields)
