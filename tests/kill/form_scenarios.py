"""What members answer before their ticket opens."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from files import SHOTS, name_of, picture
from scenarios import Scenario

if TYPE_CHECKING:
    from crowd import Crowd
    from simcord.results import InteractionResult


async def asks(server: Crowd, **kinds: str) -> None:
    """The server asks these questions, by their words, or none; files needn't be sent."""
    form = import_module("tickets.core.form")
    made = form.Form()
    for label, kind in kinds.items():
        question = form.Question(
            id=0, kind=form.QuestionKind(kind), label=label, required=kind != "files"
        )
        made = made.with_new(question)
    await server.sim.cog.app.settings.change(server.guild.id, form=made)


class Answering(Scenario):
    """``/ticket`` where a question is asked, and a form with more than one message holds."""

    async def scene(self, server: Crowd) -> None:
        """The server asks two questions."""
        await asks(server, Story="long", Wish="long")

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """The form appears."""
        return await self.member(server).opens_a_ticket()

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The form is sent."""
        assert shown is not None
        await self.member(server).submits(shown, **self.answers())

    def answers(self) -> dict[str, Any]:
        """What the member fills in."""
        return {"reason": "Trouble", "q1": "so many words " * 280, "q2": "Help. " * 500}

    async def afterwards(self, server: Crowd) -> None:
        """Nothing is asked any more."""
        await asks(server)


class AnsweringWithFiles(Answering):
    """``/ticket`` where pictures are asked for."""

    #: A refusal for good is told of in the log.
    refused_leaves = "has picture-"

    async def scene(self, server: Crowd) -> None:
        """The server asks for them."""
        await asks(server, **{SHOTS: "files"})

    def answers(self) -> dict[str, Any]:
        """Two pictures."""
        files = [(name_of(number), picture(number)) for number in range(2)]
        return {"reason": "Look", "q1": files}


class RequestingWithFiles(AnsweringWithFiles):
    """The same where a moderator has to accept it: they wait below the request."""

    async def scene(self, server: Crowd) -> None:
        """Moderators decide from now on."""
        await super().scene(server)
        await server.sets("validation manual")


class AcceptingFiles(RequestingWithFiles):
    """*Accept*, and the pictures come from the request."""

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """There is a request."""
        form = await super().approach(server)
        await super().act(server, form)
        return None

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One press accepts it."""
        await server.administrator.presses("Accept", on=server.reception)


class RefusingFiles(AcceptingFiles):
    """*Refuse*, and the pictures are taken from the request."""

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """There is a request, and the form is shown."""
        await super().approach(server)
        return await server.administrator.presses("Refuse", on=server.reception)

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The form is sent."""
        assert shown is not None
        await server.administrator.submits(shown, reason="Not now")


class ManagingForm(Scenario):
    """Questions, from their making to their deletion, for the server and a type."""

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """One is made and deleted; a type gets a form of its own, and follows the server again."""
        admin: Any = server.administrator
        await server.sets("type create Sales")
        for command, pressed in (
            ("form", ("New question",)),
            ("form Sales", ("A form of its own", "As on the server")),
        ):
            page = await admin.types(f"!ticketset {command}", in_=server.staff)
            for label in pressed:
                if not page or label not in admin.buttons(page):
                    continue
                done = await admin.presses(label, on=page)
                if done.modal is not None:
                    words = {"label": "Nick", "hint": "", "choices": ""}
                    await admin.submits(done, **words, kind=["short"], required=["yes"])

    async def afterwards(self, server: Crowd) -> None:
        """Nothing is asked, and there is nothing to choose from."""
        await asks(server)
        await server.sets("type set Sales bycommand off")
