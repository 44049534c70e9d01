"""The page of export and import."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from ...config_file.discord import NamedThings
from ...config_file.render import applied, question_id
from ...config_file.rules import FileRefused, read
from ...config_file.service.applying import apply_import
from ...config_file.service.exporting import export
from ...config_file.service.planning import plan_import
from ...core import errors
from ...core.kinds.kind import number_in
from ...core.render.failures import explain
from ..discord import names, places, usual_channel
from ..render import files as look
from ..render import frame
from ..render.pages import FILE, Note, refusal_note, reset_meanwhile, view
from ..render.texts import pieces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...config_file.rules import Plan
    from ...core.references import Reference
    from .visit import Visit

#: So many names of a file are asked about; nobody answers more at once.
_QUESTIONS = 200


class _Import:
    """A file that was pasted, and what it would change."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self.text = visit.one("file").replace("\r\n", "\n")
        self.answers: dict[Reference, int | None] = {}
        self.plan: Plan | None = None

    @property
    def token(self) -> str:
        """Names exactly what was shown."""
        return "" if self.plan is None else look.token_of(self.text, self.answers, self.plan)

    async def look(self) -> None:
        """Finds out what it would change, with what was answered; raises a ``FileRefused``."""
        if not self.text.strip():
            raise errors.TextEmpty
        data = self.text.encode("utf-8", "surrogatepass")
        file = await asyncio.to_thread(read, data)
        self.plan = await self._planned(file)
        asked = {question_id(one): one for one in self.plan.questions[:_QUESTIONS]}
        given = {one: self._visit.all(f"s.{name}") for name, one in asked.items()}
        self.answers = {
            one: number_in(texts[0]) or None for one, texts in given.items() if texts and texts[0]
        }
        if self.answers:
            self.plan = await self._planned(file)

    async def _planned(self, file: Mapping[str, Any]) -> Plan:
        visit = self._visit
        with visit.in_server_language():
            return await plan_import(
                visit.app, visit.guild.id, file, self.answers, usual_channel(visit.guild)
            )


async def file_page(visit: Visit) -> dict[str, Any]:
    """The page: the configuration as it is, and what a text that was sent would change."""
    called, notes = names(visit.guild), list[Note]()
    shown, before = None, ""
    if visit.is_sent and await visit.was_reset():
        notes.append(reset_meanwhile(called))
    elif visit.is_sent:
        shown = _Import(visit)
        try:
            await shown.look()
            if visit.has("apply"):
                before = await _apply(visit, shown, notes, called)
                shown = None
        except (FileRefused, errors.SettingsChanged, errors.TextEmpty) as error:
            notes.append(refusal_note(explain(error), called))
    plan = None
    if shown is not None and shown.plan is not None:
        plan = look.plan_view(shown.plan, shown.answers, called, shown.token)
    return view(
        frame.FILE,
        visit.guild.id,
        FILE,
        notes=notes,
        places=places(visit.guild),
        about=look.about_file(),
        about_import=look.about_import(),
        called=look.exported_name(visit.app[NamedThings].server_name(visit.guild.id)),
        exported=await _exported(visit),
        before=before,
        pasted="" if shown is None else shown.text,
        plan=plan,
        configured=await visit.configured(),
    )


async def _exported(visit: Visit) -> str:
    with visit.in_server_language():
        return await export(visit.app, visit.guild.id)


async def _apply(
    visit: Visit, shown: _Import, notes: list[Note], called: Mapping[int, str]
) -> str:
    """Applies what was shown, and nothing else; returns what there was before.

    Raises ``SettingsChanged`` if it would be something else by now.
    """
    plan = shown.plan
    if plan is None or plan.problems or visit.one("apply") != shown.token:
        raise errors.SettingsChanged
    before = await _exported(visit) if plan.seen.settings.configured else ""
    with visit.in_server_language():
        settings = await apply_import(visit.app, plan)
    has_drafts = any(one.number == 0 for one in plan.parts["panels"])
    said = applied(has_drafts=has_drafts, enabled=settings.enabled)
    notes.append(Note(text=pieces(said, called), look="good"))
    return before
