"""What members answer before their ticket opens."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from files import SHOTS, name_of, picture
from scenarios import Scenario

if TYPE_CHECKING:
    from crowd import Crowd
    from simcord.results import InteractionResult


class Answering(Scenario):
    """``/ticket`` where a question is asked, and a form with more than one message holds."""

    async def scene(self, server: Crowd) -> None:
        """The server asks two questions."""
        form = import_module("tickets.core.form")
        made = form.Form()
        for label in ("What happened", "What now"):
            kind = form.QuestionKind.LONG
            made = made.with_new(form.Question(id=0, kind=kind, label=label))
        await server.sim.cog.app.settings.change(server.guild.id, form=made)

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """The form appears."""
        return await self.member(server).opens_a_ticket()

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The form is sent."""
        assert shown is not None
        words = {"reason": "Trouble", "q1": "so many words " * 280, "q2": "Help. " * 500}
        await self.member(server).submits(shown, **words)

    async def afterwards(self, server: Crowd) -> None:
        """Nothing is asked any more."""
        form = import_module("tickets.core.form")
        await server.sim.cog.app.settings.change(server.guild.id, form=form.Form())


class AnsweringWithFiles(Scenario):
    """``/ticket`` where pictures are asked for."""

    #: A refusal for good is told of in the log.
    refused_leaves = "has picture-"

    async def scene(self, server: Crowd) -> None:
        """The server asks for them."""
        form = import_module("tickets.core.form")
        shots = form.Question(id=0, kind=form.QuestionKind.FILES, label=SHOTS, required=False)
        made = form.Form().with_new(shots)
        await server.sim.cog.app.settings.change(server.guild.id, form=made)

    async def approach(self, server: Crowd) -> InteractionResult | None:
        """The form appears."""
        return await self.member(server).opens_a_ticket()

    async def act(self, server: Crowd, shown: InteractionResult | None) -> None:
        """The form is sent, with two pictures."""
        assert shown is not None
        files = [(name_of(number), picture(number)) for number in range(2)]
        await self.member(server).submits(shown, reason="Look", q1=files)

    async def afterwards(self, server: Crowd) -> None:
        """Nothing is asked any more."""
        form = import_module("tickets.core.form")
        await server.sim.cog.app.settings.change(server.guild.id, form=form.Form())


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
        form = import_module("tickets.core.form")
        await server.sim.cog.app.settings.change(server.guild.id, form=form.Form())
        await server.sets("type set Sales bycommand off")
