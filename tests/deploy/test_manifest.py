"""prefect.yaml says of each site everything that a worker needs, whichever folder the worker is started in."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from calque.config import parse_site, read_site
from calque.deploy.manifest import is_untouched, parse_manifest, read_entries, render_manifest
from calque.deploy.plan import plan
from calque.deploy.schedule import parse_night
from calque.deploy.sites import SiteFile
from calque.deploy.write import FileStanding, write_manifest
from calque.errors import ConfigError


def site(root: Path, name: str = "lane", more: str = "", file: str = "calque.toml") -> SiteFile:
    text = (
        f'[site]\nname = "{name}"\nurl = "https://example.org"\nsource = "en"\n[locales.fr]\nprefix = "fr"\n'
    )
    return SiteFile(parse_site(text + more, place="calque.toml", root=root), root / file)


def deployments(*sites: SiteFile) -> dict[str, Any]:
    """Return what a YAML parser reads, by the deployment's name."""
    return read(render_manifest(plan(sites)))


def read(text: str) -> dict[str, Any]:
    return {row["name"]: row for row in yaml.safe_load(text)["deployments"]}


def night_of(name: str, text: str) -> str:
    cron: str = read(text)[f"{name}-nightly"]["schedules"][0]["cron"]
    return cron


def test_a_deployment_names_flow_folder_file_and_site_in_full(tmp_path: Path) -> None:
    made = deployments(
        site(tmp_path, more='[prefect]\ntime = "05:40"\ntimezone = "Europe/Paris"\npool = "night"\n')
    )
    assert list(made) == ["lane-nightly", "lane-digest"]
    nightly = made["lane-nightly"]
    assert nightly.pop("description").startswith("Keep the catalogs of lane in step with its posts.")
    assert nightly == {
        "name": "lane-nightly",
        "entrypoint": "calque.flows.sync:sync_site",
        "tags": ["calque", "sync", "site:lane"],
        "parameters": {"config": str(tmp_path / "calque.toml")},
        "enforce_parameter_schema": True,
        "pull": [{"prefect.deployments.steps.set_working_directory": {"directory": str(tmp_path)}}],
        "work_pool": {
            "name": "night",
            "job_variables": {"env": {"PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30"}},
        },
        "schedules": [{"slug": "nightly", "cron": "40 5 * * *", "timezone": "Europe/Paris"}],
    }
    assert made["lane-digest"]["entrypoint"] == "calque.flows.digest:tell_changes"
    assert made["lane-digest"]["schedules"][0]["cron"] == "40 6 * * 1"


def test_a_calque_toml_of_another_name_is_the_one_that_is_deployed(tmp_path: Path) -> None:
    made = deployments(site(tmp_path, "staging", file="staging.toml"), site(tmp_path, "lane"))
    named = {name: row["parameters"].get("config") for name, row in made.items()}
    assert named["staging-nightly"] == named["staging-digest"] == str(tmp_path / "staging.toml")
    assert named["lane-nightly"] == str(tmp_path / "calque.toml")
    assert made["staging-sites"]["parameters"] == {
        "configs": [str(tmp_path / "staging.toml"), str(tmp_path / "calque.toml")],
        "name": "staging",
    }


def test_no_limit_of_prefect_s_can_be_held_by_a_dead_worker(tmp_path: Path) -> None:
    assert "concurrency" not in render_manifest(plan([site(tmp_path)]))


def test_each_of_many_sites_has_a_minute_of_its_own(tmp_path: Path) -> None:
    sites = [site(tmp_path / str(number), f"site-{number}") for number in range(40)]
    made = deployments(*sites)
    crons = [row["schedules"][0]["cron"] for name, row in made.items() if name.endswith("-nightly")]
    assert len(set(crons)) == 40
    assert {cron.split(" ", 1)[1] for cron in crons} == {"4 * * *"}
    alone = deployments(sites[0])["site-0-nightly"]["schedules"][0]["cron"]
    assert alone == made["site-0-nightly"]["schedules"][0]["cron"]


@pytest.mark.parametrize(
    "folder",
    [
        'a "quoted" one',
        "colon: # no comment",
        "back\\slash",
        "é 日本 🙂",
        "end of line\u2028",
        "\x85",
        "{one}",
    ],
)
def test_a_folder_of_any_name_comes_back_from_yaml(tmp_path: Path, folder: str) -> None:
    root = tmp_path / folder
    planned = plan([site(root), site(tmp_path, "mill")])
    assert parse_manifest(render_manifest(planned)) == planned
    (pull,) = deployments(site(root))["lane-nightly"]["pull"]
    assert pull["prefect.deployments.steps.set_working_directory"]["directory"] == str(root)


@pytest.mark.parametrize("folder", ["{{ HOME }}", "caf\udce9"])
def test_a_folder_that_prefect_would_read_otherwise_is_refused(tmp_path: Path, folder: str) -> None:
    with pytest.raises(ConfigError, match="move the workspace into another"):
        render_manifest(plan([site(tmp_path / folder)]))


def test_writing_twice_changes_nothing_and_another_site_is_taken_up(tmp_path: Path) -> None:
    one, two = site(tmp_path / "one"), site(tmp_path / "two", "other")
    assert write_manifest([one], tmp_path).standing is FileStanding.WRITTEN
    assert write_manifest([one], tmp_path).standing is FileStanding.UNCHANGED
    assert write_manifest([one, two], tmp_path).standing is FileStanding.WRITTEN
    assert "other-nightly" in (tmp_path / "prefect.yaml").read_text()


def test_a_site_that_stood_there_stays_where_another_is_deployed_alone(tmp_path: Path) -> None:
    one, two, three = (site(tmp_path / name, name) for name in ("one", "two", "three"))
    both = write_manifest([one, two], tmp_path).path.read_text()
    write_manifest([three], tmp_path)
    after = read((tmp_path / "prefect.yaml").read_text())
    for name, row in read(both).items():
        assert name == "one-sites" or after[name] == row
    assert after["three-nightly"]["parameters"] == {"config": str(tmp_path / "three" / "calque.toml")}
    assert after["one-sites"]["parameters"]["configs"] == [
        str(tmp_path / name / "calque.toml") for name in ("one", "two", "three")
    ]
    assert write_manifest([one], tmp_path).standing is FileStanding.UNCHANGED
    assert write_manifest([two, three], tmp_path).standing is FileStanding.UNCHANGED


def test_two_teams_on_one_server_have_a_table_each(tmp_path: Path) -> None:
    """No two sites of a server have one name, so neither have the tables that are called after the first."""
    ours = deployments(site(tmp_path / "1", "lane"), site(tmp_path / "2", "mill"))
    theirs = deployments(site(tmp_path / "3", "quay"), site(tmp_path / "4", "pond"))
    assert not ours.keys() & theirs.keys()
    assert "/artifacts/key/translation-sites-quay)" in theirs["quay-sites"]["description"]


COLLIDING = ("site-0", "site-53")
"""Two names from which the same minute follows."""


def test_a_site_keeps_its_minute_whatever_sites_come_and_go_beside_it(tmp_path: Path) -> None:
    first, second = (site(tmp_path / name, name) for name in COLLIDING)
    alone = [night_of(one.site.name, render_manifest(plan([one]))) for one in (first, second)]
    assert alone[0] == alone[1]
    (tmp_path / "a").mkdir()
    write_manifest([second], tmp_path / "a")
    text = write_manifest([first, second], tmp_path / "a").path.read_text()  # the newcomer is named first
    assert night_of(COLLIDING[1], text) == alone[1]
    moved = night_of(COLLIDING[0], text)
    assert moved != alone[0]
    (tmp_path / "a" / "prefect.yaml").unlink()  # the server has it as well
    again = write_manifest(
        [first], tmp_path / "a", nights={COLLIDING[0]: parse_night(moved)}
    ).path.read_text()
    assert night_of(COLLIDING[0], again) == moved
    fixed = site(tmp_path / COLLIDING[0], COLLIDING[0], '[prefect]\ntime = "05:40"\n')
    assert night_of(COLLIDING[0], write_manifest([fixed], tmp_path / "a").path.read_text()) == "40 5 * * *"
    text = write_manifest(
        [first], tmp_path / "a"
    ).path.read_text()  # a time that calque.toml does not name any more
    assert night_of(COLLIDING[0], text) == alone[0]


def test_what_a_person_edited_is_left_and_a_site_that_is_not_in_it_is_told(tmp_path: Path) -> None:
    one, two = site(tmp_path / "one"), site(tmp_path / "two", "lane-two")
    path = write_manifest([two], tmp_path).path
    edited = path.read_text().replace("slug: nightly", "slug: nightly\n        active: false")
    assert is_untouched(path.read_text())
    assert not is_untouched(edited)
    path.write_text(edited)
    assert write_manifest([two], tmp_path).standing is FileStanding.EDITED
    with pytest.raises(ConfigError, match="no deployment in it has the tag site:lane;"):
        write_manifest([one, two], tmp_path)
    assert path.read_text() == edited
    assert [one.name for one in write_manifest([two], tmp_path).entries] == [
        "lane-two-nightly",
        "lane-two-digest",
    ]
    path.write_text(f"# of site:lane, too\n{edited}")  # a comment is no deployment
    with pytest.raises(ConfigError, match="no deployment in it has the tag site:lane;"):
        write_manifest([one, two], tmp_path)


def test_an_edited_file_that_is_no_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "prefect.yaml").write_text("name: calque\ndeployments: [\n  odd: :\n")
    with pytest.raises(ConfigError, match=r"prefect\.yaml:3: no YAML \(.*\); mend the file, or move it away"):
        write_manifest([site(tmp_path)], tmp_path)


@pytest.mark.parametrize(
    "text", ["", "[]", "deployments: 3", "deployments: [3, {name: 4}, {tags: x}]", "\x00"]
)
def test_whatever_a_file_holds_its_deployments_are_looked_for(text: str) -> None:
    if text == "\x00":
        with pytest.raises(ConfigError, match="no YAML"):
            read_entries(text, "prefect.yaml")
    else:
        assert read_entries(text, "prefect.yaml") == ()


def test_a_deployment_is_of_the_site_of_its_tag_and_a_table_of_each_of_its_sites(tmp_path: Path) -> None:
    one, two, three = (site(tmp_path / name, name) for name in ("one", "two", "three"))
    entries = read_entries(render_manifest(plan([one, two])), "prefect.yaml")
    assert entries == tuple(write_manifest([one, two], tmp_path).entries)
    assert [entry.name for entry in entries if entry.is_of([two])] == [
        "two-nightly",
        "two-digest",
        "one-sites",
    ]
    assert not any(entry.is_of([three]) for entry in entries)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('time = "4:15"', "'4:15' is no time of day; write it as in 04:15"),
        ('time = "24:00"', "'24:00' is no time of day"),
        ('timezone = "Paris"', "'Paris' is no time zone; write one as in Europe/Paris or UTC"),
        ('timezone = "../etc/passwd"', "is no time zone"),
        ('notify = "editors"', "'editors' is no block; write its type and its name"),
        ('pool = "a b"', "'a b' is no name of a work pool"),
        ('tiem = "04:15"', "unknown key 'tiem'"),
    ],
)
def test_a_wrong_night_is_an_error_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        site(tmp_path, more=f"[prefect]\n{line}\n")
    assert told in str(caught.value)
    assert str(caught.value).startswith("calque.toml:8: ")


def test_the_shipped_file_is_the_sample_s_and_holds_no_limit() -> None:
    root = Path(__file__).parents[2]
    shipped = yaml.safe_load((root / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    name = read_site(root / "calque.toml").name
    assert all(f"site:{name}" in row["tags"] and "concurrency_limit" not in row for row in shipped)


def test_a_site_that_got_another_name_leaves_none_of_its_earlier_deployments(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = site(tmp_path / "other", "other")
    write_manifest([site(tmp_path, "lane-example"), other], tmp_path)
    write_manifest([site(tmp_path, "lane")], tmp_path)
    made = read((tmp_path / "prefect.yaml").read_text())
    assert sorted(made) == ["lane-digest", "lane-nightly", "other-digest", "other-nightly", "other-sites"]


def test_a_wordpress_site_has_a_deployment_that_publishes_when_somebody_asks(tmp_path: Path) -> None:
    of = site(tmp_path, more="[wordpress]\n")
    text = render_manifest(plan([of]))
    made = read(text)["lane-publish"]
    assert made["entrypoint"] == "calque.flows.publish:publish_site"
    assert made["schedules"] == []
    assert made["parameters"] == {"config": str(tmp_path / "calque.toml"), "mode": "diff"}
    assert parse_manifest(text) == plan([of])
    assert plan([of], kept=parse_manifest(text)) == plan([of])
