"""Forms in the menu, as an administrator on a phone writes and changes them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from tests.configuration.menu_pages import MenuPage
from tests.staff_log.reception import sets
from tests.types.teams import types
from tickets.core.form import Question, QuestionKind
from tickets.forms.service import change_form

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

CHOICES = (QuestionKind.ONE, QuestionKind.SEVERAL)


async def form_of(server: Server, type_id: int | None = None) -> Any:
    """The form that counts for the server, or for a type."""
    settings = await server.sim.cog.app.settings.of(server.guild.id)
    return settings.for_type(type_id).get("form")


async def fill_in(
    menu: MenuPage,
    label: str,
    kind: QuestionKind = QuestionKind.SHORT,
    *,
    about: tuple[str, str] = ("0", "0"),
    choices: str = "",
    hint: str = "",
    required: bool = True,
) -> Any:
    """Presses *New question*, or *Change* for a question, and sends the form."""
    shown = await menu.presses("form-edit", *about)
    return await menu.person.submits(
        shown,
        label=label,
        kind=[kind.value],
        hint=hint,
        choices=choices,
        required=["yes"] if required else [],
    )


async def opened_form(person: Person, words: str = "form") -> MenuPage:
    """The menu at a form."""
    return await MenuPage.opened(person, f"ticketset {words}", by="prefix")


async def test_one_of_each_kind(tickets_ready: Server, administrator: Person) -> None:
    """Each is listed with how it is answered, and can be tried; nothing is stored of that."""
    server = tickets_ready
    menu = await MenuPage.opened(administrator)
    await menu.goes_to("form")
    assert "There is no question yet." in menu.text
    assert menu.control("form-try")["disabled"]
    for kind in QuestionKind:
        choices = "Red\nBlue\n\n Green " if kind in CHOICES else ""
        await fill_in(menu, f"What of {kind.value}?", kind, choices=choices, hint="A hint")
        (question,) = (await form_of(server)).questions
        assert (question.kind, question.hint, question.required) == (kind, "A hint", True)
        assert question.choices == (("Red", "Blue", "Green") if kind in CHOICES else ())
        assert "required" in menu.text
        window = await menu.presses("form-try", "0")
        assert window.modal is not None
        await menu.goes_to(f"form.q{question.id}")
        assert "Question 1 of 1" in menu.text
        await menu.presses("form-delete", "0", str(question.id))
        assert "was deleted." in menu.text
    assert (await form_of(server)).questions == ()
    assert (await form_of(server)).last_id == len(QuestionKind)


async def test_trying_it(tickets_ready: Server, administrator: Person) -> None:
    """The form is the members' own, with the reason; sending it opens nothing."""
    server = tickets_ready
    await sets(server, "openreason on")
    menu = await opened_form(administrator)
    await fill_in(menu, "Your name in the game?")
    window = await menu.presses("form-try", "0")
    sent = await administrator.submits(window, reason="Help", q1="Alice")
    assert administrator.answer(sent) == "This is only a trial: nothing was stored."
    assert sent.ephemeral
    assert not await server.sim.cog.app.tickets.present(server.guild.id)


async def test_changing_limits_and_order(tickets_ready: Server, administrator: Person) -> None:
    """All on the question's page; what a question has besides its words stays."""
    server = tickets_ready
    menu = await opened_form(administrator)
    await fill_in(menu, "First?")
    await fill_in(menu, "Second?", QuestionKind.LONG, required=False)
    assert "**Second?** — long text, optional" in menu.text
    await menu.goes_to("form.q2")
    window = await menu.presses("form-limits", "0", "2")
    await administrator.submits(
        window, least="5", most="40", placeholder="Such as this", prefilled="I think"
    )
    assert "From 5 to 40 characters" in menu.text
    assert "Such as this" in menu.text
    await fill_in(menu, "Changed?", QuestionKind.LONG, about=("0", "2"))
    question = (await form_of(server)).question(2)
    assert (question.label, question.least, question.most) == ("Changed?", 5, 40)
    assert question.required
    assert not menu.control("form-raise", "0", "2").get("disabled")
    await menu.presses("form-raise", "0", "2")
    assert menu.control("form-raise", "0", "2")["disabled"]
    assert [one.id for one in (await form_of(server)).questions] == [2, 1]
    await fill_in(menu, "Changed?", QuestionKind.YES_NO, about=("0", "2"))
    assert "form-limits" not in " ".join(menu.ids)
    assert (await form_of(server)).question(2).most is None


async def test_wrong_limits_stay_in_the_form(tickets_ready: Server, administrator: Person) -> None:
    """They are refused on the page, and the next form starts from them."""
    menu = await opened_form(administrator)
    await fill_in(menu, "Who?", QuestionKind.MEMBERS)
    await menu.goes_to("form.q1")
    for least, most, why in (
        ("3", "2", "the least no more than the most"),
        ("", "26", "between 1 and 25"),
        ("few", "", "isn't a whole number"),
    ):
        window = await menu.presses("form-limits", "0", "1")
        await administrator.submits(window, least=least, most=most)
        assert why in menu.text
        assert f"> {least or most}" in menu.text
    window = await menu.presses("form-limits", "0", "1")
    assert "'few'" in str(window.modal)
    await administrator.submits(window, least="1", most="2")
    assert "From 1 to 2 are chosen" in menu.text


async def test_five_and_no_more(tickets_ready: Server, administrator: Person) -> None:
    """The opening reason is one of the five parts, whichever comes last."""
    server = tickets_ready
    menu = await opened_form(administrator)
    for number in range(1, 5):
        await fill_in(menu, f"Question {number}?")
    assert not menu.control("form-edit", "0", "0").get("disabled")
    window = await menu.presses("form-edit", "0", "0")
    assert "✅" in await sets(server, "openreason on")
    await administrator.submits(
        window, label="Fifth?", kind=["long"], hint="", choices="", required=["yes"]
    )
    assert "⚠️ A form has room for 5 questions." in menu.text
    assert "> Fifth?" in menu.text
    assert menu.control("form-edit", "0", "0")["disabled"]
    assert "The opening reason is asked, too" in menu.text
    assert "✅" in await sets(server, "openreason off")
    await menu.goes_to("home")
    await menu.goes_to("form")
    await fill_in(menu, "Fifth?")
    assert menu.control("form-edit", "0", "0")["disabled"]
    assert "A form has room for 5 questions." in await sets(server, "openreason on")
    assert len((await form_of(server)).questions) == 5


async def test_what_was_refused_is_shown(tickets_ready: Server, administrator: Person) -> None:
    """Nothing that was typed is lost: it stands on the page, and in the next form."""
    server = tickets_ready
    menu = await opened_form(administrator)
    await fill_in(menu, "Which *colour*?", QuestionKind.ONE, choices="Red\n Red")
    assert "at least two different choices" in menu.text
    assert "> Which \\*colour\\*?\n> Red" in menu.text
    window = await menu.presses("form-edit", "0", "0")
    assert "Which *colour*?" in str(window.modal)
    await fill_in(menu, "Which?", QuestionKind.ONE, choices="\n".join(map(str, range(26))))
    assert "A question has room for 25 choices." in menu.text
    assert (await form_of(server)).questions == ()
    await fill_in(menu, "Which?", QuestionKind.ONE, choices="a\nb")
    assert "⚠️" not in menu.text
    window = await menu.presses("form-edit", "0", "0")
    assert "Which" not in str(window.modal)


async def test_a_types_own_form_and_back(tickets_ready: Server, administrator: Person) -> None:
    """It begins as the server's, differs, and follows again."""
    server = tickets_ready
    await types(server, "create Reports")
    menu = await opened_form(administrator)
    await fill_in(menu, "Of the server?")
    await menu.goes_to("home")
    await menu.goes_to("types")
    await menu.goes_to("types.1")
    where = next(
        option["value"]
        for option in menu.control("menu-go")["options"]
        if option["label"] == "Form"
    )
    await menu.goes_to(where)
    if where != "form.t1":
        await menu.goes_to("form.t1")
    assert "As on the server: 1 question" in menu.text
    await menu.presses("form-own", "1")
    await fill_in(menu, "Of the type?", about=("1", "0"))
    assert [one.label for one in (await form_of(server, 1)).questions] == [
        "Of the server?",
        "Of the type?",
    ]
    assert len((await form_of(server)).questions) == 1
    await menu.goes_to("form.t1.q1")
    await menu.presses("form-delete", "1", "1")
    assert "✅ The question **Of the server?** was deleted." in menu.text
    await menu.presses("form-follow", "1")
    assert "As on the server: 1 question" in menu.text
    assert (await form_of(server, 1)) == (await form_of(server))
    # By command as well; typing a value leads to the menu.
    menu = await opened_form(administrator, "form Reports")
    assert "Reports · Form" in menu.text
    menu = await MenuPage.opened(administrator, "ticketset type set Reports form x", by="prefix")
    assert "Reports · Form" in menu.text


async def test_a_type_with_the_reason_keeps_room(
    tickets_ready: Server, administrator: Person
) -> None:
    """The server's fifth question would not fit into the form of a type that follows it."""
    server = tickets_ready
    await types(server, "create Reports")
    await types(server, "set Reports openreason on")
    menu = await opened_form(administrator)
    for number in range(1, 6):
        await fill_in(menu, f"Question {number}?")
    assert "In the type **Reports** there would be more" in menu.text
    assert len((await form_of(server)).questions) == 4


async def test_two_admins_at_one_form(tickets_ready: Server, administrator: Person) -> None:
    """Neither loses what the other has written; what is gone leads back to the form."""
    server = tickets_ready
    first, second = await opened_form(administrator), await opened_form(server.owner)
    await fill_in(first, "Of the first?")
    await fill_in(second, "Of the second?")
    app = server.sim.cog.app
    await asyncio.gather(
        *(
            change_form(
                app,
                server.guild.id,
                None,
                lambda form: form.with_new(
                    Question(id=0, kind=QuestionKind.SHORT, label=f"{len(form.questions)}?")
                ),
            )
            for _ in range(3)
        )
    )
    labels = [one.label for one in (await form_of(server)).questions]
    assert labels == ["Of the first?", "Of the second?", "2?", "3?", "4?"]
    await first.goes_to("home")
    await first.goes_to("form")
    await first.goes_to("form.q3")
    await change_form(app, server.guild.id, None, lambda form: form.without(3))
    await first.presses("form-raise", "0", "3")
    assert "This question was deleted in the meantime." in first.text
    assert "**Of the first?**" in first.text
