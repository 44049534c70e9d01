"""A feature declares itself: all points at which it may join the others, each with its type.

A feature's ``feature.py`` holds one frozen :class:`Feature`; ``cog.py`` has the only list of them.
Where several features join at the same point, they come in the order of that list, unless the
point says otherwise. What a feature doesn't use it leaves out.

A button that says hello, what it needs, and what follows from it::

    FEATURE = Feature(
        name="hello",
        needs=("lifecycle",),
        steps=(Step(version=3, sql="CREATE TABLE hello (…)"),),
        parts={HelloStore: lambda app: HelloStore(app.database, app.events)},
        personal=(PersonalTable(table="hello", columns=("by_id",), title="greetings", …),),
        controls=(TicketButtons(hello_button),),
        buttons=(Button("hello", NUMBER, answer=say_hello, row="Hello"),),
        events=("hello",),
        log_lines={"hello": LogLine(hello_line)},
        errors=(Sentence(AlreadyGreeted, already_greeted),),
    )

``features.py`` puts them together.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any

from .declaration import declaration
from .ticket import State

if TYPE_CHECKING:
    import discord
    from apsw import Cursor

    from .app import App
    from .commands.base import Commands
    from .direct import DirectMessage
    from .errors import TicketError
    from .event import LogEntry, TicketEvent
    from .features import Features
    from .health import CheckGroup, Finding, Unchecked
    from .job import Job
    from .overwrite import Overwrite
    from .personal import PersonalTable
    from .references import Matching, Names
    from .render.message import Message
    from .settings import Settings
    from .store.schema import Step
    from .team import Team
    from .ticket import Person, Ticket
    from .ui.ids import IdPart
    from .ui.menus import Menu

#: Does what a button or form is for. Keyword arguments come from the custom id.
Handler = Callable[..., Awaitable[None]]


# ------------------------------------------------------------- what people use


class Button:
    """A button or selector: what its id looks like, who answers, and who may press it.

    An id stays in messages for years: never change what one means. `row` is the row of
    ``docs/permissions.md`` that says who may.
    """

    def __init__(self, verb: str, *about: IdPart, answer: Handler, row: str) -> None:
        self.verb = verb
        self.about = about
        self.answer = answer
        self.row = row


class Form(Button):
    """A form that was sent, likewise. Its answer is also given what was filled in."""


@declaration(frozen=True)
class TicketButtons:
    """Buttons below a ticket's welcome message and card, in its present state.

    `make` gets the ticket and its settings. A lower `order` is further left.
    """

    make: Callable[[Ticket, Settings], Iterable[discord.ui.Button[Any]]]
    order: int = 50


@declaration(frozen=True)
class CardPart:
    """What a feature adds to a ticket's card, which ``/ticket`` shows inside the ticket.

    `fields` gives names and what stands below them, `buttons` what its reader may press besides
    the ticket's own buttons. Both get the ticket and its settings.
    """

    fields: Callable[[Ticket, Settings], Iterable[tuple[str, str]]]
    buttons: Callable[[Ticket, Settings, Person], Iterable[discord.ui.Button[Any]]]


@declaration(frozen=True)
class ShownFact:
    """Something about a ticket that its welcome message and card show, and its line in the list.

    `field` gives a title and what stands below it, `in_list` a few words; None is nothing.
    """

    field: Callable[[Ticket], tuple[str, str] | None]
    in_list: Callable[[Ticket], str | None]


@declaration(frozen=True, kw_only=True)
class StaffAccess:
    """What a feature makes of the staff's part in a ticket's channel.

    `lines` makes the lines of a ticket's staff, by whose they are, out of those that a team's
    roles have in any ticket. `renewed` gives the fields that a ticket must change to fit settings:
    those of a type that it is moved to, or what was set since. `told` gives the events of that,
    from the ticket before, the ticket after and the time.
    """

    lines: Callable[[Ticket, Team, Mapping[int, Overwrite]], Mapping[int, Overwrite]]
    renewed: Callable[[App, Ticket, Settings], Mapping[str, Any]]
    told: Callable[[Ticket, Ticket, int], Iterable[TicketEvent]]


@declaration(frozen=True)
class Listener:
    """Handles one of discord.py's events, without its ``on_``.

    One after the other, by their `order` and then that of the features. `sets_locale`: the
    server's language is set before, which costs a look at Red's settings.
    """

    event: str
    handle: Callable[..., Awaitable[None]]
    sets_locale: bool = False
    order: int = 50


# ------------------------------------------------------------ what happens then


@declaration(frozen=True)
class Occurrence:
    """An event in the moment in which it is stored."""

    event: TicketEvent
    #: As it is then; None for what is about none.
    ticket: Ticket | None
    #: Those that were read before, of the ticket.
    settings: Settings
    features: Features


@declaration(frozen=True)
class FieldsAfter:
    """What an event changes in its ticket's record besides, in the transaction that stores it.

    `fields` is pure: it gives new values by the names of :class:`Ticket`'s fields. It gets the
    settings that came with the event, if any did.
    """

    fields: Callable[[TicketEvent, Ticket, Settings | None], Mapping[str, Any]]
    kinds: tuple[str, ...]


@declaration(frozen=True)
class Follower:
    """What follows from events: pure, in the transaction that stores the event.

    Without `kinds` it follows all. Followers with a lower `order` come first.
    """

    jobs: Callable[[Occurrence], Iterable[Job]]
    kinds: tuple[str, ...] = ()
    order: int = 50


@declaration(frozen=True)
class JobKind:
    """How a kind of job is done; `name` is a stored word.

    `do` raises ``DiscordUnreachable`` to be called again later. `report_failure` is told of a
    job that was tried for too long, or has met with a fault.
    """

    name: str
    do: Callable[[App, Job], Awaitable[None]]
    report_failure: Callable[[App, Job], Awaitable[None]] | None = None


async def _tell_nobody(app: App, ticket: Ticket, error: BaseException) -> None:
    """Nobody has to know."""


@declaration(frozen=True, kw_only=True)
class Due:
    """Something that is due in tickets at some time, and is done then by itself.

    `when` is pure, and asked inside the transaction of each change of a ticket in one of `states`:
    the time by its record and settings, or None. `name` is a stored word. `switch` is the setting
    without which nothing of it is due, `reads` are the others that `when` looks at: when they
    change, all tickets are asked again.

    `act` is called with the ticket's lock held, as it is by then. It changes the record so that
    the same isn't due again. It raises ``DiscordUnreachable`` to be called again, later and later;
    `report_failure` is told of what can't be done, which is left alone then. What makes no calls
    need not be `paced`.
    """

    name: str
    when: Callable[[Ticket, Settings], int | None]
    act: Callable[[App, Ticket], Awaitable[None]]
    report_failure: Callable[[App, Ticket, BaseException], Awaitable[None]] = _tell_nobody
    states: tuple[State, ...] = (State.OPEN,)
    switch: str | None = None
    reads: tuple[str, ...] = ()
    paced: bool = True


#: Raises a ``Refused`` if the person may not open a ticket. Asked before a form, and again after.
Guard = Callable[["App", int, "Person", "Settings"], Awaitable[None]]


@declaration(frozen=True, kw_only=True)
class AboutOpener:
    """What the staff is shown of a ticket's opener, in their request and in the staff's thread.

    `look` gets what the ticket's team may know, and `show` makes titles and texts of it. A lower
    `order` is further up.
    """

    look: Callable[[App, Ticket, Settings], Awaitable[Any]]
    show: Callable[[Any], Iterable[tuple[str, str]]]
    order: int


@declaration(frozen=True, kw_only=True)
class ToldOpener:
    """What an opener is told besides: in the answer, and in the ticket's first message for ever.

    `fields` is pure: what a ticket's record keeps of it when the ticket or its request begins, by
    the settings and the time. `show` makes a title and a text of the record, or nothing.
    """

    fields: Callable[[Ticket, Settings, int], Mapping[str, Any]]
    show: Callable[[Ticket], tuple[str, str] | None]


@declaration(frozen=True, kw_only=True)
class BeforeOpening:
    """What comes before a member's ticket is opened, where the settings want that.

    The ticket begins in `state`. `require` raises why that can't be; `send` goes on with a ticket
    that was just recorded, and `answer` is what its member reads, perhaps `in_public`.
    `opening_failed` is told of a ticket whose opening, later, has failed.
    """

    wanted: Callable[[Settings], bool]
    state: State
    require: Callable[[App, int, Settings], Awaitable[None]]
    send: Callable[[App, Ticket, Settings], Awaitable[Ticket]]
    answer: Callable[[App, Ticket, bool], Awaitable[Message]]
    opening_failed: Callable[[App, Ticket, BaseException], Awaitable[None]]


@declaration(frozen=True, kw_only=True)
class BeforeDeletion:
    """What is done before a ticket's channel is deleted; what `run` raises prevents that.

    `wanted` says whether there is anything to do with a ticket's settings: people are told so
    before they agree. `run` gets who deletes, the job if it is one, and what hears of progress.
    """

    wanted: Callable[[Settings], bool]
    run: Callable[..., Awaitable[None]]


@declaration(frozen=True)
class Settler:
    """Finishes or undoes what an earlier run of the bot left half done, by the ticket's state."""

    state: State
    settle: Callable[[App, Ticket], Awaitable[None]]
    #: For which tickets of the state; None for all that no other settler wants.
    wanted: Callable[[Ticket], bool] | None = None


# ------------------------------------------------------------------------ words


@declaration(frozen=True)
class Sentence:
    """The words for a class of errors and all below it that have none of their own.

    `in_public` are those for a typed command's answer, which others read. `remedy` is what can
    be pressed below, `for_doctor` whether the doctor finds the reason.
    """

    error: type[TicketError]
    words: Callable[[Any], str]
    in_public: Callable[[Any], str] | None = None
    remedy: Callable[[Any], discord.ui.View] | None = None
    for_doctor: Callable[[Any], bool] | None = None


@declaration(frozen=True)
class LogLine:
    """How the log tells of a kind of event: `sentence` gets the entry and shown names.

    `reason` is what somebody wrote about it, shown by `quote` if not as a reason; `links` whether
    the ticket's channel is there yet.
    """

    sentence: Callable[[LogEntry, Callable[[int | None], str]], str]
    colour: int = 0x80848E
    reason: Callable[[Ticket], str | None] | None = None
    quote: Callable[[str], str] | None = None
    details: Callable[[LogEntry], Iterable[str]] | None = None
    links: bool = True
    #: Whether the sentence needs the event's detail.
    tells_detail: bool = False
    #: Whether an event of the kind has a line at all.
    tells: Callable[[Ticket], bool] | None = None


@declaration(frozen=True)
class Announcement:
    """One sentence in the ticket on who did what, and to whom: it gets both names.

    A state is announced once for each time that it begins, other things as often as they happen.
    """

    sentence: Callable[[str, str], str]
    colour: int = 0x80848E
    is_state: bool = False
    reason: Callable[[Ticket], str | None] | None = None


@declaration(frozen=True)
class AlsoAnnounced:
    """What the announcement of a kind of event says besides: `words` gives a sentence, or None."""

    kind: str
    words: Callable[[Ticket, Settings], str | None]


@declaration(frozen=True)
class DirectWords:
    """What the opener is told in private of a kind of event.

    `content` gets the server's name, and who did it, or None. `links`: with a button that leads to
    the ticket; `of_request`: no ticket came of it.
    """

    content: Callable[[str, str | None], str]
    colour: int
    links: bool = False
    of_request: bool = False


@declaration(frozen=True, kw_only=True)
class DirectPart:
    """What the opener is offered or asked below the direct message about a kind of event.

    `keeps` is pure: what the message keeps of the event for it, None for nothing. `show` makes of
    that, of the server's id and the message, a title, a text and what can be pressed. `elsewhere`
    is told of an opener who takes no direct messages. `name` is a stored word.
    """

    name: str
    event: str
    keeps: Callable[[Occurrence], int | None]
    show: Callable[[int, DirectMessage, int], tuple[str, str, list[discord.ui.Item[Any]]]]
    elsewhere: Callable[[App, int, DirectMessage, int], Awaitable[None]] | None = None


@declaration(frozen=True)
class NoticeKind:
    """What the staff is told that happened behind its back; `name` is a stored word.

    `words` gets what it is about. `for_doctor`: the doctor says what to do. `went_well` gets the
    same, for what is no warning. `of_ticket`: it names a ticket, which concerns its team only.
    """

    name: str
    words: Callable[[str], str]
    for_doctor: bool = False
    went_well: Callable[[str], bool] | None = None
    of_ticket: bool = False


# ---------------------------------------------------------------- configuration


@declaration(frozen=True, kw_only=True)
class MenuPages:
    """Pages of the settings menu, found below *More…* by the title of the first.

    `name` begins the addresses of all of them. `make` gets what stands behind it there, and what
    there is to say first. A lower `order` is further up. `state` says in a word or two how the
    server has it, or `stored_state` where its settings don't tell.
    """

    name: str
    title: str
    order: int
    make: Callable[[App, Menu, str, str | None], Awaitable[discord.ui.LayoutView]]
    state: Callable[[Settings], str] | None = None
    stored_state: Callable[[App, int], Awaitable[str]] | None = None
    #: Whether they are shown on a server that has set nothing yet.
    before_setup: bool = False


@declaration(frozen=True, kw_only=True)
class SettingHook:
    """What a change of settings must fulfil, and what follows from it.

    `require` gets the settings as they would be, and raises why they can't be. `after_change` is
    called after it; what `note` says is told then to who has made it. `lost_notice` is the notice
    that what the setting named was deleted.
    """

    keys: tuple[str, ...]
    require: Callable[[App, int, Settings, str], Awaitable[None]] | None = None
    after_change: Callable[[App, int, Settings], Awaitable[None]] | None = None
    note: Callable[[App, int, Settings, str], Awaitable[str | None]] | None = None
    lost_notice: str | None = None


@declaration(frozen=True, kw_only=True)
class FilePart:
    """A list in the configuration file: what a server has besides settings and types.

    `name` is its key in the file, `title` what people read, and `table` where it is stored. A
    lower `order` comes first.
    """

    name: str
    title: str
    table: str
    order: int
    #: One of the list, as JSON Schema says it.
    schema: Callable[[], Mapping[str, Any]]
    #: What the server has, and how one of it is written; None for what can't be.
    present: Callable[[App, int], Awaitable[Sequence[Any]]]
    to_file: Callable[[Any, Names], Mapping[str, Any] | None]
    #: One that the file has; the number is of the channel for what is meant for none. Raises a
    #: ``SettingRefused`` or a ``NoSuchType``.
    from_file: Callable[[App, int, Mapping[str, Any], Matching, int], Any]
    #: What the server would have, of what it has and what the file has, which is None if it says
    #: nothing of it. The numbers are of types that go. Raises a ``SettingRefused``.
    merged: Callable[[Sequence[Any], Sequence[Any] | None, Collection[int]], Sequence[Any]]
    #: What people read of one: what it is called, and what it says.
    words: Callable[[Any], tuple[str, str]]
    #: Stores what :attr:`merged` has made, in a transaction.
    store: Callable[[Cursor, int, Sequence[Any]], None]


@declaration(frozen=True)
class NotRemoved:
    """Something that a reset could not remove: its name, and why."""

    name: str
    error: TicketError


@declaration(frozen=True)
class PersonalFiles:
    """What is kept of people outside of the database, for a short time.

    `tell` gives what somebody is told of it, below `title`, and `forget` removes all of it that is
    about them, whoever asks for that.
    """

    title: str
    tell: Callable[[App, int], Awaitable[Sequence[Mapping[str, object]]]]
    forget: Callable[[App, int], Awaitable[None]]


# ----------------------------------------------------------------------- doctor

#: Whether a call to Discord was answered: gives what it said, or None.
Attempt = Callable[["Unchecked", Awaitable[Any]], Awaitable[Any]]


@declaration(frozen=True, kw_only=True)
class Question:
    """What only Discord can tell the doctor: how many `calls` that takes, and asking.

    `ask` gives values, which checks find by their classes; None is what nobody could tell.
    """

    calls: Callable[[Any], int]
    ask: Callable[[App, Any, Attempt], Awaitable[Iterable[object]]]


@declaration(frozen=True)
class Repair:
    """What the bot can do itself about a finding; returns what failed.

    `in_background`: much of it goes on after the answer.
    """

    name: str
    run: Callable[[App, int, Finding], Awaitable[tuple[TicketError, ...]]]
    in_background: bool = False


# ------------------------------------------------------------------ the feature


@declaration(frozen=True, kw_only=True)
class Feature:
    """Everything that one feature brings."""

    name: str
    #: Features without which this one makes no sense; it may name what is theirs.
    needs: tuple[str, ...] = ()
    #: Stores and sides of Discord, one of each while the cog is loaded: ``app[PanelStore]``.
    parts: Mapping[type, Callable[[App], object]] = field(default_factory=dict)
    #: Classes of settings, and what changing them means.
    settings: tuple[type, ...] = ()
    menu_pages: tuple[MenuPages, ...] = ()
    #: Links below the menu's first page, where there are any: by the server and who opened it.
    menu_links: tuple[
        Callable[[App, int, int], Awaitable[discord.ui.Button[Any] | None]], ...
    ] = ()
    hooks: tuple[SettingHook, ...] = ()
    #: Steps of the database's schema, never changed once released.
    steps: tuple[Step, ...] = ()
    #: Columns that hold ids of people, for requests about their data.
    personal: tuple[PersonalTable, ...] = ()
    personal_files: tuple[PersonalFiles, ...] = ()
    #: Statements that leave nothing but numbers of a ticket that has ended: no text, and no id.
    #: `:guild` and `:number` are the ticket, `:transcripts` is whether its transcripts go, too.
    forgets_tickets: tuple[str, ...] = ()
    #: What is to be done before somebody is forgotten.
    forgets: tuple[Callable[[App, int], Awaitable[None]], ...] = ()
    buttons: tuple[Button, ...] = ()
    forms: tuple[Form, ...] = ()
    #: Classes with marked methods, and commands made of what all features declare.
    commands: tuple[type[Commands], ...] = ()
    made_commands: tuple[Callable[[Features, Mapping[str, Any]], Mapping[str, Any]], ...] = ()
    listeners: tuple[Listener, ...] = ()
    #: Kinds of events that it makes happen.
    events: tuple[str, ...] = ()
    fields_after: tuple[FieldsAfter, ...] = ()
    #: The same for the staff's first answer, which is no event: by the ticket with its time.
    fields_after_answer: tuple[Callable[[Ticket, Settings], Mapping[str, Any]], ...] = ()
    #: Hear that somebody has written in an open ticket, or that the bot has in their name: the
    #: server, channel and person.
    words: tuple[Callable[[App, int, int, Person], Awaitable[None]], ...] = ()
    followers: tuple[Follower, ...] = ()
    #: Hear of each event of a ticket once it is stored, and only while the bot runs. They wait for
    #: nothing, and don't fail.
    hears: tuple[Callable[[App, TicketEvent, Ticket], None], ...] = ()
    jobs: tuple[JobKind, ...] = ()
    #: What is due in tickets at some time. At the same time the first comes first.
    due: tuple[Due, ...] = ()
    #: See each ticket whose record was changed, for what is kept in memory. They don't fail.
    watchers: tuple[Callable[[App, Ticket], None], ...] = ()
    guards: tuple[Guard, ...] = ()
    #: Whether a ticket's opener, who isn't of its team, may reopen it; raises why not any more.
    opener_reopens: tuple[Callable[[App, Ticket, Settings, Person], Awaitable[bool]], ...] = ()
    #: Whether tickets of these settings are worth offering to somebody, at this time.
    offers: tuple[Callable[[Settings, Person, int], bool], ...] = ()
    about_opener: tuple[AboutOpener, ...] = ()
    told_opener: tuple[ToldOpener, ...] = ()
    before_opening: tuple[BeforeOpening, ...] = ()
    before_deletion: tuple[BeforeDeletion, ...] = ()
    #: What is known of a ticket's messages besides what its channel shows, for the staff alone.
    kept_words: tuple[Callable[[App, Ticket], Awaitable[Iterable[Any]]], ...] = ()
    #: When the cog is loaded, before Discord is there.
    at_load: tuple[Callable[[App], Awaitable[None]], ...] = ()
    #: When it is unloaded: gives back at once what it had taken of the bot.
    at_unload: tuple[Callable[[App], None], ...] = ()
    #: What may have changed unnoticed on a server: looked at after a start, and whenever the
    #: gateway shows the server anew. Costs no call where nothing has changed. Raises a
    #: ``DiscordSaidNo`` to be asked again later; that doesn't stop the next.
    catch_up: tuple[Callable[[App, int], Awaitable[None]], ...] = ()
    #: After a start, however long it takes.
    until_done: tuple[Callable[[App], Awaitable[None]], ...] = ()
    settlers: tuple[Settler, ...] = ()
    resets: tuple[Callable[[App, int], Awaitable[Iterable[NotRemoved]]], ...] = ()
    #: What the configuration file has of it besides its settings.
    file_parts: tuple[FilePart, ...] = ()
    errors: tuple[Sentence, ...] = ()
    notices: tuple[NoticeKind, ...] = ()
    log_lines: Mapping[str, LogLine] = field(default_factory=dict)
    announcements: Mapping[str, Announcement] = field(default_factory=dict)
    also_announced: tuple[AlsoAnnounced, ...] = ()
    messages: Mapping[str, DirectWords] = field(default_factory=dict)
    direct_parts: tuple[DirectPart, ...] = ()
    controls: tuple[TicketButtons, ...] = ()
    card: tuple[CardPart, ...] = ()
    shown: tuple[ShownFact, ...] = ()
    staff_access: tuple[StaffAccess, ...] = ()
    #: Buttons below the staff's list.
    list_buttons: tuple[Callable[[App, int], Awaitable[Iterable[Any]]], ...] = ()
    #: What somebody of the staff is told besides the answer to whatever they did; and, where
    #: others would read it, the button that shows it. The last argument: whether they are admin.
    besides: tuple[Callable[[App, int, Person, bool], Awaitable[str]], ...] = ()
    hints: tuple[Callable[[App, int, Person, bool], Awaitable[discord.ui.View | None]], ...] = ()
    checks: tuple[CheckGroup, ...] = ()
    #: What the doctor looks at, found by its class.
    facts: tuple[Callable[[App, int, Settings], Awaitable[object]], ...] = ()
    #: The same for what settings say, which types may have in another way.
    setting_facts: tuple[Callable[[App, int, Settings], Awaitable[object]], ...] = ()
    questions: tuple[Question, ...] = ()
    repairs: tuple[Repair, ...] = ()
