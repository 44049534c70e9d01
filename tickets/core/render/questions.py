"""The questions of a form as parts of a modal, and what a modal sends back."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import discord

from ...i18n import _
from ..files import SentFile, cleaned_name
from ..form import GROUP_LIMIT, MENTIONS, TEXTS, QuestionKind, field_of
from ..lazy_pattern import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..form import Form, Question

_NOTHING: Mapping[int, Sequence[str]] = MappingProxyType({})
_ID = lazy_pattern(r"\d{1,20}")


def parts(
    form: Form, given: Mapping[int, Sequence[str]] = _NOTHING
) -> list[discord.ui.Label[Any]]:
    """One part for each question; `given` are earlier answers, by question."""
    return [
        discord.ui.Label(
            text=one.label, description=one.hint, component=_part(one, given.get(one.id, ()))
        )
        for one in form.questions
    ]


def _part(one: Question, given: Sequence[str]) -> discord.ui.Item[Any]:
    if one.kind in TEXTS:
        return _text(one, given)
    if one.kind in MENTIONS:
        return _selector(one, given)
    if one.kind is QuestionKind.FILES:
        # What was chosen before is gone: forms can't show files again.
        return discord.ui.FileUpload(
            custom_id=field_of(one.id),
            required=one.required,
            min_values=(one.least or 1) if one.required else 0,
            max_values=one.most or one.highest,
        )
    return _choices(one, _offered(one), given)


def _text(one: Question, given: Sequence[str]) -> discord.ui.TextInput[Any]:
    long = one.kind is QuestionKind.LONG
    most = one.most or one.highest
    return discord.ui.TextInput(
        custom_id=field_of(one.id),
        style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        required=one.required,
        min_length=one.least or (1 if one.required else None),
        max_length=most,
        placeholder=one.placeholder,
        default="".join(given[:1])[:most] or one.prefilled,
    )


def _selector(one: Question, given: Sequence[str]) -> discord.ui.Item[Any]:
    ids = [int(found[0]) for text in given if (found := _ID.search(text))]
    chosen = [discord.Object(found) for found in dict.fromkeys(ids)][: one.most or one.highest]
    about: dict[str, Any] = {
        "custom_id": field_of(one.id),
        "required": one.required,
        "min_values": (one.least or 1) if one.required else 0,
        "max_values": one.most or one.highest,
    }
    if one.kind is QuestionKind.MEMBERS:
        users = [discord.SelectDefaultValue.from_user(chose) for chose in chosen]
        return discord.ui.UserSelect(**about, default_values=users)
    if one.kind is QuestionKind.ROLES:
        roles = [discord.SelectDefaultValue.from_role(chose) for chose in chosen]
        return discord.ui.RoleSelect(**about, default_values=roles)
    channels = [discord.SelectDefaultValue.from_channel(chose) for chose in chosen]
    return discord.ui.ChannelSelect(**about, default_values=channels)


def _offered(one: Question) -> tuple[str, ...]:
    """The words that can be chosen; they are also what is sent."""
    if one.kind is QuestionKind.YES_NO:
        return (_("Yes"), _("No"))
    if one.kind is QuestionKind.AGREE:
        return (_("I agree"),)
    return one.choices


def _choices(
    one: Question, offered: tuple[str, ...], given: Sequence[str]
) -> discord.ui.Item[Any]:
    about: dict[str, Any] = {"custom_id": field_of(one.id), "required": one.required}
    several = one.kind is QuestionKind.SEVERAL
    most = (one.most or len(offered)) if several else 1
    least = (one.least or 1) if one.required else 0
    if len(offered) > GROUP_LIMIT:
        options = [
            discord.SelectOption(label=word, value=word, default=word in given) for word in offered
        ]
        return discord.ui.Select(**about, options=options, min_values=least, max_values=most)
    if several or one.kind is QuestionKind.AGREE:
        boxes = [
            discord.CheckboxGroupOption(label=word, value=word, default=word in given)
            for word in offered
        ]
        return discord.ui.CheckboxGroup(**about, options=boxes, min_values=least, max_values=most)
    radios = [
        discord.RadioGroupOption(label=word, value=word, default=word in given) for word in offered
    ]
    return discord.ui.RadioGroup(**about, options=radios)


def sent_in(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """All that was filled into a form, by the ids of its parts, from a submission's payload.

    Of files there are the names.
    """
    found = {}
    for part in parts_of(data.get("components", ())):
        if "custom_id" in part:
            given = part["values"] if "values" in part else [part.get("value")]
            found[part["custom_id"]] = tuple(one for one in given or () if isinstance(one, str))
    for field, uploads in _uploads_in(data).items():
        found[field] = tuple(cleaned_name(str(one["filename"])) for one in uploads)
    return found


def files_in(form: Form, data: Mapping[str, Any]) -> tuple[SentFile, ...]:
    """The files that were sent with a form, in order."""
    labels = {field_of(one.id): one.label for one in form.questions}
    return tuple(
        SentFile(
            label=labels.get(field, ""),
            name=cleaned_name(str(one["filename"])),
            size=int(one["size"]),
            url=str(one["url"]),
        )
        for field, uploads in _uploads_in(data).items()
        for one in uploads
    )


def _uploads_in(data: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    """What Discord says of the files, by the ids of the parts in which they were sent."""
    known = (data.get("resolved") or {}).get("attachments") or {}
    return {
        part["custom_id"]: [known[one] for one in part.get("values") or () if one in known]
        for part in parts_of(data.get("components", ()))
        if part.get("type") == discord.ComponentType.file_upload.value
    }


def parts_of(components: Any) -> Iterator[Mapping[str, Any]]:
    """All parts of a form, also those inside others."""
    for part in components:
        yield part
        yield from parts_of(part.get("components", ()))
        if "component" in part:
            yield from parts_of((part["component"],))
