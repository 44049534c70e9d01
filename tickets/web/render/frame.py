"""The pages' templates: constant, so that no value ever becomes a part of one.

What a page shows comes as variables, which the dashboard's web server escapes. It makes every
``<select>`` a list whose options are shown as HTML, names of roles among them: there is none here.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_FOLDER = Path(__file__).parent


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _template(
    *bodies: str,
    macros: Sequence[str] = (),
    scripts: Sequence[str] = (),
    looks: Sequence[str] = (),
) -> str:
    """A page, with its looks before it and what it does in the browser after it."""
    inside, known = "".join(map(_read, bodies)), "".join(map(_read, ("fields.html", *macros)))
    style = "".join(map(_read, ("frame.css", *looks)))
    does = "".join(map(_read, (*scripts, "frame.js")))
    return (
        f"{known}<style>{{% raw %}}{style}{{% endraw %}}</style>\n"
        f"{_read('frame.html')}{inside}</div>\n"
        '<script type="application/json" id="tk-data">{{ tickets.data | tojson }}</script>\n'
        f"<script>{{% raw %}}{does}{{% endraw %}}</script>\n"
    )


SETTINGS = _template("settings.html")
TYPES = _template("types.html")
TYPE = _template("type.html", "settings.html")
FORM = _template("form.html", macros=("lists.html",), scripts=("lists.js",), looks=("lists.css",))
PANELS = _template("panels.html")
PANEL = _template(
    "panel.html",
    macros=("lists.html",),
    scripts=("lists.js", "preview.js"),
    looks=("lists.css", "preview.css"),
)
ANSWERS = _template("answers.html")
ANSWER = _template("answer.html")
