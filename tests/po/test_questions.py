"""What counts as a translator's question, and as its answer."""

import pytest

from calque.po.questions import open_question


@pytest.mark.parametrize(
    ("comment", "asked"),
    [
        ("Question to the author: is it open on Sundays?", "Question to the author: is it open on Sundays?"),
        ("Is “foyer” right?\nIt means a fireplace, too.", "Is “foyer” right? It means a fireplace, too."),
        ("営業していますか？", "営業していますか？"),
        ("هل هو مفتوح؟", "هل هو مفتوح؟"),
        ("question: which house", "question: which house"),
        ("Is it open?\nAnswer: no.", ""),
        ("Is it open?\nAnswer: no.\nNot even at noon?", "Not even at noon?"),
        ("Is it open?\nAnswer: no.\nNot even at noon?\nAnswer: never.", ""),
        ("see https://example.org/?p=12", ""),
        ("ignore-links\nmax-length:20", ""),
        ("calque: conflict with marie: Est-ce ouvert ?", ""),
        ("This is how we always say it.", ""),
        ("", ""),
    ],
)
def test_a_question_stands_until_it_is_answered(comment: str, asked: str) -> None:
    assert open_question(comment) == asked
