"""Files that members send with a form: copied before Discord forgets them."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from messages import stored_message

from tests.discord_files import LIMIT
from tests.forms.questions import asks, question
from tests.forms.test_bot_answers import all_is_done, descriptions
from tests.staff_log.reception import posted, receiving_channel, reception, refuses, sets
from tests.transcripts.saving import kept
from tickets.core.files import cleaned_name

if TYPE_CHECKING:
    from server import Server

pytestmark = pytest.mark.asyncio

LONG_ANSWER = "so many words " * 280


async def sends(server: Server, *files: tuple[str, bytes], **answers: Any) -> Any:
    """alice opens a ticket with these files; returns what she reads."""
    form = await server.alice.runs("ticket")
    answer = await server.alice.submits(form, q1=list(files), **answers)
    await all_is_done(server)
    return answer


async def sends_shots(server: Server, count: int) -> list[tuple[str, bytes]]:
    """Screenshots are asked for, and alice opens a ticket with so many; returns them."""
    await asks(server, question("Screenshots", "files"))
    sent = numbered(count)
    await sends(server, *sent)
    return sent


def numbered(count: int) -> list[tuple[str, bytes]]:
    """So many small files."""
    return [(f"shot-{number}.png", bytes([number]) * 100) for number in range(count)]


def copies(server: Server, channel: Any) -> dict[str, bytes]:
    """The files in a channel, in order."""
    found: dict[str, bytes] = {}
    for message in server.messages(channel):
        found |= kept(server, message)
    return found


async def record(server: Server, number: int = 1) -> Any:
    """What is stored of the ticket."""
    return await server.sim.cog.app.tickets.get(server.guild.id, number)


async def works_again(server: Server, kind: str) -> None:
    """The job is done once more, as after a start."""
    app = server.sim.cog.app
    job = import_module("tickets.core.job").Job(
        guild_id=server.guild.id,
        kind=kind,
        queue="x",
        body={"number": 1},
        created_at=0,
        may_be_done=True,
    )
    await app.features.jobs[kind].do(app, job)
    await all_is_done(server)


# Into a ticket that opens at once


@pytest.mark.usefixtures("kept_files")
async def test_files_follow_the_welcome_message(tickets_ready: Server) -> None:
    """Each with its question, in order; then the record knows only their names."""
    server = tickets_ready
    sent = await sends_shots(server, 3)
    channel = server.newest_ticket()
    assert copies(server, channel) == dict(sent)
    first, *others = server.messages(channel)
    assert "shot-0.png, shot-1.png, shot-2.png" in descriptions(first)[-1]
    assert [one.content for one in others] == ["**Screenshots**"] * 3
    ticket = await record(server)
    assert ticket.files == ()
    assert ticket.answers[0].values == ("shot-0.png", "shot-1.png", "shot-2.png")
    assert not list((server.sim.cog.app.folder / "files").iterdir())


@pytest.mark.usefixtures("kept_files")
async def test_it_costs_one_call_a_file(tickets_ready: Server) -> None:
    """And none more than opening with a reason costs."""
    server = tickets_ready
    await sets(server, "openreason on")
    await sets(server, "limit 0")

    async def cost(*files: tuple[str, bytes]) -> list[str]:
        form = await server.alice.runs("ticket")
        values: dict[str, Any] = {"q1": list(files)} if files else {}
        with server.sim.traffic.counting() as calls:
            await server.alice.submits(form, reason="Trouble", **values)
            await all_is_done(server)
        return sorted(calls.routes)

    plain = await cost()
    await asks(server, question("Screenshots", "files", required=False))
    assert await cost() == plain
    with_files = await cost(*numbered(3))
    extra = list(with_files)
    for one in plain:
        extra.remove(one)
    assert len(extra) == 3
    assert all("messages" in one for one in extra)


@pytest.mark.usefixtures("kept_files")
async def test_ten_files_of_which_three_fail(
    tickets_ready: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too large, gone, refused by Discord: the others come, and these are named once."""
    server = tickets_ready
    await asks(server, question("Screenshots", "files"))
    sent = numbered(10)
    sent[2] = ("huge *one*.zip", b"x" * (LIMIT + 1))
    form = await server.alice.runs("ticket")
    backend = server.sim.env.backend
    store = backend.cdn.store_attachment

    def forget_the_fifth(*given: Any) -> Any:
        found = store(*given)
        if given[2] == "shot-4.png":
            backend.cdn._blobs.pop(found["url"])
        return found

    monkeypatch.setattr(backend.cdn, "store_attachment", forget_the_fifth)
    # The welcome message, and the files 0, 1, 3, 5.
    server.sim.faults.fail(
        "/channels/*/messages", method="POST", status=413, code=40005, message="Too large", at=6
    )
    await server.alice.submits(form, q1=sent)
    await all_is_done(server)

    channel = server.newest_ticket()
    good = [one for place, one in enumerate(sent) if place not in (2, 4, 6)]
    assert copies(server, channel) == dict(good)
    (text,) = descriptions(server.messages(channel)[-1])
    assert text.count("\n- ") == 3
    for words in ("shot-4.png", "no longer has it", "shot-6.png", "larger than 0.3815 MB"):
        assert words in text
    assert r"huge \_one\_.zip" in text
    assert (await record(server)).files == ()


@pytest.mark.usefixtures("kept_files")
async def test_a_name_that_means_harm(tickets_ready: Server) -> None:
    """It is shown as text, and leads nowhere."""
    server = tickets_ready
    await asks(server, question("Proof", "files"))
    hostile = '../../@everyone "x"\r\nContent-Type: text/html\u202egpj.exe'
    await sends(server, (hostile, b"content"))
    channel = server.newest_ticket()
    ((name, content),) = copies(server, channel).items()
    assert content == b"content"
    for part in ("/", '"', "\r", "\n", "\u202e"):
        assert part not in name
    assert not any(one.mention_everyone for one in server.messages(channel))


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("photo.png", "photo.png"),
        ("../../etc/passwd", "_.._etc_passwd"),
        (".htaccess", "htaccess"),
        ("\u202e\n\t", "file"),
        ("x" * 300 + ".png", "x" * 96 + ".png"),
        ("a." + "y" * 300, "a." + "y" * 98),
        ("CON: <b>?.txt", "CON_ _b__.txt"),
        ("😀.png", "😀.png"),
    ],
)
async def test_names_are_cleaned(given: str, name: str) -> None:
    """Whatever a member calls a file."""
    assert cleaned_name(given) == name
    assert len(cleaned_name(given)) <= 100


@pytest.mark.usefixtures("kept_files")
async def test_killed_between_posting_and_remembering(tickets_ready: Server) -> None:
    """What is there already isn't posted again, however long ago that was."""
    server = tickets_ready
    await sends_shots(server, 3)
    channel = server.newest_ticket()
    ids = [one.id for one in server.messages(channel)]
    files = import_module("tickets.core.files")
    posted_files = [
        stored_message(server.sim.env, one).attachments[0] for one in server.messages(channel)[1:]
    ]
    one, two, three = (
        files.SentFile(label="Screenshots", name=found["filename"], size=100, url=found["url"])
        for found in posted_files
    )
    # Two were remembered, the third was not.
    ticket = await record(server)
    done = (replace(one, copy_id=ids[1]), replace(two, copy_id=ids[2]), three)
    await server.sim.cog.app.tickets.note(ticket, files=done)

    await works_again(server, "files")
    assert [one.id for one in server.messages(channel)] == ids
    assert (await record(server)).files == ()


@pytest.mark.usefixtures("kept_files")
async def test_discord_s_files_have_trouble(
    tickets_ready: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where files are kept nobody answers: the bot comes back to it."""
    server = tickets_ready
    await asks(server, question("Screenshots", "files"))
    sent_files = import_module("tickets.core.discord.sent_files")
    downloads = import_module("tickets.core.discord.downloads")
    failure = downloads.NotFetched(
        import_module("tickets.core.files").WhyMissing.NOT_DELIVERED, is_worth_another_try=True
    )
    before = vars(sent_files)["fetch"]
    tries = 0

    async def fails_twice(*given: Any, **facts: Any) -> Any:
        nonlocal tries
        tries += 1
        if tries <= 2:
            raise failure
        return await before(*given, **facts)

    monkeypatch.setattr(sent_files, "fetch", fails_twice)
    sent = numbered(2)
    form = await server.alice.runs("ticket")
    await server.alice.submits(form, q1=sent)
    await server.sim.env.settle()
    await server.sim.time_passes(6)
    await all_is_done(server)
    assert copies(server, server.newest_ticket()) == dict(sent)


@pytest.mark.usefixtures("kept_files")
async def test_a_day_of_trouble(tickets_ready: Server) -> None:
    """Then the ticket says what is missing, and it is given up."""
    server, app = tickets_ready, tickets_ready.sim.cog.app
    await sends_shots(server, 1)
    files = import_module("tickets.core.files")
    lost = files.SentFile(label="", name="late.png", size=1, url="https://example.com/x")
    await app.tickets.note(await record(server), files=(lost,))
    job = import_module("tickets.core.job").Job(
        guild_id=server.guild.id, kind="files", queue="x", body={"number": 1}, created_at=0
    )
    await app.features.jobs["files"].report_failure(app, job)
    (text,) = descriptions(server.messages(server.newest_ticket())[-1])
    assert "late.png" in text
    assert (await record(server)).files == ()


@pytest.mark.usefixtures("kept_files")
async def test_a_closed_and_a_deleted_ticket(tickets_ready: Server) -> None:
    """A deleted one needs no files, and the record forgets where they were."""
    server = tickets_ready
    await sends_shots(server, 1)
    files = import_module("tickets.core.files")
    lost = files.SentFile(label="", name="x", size=1, url="https://example.com/x")
    await server.sim.cog.app.tickets.note(await record(server), files=(lost,))
    server.sim.env.backend.delete_channel(server.newest_ticket().id)
    await all_is_done(server)
    assert (await record(server)).files == ()


# Below a request


@pytest.mark.usefixtures("kept_files")
async def test_a_request_holds_them_until_it_is_accepted(manual: Server) -> None:
    """They are below it, and then in the ticket."""
    server = manual
    sent = await sends_shots(server, 3)
    (request,) = posted(server)
    assert kept(server, request) == dict(sent)
    assert [one.held is not None for one in (await record(server)).files] == [True] * 3

    await server.moderator.presses("Accept", on=request)
    await all_is_done(server)
    assert copies(server, server.newest_ticket()) == dict(sent)
    assert kept(server, posted(server)[0]) == dict(sent)
    assert (await record(server)).files == ()


@pytest.mark.usefixtures("kept_files")
@pytest.mark.parametrize("how", ["refused", "withdrawn", "left"])
async def test_nothing_stays_of_a_request_that_ends(manual: Server, how: str) -> None:
    """The long answers do, the files don't."""
    server = manual
    questions = [question("Screenshots", "files"), question("Story", "long")]
    await asks(server, *questions)
    answer = await sends(server, *numbered(2), q2=LONG_ANSWER)
    (request,) = posted(server)
    assert list(kept(server, request)) == ["answers.txt", "shot-0.png", "shot-1.png"]
    if how == "refused":
        await refuses(server.moderator, request)
    elif how == "withdrawn":
        await server.alice.presses("Cancel request", on=answer)
    else:
        await server.alice.leaves()
    await all_is_done(server)
    assert list(kept(server, posted(server)[0])) == ["answers.txt"]
    assert (await record(server)).files == ()


@pytest.mark.usefixtures("kept_files")
async def test_more_files_than_a_message_holds(manual: Server) -> None:
    """The others are below it; all are copied, and all go with a refusal."""
    server = manual
    await asks(
        server,
        question("Screenshots", "files"),
        question("Logs", "files", required=False),
        question("Story", "long"),
    )
    sent = numbered(10)
    more = [(f"log-{number}.txt", b"log") for number in range(3)]
    await sends(server, *sent, q2=more, q3=LONG_ANSWER)
    (request,) = posted(server)
    assert len(kept(server, request)) == 10
    last = server.messages(reception(server))[-1]
    assert last.content == "More files of request #1"
    everything = copies(server, reception(server))
    everything.pop("answers.txt")
    assert everything == dict(sent + more)

    await refuses(server.moderator, request)
    await all_is_done(server)
    assert list(copies(server, reception(server))) == ["answers.txt"]
    assert "More files of request #1" not in [
        one.content for one in server.messages(reception(server))
    ]


@pytest.mark.usefixtures("kept_files")
async def test_the_request_moves(manual: Server) -> None:
    """Its files go along, and nothing is left where it was."""
    server = manual
    sent = await sends_shots(server, 2)
    other = await receiving_channel(server, "other")
    await sets(server, f"receptionchannel {other.mention}")
    await all_is_done(server)
    assert posted(server) == []
    (request,) = posted(server, other)
    assert kept(server, request) == dict(sent)
    await server.moderator.presses("Accept", on=request)
    await all_is_done(server)
    assert copies(server, server.newest_ticket()) == dict(sent)


@pytest.mark.usefixtures("kept_files")
async def test_the_request_is_deleted_by_hand(manual: Server) -> None:
    """Discord still has what the form has sent: it is fetched from there."""
    server = manual
    sent = await sends_shots(server, 2)
    server.sim.env.backend.delete_message(reception(server).id, posted(server)[0].id)
    await all_is_done(server)
    await server.moderator.types("!ticketmod accept 1", in_=server.staff)
    await all_is_done(server)
    assert copies(server, server.newest_ticket()) == dict(sent)


@pytest.mark.usefixtures("kept_files")
async def test_what_can_t_be_held_is_named(manual: Server) -> None:
    """On the request; accepted in time, the ticket gets it all the same."""
    server = manual
    await asks(server, question("Screenshots", "files"))
    channel = reception(server)
    await server.overwrite(channel, server.bot_role, allow="view_channel", deny="attach_files")
    sent = numbered(2)
    await sends(server, *sent)
    (request,) = posted(server)
    (field,) = (one for one in request.embeds[0].fields if one.name == "Missing files")
    assert "shot-1.png" in (field.value or "")
    assert "may not attach files" in (field.value or "")
    await server.moderator.presses("Accept", on=request)
    await all_is_done(server)
    assert copies(server, server.newest_ticket()) == dict(sent)
    assert "Missing files" not in str(posted(server)[0].embeds[0].to_dict())


@pytest.mark.usefixtures("kept_files")
async def test_killed_between_holding_and_remembering(manual: Server) -> None:
    """A file is below the request once."""
    server = manual
    sent = await sends_shots(server, 2)
    ticket = await record(server)
    first, second = ticket.files
    await server.sim.cog.app.tickets.note(ticket, files=(first, replace(second, held=None)))
    await works_again(server, "request-files")
    assert kept(server, posted(server)[0]) == dict(sent)
    assert len(posted(server)[0].attachments) == 2
    assert [one.held for one in (await record(server)).files] == [first.held, second.held]


@pytest.mark.usefixtures("kept_files")
async def test_whoever_is_forgotten_leaves_no_file(manual: Server) -> None:
    """What is on its way is told, and goes with everything else."""
    server = manual
    await sends_shots(server, 2)
    cog = server.sim.cog
    told = await cog.red_get_data_for_user(user_id=server.alice.id)
    assert "shot-1.png" in "".join(one.read().decode() for one in told.values())
    await cog.red_delete_data_for_user(requester="discord_deleted_user", user_id=server.alice.id)
    await all_is_done(server)
    assert copies(server, reception(server)) == {}
    assert (await record(server)).files == ()


# When no ticket opens


@pytest.mark.usefixtures("kept_files")
async def test_files_have_to_be_chosen_again(tickets_ready: Server) -> None:
    """The answer says so, and names them; the form that comes back has the text."""
    server = tickets_ready
    await asks(server, question("Screenshots", "files"), question("Nick"))
    form = await server.alice.runs("ticket")
    server.sim.faults.fail("/guilds/*/channels", method="POST", status=400, code=50035)
    answer = await server.alice.submits(form, q1=numbered(1), q2="Ali")
    text = server.alice.answer(answer)
    assert "choose your files again" in text
    assert "shot-0.png" in text
    ticket = await record(server)
    assert (ticket.state.value, ticket.files) == ("failed", ())
    again = await server.alice.presses("Continue", on=answer)
    await server.alice.submits(again, q1=numbered(2), q2="Ali")
    await all_is_done(server)
    assert len(copies(server, server.newest_ticket())) == 2
