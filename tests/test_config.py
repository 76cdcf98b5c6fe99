"""calque.toml is read once, and a mistake in it names its line and the way out."""

from datetime import date
from pathlib import Path

import pytest

from calque.config import find_config, parse_site, read_site
from calque.errors import ConfigError
from calque.model import Layout, Truth

MINIMAL = """\
[site]
name = "example"
url = "https://example.org/blog/"
source = "en"
posts = ["posts/*.json"]

[locales.fr]
prefix = "/fr/"
"""


def test_a_minimal_file_is_enough(tmp_path: Path) -> None:
    site = parse_site(MINIMAL, place="calque.toml", root=tmp_path)
    assert (site.name, site.url, site.tags) == ("example", "https://example.org/blog", ("en", "fr"))
    assert site.locales[0].prefix == "fr"
    assert (site.layout, site.wrap, site.catalogs) == (Layout.POST, 79, "locales")


def test_all_that_can_be_said_is_read(tmp_path: Path) -> None:
    text = MINIMAL + (
        'truth = "po"\n[locales.pt_BR]\nhost = "br.example.org"\n'
        '[scope.fr]\ntypes = ["post"]\ncategories = [3]\nsince = 2026-01-31\nexclude = ["posts/12"]\n'
        '[html]\nexclude = [".share"]\nnumbers = true\nattributes = ["data-Title", "my-card@heading"]\n'
        '[blocks]\n"acf/hero" = ["data.headline", "items.*.label", "A@data-X", "@data-y", "!data.n"]\n'
        '"core/quote" = ["a"]\n'
        '[shortcodes]\ntooltip = ["Text", "!title"]\nother = []\n'
        '[catalogs]\nlayout = "site"\nwrap = 0\n'
        '[pairs]\n"posts/1" = { fr = "posts/2" }\n'
        "[gate]\nfail_under = 90\nno_stale = true\n"
    )
    site = parse_site(text, place="calque.toml", root=tmp_path)
    assert site.locales[0].truth is Truth.PO
    assert site.locales[1].tag == "pt-BR"
    assert site.scope("fr").since == date(2026, 1, 31)
    assert site.rules.exclude == (".share",)
    assert site.rules.attributes == ("data-title", "my-card@heading")
    assert site.rules.blocks == {
        "acf/hero": ("data.headline", "items.*.label", "a@data-x", "@data-y"),
        "quote": ("a",),
    }
    assert site.rules.shortcode_attributes == {"tooltip": ("text",), "other": ()}
    assert site.rules.shortcodes == ("tooltip", "other")
    assert site.rules.no_texts == (("blocks", "acf/hero", "data.n"), ("shortcodes", "tooltip", "title"))
    assert site.pairs["posts/1"]["fr"] == "posts/2"
    assert (site.fail_under, site.no_stale) == (90, True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            MINIMAL + "prefx = 1\n",
            "calque.toml:9: unknown key 'prefx' in [locales.fr]; the nearest right key is 'prefix'",
            id="unknown key",
        ),
        pytest.param(
            MINIMAL + "[run]\nworkers = 0\n",
            "calque.toml:10: 0 is out of range; give a number from 1 to 64",
            id="no worker",
        ),
        pytest.param(
            MINIMAL + '[run]\nworkers = 2\ndask = "tcp://127.0.0.1:8786"\n',
            "calque.toml:11: workers is there, too; keep one: processes of this machine, or those of a cluster",
            id="workers here and there",
        ),
        *(
            pytest.param(
                MINIMAL + f'[run]\ndask = "{address}"\n',
                f"calque.toml:10: {address!r} is no address of a Dask scheduler; write it as in tcp://10.0.0.5:8786",
                id=f"scheduler {address}",
            )
            for address in (
                "10.0.0.5:8786",
                "tcp://10.0.0.5",
                "http://10.0.0.5:8786",
                "tcp://[::1",
                "tcp://a:1/b",
            )
        ),
        pytest.param(
            MINIMAL + "[catalog]\n",
            "calque.toml:9: unknown key 'catalog'; the nearest right key is 'catalogs'",
            id="unknown table",
        ),
        pytest.param(MINIMAL + "= 3\n", "calque.toml:9: not valid TOML", id="no TOML"),
        pytest.param(
            MINIMAL + '[html]\nattributes = ["a b"]\n',
            "calque.toml:10: 'a b' is no attribute",
            id="attribute",
        ),
        pytest.param(
            MINIMAL + '[blocks]\n"Acf Hero" = ["x"]\n', "calque.toml:10: 'Acf Hero' is no block", id="block"
        ),
        pytest.param(
            MINIMAL + '[blocks]\n"acf/hero" = ["a..b"]\n',
            "calque.toml:10: 'a..b' is no key of a block",
            id="key",
        ),
        pytest.param(
            MINIMAL + '[blocks]\n"acf/hero" = "a"\n', "calque.toml:10: acf/hero is not a list", id="keys"
        ),
        pytest.param(
            MINIMAL + '[shortcodes]\n"a b" = ["x"]\n', "calque.toml:10: 'a b' is no shortcode", id="shortcode"
        ),
        pytest.param(
            MINIMAL + '[shortcodes]\ntip = ["a="]\n',
            "'a=' is no attribute of a shortcode",
            id="its attribute",
        ),
        pytest.param(
            MINIMAL + '[html]\nwpml_config = ["a.xml"]\n',
            "calque.toml:10: a.xml: no file has such a name",
            id="no file",
        ),
        pytest.param(MINIMAL + "x = [\n", "calque.toml:9: not valid TOML", id="TOML that ends too early"),
        pytest.param(
            MINIMAL.replace('"en"', '"klingon!"'), "calque.toml:4: 'klingon!' is no locale tag", id="tag"
        ),
        pytest.param(
            MINIMAL.replace('source = "en"\n', ""), "calque.toml:1: source is missing", id="missing"
        ),
        pytest.param(MINIMAL + 'truth = "both"\n', "use one of site, po", id="closed set"),
        pytest.param(MINIMAL + "[catalogs]\nwrap = -3\n", "calque.toml:10: -3 is out of range", id="range"),
        pytest.param(MINIMAL + "[catalogs]\nwrap = true\n", "wrap is not a whole number", id="type"),
        pytest.param(MINIMAL + '[catalogs]\nfolder = "../x"\n', "leaves the workspace", id="outside"),
        pytest.param(MINIMAL + "[scope.de]\n", "calque.toml:9: de is no target locale", id="scope"),
        pytest.param(MINIMAL + '[locales.en]\nprefix = "en"\n', "a second time", id="source as target"),
        pytest.param(
            MINIMAL + '[locales.de]\nprefix = "fr"\n', "fr has the prefix fr already", id="prefix twice"
        ),
        pytest.param(MINIMAL.partition("[locales")[0], "no target locale", id="no locale"),
        pytest.param(
            MINIMAL + '[ledger]\nurl = "postgresql://calque:secret@db/calque"\n',
            "it holds a password",
            id="password",
        ),
    ],
)
def test_a_mistake_names_its_line_and_the_way_out(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_site(text, place="calque.toml", root=tmp_path)
    assert message in str(caught.value)
    assert "secret" not in str(caught.value)


def test_the_nearest_file_above_is_found(tmp_path: Path) -> None:
    (tmp_path / "calque.toml").write_text(MINIMAL)
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert read_site(find_config(tmp_path / "a" / "b")).root == tmp_path.resolve()


def test_no_file_is_an_error_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="calque init"):
        find_config(tmp_path)
