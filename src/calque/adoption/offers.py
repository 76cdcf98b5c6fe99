"""The translations that a live page offers for its source's texts, and the obstacles for the other texts."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from calque.adoption.fitting import fit_text, loose_text
from calque.align import AlignedGroup, align
from calque.language import Judgement, PageJudgement, Verdict, judge, judge_page
from calque.model import TITLE, PageState, Segment, Site
from calque.po.units import Key

__all__ = ["BAR", "Obstacle", "Offer", "read_offers"]

_FIELD = 0.99
"""The confidence of a pair that its field makes sure."""
BAR = 0.9
"""The confidence from which on an aligned text is taken; `bench/adopt.py` measures what it is worth."""


class Obstacle(StrEnum):
    """Why a text of the source gets nothing from the live page."""

    UNLIKE = "unlike"
    """The live page as a whole is too little like its source."""
    UNALIGNED = "unaligned"
    """No text of the live page is its translation."""
    SPLIT = "split"
    """The live page says it in several texts."""
    JOINED = "joined"
    """The live page says it in one text with another."""
    UNSURE = "unsure"
    """What stands in its place on the live page may be its translation, and may not."""
    COPY = "copy"
    WRONG_LANGUAGE = "wrong_language"
    MARKUP = "markup"
    """The live text has other links or tags than the source."""

    @property
    def phrase(self) -> str:
        """Return a sentence for translators."""
        return _PHRASES[self]


_PHRASES = {
    Obstacle.UNLIKE: "unlike: the live page has too little in common with its source to be taken over by itself",
    Obstacle.UNALIGNED: "unaligned: no text of the live page is its translation for sure",
    Obstacle.SPLIT: "unaligned: the live page says it in two texts",
    Obstacle.JOINED: "unaligned: the live page says it in one text with the text beside it",
    Obstacle.UNSURE: "unaligned: what stands in its place on the live page is not its translation for sure",
    Obstacle.COPY: "the live page has a copy of the source there",
    Obstacle.WRONG_LANGUAGE: "the live page has another language there",
    Obstacle.MARKUP: "unaligned: the live text has other links or tags",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """What the live page has for a text of the source."""

    target: str = ""
    """In msgid form, with the source's placeholder numbers; empty where there is an obstacle."""
    live: str = ""
    """The same text as it is cut from the live page."""
    confidence: float = 0.0
    obstacle: Obstacle | None = None
    loose: str = ""
    """The live text without the tags that its source has not, where they are the obstacle."""


def read_offers(
    source: Sequence[Segment],
    live: Sequence[Segment],
    *,
    locale: str,
    site: Site,
    past: Collection[str] = (),
    known: Collection[tuple[str, str]] = (),
) -> Mapping[Key, Offer]:
    """Return one offer for each text of the source: its translation on the live page, or the obstacle.

    `past` are the source's earlier texts, whose copies are no translations; `known` are pairs of a source text
    and its translation that are sure. A page that is, as a whole, a copy or in another language offers nothing; a
    copy is not even aligned, since nothing would come of it. Of a page that has too few words to say what it is, but
    not one text in its language, what cannot be observed (`Summer`) is not believed either.
    """
    texts = _LivePageTexts(live, locale, site, past)
    if texts.judge({}).state is PageState.UNTRANSLATED_COPY:
        return {(segment.context, segment.text): Offer(obstacle=Obstacle.COPY) for segment in source}
    groups = align(source, live, known=known)
    pairs = {group.source[0]: group for group in groups if _is_sure(group)}
    ways = {one: _obstacle_of(group) for group in groups for one in group.source}
    pairs |= _by_field(source, live, pairs)
    whole = texts.judge({group.target[0]: source[one].text for one, group in pairs.items()})
    offers: dict[Key, Offer] = {}
    for position, segment in enumerate(source):
        group = pairs.get(position)
        if group is None:
            offer = Offer(obstacle=_of_page(whole.state) or ways[position])
        else:
            other = group.target[0]
            offer = _offer(segment, live[other], group.confidence, whole.judgements[other], whole, site)
        key = (segment.context, segment.text)
        if key not in offers or offer.confidence > offers[key].confidence:
            offers[key] = offer
    return offers


@dataclass(frozen=True, slots=True)
class _LivePageTexts:
    """The texts of a live page, to be judged before and after they are aligned with those of its source."""

    live: Sequence[Segment]
    locale: str
    site: Site
    past: Collection[str]

    def judge(self, partners: Mapping[int, str]) -> PageJudgement:
        """Return what the page is; `partners` are the source texts of those of its texts that have one."""
        judgements = [
            judge(
                segment.text,
                partners.get(position),
                source_locale=self.site.source,
                target_locale=self.locale,
                candidates=self.site.tags,
                past_sources=self.past,
            )
            for position, segment in enumerate(self.live)
        ]
        words = [segment.words for segment in self.live]
        frame = [segment.is_frame for segment in self.live]
        return judge_page(list(zip(judgements, words, strict=True)), frame=frame)


def _by_field(
    source: Sequence[Segment], live: Sequence[Segment], pairs: Mapping[int, AlignedGroup]
) -> Mapping[int, AlignedGroup]:
    """Return pairs of texts that are alone in a field on both pages, whatever they say: two titles, two alt texts."""
    here, there = _alone(source), _alone(live)
    taken = {group.target[0] for group in pairs.values()}
    return {
        position: AlignedGroup((position,), (there[field],), _FIELD)
        for field, position in here.items()
        if field in there and position not in pairs and there[field] not in taken
    }


def _alone(segments: Sequence[Segment]) -> Mapping[str, int]:
    """Return the position of each text that is the only one of its field; those of the content have none."""
    fields = [
        one.context if one.context in (TITLE, "excerpt") or (one.context or "").startswith("field:") else None
        for one in segments
    ]
    counts = Counter(fields)
    return {field: number for number, field in enumerate(fields) if field and counts[field] == 1}


def _is_sure(group: AlignedGroup) -> bool:
    return group.is_pair and group.confidence >= BAR


def _obstacle_of(group: AlignedGroup) -> Obstacle:
    """Return why a text of a group has no sure translation."""
    if not group.target:
        return Obstacle.UNALIGNED
    if group.is_pair:
        return Obstacle.UNSURE
    return Obstacle.SPLIT if len(group.target) > 1 else Obstacle.JOINED


def _offer(
    source: Segment,
    live: Segment,
    confidence: float,
    judgement: Judgement,
    page: PageJudgement,
    site: Site,
) -> Offer:
    if judgement.is_wrong:
        wrong = Obstacle.COPY if judgement.verdict is Verdict.COPY else Obstacle.WRONG_LANGUAGE
        return Offer(obstacle=wrong)
    if whole := _of_page(page.state):
        return Offer(obstacle=whole)
    if judgement.verdict is Verdict.UNDETERMINED and page.is_all_wrong:
        return Offer(obstacle=Obstacle.WRONG_LANGUAGE)
    target = fit_text(source, live, site)
    if target is None:
        return Offer("", live.text, confidence, Obstacle.MARKUP, loose_text(source, live))
    return Offer(target, live.text, confidence)


def _of_page(state: PageState | None) -> Obstacle | None:
    match state:
        case PageState.UNTRANSLATED_COPY:
            return Obstacle.COPY
        case PageState.WRONG_LANGUAGE:
            return Obstacle.WRONG_LANGUAGE
        case _:
            return None
