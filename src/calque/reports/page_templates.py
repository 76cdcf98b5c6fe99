"""The templates of pages for people: how they are loaded, what they may call, and the hashes of their parts."""

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from calque.reports import figures, labels
from calque.reports.asked import commands, with_code
from calque.reports.reading import TAG

__all__ = ["part_of", "source_hash", "template_of"]


def template_of(name: str) -> Template:
    """Return a template of `reports/templates/`; what it is given is escaped, and what it lacks is an error."""
    return _environment().get_template(name)


@cache
def part_of(name: str) -> str:
    """Return a file of `reports/templates/` as it stands: a template, a style sheet, a script."""
    return files("calque.reports").joinpath("templates", name).read_text(encoding="utf-8")


def source_hash(text: str) -> str:
    """Return by what a page's Content-Security-Policy allows a style sheet or a script: `sha256-…`."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(part_of),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "commands": commands,
        "label": labels.of,
        "marked": _marked,
        "plural": figures.plural,
        "thousands": "{:,}".format,
    }
    return environment


def _marked(text: str) -> Markup:
    """Set the tags of the msgid form apart from the words around them."""
    return with_code(TAG.split(text))
