"""Languages: what a text is written in, whether a translation is one, and the reference detector."""

from calque.language.compare import Certainty
from calque.language.judge import Judgement, Verdict, judge
from calque.language.observe import Observation, observe
from calque.language.pages import PageJudgement, judge_page
from calque.language.profiles import profiled_languages
from calque.language.reference import reference
from calque.language.texts import normalise, prose

__all__ = [
    "Certainty",
    "Judgement",
    "Observation",
    "PageJudgement",
    "Verdict",
    "judge",
    "judge_page",
    "normalise",
    "observe",
    "profiled_languages",
    "prose",
    "reference",
]
