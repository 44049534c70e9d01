"""Tickets that a moderator has to accept, from asking to the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.panels.panel_making import button_panel, chooses, selector_panel
from tests.staff_log.reception import closes, posted, reception, refuses, sets, state_of

if TYPE_CHECKING:
    from people import Person
    from server import Server

pytestmark = pytest.mark.asyncio

DEFAULT = "Your request has been sent! A staff member will look at it soon."
HOSTILE = "@everyone <@&1> **bold** [a](https://evil.example) `x`\n# heading\n> quote"


# The settings


async def test_manual_needs_a_reception_channel(tickets_ready: Server) -> None:
    """Without a channel for them nobody could decide about requests: manual is refused, and
    while it is manual the channel can't be taken away."""
    server = tickets_ready
    refused = await sets(server, "validation manual")
    await sets(server, f"receptionchannel {server.staff.mention}")
    accepted = await sets(server, "validation manual")
    kept = await sets(server, "receptionchannel none")
    await sets(server, "validation automatic")
    dropped = await sets(server, "receptionchannel none")

    for answer in (refused, kept):
        assert "Choose a requests channel first with `!ticketset receptionchannel`" in answer
    assert "needs approval" in accepted
    assert "none" in dropped
    settings = await server.sim.cog.app.settings.of(server.guild.id)
    assert settings.get("reception_channel_id") is None


@pytest.mark.parametrize(
    ("flag", "name"),
    [
        ("view_channel", "View Channel"),
        ("send_messages", "Send Messages"),
        ("embed_links", "Embed Links"),
        ("read_message_history", "Read Message History"),
    ],
)
async def test_a_reception_channel_that_the_bot_cannot_use(
    tickets_ready: Server, flag: str, name: str
) -> None:
    """What the bot lacks in the channel is named, and the setting stays as it was."""
    server = tickets_ready
    await server.overwrite(server.staff, server.bot_role, deny=flag)

    refused = await sets(server, f"receptionchannel {server.staff.mention}")

    assert name in refused
    settings = await server.sim.cog.app.settings.of(server.guild.id)
    assert settings.get("reception_channel_id") is None


async def test_only_a_text_channel_receives(tickets_ready: Server) -> None:
    """A category, a voice channel or nothing at all is no reception channel."""
    server = tickets_ready
    voice = server.guild.create_voice_channel("talk")
    for given in (str(server.category.id), voice.mention, "#nowhere"):
        assert "I can't find a text channel named" in await sets(
            server, f"receptionchannel {given}"
        )


async def test_manual_is_refused_where_the_bot_cannot_write_any_more(
    tickets_ready: Server,
) -> None:
    """Switching to manual, or enabling, looks at the reception channel as it is now."""
    server = tickets_ready
    await sets(server, f"receptionchannel {server.staff.mention}")
    await server.overwrite(server.staff, server.bot_role, deny="send_messages")
    refused = await sets(server, "validation manual")
    await server.overwrite(server.staff, server.bot_role, allow="view_channel send_messages")
    await sets(server, "validation manual")
    await sets(server, "disable")
    await server.overwrite(server.staff, server.bot_role, deny="send_messages")
    not_ready = await sets(server, "enable")

    assert "Send Messages" in refused
    assert "can't be turned on yet" in not_ready
    assert "Send Messages" in not_ready


async def test_other_settings_can_be_changed_without_a_reception_channel(manual: Server) -> None:
    """Manual, and the reception channel was deleted: everything else can still be set."""
    manual.sim.env.backend.delete_channel(reception(manual).id)
    await manual.sim.env.settle()

    assert "2" in await sets(manual, "limit 2")
    settings = await manual.sim.cog.app.settings.of(manual.guild.id)
    assert settings.get("limit") == 2


async def test_the_settings_in_french(tickets_ready: Server) -> None:
    """The settings of validation speak French, refusals included."""
    server = tickets_ready
    await server.owner.types("!set locale fr-FR")

    refused = await sets(server, "validation manual")
    await sets(server, f"receptionchannel {server.staff.mention}")
    shown = [
        await sets(server, words)
        for words in (
            "validation manual",
            "refusalwait 0",
            "confirmation default",
            "receptionchannel",
        )
    ]

    assert "salon des demandes" in refused
    assert "pas d'attente" in shown[1]
    assert "Votre demande a bien été envoyée" in shown[2]
    for english in ("Requests & log", "Cooldown", "Confirmation message", "Validation** is"):
        assert english not in "\n".join(shown)


# Asking


@pytest.mark.parametrize("by", ["slash", "prefix"])
async def test_a_member_requests_a_ticket(
    manual: Server, alice: Person, moderator: Person, by: str
) -> None:
    """The member reads that it was sent, with Withdraw; the staff reads who, why and how old
    the account is, with Accept and Refuse. No channel is made."""
    asked = await alice.opens_a_ticket(reason="My role is gone", by=by)

    assert alice.answer(asked) == DEFAULT
    assert alice.buttons(asked) == ["Cancel request"]
    assert not manual.ticket_channels()
    (message,) = posted(manual)
    (embed,) = message.embeds
    assert embed.author.name == "alice would like to open a ticket."
    assert embed.author.icon_url
    assert embed.description == "> **Reason:** My role is gone"
    assert [field.name for field in embed.fields] == ["Member", "Account created", "Joined"]
    assert embed.fields[0].value == alice.mention
    assert embed.footer.text == "Request #1"
    assert message.content == ""
    assert moderator.buttons(message) == ["Accept", "Refuse"]
    assert manual.sim.pings(message) == set()


async def test_the_confirmation_is_private(manual: Server, alice: Person) -> None:
    """With /ticket nobody else sees that something was asked."""
    before = manual.bob.reads(manual.general)
    asked = await alice.opens_a_ticket(reason="something embarrassing")

    assert asked.ephemeral
    assert manual.bob.reads(manual.general) == before


async def test_a_typed_request_shows_nothing_private(manual: Server, alice: Person) -> None:
    """Who types the command has it cleared away, and the public answer keeps the reason out,
    even if the confirmation message has a variable for it."""
    await sets(manual, "confirmation {user}, we got #{number}: {reason}")
    shown = await alice.opens_a_ticket(reason="something embarrassing", by="prefix")

    assert alice.answer(shown) == f"{alice.mention}, we got #1: …"
    assert "embarrassing" not in "\n".join(manual.bob.reads(manual.general))
    assert "embarrassing" in manual.text(posted(manual)[0])


async def test_the_admins_own_confirmation(manual: Server) -> None:
    """A confirmation message has its variables filled in, and names in it stay names."""
    await sets(manual, "confirmation Hi {user.globalname}: {reason} on {server}, {user}")
    villain = manual.person("**@everyone**")

    asked = await villain.opens_a_ticket(reason=HOSTILE[:40])

    text = villain.answer(asked)
    assert text.startswith("Hi \\*\\*@\u200beveryone\\*\\*: @\u200beveryone \\<@&1\\> \\*\\*bold")
    assert text.endswith(f"on The Server, {villain.mention}")
    assert manual.sim.pings(asked.response) == set()


async def test_a_form_asks_for_the_reason(manual: Server, alice: Person) -> None:
    """With opening reason on, the form's text is the request's; sent twice it is one."""
    await sets(manual, "openreason on")
    window = await alice.opens_a_ticket()
    asked = await alice.submits(window, reason="Please help")
    assert window.modal is not None
    again = await alice.forges_modal(
        window.modal["custom_id"], {"reason": "Please help"}, in_=manual.general
    )

    assert alice.answer(asked) == DEFAULT
    (message,) = posted(manual)
    assert "Please help" in manual.text(message)
    assert "is still waiting for the staff" in alice.answer(again)
    assert "Please help" in alice.answer(again), "the text comes back"


async def test_a_typed_command_and_its_form(manual: Server, alice: Person) -> None:
    """The button below a typed command leads to a request as well."""
    await sets(manual, "openreason on")
    shown = await alice.opens_a_ticket(by="prefix")
    window = await alice.presses("Open a ticket", on=shown)
    asked = await alice.submits(window, reason="Please help")

    assert alice.answer(asked) == DEFAULT
    assert asked.ephemeral
    assert len(posted(manual)) == 1


@pytest.mark.parametrize("asks", ["off", "on"])
async def test_a_panels_button(manual: Server, alice: Person, asks: str) -> None:
    """From a panel's button, with or without a form, the staff reads which panel it was."""
    await sets(manual, f"openreason {asks}")
    panel = await button_panel(manual)
    asked = await alice.presses("Get help", on=panel)
    if asks == "on":
        asked = await alice.submits(asked, reason="my words")

    assert alice.answer(asked) == DEFAULT
    assert asked.ephemeral
    text = manual.text(posted(manual)[0])
    assert "Panel: [1 · Get help](https://discord.com/channels/" in text
    assert ("my words" in text) is (asks == "on")


async def test_a_panels_selector(manual: Server, alice: Person) -> None:
    """The reason chosen in a selector stands in the request, with the panel."""
    panel = await selector_panel(manual, "A bug", "A question")
    first = await chooses(alice, panel, "2")
    second = await chooses(alice, panel, "1")

    assert alice.answer_besides(first) == DEFAULT
    assert "Your request #1 is still waiting" in alice.answer_besides(second)
    (message,) = posted(manual)
    assert "A question" in manual.text(message)
    assert "Panel: [1 · A bug · A question](https://" in manual.text(message)


async def test_moderators_are_mentioned_if_wanted(manual: Server, alice: Person) -> None:
    """With mention moderators on the request calls them, once: neither the acceptance nor the
    welcome message does it again."""
    manual.guild._guild.roles[manual.moderators.id].mentionable = True
    await sets(manual, "mention on")
    await manual.sim.env.settle()
    await alice.opens_a_ticket(reason=HOSTILE)
    (message,) = posted(manual)
    pinged_at_first = manual.sim.pings(message)
    await manual.moderator.presses("Accept", on=message)
    welcome = manual.welcome_message(manual.newest_ticket())

    assert manual.moderators.mention in message.content
    assert pinged_at_first == {manual.moderators.id}
    assert manual.moderators.mention in welcome.content
    assert manual.sim.pings(welcome) == {alice.id}
    later = [*manual.messages(manual.newest_ticket()), *alice.user.dm_channel.history()]
    assert not any(manual.moderators.id in manual.sim.pings(one) for one in later)


async def test_one_ping_in_automatic_mode(logging_server: Server, alice: Person) -> None:
    """Without validation the welcome message is what calls the moderators; the log doesn't."""
    server = logging_server
    server.guild._guild.roles[server.moderators.id].mentionable = True
    await sets(server, "mention on")
    await alice.opens_a_ticket(reason=server.moderators.mention)
    channel = server.newest_ticket()
    welcome = server.welcome_message(channel)
    pinged = server.sim.pings(welcome)
    await closes(alice, channel, server.moderators.mention)
    await server.moderator.presses("Reopen", on=channel)

    assert pinged == {alice.id, server.moderators.id}
    for message in [*server.messages(reception(server)), *server.messages(channel)]:
        assert server.moderators.id not in server.sim.pings(message)


async def test_a_role_that_cannot_be_mentioned_is_shown(manual: Server, alice: Person) -> None:
    """A moderator role that isn't mentionable is named in the request without a ping."""
    await sets(manual, "mention on")
    await alice.opens_a_ticket()

    (message,) = posted(manual)
    assert manual.moderators.mention in message.content
    assert manual.sim.pings(message) == set()


# Asking again


async def test_asking_again_shows_the_request(manual: Server, alice: Person) -> None:
    """Who has asked is told which request waits, and may take it back and ask anew."""
    await alice.opens_a_ticket(reason="first")
    again = await alice.opens_a_ticket(reason="second")
    assert alice.answer(again) == "Your request #1 is still waiting for the staff."
    withdrawn = await alice.presses("Cancel request", on=again)
    anew = await alice.opens_a_ticket(reason="third")

    assert alice.answer(withdrawn) == "Your request has been cancelled."
    assert alice.buttons(again) == []
    assert alice.answer(anew) == DEFAULT
    first, second = posted(manual)
    assert "Cancelled: cancelled by the member" in manual.text(first)
    assert manual.buttons(first) == []
    assert "third" in manual.text(second)
    assert await state_of(manual, 1) == "cancelled"


async def test_withdraw_is_the_members_own(
    manual: Server, alice: Person, bob: Person, moderator: Person
) -> None:
    """The button below a typed command's answer is in public: others can't press it away."""
    shown = await alice.opens_a_ticket(by="prefix")

    for person in (bob, moderator, manual.administrator):
        refused = await person.presses("Cancel request", on=shown)
        assert f"This button is for {alice.mention}" in person.answer(refused)
    assert await state_of(manual) == "requested"
    assert "cancelled" in alice.answer(await alice.presses("Cancel request", on=shown))


async def test_requests_count_towards_the_limit(
    manual: Server, alice: Person, moderator: Person
) -> None:
    """A ticket that waits for a decision counts: with one ticket per member it is the one."""
    await sets(manual, "limit 1")
    await alice.opens_a_ticket()
    pending = await alice.opens_a_ticket()
    await moderator.presses("Accept", on=posted(manual)[0])
    refused = await alice.opens_a_ticket()

    assert "Your request #1 is still waiting" in alice.answer(pending)
    channel = manual.newest_ticket()
    assert alice.answer(refused).startswith(
        f"You already have an open ticket: {channel.mention} (#1)."
    )


async def test_ten_presses_at_once_make_one_request(manual: Server, alice: Person) -> None:
    """Impatience makes one request; every press is answered."""
    async with manual.sim.at_once():
        results = [await alice.opens_a_ticket() for _ in range(10)]

    assert len(posted(manual)) == 1
    answers = [alice.answer(result) for result in results]
    assert all(answers)
    assert answers.count(DEFAULT) == 1


# Accepting


def as_alices(server: Server, channel: Any) -> dict[str, Any]:
    """What can be seen of a ticket's channel, apart from its ids and number."""
    welcome = server.welcome_message(channel)
    topic = channel._channel.topic.partition(" · ")[2]
    return {
        "name": channel.name,
        "parent": channel._channel.parent_id,
        "overwrites": server.overwrites(channel),
        "topic": topic,
        "content": welcome.content,
        "embed": welcome.embeds[0].to_dict(),
        "buttons": server.buttons(welcome),
        "messages": len(server.messages(channel)),
    }


async def test_acceptance_is_exactly_an_opening(
    manual: Server, alice: Person, moderator: Person
) -> None:
    """An accepted ticket can't be told from one that was opened directly, but for its number,
    which the request had already."""
    await alice.opens_a_ticket(reason="My role is gone")
    accepted = await moderator.presses("Accept", on=posted(manual)[0])
    by_request = manual.newest_ticket()
    await sets(manual, "validation automatic")
    await alice.opens_a_ticket(reason="My role is gone")
    directly = manual.newest_ticket()

    assert by_request.id != directly.id
    assert as_alices(manual, by_request) == as_alices(manual, directly)
    assert (by_request._channel.topic or "").startswith("#1 ")
    assert moderator.answer(accepted) == f"✅ Request #1 was accepted: {by_request.mention}"
    assert accepted.ephemeral


async def test_everybody_sees_that_it_was_accepted(
    manual: Server, alice: Person, moderator: Person
) -> None:
    """The request's message says by whom, with a link; the member gets a direct message."""
    await alice.opens_a_ticket(reason="My role is gone")
    await moderator.presses("Accept", on=posted(manual)[0])

    (message,) = posted(manual)
    channel = manual.newest_ticket()
    url = f"https://discord.com/channels/{manual.guild.id}/{channel.id}"
    assert f"Accepted by: {moderator.mention}" in manual.text(message)
    assert "My role is gone" in manual.text(message)
    assert manual.buttons(message) == ["Go to ticket"]
    assert message.components[0].children[0].url == url
    (told,) = alice.direct_messages()
    assert told.startswith("Your request on The Server was accepted: your ticket is open.")
    history: list[Any] = alice.user.dm_channel.history()
    (private,) = history
    assert private.components[0].children[0].url == url
    assert len(manual.messages(reception(manual))) == 1, "the request is the log of its opening"


async def test_a_member_without_direct_messages(
    manual: Server, alice: Person, moderator: Person
) -> None:
    """Closed direct messages are normal: the ticket opens, its welcome mentions the member,
    and a refusal is as good as any."""
    alice.closes_direct_messages()
    await alice.opens_a_ticket()
    accepted = await moderator.presses("Accept", on=posted(manual)[0])
    channel = manual.newest_ticket()
    await manual.bob.opens_a_ticket()
    manual.bob.closes_direct_messages()
    await refuses(moderator, posted(manual)[1], "no")

    assert "✅" in moderator.answer(accepted)
    assert manual.sim.pings(manual.welcome_message(channel)) == {alice.id}
    assert alice.direct_messages() == manual.bob.direct_messages() == []
    assert not await manual.sim.cog.app.work._store.queues()


async def test_who_decides(manual: Server, alice: Person, helper: Person) -> None:
    """Only ticket moderators decide, by button, form and command alike."""
    await alice.opens_a_ticket()
    (message,) = posted(manual)
    for person in (alice, helper, manual.mallory, manual.red_admin, manual.bot_owner):
        for verb in ("accept", "refuse"):
            press = await person.forges_click(
                f"tickets:v1:{verb}:1", in_=reception(manual), message=message
            )
            assert press.modal is None
            assert "and administrators can do this" in person.answer(press), person
        form = await person.forges_modal(
            "tickets:v1:refuse:1", {"reason": "no"}, in_=reception(manual), message=message
        )
        assert "and administrators can do this" in person.answer(form)
    assert await state_of(manual) == "requested"


# Refusing


async def test_refusing_with_a_reason(manual: Server, alice: Person, moderator: Person) -> None:
    """The message says who refused and why, the member reads the same in private, and
    formatting stays letters in both."""
    await alice.opens_a_ticket(reason="please")
    result = await refuses(moderator, posted(manual)[0], HOSTILE)

    assert moderator.answer(result) == "✅ The request was refused."
    (message,) = posted(manual)
    text = manual.text(message)
    assert f"Refused by: {moderator.mention}" in text
    assert "\\*\\*bold\\*\\*" in text
    assert manual.buttons(message) == []
    assert manual.sim.pings(message) == set()
    (told,) = alice.direct_messages()
    assert told.startswith("Your ticket request on The Server was declined.")
    assert "\\*\\*bold\\*\\*" in told
    assert moderator.mention not in told
    assert not manual.ticket_channels()


async def test_refusing_without_a_reason(manual: Server, alice: Person, moderator: Person) -> None:
    """The form may be sent empty."""
    await alice.opens_a_ticket()
    await refuses(moderator, posted(manual)[0], "   ")

    (message,) = posted(manual)
    assert [field.name for field in message.embeds[0].fields][-1] == "Refused by"
    (told,) = alice.direct_messages()
    assert "Reason" not in told


async def test_a_refused_member_waits(manual: Server, alice: Person, moderator: Person) -> None:
    """For ten minutes the member is told when to ask again, then it works."""
    await sets(manual, "openreason on")
    window = await alice.opens_a_ticket()
    await alice.submits(window, reason="please")
    await refuses(moderator, posted(manual)[0])
    at = int(manual.sim.env.now().timestamp()) + 600

    too_early = await alice.opens_a_ticket()
    await manual.sim.time_passes(599)
    still = await alice.opens_a_ticket()
    await manual.sim.time_passes(2)
    again = await alice.opens_a_ticket()

    expected = f"Your last request was declined. You can ask again <t:{at}:R>."
    assert alice.answer(too_early) == alice.answer(still) == expected
    assert too_early.modal is None
    assert again.modal is not None


async def test_a_refusal_stays_private(manual: Server, alice: Person, moderator: Person) -> None:
    """Who types the command in public while the wait lasts is told when, not why."""
    await alice.opens_a_ticket()
    await refuses(moderator, posted(manual)[0], "embarrassing")
    shown = await alice.opens_a_ticket(by="prefix")

    assert alice.answer(shown).startswith("You can open a new request <t:")
    public = "\n".join(manual.bob.reads(manual.general))
    assert "refused" not in public
    assert "embarrassing" not in public


async def test_a_request_in_french(manual: Server, alice: Person, moderator: Person) -> None:
    """Confirmation, request, decisions and refusals speak French."""
    await manual.owner.types("!set locale fr-FR")
    asked = await alice.opens_a_ticket(reason="Bonjour")
    again = await alice.opens_a_ticket()
    (message,) = [one for one in manual.messages(reception(manual)) if one.embeds]
    accepted = await moderator.presses("Accepter", on=message)
    late = await manual.administrator.forges_click(
        "tickets:v1:refuse:1", in_=reception(manual), message=message
    )

    assert alice.answer(asked).replace("’", "'").startswith("Votre demande a bien été envoyée")
    assert len(alice.buttons(asked)) == 1
    assert "Cancel request" not in alice.buttons(asked)
    for text in (alice.answer(again), moderator.answer(accepted), manual.text(message)):
        for english in ("request", "Request", "was accepted", "Accepted", "Member", "Account"):
            assert english not in text
    assert "Raison\u00a0:" in manual.text(message)
    assert moderator.mention in manual.administrator.answer(late)
    assert "already" not in manual.administrator.answer(late)


async def test_no_wait_at_all(manual: Server, alice: Person, moderator: Person) -> None:
    """With a wait of 0 a refused member may ask at once."""
    await sets(manual, "refusalwait 0")
    await alice.opens_a_ticket()
    await refuses(moderator, posted(manual)[0])

    assert alice.answer(await alice.opens_a_ticket()) == DEFAULT


async def test_a_withdrawal_costs_no_wait(manual: Server, alice: Person) -> None:
    """Who takes a request back may ask again at once."""
    asked = await alice.opens_a_ticket()
    await alice.presses("Cancel request", on=asked)

    assert alice.answer(await alice.opens_a_ticket()) == DEFAULT


# The staff's own way


async def test_staff_open_tickets_in_manual_mode(
    manual: Server, alice: Person, moderator: Person
) -> None:
    """/ticketmod open needs nobody's acceptance, even with the member's request pending."""
    await alice.opens_a_ticket()
    await moderator.types(f"!ticketmod open {alice.mention} we need to talk")

    assert len(manual.ticket_channels()) == 1
    assert await state_of(manual, 1) == "requested"
    accepted = await moderator.presses("Accept", on=posted(manual)[0])
    assert "✅" in moderator.answer(accepted)
    assert len(manual.ticket_channels()) == 2


async def test_switching_to_automatic_and_disabling(
    manual: Server, alice: Person, bob: Person, moderator: Person
) -> None:
    """What was requested can still be decided, whatever happens to the settings."""
    await alice.opens_a_ticket()
    await sets(manual, "validation automatic")
    assert "✅" in moderator.answer(await moderator.presses("Accept", on=posted(manual)[0]))
    await sets(manual, "validation manual")
    await bob.opens_a_ticket()
    await manual.mallory.opens_a_ticket()
    await sets(manual, "disable")
    closed = await alice.opens_a_ticket()
    _, of_bob, of_mallory = posted(manual)
    accepted = await moderator.presses("Accept", on=of_bob)
    refused = await refuses(moderator, of_mallory)

    assert "New tickets are paused" in alice.answer(closed)
    assert "✅" in moderator.answer(accepted)
    assert "✅" in moderator.answer(refused)
    assert len(manual.ticket_channels()) == 2


async def test_after_a_reset_requests_are_decided_by_their_moderators(
    manual: Server, alice: Person, moderator: Person
) -> None:
    """A reset forgets the settings, not the requests nor who may decide about them."""
    await alice.opens_a_ticket()
    await manual.sim.cog.app.settings.reset(manual.guild.id)

    accepted = await moderator.presses("Accept", on=posted(manual)[0])

    assert "✅" in moderator.answer(accepted)
    assert moderator.sees(manual.newest_ticket())
    assert "Accepted by" in manual.text(posted(manual)[0])


async def test_what_helps_to_decide(manual: Server, alice: Person, moderator: Person) -> None:
    """The request says what the member had before: tickets, and requests that were declined."""
    await sets(manual, "refusalwait 0")
    await alice.opens_a_ticket("First")
    await moderator.presses("Accept", on=posted(manual)[-1])
    await closes(moderator, manual.newest_ticket())
    await alice.opens_a_ticket("Second")
    await refuses(moderator, posted(manual)[-1])
    await alice.opens_a_ticket("Third")
    first, second, third = posted(manual)
    for earlier in (first, second):
        assert "Declined requests" not in manual.text(earlier)
    assert "Earlier tickets" not in manual.text(first)
    text = manual.text(third)
    assert "Earlier tickets: 1, the last one <t:" in text
    assert "Declined requests: 1, the last one <t:" in text
    await moderator.presses("Accept", on=third)
    assert "Earlier tickets: 1, the last one <t:" in manual.text(posted(manual)[-1])
