"""A page's verdict: the vote of its texts, weighted by their words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from calque.language.judgement import Judgement, Verdict
from calque.language.weighing import Certainty
from calque.locales import locale_name
from calque.model import PageState

__all__ = ["PageJudgement", "judge_page"]

_WHOLE = 0.80
"""The share of words from which on a page is untranslated, or in a wrong language."""
_MIXED = 0.15
_ENOUGH = 32
"""So many words must be decided, else a page is too short to be judged: an address, a price list."""
_ENOUGH_AGREED = 16
"""The same where each of its texts is, for sure, in a wrong language."""
_COPIED = 0.90
"""The share of texts equal to the source from which on a page is a copy, however long the others are."""
_HALF = 0.50
"""The share of words that must be in a wrong language then."""
_AGREED = 0.90
"""The share of decided words whose agreement on the source's language carries undecided texts with it."""
_NAME_WORDS = 3
"""So many equal words among copied sentences are a copy, too; fewer may be a brand."""
_EQUAL = frozenset({Verdict.COPY, Verdict.NEUTRAL})


_ALL = 0.999
"""All of the decided words, where shares are added."""


@dataclass(frozen=True, slots=True)
class PageJudgement:
    """The judgement of a page as a whole, from its texts."""

    state: PageState | None
    """`untranslated_copy`, `wrong_language` or `mixed_language`; None where the page is right, or too short."""
    shares: tuple[tuple[Verdict, float], ...]
    """The share of the decided words a verdict; undetermined and neutral texts have none.

    Less than all of them together, where texts are seen to be in no more than another language than the source's.
    """
    evidence: tuple[str, ...]
    """For people: `16 of 16 texts observed as English under /fr/`."""
    judgements: tuple[Judgement, ...]
    """As given, undecided texts raised by their context."""

    @property
    def is_all_wrong(self) -> bool:
        """Not one decided word is in the page's language, and more than one text says so, however few its words."""
        wrong = [one.verdict for one in self.judgements if one.is_wrong]
        return len(wrong) > 1 and sum(share for verdict, share in self.shares if verdict in wrong) > _ALL


def judge_page(
    texts: Sequence[tuple[Judgement, int]], *, frame: Sequence[bool] = (), place: str = ""
) -> PageJudgement:
    """Return what the judged texts of a page, each with its number of words, say together.

    `frame` tells which texts are those of the theme around the page: `Suivant` below an English article says French of
    it, though nobody translated the article. They have no vote where the page's own texts decide by enough words, or by
    as many as they, and where those equal the source.
    `place` says where, for the evidence: `under /fr/`.
    """
    own = [position for position, framing in enumerate(frame) if not framing] if any(frame) else []
    if not own:
        return _judge_texts(texts, place)[0]
    found, total = _judge_texts([texts[one] for one in own], place)
    around = [text for text, framing in zip(texts, frame, strict=True) if framing]
    is_enough = found.state is PageState.UNTRANSLATED_COPY or total >= _ENOUGH
    if not is_enough and total < _judge_texts(around, place)[1]:
        return _judge_texts(texts, place)[0]
    judgements = [judgement for judgement, _ in texts]
    for one, judgement in zip(own, found.judgements, strict=True):
        judgements[one] = judgement
    return replace(found, judgements=tuple(judgements))


def _judge_texts(texts: Sequence[tuple[Judgement, int]], place: str) -> tuple[PageJudgement, int]:
    """Return what the texts say together, and the number of words that it was decided by."""
    judgements = _raise_by_context(texts)
    voting = [
        before if before.verdict is Verdict.NEUTRAL else raised
        for (before, _), raised in zip(texts, judgements, strict=True)
    ]
    words = [max(1, count) for _, count in texts]
    voters = [
        (judgement, count)
        for judgement, count in zip(voting, words, strict=True)
        if judgement.verdict not in {Verdict.NEUTRAL, Verdict.UNDETERMINED}
    ]
    unlike = _words_unlike(texts)
    total = sum(count for _, count in voters) + unlike
    by_verdict = {verdict: sum(n for j, n in voters if j.verdict is verdict) for verdict in Verdict}
    by_language: dict[str, int] = {}
    for judgement, count in voters:
        if judgement.language:
            by_language[judgement.language] = by_language.get(judgement.language, 0) + count
    ranked = sorted(by_language, key=lambda name: (-by_language[name], name))
    found = PageJudgement(
        state=_state(by_verdict, total, voting),
        shares=tuple((verdict, count / total) for verdict, count in by_verdict.items() if count),
        evidence=_phrases(voting, ranked, place),
        judgements=judgements,
    )
    return found, total


def _words_unlike(texts: Sequence[tuple[Judgement, int]]) -> int:
    """Return the words of texts that are not in the source's language, though their own cannot be observed.

    Else the one text in forty that a Gaelic page has left in English would decide for all of it.
    """
    return sum(max(1, count) for judgement, count in texts if judgement.is_unlike_source)


def _raise_by_context(texts: Sequence[tuple[Judgement, int]]) -> tuple[Judgement, ...]:
    """Return the judgements, undecided texts raised to warnings where the page around them is agreed.

    Only towards the source's language, and only texts that lean to it: context never clears a text. What nobody
    translates is not asked of a page that nobody translated: names are copies, too, where sentences are.
    """
    decided = [(j, max(1, count)) for j, count in texts if j.certainty is not Certainty.NONE]
    ours = [(j, count) for j, count in decided if j.verdict in {Verdict.COPY, Verdict.SOURCE_LANGUAGE}]
    total = sum(count for _, count in decided) + _words_unlike(texts)
    languages = sorted({j.language for j, _ in ours if j.language})
    if not languages:
        return tuple(j for j, _ in texts)
    is_agreed = sum(count for _, count in ours) >= _AGREED * total
    is_copied = sum(count for j, count in ours if j.verdict is Verdict.COPY) >= _MIXED * total
    raised = {Verdict.UNDETERMINED: is_agreed, Verdict.NEUTRAL: is_agreed or is_copied}
    return tuple(
        _raised(j, count, languages[0]) if raised.get(j.verdict) and j.score > 0 else j for j, count in texts
    )


def _raised(judgement: Judgement, words: int, language: str) -> Judgement:
    """Return the judgement of an undecided text among texts that are in the source's language."""
    if judgement.verdict is Verdict.NEUTRAL and words < _NAME_WORDS:
        return judgement
    verdict = Verdict.COPY if judgement.verdict is Verdict.NEUTRAL else Verdict.SOURCE_LANGUAGE
    return Judgement(verdict, language, Certainty.LIKELY, judgement.score, "context")


def _share_of_copies(judgements: Sequence[Judgement]) -> float:
    """Return the share of the texts that are equal to the source, names among them; 0 where there are no texts."""
    counted = [judgement.verdict for judgement in judgements if judgement.reason != "no-text"]
    return sum(verdict in _EQUAL for verdict in counted) / len(counted) if counted else 0.0


def _state(words: dict[Verdict, int], total: int, judgements: Sequence[Judgement]) -> PageState | None:
    """Return the state that the decided words give a page; a short one has none, unless it equals its source."""
    copies = words[Verdict.COPY]
    wrong = copies + words[Verdict.SOURCE_LANGUAGE] + words[Verdict.OTHER_LANGUAGE]
    if not total or wrong < _MIXED * total:
        return None
    if _share_of_copies(judgements) >= _COPIED and wrong >= _HALF * total:
        return PageState.UNTRANSLATED_COPY
    if total < (_ENOUGH_AGREED if _is_agreed(judgements) else _ENOUGH):
        return None
    if copies >= _WHOLE * total:
        return PageState.UNTRANSLATED_COPY
    return PageState.WRONG_LANGUAGE if wrong >= _WHOLE * total else PageState.MIXED_LANGUAGE


def _is_agreed(judgements: Sequence[Judgement]) -> bool:
    """Tell whether each text that has words is, for sure, in a wrong language; names may stand among them."""
    return all(
        one.is_error for one in judgements if one.verdict is not Verdict.NEUTRAL and one.reason != "no-text"
    )


def _phrases(judgements: Sequence[Judgement], languages: Sequence[str], place: str) -> tuple[str, ...]:
    """Return how many texts were observed as what, and how many are copies."""
    counted = [j for j in judgements if j.verdict is not Verdict.NEUTRAL and j.reason != "no-text"]
    where = f" {place}" if place else ""
    phrases = []
    for language in languages:
        found = sum(j.language == language for j in counted)
        phrases.append(f"{found} of {len(counted)} texts observed as {locale_name(language)}{where}")
    copies = sum(j.verdict is Verdict.COPY for j in counted)
    if copies:
        phrases.append(f"{copies} of {len(counted)} texts are copies of the source")
    open_ones = sum(j.verdict is Verdict.UNDETERMINED for j in counted)
    if open_ones:
        phrases.append(f"{open_ones} of {len(counted)} texts undetermined")
    return tuple(phrases)
