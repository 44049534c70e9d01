"""What somebody means who sends a page, whatever others have done meanwhile."""

from __future__ import annotations

import pytest

from tickets.web.rules import Filled, Meaning, Texts, changed_meanwhile, meaning

ON, OFF = ("on",), ("off",)


@pytest.mark.parametrize(
    ("was", "given", "now", "means", "meanwhile"),
    [
        (OFF, OFF, OFF, Meaning.KEPT, False),
        (OFF, ON, OFF, Meaning.CHANGED, False),
        # Others have changed it, and this person has not.
        (OFF, OFF, ON, Meaning.KEPT, True),
        # Both, to the same.
        (OFF, ON, ON, Meaning.KEPT, False),
        (("1",), ("2",), ("3",), Meaning.CONTESTED, False),
        # A browser ends lines in its own way.
        (("a\nb",), ("a\r\nb",), ("a\nb",), Meaning.KEPT, False),
        # Roles have no order.
        (("1", "2"), ("2", "1"), ("1", "2"), Meaning.KEPT, False),
        (("1", "2"), ("2",), ("1", "2"), Meaning.CHANGED, False),
        # As on the server.
        (None, None, None, Meaning.KEPT, False),
        (None, ON, None, Meaning.CHANGED, False),
        (ON, None, ON, Meaning.CHANGED, False),
        (None, None, ON, Meaning.KEPT, True),
        (None, ON, OFF, Meaning.CONTESTED, False),
        # Nothing chosen isn't the same as following.
        (None, (), None, Meaning.CHANGED, False),
    ],
)
def test_what_a_field_means(
    was: Texts, given: Texts, now: Texts, means: Meaning, meanwhile: bool
) -> None:
    """Only what its person has changed counts, and nobody's work is overwritten unseen."""
    filled = Filled(was=was, given=given)
    assert meaning(filled, now) is means
    assert changed_meanwhile(filled, now) is meanwhile
