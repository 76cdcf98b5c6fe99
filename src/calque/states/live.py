"""The live page of a locale: what its texts say of its language."""

from collections.abc import Collection
from dataclasses import dataclass

from calque.html import plain
from calque.language import Judgement, PageJudgement, Verdict, judge, judge_page
from calque.locales import locale_name
from calque.model import (
    LiveText,
    PageState,
    Segment,
    SegmentState,
    Severity,
    Site,
    SplitPost,
    Tally,
    UnitStatus,
)
from calque.po import segment_references
from calque.states.judged_units import JudgedUnit

__all__ = ["LivePage", "judge_live"]

_RIGHT = frozenset({Verdict.TARGET_LANGUAGE, Verdict.NEUTRAL})


@dataclass(frozen=True, slots=True)
class LivePage:
    """A live page: its texts with their references, and the judgement of each and of the whole."""

    texts: tuple[tuple[Segment, str], ...]
    whole: PageJudgement

    @property
    def state(self) -> PageState | None:
        """The state that the texts give the page; None where they are in its language."""
        return self.whole.state

    @property
    def copies(self) -> frozenset[str]:
        """The source texts, of today or earlier, that the page has untranslated."""
        rows = zip(self.texts, self.whole.judgements, strict=True)
        return frozenset(segment.text for (segment, _), one in rows if one.verdict is Verdict.COPY)

    @property
    def wrong_texts(self) -> tuple[LiveText, ...]:
        """The texts that are not in the page's language: errors where that is sure, warnings where it is likely."""
        return tuple(
            LiveText(
                _state(judgement),
                plain(segment.text),
                judgement.language or "",
                segment.words,
                Severity.ERROR if judgement.is_error else Severity.WARNING,
            )
            for (segment, _), judgement in zip(self.texts, self.whole.judgements, strict=True)
            if judgement.is_wrong
        )

    @property
    def foreign_texts(self) -> tuple[str, ...]:
        """The texts that are surely not in the page's language, in msgid form."""
        rows = zip(self.texts, self.whole.judgements, strict=True)
        return tuple(segment.text for (segment, _), one in rows if one.is_error)

    @property
    def evidence(self) -> tuple[str, ...]:
        """The observed language of the texts; on a page in a wrong language, also its share of the page."""
        if self.state is None:
            return self.whole.evidence
        wrong = sum(share for verdict, share in self.whole.shares if verdict is not Verdict.TARGET_LANGUAGE)
        return (*self.whole.evidence, f"{wrong:.0%} of the words judged are not in the page's language")

    def units(self) -> tuple[JudgedUnit, ...]:
        """Return the page's own texts as units: what is counted of a page that has no source.

        On a page in the wrong language, a text counts as translated only where it is seen to be, and one that
        nothing can be said of (`LinkedIn`) does not count at all.
        """
        return tuple(
            JudgedUnit(
                _unit(segment, reference, judgement, right=self._is_right(judgement)), Tally(1, segment.words)
            )
            for (segment, reference), judgement in zip(self.texts, self.whole.judgements, strict=True)
            if self._counts(judgement)
        )

    def _counts(self, judgement: Judgement) -> bool:
        return (
            self.state is None or judgement.verdict is not Verdict.UNDETERMINED or judgement.is_unlike_source
        )

    def _is_right(self, judgement: Judgement) -> bool:
        if self.state is None:
            return not judgement.is_error
        return judgement.verdict in _RIGHT or judgement.is_unlike_source


def judge_live(split: SplitPost, *, locale: str, site: Site, sources: Collection[str]) -> LivePage:
    """Judge each text of a live page; one that equals any of the `sources`, today's or earlier, is a copy."""
    texts = tuple(segment_references(split))
    judgements = [
        judge(
            segment.text,
            None,
            source_locale=site.source,
            target_locale=locale,
            candidates=site.tags,
            past_sources=sources,
        )
        for segment, _ in texts
    ]
    rows = [(judgement, segment.words) for judgement, (segment, _) in zip(judgements, texts, strict=True)]
    frame = [segment.is_frame for segment, _ in texts]
    return LivePage(texts, judge_page(rows, frame=frame, place=_place(locale, site)))


def _place(locale: str, site: Site) -> str:
    """Say where the page is found: `under /fr/`, else `on the French page`."""
    known = site.locale(locale)
    return f"under /{known.prefix}/" if known and known.prefix else f"on the {locale_name(locale)} page"


def _unit(segment: Segment, reference: str, judgement: Judgement, *, right: bool) -> UnitStatus:
    """Return a text of a page without a source: what is wrong with it, or nothing."""
    state = SegmentState.TRANSLATED if right else _state(judgement)
    return UnitStatus(
        state=state,
        flags=(state,),
        source="",
        target=segment.text,
        context=segment.context,
        confirmed=None,
        change=None,
        words=0 if right else segment.words,
        since=None,
        bounded=False,
        reference=reference,
        line=0,
        reason="" if right or not judgement.language else f"observed as {judgement.language}",
    )


def _state(judgement: Judgement) -> SegmentState:
    return SegmentState.COPY if judgement.verdict is Verdict.COPY else SegmentState.WRONG_LANGUAGE
