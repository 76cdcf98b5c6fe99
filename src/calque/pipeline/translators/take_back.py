"""Import: files that translators send back, each answer put back everywhere it belongs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from calque.checks import CheckSetting, check_unit, setting_of
from calque.counts import plural
from calque.errors import CatalogError
from calque.handoffs.answers import Desk, Returned, Taken
from calque.handoffs.forms import read_returned
from calque.handoffs.wishes import Record
from calque.html import first_error
from calque.model import Finding, FindingCode, Severity, Site
from calque.pipeline.findings import finding_of, unlisted_findings
from calque.pipeline.handoffs import find_record, read_records
from calque.pipeline.translators.catalogs import Desks
from calque.pipeline.translators.identify import locale_of, refuse_foreign
from calque.places import closed_path, path_below
from calque.po import AnswerKind, Catalog, HandedOut, Prefer, handed_out, with_flags_back
from calque.po.contexts import with_contexts_back
from calque.po.entries import Fields, persons_comment
from calque.po.questions import open_question
from calque.po.rekey import rekeyed
from calque.po.units import Key, entry_unit
from calque.store import BRIEF, Staged, differing, locked, read_bytes
from calque.store.contract import write_without_loss
from calque.visible import shortened

__all__ = ["Imported", "ImportedFile", "import_answers"]

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """The result of one file."""

    file: str
    locale: str = ""
    handoff: str = ""
    """The id of the handoff that it answers; empty for another file."""
    counts: Mapping[AnswerKind, int] = field(default_factory=lambda: MappingProxyType({}))
    places: int = 0
    """The number of catalog entries that changed: one answer may change several."""
    unconfirmed: int = 0
    """Translations that came back without their fuzzy flag, as an editor strips it: nobody confirmed them."""
    invalid: int = 0
    """Answers that break the markup of their text: they are taken, and have to be corrected."""
    left: int = 0
    """Texts of the handoff that are still in hand."""
    closed: bool = False
    """The handoff is done, and its record closed."""
    refused: str = ""
    """Why nothing of the file was taken."""
    remarks: tuple[tuple[int, str, str], ...] = ()
    """What the checks say of the answers that are new: line of the file, text, message."""
    unknown: tuple[str, ...] = ()
    """Texts that no catalog has."""
    comments: tuple[tuple[str, str], ...] = ()
    """What the translator wrote in comments since the file was handed out: text, comment."""


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of an import."""

    files: tuple[ImportedFile, ...]
    written: tuple[str, ...]
    """Files below the workspace that were written, or with a dry run would be."""
    findings: tuple[Finding, ...]


def import_answers(
    site: Site,
    files: Sequence[Path],
    *,
    now: Callable[[], datetime],
    locale: str = "",
    prefer: Prefer = Prefer.ASK,
    confirmed: bool = False,
    dry_run: bool = False,
) -> Imported:
    """Take the answers of each file into the catalogs of its locale, one file after the other.

    A file that cannot be read, or is not this site's, is a finding, and the others go on. `locale` is for files
    whose header names none; `confirmed` says that who sent them did clear the fuzzy flags that are gone.
    Errors: BusyError where a sync is at work; CalqueError where a file cannot be written.
    """
    with locked(site.root, patience=BRIEF):
        moment = now()
        plans: list[_Plan] = []
        changed: tuple[Path, ...] = ()
        names: set[str] = set()
        for _ in range(_ATTEMPTS):
            plan = _Plan(site, locale, prefer, confirmed=confirmed)
            for file in files:
                plan.take(file)
            sets = plan.staged(moment)
            plans.append(plan)
            changed = () if dry_run else write_without_loss(*sets)
            names |= {path_below(site, staged.path) for group in sets for staged in differing(group)}
            if not changed:
                break
        first = plans[0]  # its counts hold: a later plan counts what was written already as unchanged
        missed = tuple(_saved_meanwhile(site, path) for path in changed)
        return Imported(tuple(first.files), tuple(sorted(names)), (*first.findings, *missed))


class _Plan:
    """What the files come to, before anything is written."""

    def __init__(self, site: Site, locale: str, prefer: Prefer, *, confirmed: bool) -> None:
        self.files: list[ImportedFile] = []
        self._open, lost = read_records(site)
        self.findings: list[Finding] = [*lost, *unlisted_findings(site)]
        self._site = site
        self._locale = locale
        self._prefer = prefer
        self._confirmed = confirmed
        self._desks = Desks(site)
        self._answered: dict[str, set[Key]] = {}

    def take(self, file: Path) -> None:
        """Take one file, or note why not."""
        try:
            self.files.append(self._take(file))
        except CatalogError as error:
            finding = finding_of(error, code=FindingCode.REFUSED_FILE)
            self.findings.append(finding)
            self.files.append(ImportedFile(str(file), refused=finding.message))

    def staged(self, now: datetime) -> list[list[Staged]]:
        """Return the files to write, in sets that belong together; note which handoffs are done."""
        sets = self._desks.staged(now)
        self.findings += self._desks.findings
        imported = {one.locale for one in self.files}
        unread = {finding.locale for finding in self._desks.findings}
        for record in self._open:
            if record.locale not in imported:
                continue
            name = record.ticket.id
            left = self._desks.open_texts(record, self._answered.get(name, ()))
            done = not left and record.locale not in unread
            sets += [self._closing(record)] if done else []
            self.files = [
                replace(one, left=left, closed=done) if one.handoff == name else one for one in self.files
            ]
        return sets

    def _closing(self, record: Record) -> list[Staged]:
        """Stage the move of a record that is done to the closed ones."""
        path, closed = self._site.root / record.file, closed_path(self._site, record.ticket.id)
        data = read_bytes(path)
        return [Staged(closed, data, read_bytes(closed), receives=True), Staged(path, None, data)]

    def _take(self, file: Path) -> ImportedFile:
        data = read_bytes(file)
        if data is None:
            raise CatalogError(f"{file}: no such file; give the file that a translator sent back")
        returned = read_returned(data, place=str(file), given=self._given, confirmed=self._confirmed)
        catalog = returned.catalog
        name = catalog.header.get("X-Calque-Handoff", "")
        record = find_record(self._site, name)
        locale = locale_of(catalog, self._site, record, asked=self._locale)
        desk = self._desks.of(locale)
        handed = [record.catalog] if record else desk.catalogs.values()
        catalog = with_contexts_back(catalog, (block.fields for one in handed for block in one.blocks))
        catalog = rekeyed(catalog, desk.keys_today(catalog))
        if not name:
            record = self._record_like(catalog, locale)
            name = record.ticket.id if record else ""
        refuse_foreign(catalog, self._site, desk, record)
        if name and record is None:
            self._note(
                str(file), f"the handoff {name} is not recorded here; it is taken as a file of no handoff"
            )
        given = record.catalog if record and not _is_record(self._site, record, file) else None
        post = catalog.header.get("X-Calque-Post", "")
        answers = catalog
        if not (self._confirmed or returned.says_states):
            answers = with_flags_back(catalog, handed_out(given) if given else _present(desk, post))
        unconfirmed = sum(new is not old for new, old in zip(answers.blocks, catalog.blocks, strict=True))
        taken = desk.take(Returned(answers, name or file.name, given, post, self._prefer))
        self._desks.read_from(locale, catalog, given)
        if record:
            self._answered.setdefault(name, set()).update(block.fields.key for block in catalog.blocks)
        self._tell(str(file), locale, taken, unconfirmed)
        return ImportedFile(
            file=str(file),
            locale=locale,
            handoff=name if record else "",
            counts=taken.counts,
            places=taken.places,
            unconfirmed=unconfirmed,
            invalid=self._tell_broken(answers, given, locale),
            remarks=tuple(_remarks(answers, given, setting_of(self._site, locale))),
            unknown=tuple(taken.unknown),
            comments=tuple(_new_comments(answers, given)),
        )

    def _given(self, name: str) -> Catalog | None:
        record = find_record(self._site, name) if name else None
        return record.catalog if record else None

    def _record_like(self, catalog: Catalog, locale: str) -> Record | None:
        """Return the one open handoff that has all texts of a file whose header an editor wrote anew."""
        keys = {block.fields.key for block in catalog.blocks if not block.is_header}
        like = [record for record in self._open if record.locale == locale and keys <= record.texts.keys()]
        return like[0] if keys and len(like) == 1 else None

    def _tell(self, file: str, locale: str, taken: Taken, unconfirmed: int) -> None:
        for clash in taken.clashes:
            text, place = shortened(clash.source), self._desks.place(locale, clash.name)
            message = (
                f"“{text}” was translated in another way than {file} has it; both are kept, the answer in a comment "
                "of the entry. Make the translation what it shall be and delete that comment, or import the file "
                "again with --prefer answer or --prefer catalog"
            )
            where = f"{place}:{clash.line}" if clash.line else place
            self.findings.append(Finding.of(FindingCode.CONFLICT, where, message, locale))
        if unconfirmed:
            message = (
                f"{plural(unconfirmed, 'translation is', 'translations are')} unchanged and without the fuzzy flag, in"
                " a file that lost all of them, as OmegaT leaves it: not confirmed. If all was checked, import the file"
                " with --confirmed"
            )
            self.findings.append(Finding.of(FindingCode.UNCONFIRMED, file, message, locale))

    def _tell_broken(self, answers: Catalog, given: Catalog | None, locale: str) -> int:
        """Note each confirmed answer that breaks the markup, but for what was handed out so; return how many."""
        before = {block.fields.key: block.fields.targets for block in given.blocks} if given else {}
        broken = 0
        for block in answers.blocks:
            fields = block.fields
            if fields.is_header or fields.is_fuzzy or before.get(fields.key) == fields.targets:
                continue
            problem = _first_problem(fields, self._site)
            if problem:
                broken += 1
                message = f"{problem}; the answer is taken and counts as invalid until it is mended"
                self.findings.append(
                    Finding.of(FindingCode.INVALID, f"{answers.place}:{block.line}", message, locale)
                )
        return broken

    def _note(self, place: str, message: str) -> None:
        self.findings.append(Finding.of(FindingCode.UNKNOWN_HANDOFF, place, message))


def _remarks(
    answers: Catalog, given: Catalog | None, setting: CheckSetting
) -> Iterator[tuple[int, str, str]]:
    """Yield what the checks say of each confirmed answer that is another than was handed out."""
    before = {block.fields.key: block.fields.targets for block in given.blocks} if given else {}
    for block in answers.blocks:
        fields = block.fields
        if fields.is_header or fields.obsolete or fields.is_fuzzy or before.get(fields.key) == fields.targets:
            continue
        for flaw in check_unit(entry_unit(block.entry), setting):
            if flaw.severity is not Severity.NOTE:
                yield block.line or 0, fields.msgid, flaw.message


def _new_comments(answers: Catalog, given: Catalog | None) -> Iterator[tuple[str, str]]:
    """Yield what a person wrote in the comment of each text that the handed-out file did not say there.

    Of a file of no handoff, only what asks something: nobody knows what else is new in it.
    """
    before = {block.fields.key: block.fields.tcomment.split("\n") for block in given.blocks} if given else {}
    for block in answers.blocks:
        fields = block.fields
        if fields.is_header or fields.obsolete:
            continue
        lines = persons_comment(fields.tcomment).split("\n") if given else [open_question(fields.tcomment)]
        known = before.get(fields.key, [])
        if new := [line.strip() for line in lines if line.strip() and line not in known]:
            yield fields.msgid, " ".join(new)


def _first_problem(fields: Fields, site: Site) -> str:
    """Return what in a translation breaks the markup of its text, or nothing."""
    shortcodes = site.rules.shortcodes
    problems = (
        first_error(fields.msgid, target, shortcodes=shortcodes) for target in fields.targets if target
    )
    return next(filter(None, problems), "")


def _is_record(site: Site, record: Record, file: Path) -> bool:
    """Tell whether a file is the record itself, edited in place: it says no more what was handed out."""
    return file.resolve() == (site.root / record.file).resolve()


def _present(desk: Desk, post: str) -> HandedOut:
    """Return what is fuzzy in the catalogs now, for a file of which it is not known what was handed out."""
    entries = (flag for catalog in desk.catalogs.values() for flag in handed_out(catalog).entries)
    own = desk.catalog_of(post)
    return HandedOut(own.header.get("PO-Revision-Date", "") if own else "", tuple(entries))


def _saved_meanwhile(site: Site, path: Path) -> Finding:
    message = (
        "it was saved again and again while answers were put into it; it is left as saved, import once more"
    )
    place = path_below(site, path)
    return Finding.of(FindingCode.SAVED_MEANWHILE, place, message)
