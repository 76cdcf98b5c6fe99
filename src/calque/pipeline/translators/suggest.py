"""Suggest: what is missing is sent to a machine, and what it answers becomes a suggestion for a person to review.

pick (locked) ──▶ ask, some neighbouring texts at a time (nothing is locked) ──▶ keep (locked, as an import does)
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from secrets import token_hex

from calque.checks import Glossary, glossary_of, setting_of
from calque.errors import SourceError
from calque.handoffs.answers import Returned
from calque.handoffs.machines import Machine
from calque.handoffs.suggestions import (
    Question,
    each_once,
    instructions,
    nearest,
    read_suggestions,
    why_refused,
    write_question,
)
from calque.handoffs.wishes import Pick, Wish, pick_units
from calque.html import plain
from calque.model import Finding, SegmentState, Site, Tally
from calque.pipeline.status import status as measure
from calque.pipeline.translators.catalogs import Desks
from calque.places import path_below
from calque.po import AnswerKind, Block, Catalog, read_catalog
from calque.po.entries import Fields, Origin
from calque.po.facts import place_of
from calque.po.units import Key
from calque.store import BRIEF, LONG, differing, locked, read_bytes
from calque.store.contract import write_without_loss

__all__ = ["Suggested", "suggest"]

_TEXTS = 20
"""Of one request; fewer where they have many words."""
_WORDS = 600
_KEPT = 5
"""Requests after which their answers are written: who ends a long run loses no more than these."""
_UNREADABLE = 2
"""Answers without any form, one after the other, after which nothing more is asked."""
_ATTEMPTS = 3


@dataclass(slots=True)
class Suggested:
    """The result: what was sent, or with a dry run would be, and what became of it."""

    locale: str
    sent: Tally = field(default_factory=Tally)
    context: int = 0
    """Words of neighbouring texts that go along."""
    requests: int = 0
    left: Tally = field(default_factory=Tally)
    """Missing texts, in nobody's hands, beyond the words that were allowed."""
    unsynced: int = 0
    """Missing texts that no catalog has yet: they need a sync first."""
    filled: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    """Texts whose answer was not kept, each with the reason."""
    strangers: int = 0
    """Answers to texts that were not asked for, or to one that had an answer."""
    overtaken: int = 0
    """Texts that were translated, or edited, while the machine was asked."""
    written: list[str] = field(default_factory=list)
    """Files below the workspace."""
    failure: str = ""
    """Why nothing more was asked; what had come is kept."""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Text:
    question: Question
    fields: Fields
    words: int


def suggest(
    site: Site,
    locale: str,
    machine: Machine | None,
    *,
    now: Callable[[], datetime],
    words: int | None = None,
) -> Suggested:
    """Ask a machine for the missing texts of a locale, at most so many `words`, and keep what passes the checks.

    Each becomes a fuzzy translation with `# calque: machine NAME`. Without a `machine` only what would be sent is
    counted. Posts that are drafts, private or behind a password have no catalog, and none of their texts is sent.
    Errors: BusyError where a sync is at work; CatalogError where one cannot be written.
    """
    done = Suggested(locale)
    with locked(site.root, patience=BRIEF):
        texts = _pick(site, locale, words, done, now)
    batches = [_each_once(batch) for batch in _batches(texts)]
    done.sent = Tally(len(texts), sum(text.words for text in texts))
    done.context = sum(text.question.context_words for batch in batches for text in batch)
    done.requests = len(batches)
    if machine is None or not texts:
        return done
    _ask(site, machine, batches, done, now)
    return done


def _pick(
    site: Site, locale: str, words: int | None, done: Suggested, now: Callable[[], datetime]
) -> list[_Text]:
    """Return the texts to send, in the order of a handoff, without going over the words."""
    status = measure(site, now=now, compared=False)
    done.findings = status.errors
    glossary = glossary_of(site, locale)
    pages = _PageTexts(site)
    texts: list[_Text] = []
    spent = 0
    for pick in pick_units(status, locale, Wish(only=frozenset({SegmentState.MISSING}))):
        found = pages.row(pick)
        if found is None:
            done.unsynced += 1
        elif words is not None and spent + pick.unit.words > words:
            done.left += Tally(1, pick.unit.words)
        else:
            spent += pick.unit.words
            fields, before, after = found
            texts.append(_Text(_question(fields, before, after, glossary), fields, pick.unit.words))
    return texts


def _question(fields: Fields, before: str, after: str, glossary: Glossary) -> Question:
    place = place_of(fields.comment, fields.msgctxt)
    return Question(
        token_hex(4),
        fields.msgid,
        facts=(place,) if place else (),
        terms=tuple(glossary.facts_of(plain(fields.msgid))),
        before=nearest(before, before=True),
        after=nearest(after, before=False),
    )


class _PageTexts:
    """The texts of each page, read from its catalog when the first of them is asked for."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._catalogs: dict[str, Sequence[Fields]] = {}
        self._page: tuple[str, str] = ("", "")
        self._rows: Sequence[Fields] = ()
        self._places: Mapping[Key, int] = {}

    def row(self, pick: Pick) -> tuple[Fields, str, str] | None:
        """Return the entry of a text that is empty, and the texts beside it on its page alone; None without one."""
        page = pick.pages[0]
        if self._page != (page.catalog, page.key):
            self._page = (page.catalog, page.key)
            self._rows = [row for row in self._read(page.catalog) if _is_on(row, page.key)]
            self._places = {row.key: place for place, row in enumerate(self._rows)}
        place = self._places.get((pick.unit.context, pick.unit.source))
        if place is None or self._rows[place].is_translated or self._rows[place].msgid_plural:
            return None
        beside = (self._rows[at].msgid if 0 <= at < len(self._rows) else "" for at in (place - 1, place + 1))
        before, after = beside
        return self._rows[place], before, after

    def _read(self, file: str) -> Sequence[Fields]:
        if file not in self._catalogs:
            blocks = read_catalog(read_bytes(self._site.root / file) or b"", place=file).blocks
            rows = (block.fields for block in blocks if not block.is_header)
            self._catalogs = {file: [row for row in rows if not row.obsolete]}
        return self._catalogs[file]


def _is_on(row: Fields, post: str) -> bool:
    return any(reference.partition(":")[0] == post for reference, _ in row.occurrences)


def _batches(texts: Iterable[_Text]) -> Iterator[list[_Text]]:
    """Yield the texts of each request: neighbours together, one text at least."""
    batch: list[_Text] = []
    words = 0
    for text in texts:
        if batch and (len(batch) == _TEXTS or words + text.words > _WORDS):
            yield batch
            batch, words = [], 0
        batch.append(text)
        words += text.words
    if batch:
        yield batch


def _each_once(batch: Sequence[_Text]) -> list[_Text]:
    questions = each_once([text.question for text in batch])
    return [replace(text, question=one) for text, one in zip(batch, questions, strict=True)]


def _ask(
    site: Site,
    machine: Machine,
    batches: Sequence[Sequence[_Text]],
    done: Suggested,
    now: Callable[[], datetime],
) -> None:
    """Ask for each batch, and write now and then; where the machine fails, write what had come, and end."""
    told = instructions(site.source, done.locale)
    kept: list[Fields] = []
    unreadable = 0
    try:
        for number, batch in enumerate(batches, 1):
            answer = machine.answer(told, write_question(text.question for text in batch))
            rows, is_readable = _read(site, machine.name, answer, batch, done)
            kept += rows
            unreadable = 0 if is_readable else unreadable + 1
            if unreadable == _UNREADABLE:
                done.failure = (
                    f"suggest: {machine.name} does not answer in the form that it is asked for; "
                    "name another model under [suggest] in calque.toml"
                )
                break
            if number % _KEPT == 0:
                ready, kept = kept, []
                _keep(site, ready, done, now)
    except SourceError as error:
        done.failure = str(error)
    finally:
        _keep(site, kept, done, now)


def _read(
    site: Site, name: str, answer: str, batch: Sequence[_Text], done: Suggested
) -> tuple[list[Fields], bool]:
    """Return the entries with the answers that pass, and whether the answer could be read at all."""
    said = read_suggestions(answer, [text.question for text in batch])
    asked = {text.question.id: text.fields for text in batch}
    refused = dict(why_refused(asked, said.targets, setting_of(site, done.locale)))
    done.strangers += said.strangers
    done.refused += [(asked[one].msgid, why) for one, why in refused.items()]
    origin = str(Origin.machine(name))
    rows = [
        fields._replace(msgstr=said.targets[one], flags=("fuzzy",), tcomment=origin)
        for one, fields in asked.items()
        if one not in refused
    ]
    return rows, said.is_readable


def _keep(site: Site, rows: Sequence[Fields], done: Suggested, now: Callable[[], datetime]) -> None:
    """Put suggestions into the catalogs where they are empty still, by the road of an import."""
    if not rows:
        return
    catalog = Catalog().with_blocks(map(Block, rows))
    with locked(site.root, patience=LONG):
        for attempt in range(_ATTEMPTS):
            desks = Desks(site)
            taken = desks.of(done.locale).take(Returned(catalog, "suggest", fills_only=True))
            sets = desks.staged(now())
            changed = write_without_loss(*sets)
            names = {one.path for group in sets for one in differing(group)} - set(changed)
            done.written += sorted(path_below(site, path) for path in names)
            filled = _standing(site, rows, done) if changed or attempt else taken.counts[AnswerKind.FILLED]
            if not changed:
                break
    done.written = list(dict.fromkeys(done.written))
    done.filled += filled
    done.overtaken += len(rows) - filled


def _standing(site: Site, rows: Sequence[Fields], done: Suggested) -> int:
    """Count the suggestions that are in the catalogs by now: somebody saved one of these meanwhile."""
    catalogs = Desks(site).of(done.locale).catalogs.values()
    there = {(block.fields.key, block.fields.targets) for one in catalogs for block in one.blocks}
    return sum((row.key, row.targets) in there for row in rows)
