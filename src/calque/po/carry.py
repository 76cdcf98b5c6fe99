"""Carries the translation, notes and flags of a catalog's entry over to the template's entry."""

from collections.abc import Callable, Iterable, Sequence

from calque.po.adoptions import lasting, without_adoption
from calque.po.block import Block
from calque.po.entries import Fields, Origin, without_origin
from calque.po.facts import CHANGED, says_the_same, with_terms
from calque.po.forms import with_forms
from calque.po.live_notes import undoubted
from calque.po.rivals import is_held
from calque.worddiff import word_diff

__all__ = ["Terms", "carried", "explained", "no_terms", "retired", "unexplained", "untranslated"]

Terms = Callable[[str], Iterable[str]]
"""Gives what a glossary says of a text: `library card → carte de lecteur`."""


def no_terms(_source: str) -> Iterable[str]:
    """Return what an empty glossary says of a text."""
    return ()


Previous = tuple[str | None, str | None, str | None]
_NO_PREVIOUS = (None, None, None)


def untranslated(template: Block, forms: int, *, terms: Terms = no_terms) -> Block:
    """Return a template's entry with nothing in its msgstr, or in its `forms` plural forms, and so not fuzzy."""
    fields = template.fields
    fields = fields._replace(comment=with_terms(fields.comment, terms(fields.msgid)))
    plural = tuple((number, "") for number in range(forms)) if fields.msgid_plural else ()
    flags = _flags((), fields.flags, ())
    return Block(fields._replace(msgstr="", msgstr_plural=plural, flags=flags), sticky=template.sticky)


def carried(
    template: Block,
    old: Block,
    *,
    forms: int,
    confirmed: bool,
    origin: Origin | None = None,
    reverted: bool = False,
    explain: bool = True,
    terms: Terms = no_terms,
) -> Block:
    """Return a template's entry with the translation of `old`.

    `confirmed`: `old` has the same source text, and says itself whether it is fuzzy; else the
    result is fuzzy and keeps in `#|` the text that its translation was made from, the first one
    where there were several. `reverted`: that text has come back, so nothing is fuzzy any more.
    """
    if confirmed and _is_unchanged(old.fields, template.fields):
        return old
    before, new = lasting(old.fields), template.fields
    flags = _flags(before.flags, new.flags, old.sticky)
    previous: Previous = (before.previous_msgctxt, before.previous_msgid, before.previous_msgid_plural)
    msgstr, plural = _target(before, new, forms)
    more = len(plural) > len(before.msgstr_plural) > 0
    reshaped = more or before.msgid_plural != new.msgid_plural
    if reverted or not (msgstr or any(text for _, text in plural)):
        flags = tuple(flag for flag in flags if flag != "fuzzy")
    elif ("fuzzy" not in flags or is_held(before)) and (not confirmed or reshaped):
        flags = tuple(dict.fromkeys(("fuzzy", *flags)))
        previous = (before.msgctxt, before.msgid, before.msgid_plural or None)
    fuzzy = "fuzzy" in flags
    fields = Fields(
        tcomment=_notes(before, origin, fuzzy=fuzzy),
        comment=explained(new, previous[1]) if fuzzy and explain else new.comment,
        occurrences=new.occurrences,
        flags=flags,
        previous_msgctxt=previous[0] if fuzzy else None,
        previous_msgid=previous[1] if fuzzy else None,
        previous_msgid_plural=previous[2] if fuzzy else None,
        msgctxt=new.msgctxt,
        msgid=new.msgid,
        msgid_plural=new.msgid_plural,
        msgstr=msgstr,
        msgstr_plural=plural,
        obsolete=False,
    )
    if fields == before or _lacks_facts_alone(before, fields):
        return old
    facts = with_terms(new.comment, terms(new.msgid))
    comment = explained(fields._replace(comment=facts), previous[1]) if fuzzy and explain else facts
    return old.saying(fields._replace(comment=comment))


def _lacks_facts_alone(before: Fields, fields: Fields) -> bool:
    """Tell whether an entry is as it should be but for facts that it lacks, or says in earlier words.

    Another program may have taken them away, as msgmerge does with the line on what changed: no night writes what a day
    takes away.
    """
    return before._replace(comment="") == fields._replace(comment="") and says_the_same(
        before.comment, fields.comment
    )


def _is_unchanged(before: Fields, new: Fields) -> bool:
    """Tell by a quick comparison whether an entry needs no change: it is current and equal to the template's.

    Most are.
    """
    return (
        before[1:4] == new[1:4]
        and before[4:7] == _NO_PREVIOUS
        and before[7:10] == new[7:10]
        and "fuzzy" not in before.flags
        and "calque: " not in before.tcomment
        and not before.obsolete
    )


def retired(block: Block) -> Block:
    """Return an entry as obsolete: `#~`, with its note and flags, without its references."""
    fields = lasting(block.fields)._replace(obsolete=True, comment="", occurrences=())
    return block if fields == block.fields else block.saying(fields)


def _flags(old: Sequence[str], new: Sequence[str], sticky: Sequence[str]) -> tuple[str, ...]:
    """Keep the old flags, except those that the template decides: formats, ranges and wrapping."""
    kept = (flag for flag in old if flag in sticky or not _decided_by_template(flag))
    return tuple(dict.fromkeys((*kept, *(flag for flag in new if flag != "fuzzy"))))


def _decided_by_template(flag: str) -> bool:
    return flag.endswith("-format") or flag.startswith("range:") or flag in {"wrap", "no-wrap"}


def _target(old: Fields, new: Fields, forms: int) -> tuple[str, tuple[tuple[int, str], ...]]:
    if not new.msgid_plural:
        return next((text for _, text in old.msgstr_plural if text), old.msgstr), ()
    if old.msgstr_plural:
        return "", with_forms(old._replace(msgid_plural=new.msgid_plural), forms).msgstr_plural
    return "", tuple((number, old.msgstr) for number in range(forms))


def _notes(before: Fields, origin: Origin | None, *, fuzzy: bool) -> str:
    """Return the translator's comment with the present line on where the suggestion comes from.

    A suggestion that nobody confirmed keeps its line when its source text is edited; so does one that somebody emptied,
    which is not to be made again.
    """
    if origin is None and (fuzzy if before.is_fuzzy else not before.is_translated):
        return before.tcomment
    notes = undoubted(without_origin(before.tcomment))
    if not fuzzy or origin is None:
        return notes
    notes = without_adoption(notes)
    return f"{notes}\n{origin}" if notes else str(origin)


def explained(fields: Fields, previous: str | None) -> str:
    """Return an entry's extracted comment with how its text became what it is: `changed: the [-old-] {+new+} word`."""
    comment = unexplained(fields.comment)
    if previous is None or previous == fields.msgid:
        return comment
    line = f"{CHANGED}{word_diff(previous, fields.msgid)}"
    return f"{comment}\n{line}" if comment else line


def unexplained(comment: str) -> str:
    """Return an extracted comment without the line on what changed in the text."""
    if CHANGED not in comment:
        return comment
    return "\n".join(line for line in comment.split("\n") if not line.startswith(CHANGED))
