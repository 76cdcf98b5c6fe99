"""A file by which plugins tell WPML what of their blocks and shortcodes is text, read for `[html] wpml_config`."""

from pathlib import Path

import pytest

from calque.config import parse_site
from calque.config.wpml import read_wpml_config
from calque.errors import ConfigError
from calque.model import Rules

TOML = """
[site]
name = "example"
url = "https://example.org"
source = "en"
[locales.fr]
prefix = "/fr/"
[html]
wpml_config = ["plugins/*/wpml-config.xml"]
[blocks]
"my/card" = ["title", "!heading"]
"""
XML = """<?xml version="1.0"?>
<wpml-config>
  <custom-types><custom-type translate="1">book</custom-type></custom-types>
  <shortcodes>
    <shortcode>
      <tag>tip</tag>
      <attributes>
        <attribute>Text</attribute>
        <attribute type="link">href</attribute>
        <attribute encoding="base64">code</attribute>
      </attributes>
    </shortcode>
    <shortcode><tag>plain</tag></shortcode>
    <shortcode><tag>tip</tag><attributes><attribute type="AREA">more</attribute></attributes></shortcode>
  </shortcodes>
  <gutenberg-blocks>
    <gutenberg-block type="my/card" translate="1">
      <!-- a comment -->
      <xpath>//h3</xpath>
      <xpath>//figure/a[@class="x"]/@data-Title</xpath>
      <xpath>//*/@data-note</xpath>
      <xpath type="LINK">//a/@href</xpath>
      <key name="heading" type="LINE"/>
      <key name="link" type="link"/>
      <key name="items"><key name="*"><key name="label"/><key name="json" encoding="json"/></key></key>
      <key name="^text_[0-9]+$" search-method="regex"/>
    </gutenberg-block>
    <gutenberg-block type="core/search" translate="1"><key name="label"/></gutenberg-block>
    <gutenberg-block type="my/secret" translate="0"><key name="title"/></gutenberg-block>
    <gutenberg-block type="my/html" translate="1"><xpath>//p</xpath></gutenberg-block>
  </gutenberg-blocks>
</wpml-config>
"""
BLOCKS = {"my/card": ("heading", "items.*.label", "a@data-title", "@data-note"), "search": ("label",)}
SHORTCODES = {"tip": ("text", "more")}


def read(text: str) -> tuple[object, object]:
    found = read_wpml_config(text.encode(), place="wpml-config.xml")
    return found.blocks, found.shortcodes


def test_keys_attributes_and_shortcodes_are_read() -> None:
    assert read(XML) == (BLOCKS, SHORTCODES)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<wpml-config>\n<a></wpml-config>", "wpml-config.xml:2: not valid XML"),
        ("", "wpml-config.xml:1: not valid XML"),
        ("<rss/>", "wpml-config.xml:1: <rss> is no <wpml-config>"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><wpml-config/>', "declares a document type"),
    ],
)
def test_a_file_that_is_none_is_named(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(text)
    assert message in str(caught.value)


def test_a_file_without_any_is_no_fault() -> None:
    assert read("<wpml-config/>") == ({}, {})


def rules(root: Path, text: str = TOML) -> Rules:
    return parse_site(text, place="calque.toml", root=root).rules


def test_what_files_say_is_added_to_the_configuration(tmp_path: Path) -> None:
    for name, text in (("card", XML), ("tip", XML.replace("heading", "intro"))):
        (tmp_path / "plugins" / name).mkdir(parents=True)
        (tmp_path / "plugins" / name / "wpml-config.xml").write_text(text, encoding="utf-8")
    found = rules(tmp_path)
    assert found.wpml_config == ("plugins/card/wpml-config.xml", "plugins/tip/wpml-config.xml")
    assert found.blocks == {**BLOCKS, "my/card": ("title", *BLOCKS["my/card"][1:], "intro")}
    assert (found.shortcode_attributes, found.shortcodes) == (SHORTCODES, ("tip",))


def test_a_file_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "w.xml").write_text(XML, encoding="utf-8")
    text = TOML.replace("plugins/*/wpml-config.xml", "w.xml") + '[report]\nfile = "w.xml"\n'
    with pytest.raises(ConfigError, match=r"w\.xml.*wpml_config"):
        rules(tmp_path, text)


def test_a_folder_is_no_such_file(tmp_path: Path) -> None:
    (tmp_path / "plugins" / "a" / "wpml-config.xml").mkdir(parents=True)
    with pytest.raises(
        ConfigError, match=r"calque\.toml:9: plugins/\*/wpml-config\.xml: no file has such a name"
    ):
        rules(tmp_path)
