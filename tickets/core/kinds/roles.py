"""A set of roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from redbot.core import commands

from ...i18n import _
from ..discord.people import role_facts
from ..errors import AdministratorRole, EveryoneRole, ManagedRole, NotARole, TooManyRoles
from ..lazy_pattern import lazy_pattern
from ..references import ThingKind, reference_schema
from ..render import words as text_words
from ..settings import Unreadable
from .kind import (
    FULL,
    NOTHING_WORDS,
    ROLE_LIMIT,
    Control,
    Field,
    FieldKind,
    Kind,
    Shown,
    marked,
    number_in,
)
from .named import named

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ..references import Matching, Names
    from ..role import RoleFacts

_BEFORE_A_NAME = lazy_pattern(r"[\s,]+(?=@)")
_ROLE_WORD = lazy_pattern(r"<@&\d+>|\d{15,20}")


class Roles(Kind):
    """Ids of roles, each once."""

    def __init__(self, limit: int = ROLE_LIMIT, nobody: str | None = None) -> None:
        """`nobody` is what it says where none is chosen."""
        self.limit = limit
        self.nobody = nobody

    def loaded(self, stored: Any) -> tuple[int, ...]:
        """A list of ids."""
        if not isinstance(stored, list | tuple) or any(type(one) is not int for one in stored):
            raise Unreadable
        return tuple(stored)

    def stored(self, value: Any) -> Any:
        """A list."""
        return list(value)

    def schema(self) -> dict[str, Any]:
        """A list of ids and names."""
        return {"type": "array", "items": reference_schema(), "maxItems": self.limit}

    def to_file(self, value: Any, names: Names) -> Any:
        """Ids and names of those that are still there."""
        written = (names.write(ThingKind.ROLE, one) for one in value)
        return [one for one in written if one is not None]

    def from_file(self, given: Any, matching: Matching) -> tuple[int, ...]:
        """Those that the file means, without what is still asked."""
        found = [matching.find(ThingKind.ROLE, one) for one in given]
        return self.check([one.role for one in found if one is not None and one.role is not None])

    def check(self, roles: Sequence[RoleFacts]) -> tuple[int, ...]:
        """The roles' ids without repetition, or one of the ``SettingRefused`` errors."""
        for role in roles:
            if role.is_everyone:
                raise EveryoneRole
            if role.is_managed:
                raise ManagedRole(role_id=role.id)
            if role.is_administrator:
                raise AdministratorRole(role_id=role.id)
        ids = tuple(dict.fromkeys(role.id for role in roles))
        if len(ids) > self.limit:
            raise TooManyRoles(limit=self.limit)
        return ids

    async def typed(self, ctx: commands.GuildContext, text: str, now: Any) -> Any:
        """Those that are named change sides: one that is there goes, another comes."""
        if text.lower() in NOTHING_WORDS:
            return ()
        named = await _named(ctx, text)
        # Roles that are gone go.
        kept = [role for role in map(ctx.guild.get_role, now) if role is not None]
        new = [role for role in kept if role not in named]
        new += [role for role in named if role not in kept]
        return self.check([role_facts(role) for role in new])

    def chosen(self, guild: discord.Guild, values: tuple[str, ...]) -> tuple[int, ...]:
        """All that are chosen, instead of those before."""
        roles = []
        for value in values:
            role = guild.get_role(number_in(value))
            if role is None:
                raise NotARole(given=value)
            roles.append(role_facts(role))
        return self.check(roles)

    def words(self, value: Any, shown: Shown = FULL) -> str:
        """Mentions of them, the first ones of many."""
        mentions = " ".join(
            marked(text_words.role(role), role, shown.exists) for role in value[: shown.most]
        )
        if len(value) > shown.most:
            more = len(value) - shown.most
            return _("{roles} and {count} more").format(roles=mentions, count=more)
        return mentions or (_(self.nobody) if self.nobody else _("none"))

    def possible(self) -> str:
        """How roles are named."""
        return _(
            "Role names, mentions or IDs (up to {limit}). Naming a role again removes "
            "it. `none` removes all of them."
        ).format(limit=self.limit)

    def field(self) -> Field:
        """Several of them, or none."""
        nothing = _(self.nobody) if self.nobody else _("No role")
        return Field(kind=FieldKind.ROLES, limit=self.limit, nothing=nothing)

    def held(self, value: Any, exists: Collection[int]) -> tuple[str, ...]:
        """Their ids."""
        return tuple(str(role) for role in value if role in exists)

    def sent(self, guild: discord.Guild, texts: tuple[str, ...]) -> tuple[int, ...]:
        """All that were chosen, instead of those before."""
        return self.chosen(guild, texts)

    def selector(self, at: Control) -> discord.ui.Item[Any]:
        """Discord's selector of roles, the present ones chosen."""
        return discord.ui.RoleSelect(
            custom_id=at.identify("menu-choose"),
            placeholder=_(self.nobody) if self.nobody else _("No role"),
            min_values=0,
            max_values=self.limit,
            default_values=[discord.Object(role) for role in at.value if role in at.exists],
        )


async def _named(ctx: commands.GuildContext, text: str) -> list[discord.Role]:
    """The roles that a text names: mentions and ids apart by spaces, or one role's name.

    Several names have to begin with ``@``: they may hold spaces.
    """
    only_ids = not _ROLE_WORD.sub("", text).strip(" ,")
    words = _ROLE_WORD.findall(text) if only_ids else [text]
    if not only_ids and named(ctx.guild.roles, text, "@") is None:
        words = _BEFORE_A_NAME.split(text)
    roles = []
    for word in words:
        role = named(ctx.guild.roles, word, "@")
        if role is not None:
            roles.append(role)
            continue
        try:
            roles.append(await commands.RoleConverter().convert(ctx, word))
        except commands.BadArgument as error:
            raise NotARole(given=word) from error
    return roles
