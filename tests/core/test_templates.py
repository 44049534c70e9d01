"""Texts with variables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.core.errors import UnknownVariable
from tickets.core.templates import NAME_VARIABLES, TEXT_VARIABLES, check, fill


@pytest.mark.parametrize(
    "variable",
    [
        "{colour}",
        "{}",
        "{0}",
        "{user.__class__}",
        "{user.__class__.__init__.__globals__}",
        "{user[0]}",
        "{number!r}",
        "{number:>1000000}",
        "{User}",
        "{user.name}",
    ],
)
def test_unknown_variables_are_refused(variable: str) -> None:
    """A variable that doesn't exist is refused by its name, with those that do."""
    with pytest.raises(UnknownVariable) as refused:
        check(f"Hello {variable}, {{number}}", TEXT_VARIABLES)
    assert refused.value.name == variable
    assert refused.value.known == tuple(f"{{{name}}}" for name in TEXT_VARIABLES)


@pytest.mark.parametrize("name", TEXT_VARIABLES)
def test_all_variables_of_messages_are_accepted(name: str) -> None:
    """Every variable that is listed may be used."""
    check(f"Hello {{{name}}}!", TEXT_VARIABLES)


def test_names_have_no_mention() -> None:
    """The mention of a member makes no sense in a channel's name."""
    with pytest.raises(UnknownVariable):
        check("{user}", NAME_VARIABLES)


@pytest.mark.parametrize(
    "text", ["no variables", "{ not one }", "{", "}", "}{", "{two words}", "a {\n} b", ""]
)
def test_braces_that_are_no_variable_are_text(text: str) -> None:
    """Braces may be used for anything else, and stay as they are."""
    check(text, TEXT_VARIABLES)
    assert fill(text, dict.fromkeys(TEXT_VARIABLES, "!")) == text


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("Ticket {number}", "Ticket 7"),
        ("{number}{server}", "7The Shop"),
        ("{{number}}", "{7}"),
        ("{other}", "{other}"),
        ("%(number)s $number %s", "%(number)s $number %s"),
    ],
)
def test_variables_are_replaced(template: str, filled: str) -> None:
    """Known variables are replaced, all other text stays."""
    assert fill(template, {"number": "7", "server": "The Shop"}) == filled


@pytest.mark.parametrize("value", ["{server}", "{number}", "{0}", "{server.__class__}", "{"])
def test_values_are_never_expanded(value: str) -> None:
    """A member called `{server}` is shown as `{server}`."""
    assert fill("{user}/{server}", {"user": value, "server": "The Shop"}) == f"{value}/The Shop"


def test_only_what_stands_between_is_treated() -> None:
    """A treatment of the template's own words leaves the values alone."""
    assert fill("a{user}b{user}c", {"user": "x"}, literal=str.upper) == "AxBxC"


@given(template=st.text(alphabet="ab{}.! ") | st.text(), value=st.text())
def test_filling_never_fails(template: str, value: str) -> None:
    """Whatever admins write and members are called, there is a text."""
    filled = fill(template, dict.fromkeys(TEXT_VARIABLES, value))
    assert len(filled) <= len(template) * (len(value) + 1)
