"""Servers that ask questions before a ticket opens."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from server import Server

    from tickets.core.form import Form, Question

#: One of each kind, by the words of its question.
EVERY_KIND = {
    "Nick": "short",
    "Story": "long",
    "Game": "one",
    "Days": "several",
    "New here": "yes_no",
    "Rules": "agree",
    "Who": "members",
    "Role": "roles",
    "Where": "channels",
}


def question(label: str, kind: str = "short", **facts: Any) -> Question:
    """A question; with choices where it needs some."""
    # As the loaded cog knows it: loading it anew makes its classes anew.
    form = import_module("tickets.core.form")
    if kind in ("one", "several"):
        facts.setdefault("choices", ("Alpha", "Beta", "Gamma"))
    made: Question = form.Question(id=0, kind=form.QuestionKind(kind), label=label, **facts)
    return made


def form_of(*questions: Question) -> Form:
    """A form with these questions, whose ids are 1, 2, 3 …"""
    form: Form = import_module("tickets.core.form").Form()
    for one in questions:
        form = form.with_new(one)
    return form


async def asks(server: Server, *questions: Question, type_id: int | None = None) -> Form:
    """The server, or a type, asks these questions from now on."""
    form = form_of(*questions)
    settings = server.sim.cog.app.settings
    await settings.change_for(server.guild.id, type_id, form=form)
    return form
