"""What becomes of one entry when somebody's answer to it comes back.

Three things are compared: the entry as it is in the catalog now (*present*), as it came back (*answer*), and as it was
handed out (*given*), where that is known. No translation is lost: one that is replaced is returned as *spare*, for the
archive.
"""

from dataclasses import dataclass
from enum import StrEnum

from calque.po.carry import explained, unexplained
from calque.po.entries import NOTHING, Fields, origin_of, persons_comment, without_origin
from calque.po.line_ends import fitted
from calque.po.rivals import Rival, disputed, is_held, settled, without_rivals

__all__ = ["AnswerKind", "Prefer", "Ruling", "rule", "rule_moved"]


class AnswerKind(StrEnum):
    """What an answer did."""

    FILLED = "filled"
    """The entry was empty."""
    UPDATED = "updated"
    """The entry had another translation, which was replaced."""
    CONFIRMED = "confirmed"
    """The translation is the same, and no longer fuzzy."""
    FLAGGED = "flagged"
    """The translation is the same, and somebody doubts it: it is fuzzy now."""
    STALE = "stale"
    """The source was edited meanwhile: the answer is kept as the translation of the text that it was given for."""
    NOTED = "noted"
    """Only a translator's comment was new."""
    CONFLICT = "conflict"
    """The entry was translated in another way since: both are kept, and somebody must choose."""
    KEPT = "kept"
    """The catalog keeps its own translation; the answer goes to the archive."""
    COPIED = "copied"
    """The answer is the source text, as editors write it where nobody translated; it is not taken."""
    UNCHANGED = "unchanged"
    """The answer says nothing new."""
    UNKNOWN = "unknown"
    """The source text is gone: the answer is kept beside the catalogs, should it come back."""


class Prefer(StrEnum):
    """Who is right where both sides translated an entry."""

    ASK = "ask"
    ANSWER = "answer"
    CATALOG = "catalog"


@dataclass(frozen=True, slots=True)
class Ruling:
    """The entry as it is to be written, and the texts that it replaced."""

    kind: AnswerKind
    fields: Fields
    spare: Fields | None = None
    """A translation without a place in the catalog: it was replaced, or not taken."""


def rule(
    present: Fields, answer: Fields, given: Fields | None = None, *, name: str, prefer: Prefer = Prefer.ASK
) -> Ruling:
    """Decide on an answer to a text that the catalog has; `name` names the one who answered.

    An empty answer deletes nothing, and a confirmed translation is replaced only where it is the one that was handed
    out. A comment that came along is added, whatever becomes of the answer.
    """
    ruling = _rule(present, _shaped(answer, present, given), given, name, prefer)
    fields = _with_notes(ruling.fields, answer, given)
    if ruling.kind is AnswerKind.UNCHANGED and fields != ruling.fields:
        return Ruling(AnswerKind.NOTED, fields)
    return Ruling(ruling.kind, fields, ruling.spare)


def rule_moved(present: Fields, answer: Fields, given: Fields | None = None) -> Ruling:
    """Decide on an answer to an earlier text of the entry: it is stale, with the text that it was given for in `#|`.

    An entry whose translation was made from that very text, and is not the one handed out, keeps its own.
    """
    answer = _shaped(answer, present, given)
    before = (given or NOTHING).targets
    same_source = present.previous_msgid == answer.msgid and present.previous_msgctxt == answer.msgctxt
    if present.is_translated and same_source and present.targets not in (answer.targets, before):
        return Ruling(AnswerKind.KEPT, present, answer)
    made_from = (answer.msgctxt, answer.msgid, answer.msgid_plural or None)
    if answer.is_fuzzy and answer.previous_msgid is not None:
        made_from = (answer.previous_msgctxt, answer.previous_msgid, answer.previous_msgid_plural)
    taken = _with_target(present, answer, fuzzy=True)._replace(
        previous_msgctxt=made_from[0], previous_msgid=made_from[1], previous_msgid_plural=made_from[2]
    )
    taken = _with_notes(taken._replace(comment=explained(taken, made_from[1])), answer, given)
    if taken == present:
        return Ruling(AnswerKind.UNCHANGED, present)
    return Ruling(AnswerKind.STALE, taken, _spare(present, taken))


def _rule(present: Fields, answer: Fields, given: Fields | None, name: str, prefer: Prefer) -> Ruling:
    if not answer.is_translated:
        return Ruling(AnswerKind.UNCHANGED, present)
    if answer.targets == present.targets:
        return _same(present, answer, given)
    untouched = given is not None and answer.targets == given.targets
    if untouched and (answer.is_fuzzy or not (given and given.is_fuzzy)):
        return Ruling(AnswerKind.UNCHANGED, present)
    if not present.is_translated:
        return Ruling(AnswerKind.FILLED, _taken(present, answer))
    if given is not None and present.targets == given.targets:
        return _replaced(present, answer)
    return _clash(present, answer, given, name, prefer)


def _same(present: Fields, answer: Fields, given: Fields | None) -> Ruling:
    if is_held(present) and not answer.is_fuzzy:
        chosen = given is not None and given.is_fuzzy  # who got the entry fuzzy cleared its flag
        return (
            Ruling(AnswerKind.CONFIRMED, settled(present))
            if chosen
            else Ruling(AnswerKind.UNCHANGED, present)
        )
    if present.is_fuzzy and not answer.is_fuzzy:
        return Ruling(AnswerKind.CONFIRMED, _confirmed(present))
    doubted = answer.is_fuzzy and given is not None and not given.is_fuzzy
    if doubted and not present.is_fuzzy:
        return Ruling(AnswerKind.FLAGGED, present._replace(flags=("fuzzy", *present.flags)))
    return Ruling(AnswerKind.UNCHANGED, present)


def _clash(present: Fields, answer: Fields, given: Fields | None, name: str, prefer: Prefer) -> Ruling:
    """Decide where both sides have a translation, and the catalog's is not the one that was handed out."""
    finished = (not present.is_fuzzy or is_held(present)) and present.targets != (present.msgid,)
    doubtful = origin_of(present) is not None or not finished
    if doubtful and not answer.is_fuzzy:
        return _replaced(present, answer)
    if origin_of(present) is not None:
        return _replaced(present, answer)
    both_edited = given is not None or not answer.is_fuzzy
    if prefer is Prefer.ANSWER and both_edited:
        return _replaced(present, answer)
    if prefer is Prefer.CATALOG:
        return Ruling(AnswerKind.KEPT, settled(present), answer)
    if not both_edited or (finished and answer.is_fuzzy):
        return Ruling(AnswerKind.KEPT, present, answer)
    rival = Rival(name, next(filter(None, answer.targets), ""))
    return Ruling(AnswerKind.CONFLICT, disputed(present, rival), answer)


def _replaced(present: Fields, answer: Fields) -> Ruling:
    taken = _taken(present, answer)
    return Ruling(AnswerKind.UPDATED, taken, _spare(present, taken))


def _taken(present: Fields, answer: Fields) -> Fields:
    """Return the entry with the answer's translation: confirmed, or as fuzzy as the answer is."""
    if not answer.is_fuzzy:
        return _confirmed(_with_target(present, answer, fuzzy=False))
    taken = _with_target(present, answer, fuzzy=True)
    if (origin := origin_of(answer)) and origin.is_machine:
        taken = taken._replace(tcomment="\n".join(filter(None, [taken.tcomment, str(origin)])))
    # The previous text of a memory's suggestion was never confirmed by a person.
    if origin_of(present) is not None:
        return _confirmed(taken)._replace(flags=taken.flags)
    if taken.previous_msgid is None and answer.previous_msgid is not None:
        taken = taken._replace(
            previous_msgctxt=answer.previous_msgctxt,
            previous_msgid=answer.previous_msgid,
            previous_msgid_plural=answer.previous_msgid_plural,
        )
        return taken._replace(comment=explained(taken, answer.previous_msgid))
    return taken


def _with_target(present: Fields, answer: Fields, *, fuzzy: bool) -> Fields:
    """Return the entry with another translation, which a person made, and without a note that a memory made it."""
    own = (flag for flag in answer.flags if flag.startswith("ignore-"))
    flags = dict.fromkeys((*(flag for flag in present.flags if flag != "fuzzy"), *own))
    return present._replace(
        msgstr=answer.msgstr,
        msgstr_plural=answer.msgstr_plural,
        flags=("fuzzy", *flags) if fuzzy else tuple(flags),
        tcomment=without_rivals(without_origin(present.tcomment)),
    )


def _confirmed(fields: Fields) -> Fields:
    return fields._replace(
        flags=tuple(flag for flag in fields.flags if flag != "fuzzy"),
        tcomment=without_origin(fields.tcomment),
        comment=unexplained(fields.comment),
        previous_msgctxt=None,
        previous_msgid=None,
        previous_msgid_plural=None,
    )


def _spare(present: Fields, taken: Fields) -> Fields | None:
    """Return the entry as it was, where a text of it is in none of the new forms."""
    return present if {text for text in present.targets if text} - set(taken.targets) else None


def _shaped(answer: Fields, present: Fields, given: Fields | None) -> Fields:
    """Return the answer in the entry's plural forms, with the line ends of its text.

    A form that it leaves empty is the entry's own. One that is what was handed out stays as it is.
    """
    shaped = _in_forms(answer, present)
    return shaped if given is not None and shaped.targets == given.targets else fitted(shaped, present.msgid)


def _in_forms(answer: Fields, present: Fields) -> Fields:
    if not present.msgid_plural:
        return answer._replace(msgstr=next(filter(None, answer.targets), ""), msgstr_plural=())
    own = dict(present.msgstr_plural)
    said = dict(answer.msgstr_plural) or dict.fromkeys(own, answer.msgstr)
    if not any(said.values()):
        return answer._replace(msgstr="", msgstr_plural=tuple((number, "") for number in sorted(own)))
    forms = ((number, said.get(number) or own.get(number, "")) for number in sorted(own.keys() | said.keys()))
    return answer._replace(msgstr="", msgstr_plural=tuple(forms))


def _with_notes(fields: Fields, answer: Fields, given: Fields | None) -> Fields:
    """Add the lines of the answer's comment that neither the entry nor what was handed out has."""
    known = {*fields.tcomment.split("\n"), *(given or NOTHING).tcomment.split("\n")}
    said = persons_comment(answer.tcomment).split("\n")
    new = [line for line in said if line.strip() and line not in known]
    return fields._replace(tcomment="\n".join([*filter(None, [fields.tcomment]), *new])) if new else fields
