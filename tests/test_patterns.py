"""No pattern repeats a group possessively, since not every Python that is supported matches such a one rightly."""

import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

import calque
from patterns import compiled_patterns, group_repeats, modules_below, written_repeats

ROOT = Path(__file__).parent.parent
SCRIPTS = [*sorted((ROOT / "flows").glob("*.py")), *sorted((ROOT / "sample").glob("*.py"))]
FORMS = ["*+", "++", "?+", "{2}+", "{2,}+", "{,3}+", "{2,3}+"]
GROUPS = [
    "(?:ab)",
    "(ab)",
    "(?P<one>ab)",
    "(?i:ab)",
    "(?>ab)",
    "(?:a|bc)",
    "(a)",
    "(?:ab?)",
    "(?:[ab]c)",
    "(?:a+)",
]


@pytest.fixture(scope="module")
def modules() -> list[ModuleType]:
    return modules_below(calque)


def test_no_compiled_pattern_repeats_a_group_possessively(modules: list[ModuleType]) -> None:
    found = list(compiled_patterns(modules))
    assert len({pattern for _, pattern in found}) > 100
    assert [place for place, pattern in found if group_repeats(pattern.pattern, pattern.flags)] == []


def test_no_text_in_the_sources_repeats_a_group_possessively(modules: list[ModuleType]) -> None:
    """What functions compile, and the parts of it, too."""
    sources = {Path(str(module.__file__)): vars(module) for module in modules}
    sources |= {path: {} for path in (*SCRIPTS, ROOT / "src" / "calque" / "__main__.py")}
    assert len(sources) == len([*(ROOT / "src").rglob("*.py"), *SCRIPTS])
    places = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path, known in sources.items()
        for line, text in written_repeats(path.read_text(encoding="utf-8"), known)
    ]
    assert places == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("group", GROUPS)
def test_every_possessive_repeat_of_a_group_is_seen(form: str, group: str) -> None:
    assert group_repeats(group + form)
    assert group_repeats((group + form).encode())
    assert group_repeats(f"x(?:y|(?=z{group}{form})|[w])*")
    assert group_repeats(f"(x)(?(1){group}{form}|y)")
    assert group_repeats(f"{group} {form}  # in words", re.VERBOSE)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "one", ["a", ".", r"\n", r"\w", "[ab]", "[^a-z]", r"[\s\d]", "(?:a)", "(?:a|b)", r"\)"]
)
def test_a_possessive_repeat_of_one_character_is_no_matter(form: str, one: str) -> None:
    assert group_repeats(f"x({one}{form}y)*") == []


def test_atomic_groups_and_other_repeats_are_no_matter() -> None:
    assert group_repeats(r"(?>(?:ab)*)(?:ab)+?(ab){2,3}[)*+]\)*+\(*+") == []


@pytest.mark.parametrize(
    "source",
    [
        "X = re.compile('(?:ab)*+')",
        "X = {'one': [re.compile(b'(?:ab)*+')]}",
        "X = re.compile('(?:ab)*+').fullmatch",
        "class X:\n    one = re.compile('(?:ab)*+')",
        "class X:\n    __slots__ = ('one',)\nx = X()\nx.one = re.compile('(?:ab)*+')",
        "class X:\n    @property\n    def one(self, form=re.compile('(?:ab)*+')): ...",
        "def outer():\n    form = re.compile('(?:ab)*+')\n    def inner(): return form\n    return inner\nX = outer()",
        "def one(*, form=re.compile('(?:ab)*+')): ...",
        "@functools.cache\ndef one(number):\n    return re.compile('(?:ab)*+')\none(1)",
        "X = functools.partial(print, re.compile('(?:ab)*+'))",
    ],
)
def test_a_compiled_pattern_is_found_wherever_a_module_holds_it(
    source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("package.module")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(f"import functools, re\n{source}", vars(module))  # noqa: S102 — the sources above
    ((place, pattern),) = compiled_patterns([module])
    assert place.startswith("package.module.")
    assert group_repeats(pattern.pattern, pattern.flags)


@pytest.mark.parametrize(
    "source",
    [
        "re.search('(?:ab)*+', text)",
        "re.sub(b'(?:ab)*+', b'', text)",
        "re.search(rf'(?:{word})*+', text)",
        "re.search(rf'{word}*+', text)",
        "re.search(rf'x(?:{LETTERS})*+', text)",
        "re.search('(?:ab)' '*+', text)",
        "re.search('(?:ab)' + '*+', text)",
        "re.search(word + '*+', text)",
        "re.search(GROUP + '*+' + word, text)",
        "re.search(f'x{GROUP}*+', text)",
        "re.search('(?:%s)*+' % word, text)",
        "re.search('(?:{})*+'.format(word), text)",
        "re.search('|'.join(f'(?:{word})*+' for word in words), text)",
        "tail = 'b)*+'\nre.search('(?:a' + tail, text)",
        "re.search('(?:ab) *+  # twice', text, re.VERBOSE)",
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_a_pattern_in_the_making_is_found_in_the_source(source: str, form: str) -> None:
    written = source.replace("*+", form.replace("{", "{{").replace("}", "}}") if "f'" in source else form)
    known = {"GROUP": "(?:ab)", "LETTERS": "[ab][cd]"}
    assert written_repeats(written, known)


def test_a_pattern_within_a_text_is_found_with_its_line() -> None:
    assert written_repeats("x = 1\nprint(f'one {re.sub(\"(?:a+)?+\", word, text)}')", {}) == [(2, "(?:a+)?+")]


@pytest.mark.parametrize(
    "source",
    [
        "re.search(rf'{DIGIT}*+', text)",
        "re.search(DIGIT + '*+' + word, text)",
        "re.search(rf'[{word}]*+', text)",
        "re.search('x' + DIGIT + '*+' + '.', text)",
        'SAFE = "-._~!$&\'()*+,;=:@"',
        "print(f'{{+{word}+}}')",
    ],
)
def test_other_texts_are_left_alone(source: str) -> None:
    assert written_repeats(source, {"DIGIT": "[0-9]"}) == []
