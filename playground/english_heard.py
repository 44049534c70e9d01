"""What a server that speaks another language may never read: English.

The harness listens to everything the bot says there. A text is English if the catalogue has a
translation for it, or for a long piece of it, or if it uses the small words that no English
sentence can do without; the latter finds what never got into the catalogue.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from speech import LOCALES, catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from redbot.core.bot import Red
    from simcord.backend import Backend
    from traffic import Call

#: The languages that aren't English.
FOREIGN = frozenset(LOCALES.values()) - {"en-US"}
#: Keys of Discord's objects whose values people read.
_SHOWN = frozenset(
    {"content", "title", "description", "label", "placeholder", "text", "name", "topic", "value"}
)
#: Commands, addresses, mentions, times and emojis are no words of a language.
_NO_WORDS = re.compile(r"```.*?```|`[^`]*`|https?://\S+|<[^>\s]+>|\{\w+(?:\.\w+)?\}", re.DOTALL)
_SMALL_WORDS = (
    *("the", "and", "is", "are", "was", "were", "of", "to", "with", "this", "that", "you", "your"),
    *("it", "its", "not", "has", "have", "be", "by", "from", "who", "what", "which", "when"),
    *("will", "they", "their", "if", "at", "can't", "isn't", "doesn't"),
)
#: Those that are words of another language, too.
_THEIR_WORDS = {"de-DE": {"was", "will", "not"}, "es-ES": {"has"}}
#: A piece of a sentence is telling from this length on, and if it has several words.
_TELLING = 12
_MARKS = "*_~#>|-—·:()[].…!?✅⚠️📄🎫🔒🟢⚪ \u00a0\n"
_BREAKS = re.compile(r"\s[—·|]\s|\n|:\s|\*\*")


def english_in(text: str, names: Iterable[str] = (), *, locale: str) -> str | None:
    """The English words that `text` has, None if there are none. `names` are no words."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "…")
    words = _NO_WORDS.sub("…", text)
    small = _small_words(locale).search(words)
    if small is not None:
        return small[0]
    whole, pieces = _english(locale)
    for part in (words, *_BREAKS.split(words)):
        if part.strip(_MARKS) in whole:
            return part.strip(_MARKS)
    return next((piece for piece in pieces if piece in words), None)


@lru_cache
def _small_words(locale: str) -> re.Pattern[str]:
    theirs = _THEIR_WORDS.get(locale, set())
    words = "|".join(word for word in _SMALL_WORDS if word not in theirs)
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


@lru_cache
def _english(locale: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """English texts that are other words in a language, and the telling pieces of long ones."""
    pairs = catalogue(locale)
    theirs = "\n".join(pairs.values())
    their_words = {one.strip(_MARKS) for one in pairs.values()}
    english = [text for text in pairs if not text.startswith("/")]
    whole = {text.strip(_MARKS) for text in english} - their_words
    pieces = {
        piece.strip()
        for text in english
        for piece in re.split(r"\n|\{\w+\}|`[^`]*`|\*\*", text)
        if len(piece.strip()) >= _TELLING and " " in piece.strip()
    }
    return frozenset(whole) - {""}, tuple(one for one in sorted(pieces) if one not in theirs)


class EnglishHeard:
    """Listens to what the bot says on servers that don't speak English."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._heard: list[str] = []

    def hears(self, call: Call, red: Red, owner_channel_id: int) -> None:
        """One call of the bot. What the bot's owner is told in private has no server."""
        if call.method not in {"POST", "PATCH", "PUT"} or call.path.endswith("/commands"):
            return
        if FOREIGN.isdisjoint(red._i18n_cache._guild_locale.values()):
            # To find out where an answer is shown takes long.
            return
        guild_id = self._guild_of(call, owner_channel_id)
        locale = None if guild_id is None else self._locale_of(red, guild_id)
        if locale is None or locale not in FOREIGN:
            return
        names = self._names()
        for text in _shown(call.body):
            found = english_in(text, names, locale=locale)
            if found is not None:
                self._heard.append(
                    f"English on a server of {locale} ({found}): {call.route} {text!r}"
                )

    def complaints(self) -> list[str]:
        """What was said in English."""
        return list(dict.fromkeys(self._heard))

    def _locale_of(self, red: Red, guild_id: int) -> str | None:
        # Looked up as Red does, but without waiting: what was never asked for isn't set.
        known = red._i18n_cache._guild_locale
        return known.get(guild_id) or known.get(None)

    def _guild_of(self, call: Call, owner_channel_id: int) -> int | None:
        kind, identity, *rest = [*call.parts, "", ""]
        if kind == "guilds":
            return int(identity)
        if kind == "channels" and identity.isdecimal():
            channel = self._backend.channels.get(int(identity))
            if channel is None or channel.id == owner_channel_id:
                return None
            # A direct message is about the only server there is.
            return channel.guild_id or self._only_guild()
        if kind in {"interactions", "webhooks"}:
            token = rest[0]
            for record in reversed(self._backend.interactions.values()):
                if record.token == token:
                    return record.guild_id
        return None

    def _only_guild(self) -> int | None:
        guilds = list(self._backend.guilds)
        return guilds[0] if len(guilds) == 1 else None

    def _names(self) -> set[str]:
        """What people have named may be in any language."""
        backend = self._backend
        named: set[str] = {user.name for user in backend.users.values()}
        named |= {channel.name for channel in backend.channels.values() if channel.name}
        for guild in backend.guilds.values():
            named |= {guild.name, *(role.name for role in guild.roles.values())}
        return {name for name in named if len(name) > 2}


def _shown(node: Any) -> Iterator[str]:
    """The texts of a call that people read."""
    if isinstance(node, list):
        for child in node:
            yield from _shown(child)
    elif isinstance(node, dict):
        for key, child in node.items():
            if isinstance(child, str):
                # An option's value is what the bot is told, not what people read.
                if key in _SHOWN and not (key == "value" and "label" in node):
                    yield child
            else:
                yield from _shown(child)
