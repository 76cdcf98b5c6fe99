"""The optional second opinion."""

from importlib.util import find_spec

import pytest

from calque.errors import ConfigError
from calque.language import lingua

INSTALLED = find_spec("lingua") is not None


@pytest.mark.skipif(INSTALLED, reason="lingua is installed")
def test_absent_lingua_says_how_to_get_it() -> None:
    with pytest.raises(ConfigError, match=r"calque\[lingua\]"):
        lingua("Hello", ["en", "fr"])


@pytest.mark.skipif(not INSTALLED, reason="lingua is not installed")
def test_lingua_is_restricted_to_the_candidates() -> None:
    assert lingua("Vi svarer på alle henvendelser", ["en", "nb"]) == "nb"
    assert lingua("Vi svarer på alle henvendelser", ["en", "fr"]) in {"en", "fr", None}
    assert lingua("我們會回覆每一封郵件", ["en", "zh-Hant"]) == "zh-Hant"
    assert lingua("Hello", ["en"]) is None
