"""What a ticket's channel is called (K1)."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.builders import OPENER, a_person, some_facts
from tickets.core.naming import NAME_LIMIT, channel_name, fallback_name
from tickets.core.templates import NAME_VARIABLES

BY_NAME = "{user.globalname}"


def called(display_name: str | None, template: str = BY_NAME) -> str:
    """The channel of somebody who shows this name."""
    return channel_name(template, some_facts(display_name))


@pytest.mark.parametrize(
    ("display_name", "channel"),
    [
        ("Ada", "ada"),
        ("Ada Lovelace", "ada-lovelace"),
        ("  Ada   Lovelace  ", "ada-lovelace"),
        ("ÉLODIE", "élodie"),
        ("snake_case", "snake_case"),
        ("x.y/z", "x-y-z"),
        ("--Ada--", "ada"),
        ("@everyone", "everyone"),
        ("<@123>", "123"),
        ("ada#1234", "ada-1234"),
        ("{user.id}", "user-id"),
        ("\U0001d56c\U0001d589\U0001d586", "ada"),
        ("ﬁne", "fine"),
        ("Ⅳ", "iv"),
        ("Straße", "straße"),
        ("Δημήτρης", "δημήτρης"),
        ("山田太郎", "山田太郎"),
        ("हिन्दी", "हिन्दी"),
        ("Ada 🦊", "ada"),
        ("\u202eadA", "ada"),
        ("a\u200bd\u200ba", "ada"),
        ("Ada\nLovelace", "ada-lovelace"),
        ("a\x00b", "a-b"),
    ],
)
def test_names_become_channel_names(display_name: str, channel: str) -> None:
    """What a member is called becomes a name as Discord writes them."""
    assert called(display_name) == channel


@pytest.mark.parametrize(
    "display_name",
    ["🦊", "🦊🦊 🐻", "❤️", "👨‍👩‍👧", "---", "...", "\u200b", "\u202e\u202d", "\u0301", "!?"],
)
def test_a_name_without_letters_becomes_the_number(display_name: str) -> None:
    """Somebody called by emoji or signs only gets a channel named after the ticket."""
    assert called(display_name) == "ticket-7"


@pytest.mark.parametrize("letter", "\u3164\u115f\u1160\uffa0\u2800")
def test_an_invisible_name_becomes_the_number(letter: str) -> None:
    """Somebody who is called by letters that can't be seen gets a name that can."""
    assert called(letter * 3) == "ticket-7"


def test_right_to_left_names_stay_readable() -> None:
    """Hebrew and Arabic letters are kept, what turns the text around them isn't."""
    assert called("\u202bשלום\u202c") == "שלום"
    assert called("مرحبا بك") == "مرحبا-بك"


def test_zalgo_is_calmed() -> None:
    """Of marks that are piled on a letter only a spelling's worth stays."""
    name = called("a" + "\u0301\u0316\u0338" * 20 + "da" + "\u0489" * 50)
    assert sum(unicodedata.category(char).startswith("M") for char in name) <= 6
    assert name.startswith("á")


@pytest.mark.parametrize("letter", ["a", "é", "山", "𠜎", "शि"])
def test_a_hundred_letters_fit(letter: str) -> None:
    """The longest names are cut to Discord's limit, counted as any client may count."""
    name = called(letter * 100)
    assert 0 < len(name.encode("utf-16-le")) // 2 <= NAME_LIMIT
    assert set(name) <= set(unicodedata.normalize("NFKC", letter))


@pytest.mark.parametrize(
    ("template", "channel"),
    [
        ("{user.globalname}", "ada"),
        ("{user.username}", "ada99"),
        ("{user.nickname}", "captain"),
        ("{user.id}", str(OPENER)),
        ("{number}", "7"),
        ("{reason}", "lost-parcel"),
        ("{date}", "2024-05-01"),
        ("{server}", "the-shop"),
        ("ticket-{number}", "ticket-7"),
        ("{user.username}-{date}", "ada99-2024-05-01"),
        ("Help For {user.globalname}!", "help-for-ada"),
        ("{number}{number}", "77"),
        ("fixed", "fixed"),
    ],
)
def test_every_variable_is_filled_in(template: str, channel: str) -> None:
    """Each variable of the format stands for what its name says."""
    opener = a_person(id=OPENER, username="ada99", global_name="Ada", nickname="Captain")
    assert channel_name(template, some_facts(opener=opener)) == channel


def test_every_variable_is_known_here() -> None:
    """No variable that admins may write is forgotten when names are made."""
    assert set(some_facts().values()) == set(NAME_VARIABLES)


@pytest.mark.parametrize(
    ("template", "names", "channel"),
    [
        ("{user.globalname}", {}, "ada99"),
        ("{user.nickname}", {"global_name": "Ada"}, "ada"),
        ("{user.nickname}", {}, "ada99"),
    ],
)
def test_missing_names_are_replaced(template: str, names: dict[str, str], channel: str) -> None:
    """Who has no nickname or display name is called by the next best."""
    opener = a_person(id=OPENER, username="ada99", **names)
    assert channel_name(template, some_facts(opener=opener)) == channel


@pytest.mark.parametrize(
    ("template", "channel"),
    [
        ("{reason}", "ticket-7"),
        ("ticket {reason}", "ticket-7"),
        ("{number}-{reason}", "7"),
        ("{reason}-{number}", "7"),
        ("a-{reason}-{number}", "a-7"),
    ],
)
def test_without_a_reason_there_is_still_a_name(template: str, channel: str) -> None:
    """A format with the reason works for a ticket without one."""
    assert channel_name(template, some_facts(reason=None)) == channel


@pytest.mark.parametrize(
    ("template", "channel"),
    [
        ("🎫-{number}", "🎫-7"),
        ("🎫{number}", "🎫7"),
        ("「support」{number}", "「support」7"),
        ("❤️-{number}", "❤️-7"),
        ("🧑‍💻-{number}", "🧑‍💻-7"),
        ("🏳️‍🌈-{number}", "🏳️‍🌈-7"),
        ("\U0001fae8-{number}", "\U0001fae8-7"),
        ("\U0001fae9-{number}", "\U0001fae9-7"),
        ("|{number}|", "7"),
    ],
)
def test_admins_may_decorate(template: str, channel: str) -> None:
    """Emoji and signs that Discord takes stay as admins wrote them, the newest too."""
    assert channel_name(template, some_facts()) == channel


@pytest.mark.parametrize("template", ["!!!", "   ", "---", "\u202e", "."])
def test_a_format_of_nothing_becomes_the_number(template: str) -> None:
    """A format of which nothing remains doesn't stop tickets from being opened."""
    assert channel_name(template, some_facts()) == fallback_name(7)


def test_a_long_format_is_cut_without_a_hyphen_at_its_end() -> None:
    """The cut may fall between two words: no hyphen is left hanging."""
    assert called("b" * 50, "a" * 99 + "-{user.globalname}") == "a" * 99


ANY_FORMAT = st.lists(
    st.one_of(st.text(max_size=30), st.sampled_from([f"{{{name}}}" for name in NAME_VARIABLES])),
    min_size=1,
    max_size=6,
).map("".join)


def is_forbidden(char: str) -> bool:
    """Characters that no channel name may have."""
    return (
        char.isspace()
        or unicodedata.category(char) in {"Cc", "Cs"}
        or unicodedata.bidirectional(char) in {"LRE", "RLE", "LRO", "RLO", "PDF"}
        or unicodedata.bidirectional(char) in {"LRI", "RLI", "FSI", "PDI"}
        or char in "\u200b\u200e\u200f\u061c\ufeff"
    )


@given(
    display_name=st.text(),
    username=st.text(min_size=1),
    reason=st.none() | st.text(),
    server=st.text(),
    template=ANY_FORMAT,
)
def test_any_name_and_format_make_a_name_that_discord_takes(
    display_name: str, username: str, reason: str | None, server: str, template: str
) -> None:
    """1 to 100 characters, lower case, no spaces, no hidden signs, no hyphens at the ends."""
    opener = a_person(id=OPENER, username=username, global_name=display_name)
    name = channel_name(template, some_facts(opener=opener, reason=reason, server=server))
    assert 1 <= len(name.encode("utf-16-le")) // 2 <= NAME_LIMIT
    assert name == name.lower()
    assert not any(map(is_forbidden, name))
    assert not name.startswith("-")
    assert not name.endswith("-")


@given(display_name=st.text())
def test_a_name_alone_has_only_letters_and_digits(display_name: str) -> None:
    """Signs of a member's name never reach the channel list."""
    for char in called(display_name):
        assert unicodedata.category(char)[0] in "LMN" or char in "-_"
