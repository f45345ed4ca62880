"""Templates to pages: self-contained HTML that runs nothing and asks for nothing."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from flows.pages.words import FILTERS, counted, days, occasion

TEMPLATES = Path(__file__).parent / "templates"
# Nothing is loaded and nothing runs: the one style sheet is allowed by its digest, pictures only from within the page.
POLICY = "default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


@cache
def environment() -> Environment:
    """The templates; everything that is put into one is escaped."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(FILTERS)
    made.globals.update(counted=counted, days=days, occasion=occasion)
    return made


def render(template: str, **content: Any) -> str:
    """A page from its template."""
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment().get_template(template).render(style=Markup(style), policy=POLICY.format(digest=digest), **content)
