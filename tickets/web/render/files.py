"""The page of export and import: the configuration as text, and what another would change."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from ...config_file.render import (
    changes_by_group,
    file_name,
    problem_line,
    question_id,
    question_words,
)
from ...core.references import ThingKind
from ...i18n import _
from .texts import pieces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...config_file.rules import Plan
    from ...core.references import Reference

#: What a page has of each kind of things.
_PICKS = {ThingKind.ROLE: "role", ThingKind.CHANNEL: "channel", ThingKind.CATEGORY: "category"}


def about_file() -> str:
    """What an export has."""
    return _(
        "Settings, types, forms, panels and ready answers as text. Tickets and members are not "
        "in it."
    )


def about_import() -> str:
    """What an import does."""
    return _(
        "The text of such a file, also of another server. You see what would change before "
        "anything does."
    )


def exported_name(server: str) -> str:
    """What the file is called that a browser keeps."""
    return file_name(server)


def plan_view(
    plan: Plan, answers: Mapping[Reference, int | None], names: Mapping[int, str], token: str
) -> dict[str, Any]:
    """What would change, what has to be answered before, or why it can't be."""
    if plan.problems:
        said = _("⚠️ Nothing was changed. This stands in the way:")
    elif plan.is_empty:
        said = _("Nothing would change: everything is as in the file.")
    else:
        said = _("This will change:")
    every = [*plan.questions, *(one for one in answers if one not in plan.questions)]
    may_apply = not plan.problems and not plan.is_empty
    return {
        "said": said,
        "problems": [pieces(problem_line(one), names) for one in plan.problems],
        "changes": [
            [title, [pieces(one, names) for one in changes]]
            for title, changes in ([] if plan.problems else changes_by_group(plan))
        ],
        "questions": [
            {
                "id": question_id(one),
                "text": question_words(one),
                "pick": _PICKS[one.kind],
                "chosen": str(answers.get(one) or ""),
            }
            for one in every
        ],
        "asked": _("Choose yours, then look again. What stays open is left out."),
        "again": _("Look again"),
        "apply": (_("Apply without them") if plan.questions else _("Apply")) if may_apply else "",
        "token": token,
    }


def token_of(text: str, answers: Mapping[Reference, int | None], plan: Plan) -> str:
    """Tells what was shown from anything else: the file, and the server as it was."""
    seen = (plan.seen.rows, dict(plan.seen.settings.values), plan.seen.last_type)
    shown = repr((text, answers, plan.changes, plan.questions, seen))
    return hashlib.sha256(shown.encode("utf-8", "backslashreplace")).hexdigest()[:16]
