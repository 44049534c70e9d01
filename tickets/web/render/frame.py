"""The pages' templates: constant, so that no value ever becomes a part of one.

What a page shows comes as variables, which the dashboard's web server escapes. It makes every
``<select>`` a list whose options are shown as HTML, names of roles among them: there is none here.
"""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _template(*bodies: str) -> str:
    """A page, with its looks before it and what it does in the browser after it."""
    inside = "".join(map(_read, bodies))
    return (
        f"{_read('fields.html')}<style>{{% raw %}}{_read('frame.css')}{{% endraw %}}</style>\n"
        f"{_read('frame.html')}{inside}</div>\n"
        '<script type="application/json" id="tk-data">{{ tickets.data | tojson }}</script>\n'
        f"<script>{{% raw %}}{_read('frame.js')}{{% endraw %}}</script>\n"
    )


SETTINGS = _template("settings.html")
TYPES = _template("types.html")
TYPE = _template("type.html", "settings.html")
