"""``/ticketset type`` for admins, and ``/ticketmod move``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redbot.core import commands
from redbot.core.utils.chat_formatting import pagify

from ..configuration import ui as menu_ui
from ..configuration.render.settings import changed, present_value
from ..configuration.service.changing import change_setting, note_after, reset_setting
from ..core.commands.base import Commands, say, say_besides, show, show_menu
from ..core.commands.marks import Who, group, subcommand
from ..core.commands.staff import require_ticket
from ..core.discord.people import person_of
from ..core.kinds import questions
from ..core.kinds.kind import DEFAULT_WORDS
from ..core.render import words
from ..i18n import _, use_type
from ..lifecycle.commands.types_by_name import Completion
from ..lifecycle.service.choosing import find_type
from . import render as look
from .rules import NO_TYPE, NoSuchTypeSetting
from .service.changing import change_words, create_type
from .service.moving import plan_move
from .ui import WHERE

if TYPE_CHECKING:
    from ..core.settings import Settings
    from ..core.ticket_type import TicketType

#: What a type has besides settings, as it is typed.
WORDS = ("name", "emoji", "description")


class TypeCommands(Commands):
    """Making types, and moving tickets from one to another."""

    @group("type", below="ticketset", has_slash=False, who=Who.ADMINS, answers_alone=True)
    async def ticketset_type(self, ctx: commands.GuildContext) -> None:
        """Kinds of tickets, each with its own team, channels and settings.

        Without a subcommand it shows all types.

        **Examples:**
        - `[p]ticketset type`
        - `[p]ticketset type create Reports`
        """
        if ctx.invoked_subcommand is None:
            await self._show_types(ctx)

    @subcommand("ticketset type", "list", has_slash=False, who=Who.ADMINS)
    async def ticketset_type_list(self, ctx: commands.GuildContext) -> None:
        """Show all types, and how many settings each has of its own.

        **Example:**
        - `[p]ticketset type list`
        """
        await self._show_types(ctx)

    async def _show_types(self, ctx: commands.GuildContext) -> None:
        listed = look.type_list(await self.app.settings.of(ctx.guild.id))
        first, *more = pagify(listed, page_length=words.MESSAGE_LIMIT)
        await say(ctx, first)
        for page in more:
            await say_besides(ctx, page)

    @subcommand("ticketset type", "create", has_slash=False, who=Who.ADMINS)
    async def ticketset_type_create(self, ctx: commands.GuildContext, *, name: str) -> None:
        """Make a new type. At first it has everything as the server.

        **Example:**
        - `[p]ticketset type create Reports`

        **Arguments:**
        - `<name>` What members read, up to 80 characters.
        """
        made = await create_type(self.app, ctx.guild.id, name=name)
        await self._open_types(ctx, f"{WHERE}.{made.id}")

    @subcommand("ticketset type", "edit", usage="<type>", has_slash=False, who=Who.ADMINS)
    async def ticketset_type_edit(self, ctx: commands.GuildContext, *, type_: str) -> None:
        """Open the menu at a type.

        **Example:**
        - `[p]ticketset type edit Reports`

        **Arguments:**
        - `<type>` The type's name.
        """
        found = await self._type_named(ctx, type_)
        await self._open_types(ctx, f"{WHERE}.{found.id}")

    @subcommand("ticketset type", "delete", usage="<type>", has_slash=False, who=Who.ADMINS)
    async def ticketset_type_delete(self, ctx: commands.GuildContext, *, type_: str) -> None:
        """Delete a type, after a confirmation. Its tickets stay.

        **Example:**
        - `[p]ticketset type delete Reports`

        **Arguments:**
        - `<type>` The type's name.
        """
        found = await self._type_named(ctx, type_)
        await self._open_types(ctx, f"{WHERE}.{found.id}.delete")

    @subcommand(
        "ticketset type",
        "set",
        usage="<type> <setting> [value]",
        has_slash=False,
        who=Who.ADMINS,
    )
    async def ticketset_type_set(
        self, ctx: commands.GuildContext, type_: str, setting: str, *, value: str | None = None
    ) -> None:
        """Show or change a setting of a type.

        The settings are those of `[p]ticketset`, and `name`, `emoji`, `description`,
        `takestickets` and `bycommand`.

        **Examples:**
        - `[p]ticketset type set Reports modrole @Reports team`
        - `[p]ticketset type set "Report a bug" openreason on`
        - `[p]ticketset type set Reports openreason default`

        **Arguments:**
        - `<type>` The type's name. In quotes if it has spaces.
        - `<setting>` The setting's command.
        - `[value]` The new value. `default` means as on the server.
        """
        found = await self._type_named(ctx, type_)
        use_type(found.name)
        if setting.lower() in WORDS:
            await self._set_type_words(ctx, found, setting.lower(), value)
            return
        known = {one.command: one for one in self.app.settings.declared.of_types}
        if setting.lower() not in known:
            raise NoSuchTypeSetting(given=setting, known=(*WORDS, *known))
        chosen = known[setting.lower()]
        if isinstance(chosen.kind, questions.Questions) and not _is_default(value):
            # Questions are changed in the menu.
            await self._open_types(ctx, questions.address(found.id))
            return
        settings = (await self.app.settings.of(ctx.guild.id)).for_type(found.id)
        how = f'{ctx.clean_prefix}ticketset type set "{found.name}" {chosen.command}'
        if value is None:
            await say(ctx, f"{look.shown_name(found)} · {present_value(chosen, settings, how)}")
            return
        if _is_default(value):
            settings = await reset_setting(self.app, ctx.guild.id, chosen, type_id=found.id)
        else:
            # Roles come and go beside its own, not beside the server's.
            now = settings.own(found.id, chosen.key)
            new = await chosen.kind.typed(
                ctx, value.strip(), chosen.default if now is None else now
            )
            settings = await change_setting(self.app, ctx.guild.id, chosen, new, type_id=found.id)
        note = await note_after(self.app, ctx.guild.id, settings, chosen.key)
        done = f"{look.shown_name(found)} · {changed(chosen, settings)}"
        await say(ctx, "\n".join(filter(None, (done, note))))

    async def _set_type_words(
        self, ctx: commands.GuildContext, found: TicketType, which: str, value: str | None
    ) -> None:
        present = {
            "name": found.name,
            "emoji": found.emoji or "",
            "description": found.description or "",
        }
        if value is None:
            await say(ctx, present[which] or _("none"))
            return
        wanted = "" if value.strip().lower() in DEFAULT_WORDS else value
        await change_words(self.app, ctx.guild.id, found.id, **{**present, which: wanted})
        await self._show_types(ctx)

    async def _type_named(self, ctx: commands.GuildContext, given: str) -> TicketType:
        settings = await self.app.settings.of(ctx.guild.id)
        return find_type(given, settings.types)

    async def _open_types(self, ctx: commands.GuildContext, where: str) -> None:
        opened = self.menus.open(self.bot, ctx.guild, ctx.author.id, menu_ui.COMMAND)
        await show_menu(ctx, opened, await menu_ui.page(self.app, opened, where))

    @subcommand(
        "ticketmod",
        "move",
        aliases=("déplacer", "deplacer"),
        usage="<type>",
        description="Move this ticket to another type, and with it to that type's team.",
        renamed={"type_": "type"},
        options={"type_": "The type that it gets."},
        completed={"type_": Completion.any_type},
    )
    async def ticketmod_move(self, ctx: commands.GuildContext, *, type_: str) -> None:
        """Move this ticket to another type, and with it to that type's team.

        It asks first, and says who will read everything. Opener and added people stay.

        **Examples:**
        - `[p]ticketmod move Reports`
        - `[p]ticketmod move none`

        **Arguments:**
        - `<type>` The type that it gets. `none` for no type.
        """
        number = (await require_ticket(self, ctx)).number
        settings = await self.app.settings.of(ctx.guild.id)
        type_id = None if _is_none(type_, settings) else find_type(type_, settings.types).id
        ticket, plan, wanted = await plan_move(
            self.app, ctx.guild.id, number, by=person_of(ctx.author), type_id=type_id
        )
        await show(ctx, look.move_question(ticket, plan, wanted, self.app.session))


def _is_default(value: str | None) -> bool:
    """Whether a type shall have a setting as on the server."""
    return value is not None and value.strip().lower() in DEFAULT_WORDS


def _is_none(given: str, settings: Settings) -> bool:
    """Whether no type is meant; a type may be called so."""
    names = {one.name.casefold() for one in settings.types}
    return given.strip().casefold() in {NO_TYPE, "0"} - names
