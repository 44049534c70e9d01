"""``/ticketset panel``: the messages from which members open tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import discord
from redbot.core import commands
from redbot.core.utils.chat_formatting import pagify

from ..core.commands.base import Commands, say, say_besides
from ..core.commands.marks import Who, group, subcommand
from ..core.render import words
from ..core.ui.reply import Reply
from ..i18n import _
from .discord import PanelMessages
from .render import forms as panel_forms
from .render import panels
from .rules import Panel, PanelKind
from .service.panels import find_panel, panels_of, post_panel, types_of
from .ui import steps

if TYPE_CHECKING:
    from .ui.steps import Step


class PanelCommands(Commands):
    """Making panels. What is left out is asked for."""

    @group(
        "panel",
        below="ticketset",
        description="Messages from which members open tickets.",
        who=Who.ADMINS,
        answers_alone=True,
    )
    async def ticketset_panel(self, ctx: commands.GuildContext) -> None:
        """Messages with a button or a selector that open tickets.

        Without a subcommand it shows all panels.

        **Examples:**
        - `[p]ticketset panel`
        - `[p]ticketset panel create`
        """
        if ctx.invoked_subcommand is None:
            await self._list(ctx)

    @subcommand(
        "ticketset panel",
        "create",
        description="Make a new panel.",
        options={
            "kind": "One button, or a selector with several reasons.",
            "channel": "Where the panel is posted. If left out, it is posted here.",
        },
        who=Who.ADMINS,
    )
    async def ticketset_panel_create(
        self,
        ctx: commands.GuildContext,
        kind: Literal["button", "selector"] | None = None,
        channel: discord.TextChannel | None = None,
    ) -> None:
        """Make a new panel.

        Fill in a form, preview the panel, then post it.

        **Examples:**
        - `[p]ticketset panel create`
        - `[p]ticketset panel create selector #help`

        **Arguments:**
        - `[kind]` `button` for one button, `selector` for several reasons to choose from.
        - `[channel]` Where it is posted. If left out, it is posted here.
        """
        channel_id = (channel or ctx.channel).id
        self.app[PanelMessages].require_postable(ctx.guild.id, channel_id)
        if kind is not None and ctx.interaction is not None:
            types = await types_of(self.app, ctx.guild.id)
            form = panel_forms.new_panel_form(PanelKind(kind), channel_id, types)
            await Reply.to(ctx.interaction).ask(form)
            return
        await say(
            ctx,
            _("One button, or a selector with several reasons?"),
            view=panels.choose_kind(channel_id),
        )

    @subcommand("ticketset panel", "list", description="Show all panels.", who=Who.ADMINS)
    async def ticketset_panel_list(self, ctx: commands.GuildContext) -> None:
        """Show all panels, with their numbers and where they are.

        **Example:**
        - `[p]ticketset panel list`
        """
        await self._list(ctx)

    async def _list(self, ctx: commands.GuildContext) -> None:
        listed = panels.panel_list(await panels_of(self.app, ctx.guild.id))
        first, *more = pagify(listed, page_length=words.MESSAGE_LIMIT)
        await say(ctx, first)
        for page in more:
            await say_besides(ctx, page)

    @subcommand(
        "ticketset panel",
        "edit",
        description="Change a panel's words, look or reasons.",
        options={"panel": "The panel's number. If left out, you pick from a list."},
        who=Who.ADMINS,
    )
    async def ticketset_panel_edit(
        self, ctx: commands.GuildContext, panel: str | None = None
    ) -> None:
        """Change a panel: its button or selector, words, look, reasons and place.

        **Example:**
        - `[p]ticketset panel edit 1`

        **Arguments:**
        - `[panel]` The panel's number. If left out, you pick from a list.
        """
        await self._go(ctx, "edit", panel)

    @subcommand(
        "ticketset panel",
        "preview",
        description="See a panel as members would.",
        options={"panel": "The panel's number. If left out, you pick from a list."},
        who=Who.ADMINS,
    )
    async def ticketset_panel_preview(
        self, ctx: commands.GuildContext, panel: str | None = None
    ) -> None:
        """See a panel exactly as members would see it.

        **Example:**
        - `[p]ticketset panel preview 1`

        **Arguments:**
        - `[panel]` The panel's number. If left out, you pick from a list.
        """
        found = await self._panel(ctx, "preview", panel)
        if found is None:
            return
        if ctx.interaction is None:
            text = _("Press the button to see the preview. Only you will see it.")
            await say(ctx, text, view=panels.do_it("preview", found))
        else:
            await self._show_step(ctx, await steps.preview(self.app, found))

    @subcommand(
        "ticketset panel",
        "post",
        description="Post a panel, or post it again.",
        options={"panel": "The panel's number. If left out, you pick from a list."},
        who=Who.ADMINS,
    )
    async def ticketset_panel_post(
        self, ctx: commands.GuildContext, panel: str | None = None
    ) -> None:
        """Post a panel as the newest message of its channel. The old message is deleted.

        **Example:**
        - `[p]ticketset panel post 1`

        **Arguments:**
        - `[panel]` The panel's number. If left out, you pick from a list.
        """
        await self._go(ctx, "post", panel)

    @subcommand(
        "ticketset panel",
        "move",
        description="Move a panel to another channel.",
        options={
            "panel": "The panel's number. If left out, you pick from a list.",
            "channel": "Where it moves to.",
        },
        who=Who.ADMINS,
    )
    async def ticketset_panel_move(
        self,
        ctx: commands.GuildContext,
        panel: str | None = None,
        channel: discord.TextChannel | None = None,
    ) -> None:
        """Move a panel to another channel. The old message is deleted.

        **Example:**
        - `[p]ticketset panel move 1 #help`

        **Arguments:**
        - `[panel]` The panel's number. If left out, you pick from a list.
        - `[channel]` Where it moves to. If left out, you pick from a list.
        """
        found = await self._panel(ctx, "move", panel)
        if found is None:
            return
        if channel is None:
            await self._step(ctx, "move", found)
        else:
            await _work(ctx)
            done = await post_panel(self.app, found, channel.id)
            await self._show_step(ctx, steps.in_editor(done))

    @subcommand(
        "ticketset panel",
        "delete",
        description="Delete a panel and its message.",
        options={"panel": "The panel's number. If left out, you pick from a list."},
        who=Who.ADMINS,
    )
    async def ticketset_panel_delete(
        self, ctx: commands.GuildContext, panel: str | None = None
    ) -> None:
        """Delete a panel and its message. Tickets that were opened from it stay.

        **Example:**
        - `[p]ticketset panel delete 1`

        **Arguments:**
        - `[panel]` The panel's number. If left out, you pick from a list.
        """
        await self._go(ctx, "delete", panel)

    @subcommand(
        "ticketset panel",
        "addreason",
        description="Add a reason to a selector.",
        options={
            "panel": "The panel's number. If left out, you pick from a list.",
            "name": "The reason. If left out, a form asks for it.",
        },
        who=Who.ADMINS,
    )
    async def ticketset_panel_addreason(
        self, ctx: commands.GuildContext, panel: str | None = None, *, name: str | None = None
    ) -> None:
        """Add a reason to a selector, at its end.

        **Examples:**
        - `[p]ticketset panel addreason`
        - `[p]ticketset panel addreason 1 I want to report somebody`

        **Arguments:**
        - `[panel]` The panel's number. If left out, you pick from a list.
        - `[name]` The reason. If left out, a form asks for it, its emoji and its description.
        """
        found = await self._panel(ctx, "addreason", panel)
        if found is None:
            return
        if name is None:
            await self._step(ctx, "addreason", found)
            return
        await _work(ctx)
        await self._show_step(ctx, await steps.add_named(self.app, found, name))

    @subcommand(
        "ticketset panel",
        "editreason",
        description="Change a reason of a selector.",
        options={
            "panel": "The panel's number. If left out, you pick from a list.",
            "reason": "The reason's name or position. If left out, you pick from a list.",
        },
        who=Who.ADMINS,
    )
    async def ticketset_panel_editreason(
        self, ctx: commands.GuildContext, panel: str | None = None, *, reason: str | None = None
    ) -> None:
        """Change the name, emoji or description of a reason.

        **Example:**
        - `[p]ticketset panel editreason 1 2`

        **Arguments:**
        - `[panel]` The panel's number. If left out, you pick from a list.
        - `[reason]` The reason's name or position. If left out, you pick from a list.
        """
        await self._go(ctx, "editreason", panel, reason)

    @subcommand(
        "ticketset panel",
        "movereason",
        description="Move a reason within a selector.",
        options={
            "panel": "The panel's number. If left out, you pick from a list.",
            "reason": "The reason's name or position. If left out, you pick from a list.",
        },
        who=Who.ADMINS,
    )
    async def ticketset_panel_movereason(
        self, ctx: commands.GuildContext, panel: str | None = None, *, reason: str | None = None
    ) -> None:
        """Move a reason to another position of the selector. A form asks for the position.

        **Example:**
        - `[p]ticketset panel movereason 1 2`

        **Arguments:**
        - `[panel]` The panel's number. If left out, you pick from a list.
        - `[reason]` The reason's name or position. If left out, you pick from a list.
        """
        await self._go(ctx, "movereason", panel, reason)

    @subcommand(
        "ticketset panel",
        "removereason",
        description="Remove a reason from a selector.",
        options={
            "panel": "The panel's number. If left out, you pick from a list.",
            "reason": "The reason's name or position. If left out, you pick from a list.",
        },
        who=Who.ADMINS,
    )
    async def ticketset_panel_removereason(
        self, ctx: commands.GuildContext, panel: str | None = None, *, reason: str | None = None
    ) -> None:
        """Remove a reason from a selector.

        **Example:**
        - `[p]ticketset panel removereason 1 2`

        **Arguments:**
        - `[panel]` The panel's number. If left out, you pick from a list.
        - `[reason]` The reason's name or position. If left out, you pick from a list.
        """
        await self._go(ctx, "removereason", panel, reason)

    async def _go(
        self,
        ctx: commands.GuildContext,
        verb: str,
        given: str | None,
        reason: str | None = None,
    ) -> None:
        """The first step of what a command is for, as far as it was told what about."""
        panel = await self._panel(ctx, verb, given)
        if panel is not None:
            named = panel.with_words_of(await types_of(self.app, ctx.guild.id))
            entry_id = named.entry_named(reason).id if reason else 0
            await self._step(ctx, verb, panel, entry_id)

    async def _panel(
        self, ctx: commands.GuildContext, verb: str, given: str | None
    ) -> Panel | None:
        """The panel that is meant; None if it has to be chosen first."""
        if given is None:
            known = await panels_of(self.app, ctx.guild.id)
            if len(known) > 1:
                await say(ctx, _("Which panel?"), view=panels.choose_panel(verb, known))
                return None
        return await find_panel(self.app, ctx.guild.id, given or "")

    async def _step(
        self, ctx: commands.GuildContext, verb: str, panel: Panel, entry_id: int = 0
    ) -> None:
        if verb in steps.ACTING:
            await _work(ctx)
        step = await steps.begin(self.app, ctx.guild.id, verb, panel.number, entry_id)
        await self._show_step(ctx, step)

    async def _show_step(self, ctx: commands.GuildContext, step: Step) -> None:
        """Opens a form where Discord can; a typed command gets a button that does."""
        if step.form is not None and ctx.interaction is not None:
            await Reply.to(ctx.interaction).ask(step.form)
        elif step.form is not None:
            await say(ctx, _("Press the button to fill in the form."), view=step.resume)
        else:
            await say(ctx, step.text, view=step.view, embed=step.embed)


async def _work(ctx: commands.GuildContext) -> None:
    """Discord gives a slash command three seconds; what follows may take longer."""
    if ctx.interaction is not None:
        await Reply.to(ctx.interaction).wait()
