"""Whatever a step is given and gives back can be sent to another process."""

import pickle
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

import pytest

from calque import __version__
from calque.config import read_site
from calque.errors import CalqueError, SourceError
from calque.model import Site
from calque.pipeline.ingest.fetch import fetch
from calque.pipeline.runner.parcels import Landmark, carry_out, pack, unpack
from calque.pipeline.runner.worker import read_frame, write_frame

ROOT = Path(__file__).parents[3]
FULL = """\
[site]
name = "full"
url = "https://example.org"
source = "en"
posts = ["posts/*.json"]
languages = { "posts/1" = "fr" }

[locales.fr]
prefix = "fr"

[scope.fr]
exclude = ["posts/3"]

[pairs]
"posts/1" = { fr = "posts/2" }

[[waive]]
post = "posts/1"
revision = 2026-01-01
by = "the editors"
on = 2026-02-01
"""


def test_a_site_pickles_with_the_standard_library_alone(workspace) -> None:
    workspace.configure(FULL)
    for site in (workspace.site, read_site(ROOT / "calque.toml")):
        again = pickle.loads(pickle.dumps(site))  # noqa: S301 — its own
        assert again == site
        assert isinstance(again.pairs, MappingProxyType)


def refuse(_site: Site, _batch: object) -> None:
    raise SourceError.at("posts/1.json:3", "it cannot be read")


def test_an_error_comes_back_as_it_was_raised(workspace) -> None:
    with pytest.raises(SourceError, match="it cannot be read") as caught:
        unpack(carry_out(pickle.dumps((__version__, None, refuse, workspace.site, []))))
    assert caught.value.place == "posts/1.json:3"
    assert "in refuse" in caught.value.__notes__[0]


def test_another_calque_does_nothing(workspace) -> None:
    with pytest.raises(
        CalqueError, match=r"a worker has calque .+, and the sync 0\.0\.1; install the same there"
    ):
        unpack(carry_out(pickle.dumps(("0.0.1", None, fetch, workspace.site, []))))


@pytest.mark.parametrize("text", ["another", None])
def test_a_worker_that_does_not_see_the_workspace_does_nothing(workspace, text: str | None) -> None:
    path = workspace.root / "landmark"
    if text:
        path.write_text(text)
    with pytest.raises(CalqueError, match="share the folder with it"):
        unpack(carry_out(pack(fetch, workspace.site, [], Landmark(str(path), "this one"))))
    path.write_text("this one")
    assert unpack(carry_out(pack(fetch, workspace.site, [], Landmark(str(path), "this one")))) == ()


def test_a_frame_that_is_cut_off_is_none(tmp_path: Path) -> None:
    path = tmp_path / "frames"
    with path.open("wb") as stream:
        write_frame(stream, b"abc")
        write_frame(stream, b"")
    whole = path.read_bytes()
    for size in range(len(whole)):
        path.write_bytes(whole[:size])
        with path.open("rb") as stream:
            assert [read_frame(stream), read_frame(stream)] == [b"abc" if size >= 11 else None, None]
    path.write_bytes(whole)
    with path.open("rb") as stream:
        assert [read_frame(stream), read_frame(stream), read_frame(stream)] == [b"abc", b"", None]


def test_steps_give_values_that_come_back_equal(workspace) -> None:
    workspace.post(1, "<p>We open at nine.</p>")
    done = fetch(workspace.site, ["posts/en-1.json"])
    assert unpack(carry_out(pack(fetch, workspace.site, ["posts/en-1.json"]))) == done
    assert done[0].posts[0].modified == datetime(2026, 1, 1, 10, tzinfo=UTC)
