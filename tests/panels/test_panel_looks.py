"""Panels and their forms stay within Discord's limits, whatever they are filled with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
import pytest

from tests.core.builders import CHANNEL, GUILD, a_panel, a_selector, formatting_in
from tickets.core import errors
from tickets.core.ticket_type import TYPES_LIMIT, TicketType
from tickets.panels import rules as limits
from tickets.panels.render import forms
from tickets.panels.render import panels as look
from tickets.panels.rules import ButtonColour, Entry, Panel, PanelKind, PanelLook

# Views and forms want a running event loop: the tests are coroutines.
pytestmark = pytest.mark.asyncio

BLURPLE = discord.Colour(0x5865F2)
#: 100 characters that all need to be escaped.
STARS = "*_`<@1>](" * 11 + "*"
ADDRESS = "https://x.org/" + "a" * 980

LONG_LOOK = PanelLook(
    content="c" * 2000,
    author="a" * 256,
    title="t" * 256,
    text="x" * 4000,
    footer="f" * (6000 - 4512),
    colour=0xFFFFFF,
    thumbnail=ADDRESS,
    image=ADDRESS,
)
LONG_EMOJI = f"<a:{'e' * 32}:{CHANNEL}>"


def longest_button() -> Panel:
    """The most that a button's panel can hold."""
    return a_panel(number=10**8, name="*" * 80, emoji=LONG_EMOJI, reason=STARS, look=LONG_LOOK)


def longest_selector() -> Panel:
    """The most that a selector's panel can hold."""
    panel = a_panel(PanelKind.SELECTOR, number=10**8, placeholder="p" * 150, look=LONG_LOOK)
    for number in range(limits.REASONS_LIMIT):
        name = f"{number:02}{STARS}"[:100]
        panel = panel.with_reason(name, emoji=LONG_EMOJI, description=STARS)
    return panel


#: As many types as there may be, each with the longest words.
TYPES = tuple(
    TicketType(
        guild_id=GUILD,
        id=number,
        name=f"{number:02}{'*' * 78}",
        emoji=LONG_EMOJI,
        description=STARS,
    )
    for number in range(1, TYPES_LIMIT + 1)
)


def most_buttons() -> Panel:
    """The most buttons, each for a type of its own."""
    panel = replace(longest_button(), entries=(), last_entry_id=0)
    for number in range(limits.BUTTONS_LIMIT):
        panel = panel.with_entry(
            Entry(
                id=0,
                name=f"{number}{'*' * 79}",
                emoji=LONG_EMOJI,
                reason=STARS,
                type_id=number + 1,
            )
        )
    return panel


PANELS = {
    "most buttons": most_buttons,
    "button": a_panel,
    "draft": lambda: a_panel(message_id=None),
    "selector": lambda: a_selector("A bug", "A question"),
    "attached": lambda: a_selector("A bug", owns_message=False),
    "longest button": longest_button,
    "longest selector": longest_selector,
}
every_panel = pytest.mark.parametrize("make", PANELS.values(), ids=PANELS)


def check_view(view: discord.ui.View) -> None:
    """Discord's limits for buttons and selectors of a message."""
    rows = view.to_components()
    assert 1 <= len(rows) <= 5
    ids = [child["custom_id"] for row in rows for child in row["components"]]
    assert len(ids) == len(set(ids))
    assert all(1 <= len(one) <= 100 for one in ids)
    for row in rows:
        assert 1 <= len(row["components"]) <= 5
        for child in row["components"]:
            check_component(child)
    # Sent and forgotten: nothing is kept in memory for it.
    assert view.is_finished()


def check_component(child: dict[str, Any]) -> None:
    """Discord's limits for one of them."""
    if child["type"] == discord.ComponentType.button.value:
        assert 1 <= len(child["label"]) <= 80
    assert len(child.get("placeholder") or "") <= 150
    options = child.get("options", [])
    assert len(options) <= 25
    for option in options:
        assert 1 <= len(option["label"]) <= 100
        assert len(option.get("description") or "") <= 100


@every_panel
async def test_panels_fit(make: Any, language: str) -> None:
    """The message that members see is one that Discord takes, and pings nobody."""
    for preview in (False, True):
        message = look.panel_message(make(), preview=preview)
        sent = message.to_send()
        assert sent["allowed_mentions"].to_dict() == {"parse": []}
        assert len(message.content or "") <= 2000
        assert message.embed is not None
        assert len(message.embed) <= 6000
        check_view(sent["view"])


@every_panel
async def test_what_admins_see_fits(make: Any, language: str) -> None:
    """The editor, its text and its questions fit, with whatever Discord didn't do."""
    panel = make()
    trouble = errors.MissingPermissions(
        names=("view_channel", "send_messages", "embed_links", "read_message_history"),
        channel_id=CHANNEL,
    )
    assert len(look.overview(panel)) <= 2000
    assert len(look.overview(panel, trouble, trouble)) <= 2000
    check_view(look.editor(panel))
    check_view(look.do_it("words", panel, 10**5))
    check_view(look.confirm_deletion(panel))
    check_view(look.choose_channel(panel))
    check_view(look.choose_panel("removereason", [replace(panel, number=n) for n in range(25)]))
    check_view(look.choose_kind(GUILD))
    if panel.kind is PanelKind.SELECTOR or len(panel.entries) > 1:
        check_view(look.choose_entry("removereason", panel))


@every_panel
async def test_forms_fit(make: Any, language: str) -> None:
    """Titles, labels, hints and present values of all forms are within Discord's limits."""
    panel = make()
    made = [
        forms.words_form(panel),
        forms.look_form(panel),
        forms.message_form(panel),
    ]
    for types in ((), TYPES):
        made += [
            forms.new_panel_form(panel.kind, GUILD, types),
            forms.component_form(panel, types),
            forms.entry_form(panel, None, types),
            forms.entry_form(panel, panel.entries[0], types),
        ]
    made.append(forms.position_form(panel, panel.entries[0]))
    for form in made:
        check_form(form)


def check_form(form: discord.ui.Modal) -> None:
    """Discord's limits for a form."""
    assert 1 <= len(form.title) <= 45
    assert len(form.custom_id) <= 100
    assert 1 <= len(form.children) <= 5
    for label in form.children:
        assert isinstance(label, discord.ui.Label)
        assert 1 <= len(label.text) <= 45, label.text
        assert len(label.description or "") <= 100, label.description
        field = label.component
        if isinstance(field, discord.ui.TextInput):
            assert 1 <= (field.max_length or 0) <= 4000
            assert len(field.default or "") <= (field.max_length or 0), label.text
    assert form.is_finished()


async def test_the_default_look_is_complete(language: str) -> None:
    """Both kinds have words of their own until somebody writes others."""
    button, selector = look.default_look(a_panel()), look.default_look(a_selector("A"))
    assert button.text != selector.text
    for one in (button, selector):
        one.check()
        assert one.title


@pytest.mark.parametrize("colour", ButtonColour)
async def test_a_button_has_its_colour(colour: ButtonColour) -> None:
    """The four colours of Discord's buttons."""
    (button,) = look.component_view(a_panel(colour=colour)).children
    assert isinstance(button, discord.ui.Button)
    style = discord.ButtonStyle[colour.value]
    assert button.style is style


async def test_a_colour_of_zero_is_black() -> None:
    """Black is a colour. None is blurple, never the bot's own, which is red by default."""
    for colour, shown in ((0, 0), (None, BLURPLE.value)):
        message = look.panel_message(a_panel(look=PanelLook(title="x", colour=colour)))
        assert message.embed is not None
        assert message.embed.colour is not None
        assert message.embed.colour.value == shown


async def test_words_without_a_box() -> None:
    """With nothing but a text above the box, there is no box; editing takes it away."""
    message = look.panel_message(a_panel(look=PanelLook(content="Hi")))
    assert (message.content, message.embed) == ("Hi", None)
    assert message.to_edit()["embed"] is None


async def test_hostile_words_stay_text_for_admins() -> None:
    """Names and labels neither format nor ping in lists and in the editor."""
    hostile = "**b** @everyone <@1> [a](b)"
    for panel in (a_panel(name=hostile, reason=hostile), a_selector(hostile)):
        text = look.overview(panel)
        for own in (f"[message]({look.message_link(panel)})", f"<#{CHANNEL}>", "**"):
            text = text.replace(own, "")
        assert not [one for one in formatting_in(text) if one != "1."]


async def test_ids_of_components_never_change() -> None:
    """Panels of any age work: their ids mean the same for ever."""
    ids = [
        child["custom_id"]
        for view in (
            look.component_view(a_panel(number=7)),
            look.component_view(a_selector("A", number=8)),
            look.component_view(a_panel(number=9), preview=True),
        )
        for row in view.to_components()
        for child in row["components"]
    ]
    assert ids == ["tickets:v1:panel:7", "tickets:v1:choose:8", "tickets:v1:preview:9"]


async def test_values_of_choices_are_the_reasons_ids() -> None:
    """What Discord sends back is the reason's id, whatever it is called now."""
    panel = a_selector("A", "B").without_entry(a_selector("A", "B").entries[0])
    (select,) = look.component_view(panel).children
    assert isinstance(select, discord.ui.Select)
    assert [option.value for option in select.options] == ["2"]
