"""Languages: what a text is written in, whether a translation is one, and the reference detector."""

from typing import TYPE_CHECKING

from calque.lazy import loading

if TYPE_CHECKING:
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

__getattr__ = loading(
    __name__,
    {
        "detectors": "lingua reference",
        "judgement": "Judgement Verdict judge",
        "observation": "Observation observe",
        "page_verdict": "PageJudgement judge_page",
        "profiles": "profiled_languages",
        "source_page": "ForeignPage observe_source",
        "texts": "normalise prose",
        "weighing": "Certainty",
    },
)
