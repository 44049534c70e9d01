"""The pages' templates: constant, so that no value ever becomes a part of one.

What a page shows comes as variables, which the dashboard's web server escapes. It makes every
``<select>`` a list whose options are shown as HTML, names of roles among them: there is none here.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ...core.declaration import declaration

_FOLDER = Path(__file__).parent


@cache
def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


@declaration(frozen=True, kw_only=True)
class Template:
    """A page, by the names of its files. It is put together when somebody looks at it."""

    bodies: tuple[str, ...]
    macros: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()

    def read(self) -> None:
        """Reads its files: an update replaces them while the bot runs."""
        for name in (*self.bodies, *self.macros, *self.scripts, *self.looks, *_FRAME):
            _read(name)

    @property
    def source(self) -> str:
        """All of it, with its looks before it and what it does in the browser after it."""
        inside = "".join(map(_read, self.bodies))
        known = "".join(map(_read, ("fields.html", *self.macros)))
        style = "".join(map(_read, ("frame.css", *self.looks)))
        does = "".join(map(_read, (*self.scripts, "frame.js")))
        return (
            f"{known}<style>{{% raw %}}{style}{{% endraw %}}</style>\n"
            f"{_read('frame.html')}{inside}</div>\n"
            '<script type="application/json" id="tk-data">{{ tickets.data | tojson }}</script>\n'
            f"<script>{{% raw %}}{does}{{% endraw %}}</script>\n"
        )


#: The files of every page.
_FRAME = ("fields.html", "frame.css", "frame.html", "frame.js")


def _template(*bodies: str, **more: tuple[str, ...]) -> Template:
    made = Template(bodies=bodies, **more)
    made.read()
    return made


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
FILE = _template("file.html", scripts=("file.js",), looks=("file.css",))
