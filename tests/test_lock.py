"""requirements.lock is complete: it is installed without a resolver, so nothing may be missing from it."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pinned() -> dict[str, Version]:
    """Return what the lock installs with this Python, on this system: name → version."""
    rows = re.findall(r"^([a-z0-9-]+)==(\S+)(?: ; (.+?))?(?: \\)?$", LOCK, re.MULTILINE)
    assert len(rows) == len(re.findall("^[a-z]", LOCK, re.MULTILINE))
    return {
        name: Version(version) for name, version, marker in rows if not marker or Marker(marker).evaluate()
    }


def declared() -> list[Requirement]:
    """Return what pyproject.toml asks for: at run time, for the tests, and for building."""
    groups = (
        PROJECT["project"]["dependencies"],
        *PROJECT["dependency-groups"].values(),
        PROJECT["build-system"]["requires"],
    )
    return [Requirement(line) for group in groups for line in group]


def required() -> Iterator[tuple[str, Requirement]]:
    """Yield each requirement of each distribution that is asked for, with those of the extras that are asked for."""
    waiting = [("pyproject.toml", one) for one in declared()]
    seen: set[tuple[str, str]] = set()
    while waiting:
        by, requirement = waiting.pop()
        yield by, requirement
        name = canonicalize_name(requirement.name)
        for extra in ("", *requirement.extras):
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            for line in distribution(name).requires or ():
                inner = Requirement(line)
                if inner.marker is None or inner.marker.evaluate({"extra": extra}):
                    waiting.append((name, inner))


def test_every_requirement_of_every_pinned_distribution_is_pinned() -> None:
    versions = pinned()
    needed = list(required())
    assert len(needed) > len(versions)
    missing = [
        f"{by} needs {one}"
        for by, one in needed
        if not one.specifier.contains(versions.get(canonicalize_name(one.name), "0"), prereleases=True)
        or canonicalize_name(one.name) not in versions
    ]
    assert missing == []


def test_what_is_installed_is_what_is_pinned() -> None:
    """Else the test above would speak of other distributions than those of the lock."""
    for name, version in pinned().items():
        try:
            assert Version(distribution(name).version) == version, name
        except PackageNotFoundError:  # pragma: no cover
            pytest.fail(f"{name} is pinned and not installed")


def test_every_pin_has_hashes_and_no_address() -> None:
    blocks = re.split(r"\n(?=[a-z])", LOCK.strip())
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in LOCK


@pytest.mark.parametrize(
    ("name", "version"),
    [
        pytest.param("prefect", "3.8.8", id="no schedule fires with SQLAlchemy 2.1"),
        pytest.param("fastapi", "0.151.0", id="Prefect's server cannot start"),
    ],
)
def test_the_bounds_keep_out_what_is_known_to_fail(name: str, version: str) -> None:
    (requirement,) = (one for one in map(Requirement, PROJECT["project"]["dependencies"]) if one.name == name)
    assert not requirement.specifier.contains(version)
    assert requirement.specifier.contains(pinned()[name])


def test_the_classifiers_name_the_pythons_that_may_install_it() -> None:
    named = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["project"]["classifiers"]))
    asked = Requirement(f"calque{PROJECT['project']['requires-python']}").specifier
    assert [f"3.{minor}" for minor in range(30) if asked.contains(f"3.{minor}.9")] == named
