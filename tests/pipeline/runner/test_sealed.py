"""A sealed value passes through processes as bytes, and is the same where it is opened."""

import pickle

from calque.pipeline.runner.sealed import Sealed


class Counted:
    """A value that counts how often it is unpickled."""

    made = 0

    def __init__(self, text: str) -> None:
        self.text = text

    def __setstate__(self, state: dict[str, str]) -> None:
        type(self).made += 1
        self.__dict__.update(state)


def sent(sealed: Sealed[Counted]) -> Sealed[Counted]:
    again: Sealed[Counted] = pickle.loads(pickle.dumps([sealed, sealed]))[0]  # noqa: S301 — its own
    return again


def test_a_value_is_unpickled_where_it_is_opened_and_nowhere_else() -> None:
    value = Counted("Read more")
    assert Sealed(value).open() is value
    far = sent(sent(sent(Sealed(value))))
    assert Counted.made == 0
    assert (far.open().text, Counted.made) == ("Read more", 1)
    assert far.open() is far.open()
    assert Counted.made == 1
    assert sent(far).open().text == "Read more"


def test_what_is_false_is_a_value_too() -> None:
    for value in (b"", None, b"bytes"):
        assert pickle.loads(pickle.dumps(Sealed(value))).open() == value  # noqa: S301 — its own
