"""The templates themselves: nothing in them can become code, and nothing is asked of others."""

from __future__ import annotations

import re

import pytest

from tickets.cog import FEATURES
from tickets.core.kinds.questions import Questions
from tickets.core.settings import Declared
from tickets.web.render import frame
from tickets.web.render.pages import page_words

TEMPLATES = {
    "settings": frame.SETTINGS,
    "types": frame.TYPES,
    "type": frame.TYPE,
    "form": frame.FORM,
    "panels": frame.PANELS,
    "panel": frame.PANEL,
    "answers": frame.ANSWERS,
    "answer": frame.ANSWER,
    "file": frame.FILE,
}
every_template = pytest.mark.parametrize(
    "text", [one.source for one in TEMPLATES.values()], ids=TEMPLATES
)


@every_template
def test_nothing_is_shown_unescaped(text: str) -> None:
    """No value goes past the escaping; JSON has a filter that escapes it for a script."""
    assert "safe" not in re.findall(r"\|\s*(\w+)", text)
    assert "autoescape" not in text
    script = text[text.index("<script>") :]
    assert "{{" not in script.replace("{% raw %}", "").replace("{% endraw %}", "")
    for risky in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert risky not in text


def test_no_word_is_taken_for_a_method() -> None:
    """A template would show the method of the dictionary instead."""
    assert not page_words().keys() & set(dir(dict))


@every_template
def test_the_frame_makes_no_lists_of_it(text: str) -> None:
    """The dashboard shows the options of each select as HTML: there is none."""
    assert "<select" not in text
    assert "markdown-text-area-field" not in text


@every_template
def test_nothing_is_asked_of_others(text: str) -> None:
    """No address of another host."""
    assert not re.findall(r"https?://", text)


@every_template
def test_every_form_has_its_token(text: str) -> None:
    """The dashboard refuses what comes without one."""
    forms = text.count('<form method="post"')
    assert forms == text.count('name="csrf_token" value="{{ csrf_token() }}"') > 0


def test_every_setting_has_a_field() -> None:
    """A new kind of setting says how a page asks for it; questions have a page of their own."""
    for setting in Declared(FEATURES.each("settings")).settings.values():
        assert (setting.kind.field() is None) is isinstance(setting.kind, Questions), setting.key
