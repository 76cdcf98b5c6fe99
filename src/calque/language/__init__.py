"""Languages: what a text is written in, whether a translation is one, and the reference detector."""

from calque.language.detectors import lingua, reference
from calque.language.judgement import Judgement, Verdict, judge
from calque.language.observation import Observation, observe
from calque.language.page_verdict import PageJudgement, judge_page
from calque.language.profiles import profiled_languages
from calque.language.source_page import ForeignPage, observe_source
from calque.language.texts import normalise, prose
from calque.language.weighing import Certainty

__all__ = [
    "Certainty",
    "ForeignPage",
    "Judgement",
    "Observation",
    "PageJudgement",
    "Verdict",
    "judge",
    "judge_page",
    "lingua",
    "normalise",
    "observe",
    "observe_source",
    "profiled_languages",
    "prose",
    "reference",
]
