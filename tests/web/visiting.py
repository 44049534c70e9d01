"""People at the pages, as a browser shows them and sends them back."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from web_dashboard import load_dashboard

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    from people import Person
    from server import Server
    from web_dashboard import Dashboard


@asynccontextmanager
async def dashboard_at(server: Server) -> AsyncIterator[Dashboard]:
    """The owner's dashboard, which knows the cog's pages."""
    bot = server.sim.red
    loaded = await load_dashboard(bot)
    await server.sim.env.settle()
    try:
        yield loaded
    finally:
        await bot.remove_cog(loaded.qualified_name)


class Visited:
    """A page in somebody's browser."""

    def __init__(
        self,
        dashboard: Dashboard,
        person: Person,
        name: str = "settings",
        *,
        locale: str = "en-US",
        **query: str,
    ) -> None:
        self.dashboard, self.person, self.name = dashboard, person, name
        self.locale, self.query = locale, query
        self.answer: dict[str, Any] = {}
        #: What its form holds, by the names of its fields.
        self.form: dict[str, list[str]] = {}

    async def opened(self) -> Visited:
        """Somebody looks at the page."""
        await self._ask(None)
        return self

    async def sends(self, **changes: str | list[str] | None) -> Visited:
        """Sends the form with some fields changed; None is a switch that is off, or nothing."""
        form = dict(self.form)
        for key, value in changes.items():
            texts = [value] if isinstance(value, str) else list(value or ())
            form[f"s.{key}"] = texts
        await self._ask(form)
        return self

    async def presses(self, button: str, **fields: list[str]) -> Visited:
        """Presses a button that has a form of its own."""
        form = {f"s.{key}": texts for key, texts in fields.items()}
        await self._ask({"configured": [self.shown["configured"]], button: ["on"], **form})
        return self

    async def sends_form(self, form: Mapping[str, list[str]]) -> Visited:
        """Sends whatever somebody may forge."""
        await self._ask(form)
        return self

    async def _ask(self, form: Mapping[str, list[str]] | None) -> None:
        self.answer = await self.dashboard.ask(
            "Tickets",
            self.name,
            user_id=self.person.id,
            guild_id=self.person.server.guild.id,
            query=self.query,
            form=form,
            locale=self.locale,
        )
        if "web_content" in self.answer:
            self.form = dict(self._fields())

    @property
    def shown(self) -> dict[str, Any]:
        """What the template is given."""
        shown: dict[str, Any] = self.answer["web_content"]["tickets"]
        return shown

    @property
    def notes(self) -> str:
        """What the page says first."""
        texts = []
        for note in self.shown["notes"]:
            texts += [self._text(note["text"]), *map(self._text, note["lines"])]
        return "\n".join(texts)

    @property
    def refusal(self) -> tuple[int, str]:
        """The answer of somebody who sees no page."""
        return self.answer["error_code"], self.answer["error_message"]

    def fields(self) -> dict[str, dict[str, Any]]:
        """The settings' fields by their keys."""
        shown = self.shown
        found = [field for group in shown.get("groups", ()) for field in group["fields"]]
        found += [*(shown.get("fields") or ()), *(shown.get("look") or ())]
        found += [shown["selector"]] if shown.get("selector") else []
        return {field["key"]: field for field in found}

    def refused(self) -> dict[str, str]:
        """What stands beside fields that were refused."""
        found = self.fields().items()
        return {key: self._text(one["refusal"]) for key, one in found if one["refusal"]}

    def _fields(self) -> Iterator[tuple[str, list[str]]]:
        if "configured" in self.shown:
            yield "configured", [self.shown["configured"]]
        for key, field in self.fields().items():
            yield f"was.{key}", [field["was"]]
            texts = field["texts"]
            yield f"s.{key}", [] if field["kind"] == "switch" and texts == ["off"] else list(texts)
            if field["follows"] is not None and field["is_own"]:
                yield f"own.{key}", ["on"]

        if "list" in self.shown:
            yield from self._list(self.shown["list"])

    def _list(self, shown: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
        yield "was", [shown["was"]]
        yield "order", [one["key"] for one in shown["entries"]]
        own = self.shown.get("own")
        if own:
            yield "was_own", [own["was"]]
            if own["is_own"]:
                yield "own", ["on"]
        for one in shown["entries"]:
            for field in one["fields"]:
                is_off = field["kind"] == "switch" and field["text"] != "on"
                if not is_off:
                    yield f"i.{one['key']}.{field['name']}", [field["text"]]

    def writes(self, key: str, **texts: str | None) -> Visited:
        """Somebody writes into the fields of an item, new or there; None is a switch off."""
        if key not in self.form["order"]:
            self.form["order"] = [*self.form["order"], key]
            blank = self.shown["list"]["blank"]["fields"]
            texts = {**{one["name"]: one["text"] for one in blank}, **texts}
        for name, text in texts.items():
            self.form[f"i.{key}.{name}"] = [] if text is None else [text]
        return self

    def sorts(self, *keys: str) -> Visited:
        """Somebody sorts the items; what isn't named is removed."""
        self.form["order"] = list(keys)
        return self

    def refused_items(self) -> dict[tuple[str, str], str]:
        """What stands beside fields of a list, by item and field; for a whole item, no field."""
        found = {}
        for one in self.shown["list"]["entries"]:
            if one["refusal"]:
                found[one["key"], ""] = self._text(one["refusal"])
            for field in one["fields"]:
                if field["refusal"]:
                    found[one["key"], field["name"]] = self._text(field["refusal"])
        return found

    @property
    def said(self) -> str:
        """What stands above a list."""
        return "\n".join(self._text(one) for one in self.shown["list"]["said"])

    @staticmethod
    def _text(pieces: Any) -> str:
        return "".join(text for text, _look in pieces)


def was(form: Mapping[str, list[str]], key: str) -> Any:
    """What a field held when the page was made."""
    return json.loads(form[f"was.{key}"][0])
