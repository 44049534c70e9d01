"""A server that speaks French.

The harness fails every test in which anything is said in English there; the tests below walk
through everything that can be said. What people write in them is French or no language.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from english_heard import english_in
from messages import button
from redbot.core import commands

from tests.configuration.menu_pages import MenuPage
from tests.lifecycle.staffing import mods, shows_slash_commands
from tests.panels.panel_making import ids, panel_messages
from tests.staff_log.reception import receiving_channel, sets
from tests.transcripts.saving import page_of, transcripts_in

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio


async def closes(person: Person, channel: Any) -> str:
    """Closes a ticket with a reason; returns the answer."""
    window = await person.presses("Fermer le ticket", on=channel)
    return person.answer(await person.submits(window, reason="Merci"))


async def test_a_ticket_in_french(french: Server, alice: Person, moderator: Person) -> None:
    """With [p]set locale fr-FR commands, buttons, forms and refusals are French."""
    await alice.opens_a_ticket()
    channel = french.newest_ticket()
    assert "N'hésitez pas à décrire votre problème" in alice.reads(channel)[0]
    assert alice.buttons(channel) == ["Fermer le ticket"]
    card = await alice.opens_a_ticket(where=channel)
    assert "Ouvert depuis le" in alice.answer(card)

    assert "fermé" in await closes(alice, channel)
    assert "a fermé le ticket" in moderator.reads(channel)[-1]
    assert moderator.buttons(channel) == ["Réouvrir", "Sauvegarder", "Supprimer"]
    reopened = await moderator.presses("Réouvrir", on=channel)
    assert "ouvert" in moderator.answer(reopened)
    late = await moderator.forges_click("tickets:v1:reopen:1", in_=channel)
    assert "déjà été rouvert" in moderator.answer(late)


async def test_two_servers_speak_their_own_language(tickets_ready: Server, alice: Person) -> None:
    """The language follows the server, also for buttons that were posted in another one."""
    await alice.opens_a_ticket()
    channel = tickets_ready.newest_ticket()
    await tickets_ready.owner.types("!set locale fr-FR")

    window = await alice.presses("Close ticket", on=channel)

    assert "Fermer le ticket" in alice.answer(window)


async def test_the_whole_manual(french: Server, administrator: Person) -> None:
    """Red's help is French for the cog, every group and every command."""
    sim = french.sim
    for command in sorted(sim.cog.walk_commands(), key=lambda one: one.qualified_name):
        is_owners = command.requires.privilege_level is commands.PrivilegeLevel.BOT_OWNER
        reader = french.bot_owner if is_owners else administrator
        answers = await reader.types(f"!help {command.qualified_name}")
        shown = "\n".join(french.text(answer) for answer in answers)
        first = command.format_help_for_context(_Here(french)).splitlines()[0]
        assert first
        assert command.name in shown, shown
    answers = await administrator.types("!help Tickets")
    assert "Des conversations privées" in french.text(answers[0])
    assert f"Version {sim.cog.__version__}" in french.text(answers[0])


async def test_every_setting(french: Server, administrator: Person) -> None:
    """Overview, each setting's own page, changes, and values that can't be."""
    from tickets.cog import FEATURES
    from tickets.core.settings import Declared

    for words in (
        "show",
        "panel",
        "panel list",
        "category 1",
        "limit 99",
        "limit x",
        "format {x}",
    ):
        assert await sets(french, words)
    for setting in Declared(FEATURES.each("settings")).in_order:
        if setting.command == "form":
            continue
        shown = await sets(french, setting.command)
        assert "Pour changer ce réglage" in shown
        assert await sets(french, f"{setting.command} default")
        assert await sets(french, f"{setting.command} zzz")
    assert await sets(french, "enable")
    assert await sets(french, f"category {french.category.id}")
    assert await sets(french, "modrole @everyone")
    assert await sets(french, f"modrole {french.administrators.mention}")
    assert await sets(french, "modrole none")
    assert await sets(french, "enable")
    assert await sets(french, "disable")
    closed = await french.alice.opens_a_ticket()
    assert "suspendue" in french.alice.answer(closed)
    refused = await french.alice.types("!ticketset limit 3")
    assert "Gérer le serveur" in french.alice.answer(refused) or not refused
    await french.bot_owner.types("!ticketset slashlanguages")
    for wanted in ("on", "off"):
        assert await french.bot_owner.types(f"!ticketset contextmenus {wanted}")


async def test_panels(french: Server, administrator: Person, alice: Person) -> None:
    """Making, changing, using and removing panels."""
    for kind in ("button", "selector"):
        form = await administrator.runs("ticketset panel create", kind=kind)
        texts = (
            {"label": "Aide", "emoji": "", "reason": "", "colour": ["green"]}
            if kind == "button"
            else {"name": "Une question", "emoji": "", "description": "", "placeholder": ""}
        )
        assert "panneau" in administrator.answer(form)
        editor = await administrator.submits(form, **texts)
        await administrator.presses("Publier", on=editor)
        for label in administrator.buttons(editor):
            if label not in {"Supprimer", "Publier"}:
                await administrator.forges_click(_id_of(french, editor, label), in_=french.general)
    for words in (
        "addreason 2 Un bogue",
        "addreason 2 Un bogue",
        "preview 1",
        "edit 2",
        "move 1",
        "editreason 2",
        "movereason 2 1",
        "removereason 2 2",
        "removereason 2 1",
        "addreason 1 Non",
        "edit 9",
        "edit",
        "create",
        "list",
        "post 1",
    ):
        assert await sets(french, f"panel {words}"), words
    selector = next(one for one in panel_messages(french) if "choose" in ids(one))
    assert "ouvert" in alice.answer(await alice.selects(["1"], on=selector))
    french.sim.env.backend.delete_message(french.general.id, selector.id)
    await french.sim.env.settle()
    asked = await administrator.types("!ticketset panel delete 1")
    await administrator.presses("Confirmer", on=asked)
    gone = await alice.forges_click("tickets:v1:panel:1", in_=french.general)
    assert "ne sert plus" in alice.answer(gone)


async def test_requests(french: Server, alice: Person, moderator: Person, bob: Person) -> None:
    """Asking, withdrawing, accepting and refusing, and what members are told in private."""
    channel = await receiving_channel(french, "accueil")
    await sets(french, "validation manual")
    await sets(french, f"receptionchannel {channel.mention}")
    await sets(french, "validation manual")
    await sets(french, "openreason on")

    window = await alice.opens_a_ticket()
    assert "Pourquoi ouvrez-vous ce ticket" in alice.answer(window)
    asked = await alice.submits(window, reason="Mon rôle a disparu")
    assert "bien été envoyé" in alice.answer(asked)
    again = await alice.opens_a_ticket("encore")
    assert "attend encore" in alice.answer(again)
    await alice.presses("Annuler la demande", on=asked)
    await alice.opens_a_ticket("Mon rôle")
    await moderator.presses("Accepter", on=french.messages(channel)[-1])
    await french.sim.time_passes(61)
    assert "accepté" in alice.direct_messages()[-1]

    await bob.opens_a_ticket("Bonjour")
    message = french.messages(channel)[-1]
    await shows_slash_commands(french)
    await mods(moderator, "list", in_=french.general)
    await alice.forges_click("tickets:v1:accept:3", in_=channel, message=message)
    window = await moderator.presses("Refuser", on=message)
    await moderator.submits(window, reason="Pas ici")
    await french.sim.time_passes(61)
    assert "refusée" in bob.direct_messages()[-1]
    wait = await bob.opens_a_ticket("Bonsoir")
    assert "refaire une demande" in bob.answer(wait)
    late = await moderator.forges_click("tickets:v1:accept:3", in_=channel, message=message)
    assert "déjà été refusée" in moderator.answer(late)


async def test_what_moderators_do(
    french: Server, alice: Person, bob: Person, helper: Person, moderator: Person
) -> None:
    """Every command of the staff's, done and refused, as a slash command and typed."""
    channel = await receiving_channel(french, "accueil")
    await sets(french, f"receptionchannel {channel.mention}")
    await sets(french, "closereason off")
    await shows_slash_commands(french)
    here = french.general
    assert "est ouvert" in moderator.answer(await mods(moderator, "open", in_=here, member=alice))
    ticket = french.newest_ticket()
    for by in ("slash", "prefix"):
        await mods(moderator, "list", in_=here, by=by)
        await mods(moderator, "close", in_=here, by=by)
        await mods(moderator, "transcript", in_=here, by=by)
        await mods(moderator, "accept", in_=here, by=by, request=7)
        await mods(moderator, "refuse", in_=here, by=by, request=7)
        await mods(moderator, "block", in_=here, by=by, member=bob, duration="2 jours")
        await mods(moderator, "list", in_=here, by=by)
        await bob.opens_a_ticket(by=by)
        await mods(moderator, "unblock", in_=here, by=by, member=bob)
        await mods(moderator, "unblock", in_=here, by=by, member=bob)
        await mods(moderator, "block", in_=here, by=by, member=bob, duration="jamais")
        await mods(moderator, "block", in_=here, by=by, member=french.administrator)
        for who in (bob, bob, helper, alice, moderator, french.administrator, french.mallory):
            await mods(moderator, "add", in_=ticket, by=by, who=who)
        for who in (bob, bob, helper, alice, moderator, french.administrator):
            await mods(moderator, "remove", in_=ticket, by=by, who=who)
        question = await mods(moderator, "close", in_=ticket, by=by)
        await moderator.presses("Confirmer", on=question)
        await mods(moderator, "close", in_=ticket, by=by)
        await mods(moderator, "reopen", in_=ticket, by=by)
        await mods(moderator, "reopen", in_=ticket, by=by)
        await mods(alice, "close", in_=ticket, by="prefix")
    await french.sim.time_passes(61)
    assert len(french.messages(channel)) > 5


async def test_saving_and_deleting(french: Server, alice: Person, moderator: Person) -> None:
    """The transcript, its page and its first lines are French, and so is deleting."""
    await sets(french, "transcripts on")
    await sets(french, f"transcriptchannel {french.staff.mention}")
    for words in ("transcripts on", "dmtranscript on", "staffthread on", "stafftranscript on"):
        await sets(french, words)
    await alice.opens_a_ticket("Mon rôle a disparu")
    channel = french.newest_ticket()
    await alice.types("Bonjour, je ne vois plus les salons vocaux.", in_=channel)
    await moderator.types("Je regarde.", in_=channel)
    await closes(moderator, channel)
    await french.sim.time_passes(61)
    saved = await moderator.presses("Sauvegarder", on=channel)
    assert "📄" in french.text(saved.response)
    for message in transcripts_in(french, french.staff):
        page = page_of(french, message)
        style_gone = re.sub(r"(?s)<(style|head)\b.*?</\1>", " ", page)
        visible = re.sub(r"<[^>]+>", "\n", style_gone)
        assert "Astuce" in page
        for line in visible.splitlines():
            names = ("The Server", "moderator", "alice")
            assert english_in(line, names, locale="fr-FR") is None, line
    question = await moderator.presses("Supprimer", on=channel)
    assert "disparaîtront" in moderator.answer(question)
    await moderator.presses("Annuler", on=question)
    question = await moderator.presses("Supprimer", on=channel)
    await moderator.presses("Confirmer", on=question)
    await french.sim.time_passes(61)
    assert not french.exists(channel)
    assert "a fermé votre ticket" in alice.direct_messages()[-1]


async def test_trouble(french: Server, alice: Person, moderator: Person, bob: Person) -> None:
    """What the bot lacks, what somebody deleted, who left, limits and floods."""
    channel = await receiving_channel(french, "accueil")
    await sets(french, f"receptionchannel {channel.mention}")
    await sets(french, "limit 1")
    await sets(french, "staffthread on")
    await alice.opens_a_ticket()
    ticket = french.newest_ticket()
    assert "Vous avez déjà un ticket" in alice.answer(await alice.opens_a_ticket())
    await french.bot_may(manage_roles=False, manage_channels=False)
    assert "les permissions" in bob.answer(await bob.opens_a_ticket())
    await french.bot_may(manage_roles=True, manage_channels=True)
    await french.bot_may(create_private_threads=False)
    await bob.opens_a_ticket()
    await alice.leaves()
    await alice.returns()
    await sets(french, "limit 0")
    for _ in range(7):
        last = await bob.opens_a_ticket()
    assert "Doucement" in bob.answer(last)
    backend = french.sim.env.backend
    backend.delete_role(french.guild.id, french.helpers.id)
    backend.delete_channel(ticket.id)
    backend.delete_channel(french.category.id)
    await french.sim.env.settle()
    backend.delete_channel(channel.id)
    await french.sim.env.settle()
    await french.sim.time_passes(61)
    await moderator.types("!ticketmod list")
    await french.bot_may(create_private_threads=True)
    french.sim.faults.fail("/guilds/*/channels", method="POST", status=503, code=0, times=9)
    broken = await moderator.types(f"!ticketmod open {alice.mention}")
    assert "Discord ne répond pas" in moderator.answer(broken)


async def test_the_menu(french: Server, administrator: Person) -> None:
    """Every page of the menu, and all that can be pressed on it."""
    form = await administrator.runs("ticketset panel create", kind="button")
    await administrator.submits(form, label="Aide", emoji="", reason="", colour=["green"])
    for where in ("basics", "customisation", "opening", "closing", "panels", "new", "reset"):
        menu = await MenuPage.opened(administrator)
        way = {"panels": ["opening"], "new": ["opening", "panels"]}.get(where, [])
        for page in (*way, where):
            await menu.goes_to(page)
        verbs = [one for one in menu.ids if one.split(":")[2] in {"menu-toggle", "menu-edit"}]
        for custom_id in verbs:
            message = menu.message
            window = await administrator.forges_click(
                custom_id, in_=french.general, message=message
            )
            if window.modal is not None:
                await administrator.submits(window, value="{zzz}")
    menu = await MenuPage.opened(administrator, by="prefix")
    await menu.presses("menu-power", "off")
    await menu.presses("menu-check")
    stranger = await menu.presses("menu", "basics", by=french.owner)
    assert "Ce menu est celui de" in french.owner.answer(stranger)
    again = await MenuPage.opened(administrator)
    await again.goes_to("reset")
    await again.presses("menu-reset")
    await french.sim.time_passes(601)
    assert "expiré" in menu.text


async def test_the_doctor(french: Server, administrator: Person, alice: Person) -> None:
    """A server with many troubles: all pages of the check-up, a repair, and how it went."""
    channel = await receiving_channel(french, "accueil")
    await sets(french, f"receptionchannel {channel.mention}")
    await sets(french, f"transcriptchannel {channel.mention}")
    await sets(french, "transcripts on")
    await sets(french, "mention on")
    assert french.text((await administrator.types("!ticketset check"))[0])
    await alice.opens_a_ticket("Bonjour")
    ticket = french.newest_ticket()
    await french.overwrite(ticket, french.guild.default_role, allow="view_channel")
    await french.overwrite(french.category, french.bot_role, deny="manage_channels view_channel")
    await french.overwrite(channel, french.guild.default_role, allow="view_channel")
    french.sim.env.backend.delete_role(french.guild.id, french.helpers.id)
    await french.sim.env.settle()
    page, *_ = await administrator.types("!ticketset check")
    assert "🔴" in french.text(page)
    assert "Réparer" in administrator.buttons(page)
    question = await administrator.presses("Réparer", on=page)
    await administrator.presses("Réparer", on=question if question.response else page)
    for label in ("▶", "Vérifier de nouveau"):
        if label in administrator.buttons(page):
            await administrator.presses(label, on=page)
    await french.sim.time_passes(61)


def _id_of(server: Server, editor: Any, label: str) -> str:
    """The id of a button of the panel's editor."""
    found = button(server.sim.env, editor.response, label)
    assert found is not None
    return str(found["custom_id"])


class _Here:
    """As much of a context as the help of a command wants to see."""

    def __init__(self, server: Server) -> None:
        self.clean_prefix = server.sim.prefix
