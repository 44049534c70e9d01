"""What every kind of setting can do, and the simplest way to do it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

from ...i18n import _
from ..declaration import declaration
from ..errors import UnknownTicket
from ..render import words
from ..render.controls import identify
from ..render.pages import row

if TYPE_CHECKING:
    from collections.abc import Collection

    import discord
    from redbot.core import commands

    from ..references import Matching, Names
    from ..settings import Setting

#: What brings a setting's default back, in all languages whatever the server speaks.
DEFAULT_WORDS = {"default", "défaut", "predeterminado"}
#: What empties a setting that names things of Discord.
NOTHING_WORDS = (
    DEFAULT_WORDS
    | {"none", "clear"}
    | {"aucun", "aucune"}
    | {"kein", "keine", "keiner", "keins"}
    | {"ninguno", "ninguna"}
)
#: Long texts are shown in full up to here, and in the overview up to here.
TEXT_LIMIT, LINE_LIMIT = 1200, 100
#: Texts up to this length are shown as code.
_SHORT = 60
#: Roles that a ticket's channel can name and still leave space for added people.
ROLE_LIMIT = 25


@declaration(frozen=True, kw_only=True)
class Control:
    """A setting on a page of the menu."""

    #: The menu's key.
    key: str
    setting: Setting
    #: For which type; None for the server.
    type_id: int | None
    value: Any
    #: Ids of the roles and channels that there are.
    exists: Collection[int]
    #: The setting's words, which stand before or beside what changes it.
    text: str
    #: Whether the setting does nothing at present.
    is_idle: bool = False
    #: Whether the bot can make what the setting names.
    can_create: bool = False

    def identify(self, verb: str, *about: str) -> str:
        """The custom id of something that changes the setting."""
        return identify(verb, self.key, name_of(self.setting, self.type_id), *about)


def name_of(setting: Setting, type_id: int | None) -> str:
    """How ids of buttons name a setting of the server, or of a type."""
    return setting.command if type_id is None else f"{setting.command}.{type_id}"


@declaration(frozen=True, kw_only=True)
class Shown:
    """How much of a value is shown.

    What isn't in `exists` is marked as deleted. Texts are clipped to `limit` characters, roles to
    `most`.
    """

    exists: Collection[int] | None = None
    limit: int = TEXT_LIMIT
    most: int = ROLE_LIMIT


FULL = Shown()


class FieldKind(Enum):
    """What a form outside of Discord has for a value."""

    SWITCH = "switch"
    CHOICE = "choice"
    NUMBER = "number"
    LINE = "line"
    TEXT = "text"
    ROLES = "roles"
    CHANNEL = "channel"
    CATEGORY = "category"


@declaration(frozen=True, kw_only=True)
class Field:
    """How a form outside of Discord asks for a value; words are in the reader's language."""

    kind: FieldKind
    #: The most characters, or roles.
    limit: int | None = None
    #: The least and the greatest number.
    bounds: tuple[int, int] | None = None
    #: The words that may be chosen, each with what it means.
    options: tuple[tuple[str, str], ...] = ()
    #: What a text may name.
    variables: tuple[str, ...] = ()
    #: What an empty field means, or 0.
    nothing: str = ""


class Kind:
    """One kind of setting. What a kind can't do is a forged press: ``UnknownTicket``."""

    #: Where the menu shows the value: in the title, on a line of its own, or in the control only.
    shown_in: str = "title"
    #: The most characters that a form for it takes; None for a kind that has no form.
    form_limit: int | None = None

    def loaded(self, stored: Any) -> Any:
        """The value from what is stored; raises :class:`Unreadable`. None is the caller's."""
        raise NotImplementedError

    def stored(self, value: Any) -> Any:
        """The value as JSON knows it."""
        return value

    async def typed(self, ctx: commands.GuildContext, text: str, now: Any) -> Any:
        """The value that a typed `text` means, `now` being the present one.

        Raises a ``SettingRefused``. Words for the default are the caller's.
        """
        return self.read(text)

    def read(self, text: str) -> Any:
        """The value that a text means; raises a ``SettingRefused``."""
        raise UnknownTicket

    def chosen(self, guild: discord.Guild, values: tuple[str, ...]) -> Any:
        """The value that a selector sent; raises a ``SettingRefused``."""
        raise UnknownTicket

    def schema(self) -> dict[str, Any]:
        """What may stand in the configuration file, as JSON Schema says it.

        Limits tell readers only: what is beyond them is refused by :meth:`from_file`.
        """
        raise NotImplementedError

    def to_file(self, value: Any, names: Names) -> Any:
        """The value as it stands in the configuration file."""
        return self.stored(value)

    def from_file(self, given: Any, matching: Matching) -> Any:
        """The value that the file has, whose shape is right; raises a ``SettingRefused``."""
        return self.loaded(given)

    def words(self, value: Any, shown: Shown = FULL) -> str:
        """The value as people read it."""
        raise NotImplementedError

    def possible(self) -> str:
        """What may be given as the value, in a sentence."""
        raise NotImplementedError

    def form_text(self, value: Any) -> str:
        """The value as its form shows it first."""
        return str(value)

    def field(self) -> Field | None:
        """How a form outside of Discord asks for it; None for what has pages of its own."""
        return None

    def held(self, value: Any, exists: Collection[int]) -> tuple[str, ...]:
        """The texts by which such a form holds the value. What isn't in `exists` is left out."""
        return (self.form_text(value),)

    def sent(self, guild: discord.Guild, texts: tuple[str, ...]) -> Any:
        """The value that such a form has sent; raises a ``SettingRefused``."""
        return self.read(texts[0] if texts else "")

    def blocks(self, at: Control) -> list[discord.ui.Item[Any] | str]:
        """The setting on a page of the menu, with what changes it."""
        return [at.text, row(self.selector(at))]

    def selector(self, at: Control) -> discord.ui.Item[Any]:
        """The selector that changes the setting."""
        raise NotImplementedError


def marked(text: str, identity: int, exists: Collection[int] | None) -> str:
    """`text`, or that what it names was deleted."""
    if exists is None or identity in exists:
        return text
    return _("⚠️ deleted ({id})").format(id=identity)


def number_in(value: str) -> int:
    """The id that a selector sent; 0 for what is none."""
    return int(value) if value.isdecimal() and len(value) <= 20 else 0


def quoted(text: str, limit: int) -> str:
    """A text of an admin's as it was written: a short one as code, others as a quote, or as
    part of a line where only a glance of it is wanted."""
    shown = words.clip(words.plain(text), limit)
    if limit <= LINE_LIMIT:
        shown = " ".join(shown.split())
    if len(shown) <= _SHORT and "\n" not in shown:
        return "`" + shown.replace("`", "ˋ") + "`"
    return words.escaped(shown) if limit <= LINE_LIMIT else words.quoted(shown)
