"""A working folder whose data are hostile and at fault, for the tests of pages."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

from flows.home import Home
from tests.conftest import MOMENT, fill
from warehouse.connect import open_writer

SCRIPT = '<script>document.title="owned"</script>'
IMAGE = "<img src=x onerror=\"document.title='owned'\">"
BODY = f"""ACCRA, 2 January 2026 - Minister of Defence Edward Boamah will meet Togo's Minister of Defence {IMAGE} Jean Mensah in Accra on 12 January 2026.

They will discuss maritime security in the Gulf of Guinea. {SCRIPT}
"""


def hostile_home(golden: Home, folder: Path) -> Home:
    """The samples, a release whose title and text are scripts and whose address is one, and a quote that is not in its release."""
    shutil.copytree(golden.folder, folder / "home")
    home = Home(folder / "home")
    releases = folder / "releases"
    releases.mkdir()
    (releases / "hostile.txt").write_text(BODY, encoding="utf-8")
    row = {"id": "hostile", "path": "hostile.txt", "media_type": "text/plain", "url": "javascript:document.title='owned'", "title": SCRIPT,
           "published_at": "2026-01-02", "publisher": f"Ministry of Defence, Ghana {IMAGE}"}  # fmt: skip
    (releases / "index.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    fill(home, releases, MOMENT + dt.timedelta(hours=1))
    return home


def plant(home: Home) -> None:
    """Let the quote of the hostile release's first day be other words than those at its span, and its address a script."""
    for path in (home.core, home.snapshot):
        con = open_writer(path)
        try:
            con.execute("update core.revision set url = $1 where title = $2", [f"javascript:{SCRIPT}", SCRIPT])
            con.execute(
                """update core.evidence set quote = 'never said' where field = 'start_on' and report_id in
                   (select report_id from core.report p join core.release r using (release_id) where r.document_id = 'hostile')"""
            )
        finally:
            con.close()
