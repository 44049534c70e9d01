"""What Discord itself says in a channel, in a sentence for each kind.

discord.py has such sentences in English only, and none for what it doesn't know.
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING

import discord

from ...core.lazy_pattern import lazy_pattern
from ...i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

_Kind = discord.MessageType
#: Messages in which people and bots say something themselves.
OWN_WORDS = (
    _Kind.default,
    _Kind.reply,
    _Kind.chat_input_command,
    _Kind.context_menu_command,
)
_CUSTOM_EMOJI = lazy_pattern(r"<a?(:\w+:)\d+>")


def sentence(message: discord.Message) -> str | None:
    """What a message says by its kind; None when it has words of its own."""
    if message.type in OWN_WORDS:
        return None
    say = _SENTENCES.get(message.type)
    if say is None:
        return _("Unsupported content (type {number}).").format(number=message.type.value)
    return say(message)


def quotes(message: discord.Message) -> bool:
    """Whether the message's content stands in its sentence already."""
    return message.type in _SENTENCES and message.type not in _WITH_WORDS_BESIDES


def _name(message: discord.Message) -> str:
    return message.author.display_name


def _server(message: discord.Message) -> str:
    return message.guild.name if message.guild is not None else "?"


def _text(message: discord.Message) -> str:
    """The content, which for most kinds is a name; custom emoji by theirs."""
    return _CUSTOM_EMOJI.sub(r"\1", message.content)


# ---------------------------------------------------------------------- people and places


def _added(message: discord.Message) -> str:
    other = message.mentions[0].display_name if message.mentions else _("someone")
    return _("{name} added {other}.").format(name=_name(message), other=other)


def _removed(message: discord.Message) -> str:
    other = message.mentions[0] if message.mentions else message.author
    if other.id == message.author.id:
        return _("{name} left.").format(name=_name(message))
    return _("{name} removed {other}.").format(name=_name(message), other=other.display_name)


def _call(message: discord.Message) -> str:
    return _("{name} started a call.").format(name=_name(message))


def _renamed(message: discord.Message) -> str:
    if not message.content:
        return _("{name} changed the name of the channel.").format(name=_name(message))
    return _("{name} changed the name of the channel: {title}.").format(
        name=_name(message), title=_text(message)
    )


def _icon(message: discord.Message) -> str:
    return _("{name} changed the icon.").format(name=_name(message))


def _pinned(message: discord.Message) -> str:
    return _("{name} pinned a message to this channel.").format(name=_name(message))


def _joined(message: discord.Message) -> str:
    return _("{name} joined the server.").format(name=_name(message))


def _thread(message: discord.Message) -> str:
    if not message.content:
        return _("{name} started a thread.").format(name=_name(message))
    return _("{name} started a thread: {title}.").format(name=_name(message), title=_text(message))


def _thread_starter(message: discord.Message) -> str:
    return _("This thread began with a message of the channel.")


def _emoji(message: discord.Message) -> str:
    return _("{name} added a new emoji: {emoji}").format(
        name=_name(message), emoji=_text(message) or "?"
    )


# ---------------------------------------------------------------------------- the server


def _boost(message: discord.Message) -> str:
    times = message.content.strip()
    if times in {"", "1"}:
        return _("{name} boosted the server.").format(name=_name(message))
    return _("{name} boosted the server ({times} times).").format(name=_name(message), times=times)


def _boost_to(level: int) -> Callable[[discord.Message], str]:
    def say(message: discord.Message) -> str:
        reached = _("{server} has reached level {level}.").format(
            server=_server(message), level=level
        )
        return f"{_boost(message)} {reached}"

    return say


def _followed(message: discord.Message) -> str:
    return _("{name} added {source} to this channel: its news will appear here.").format(
        name=_name(message), source=_text(message) or "?"
    )


def _stream(message: discord.Message) -> str:
    return _("{name} is live.").format(name=_name(message))


def _discovery_lost(message: discord.Message) -> str:
    return _("This server was removed from Discord's server discovery.")


def _discovery_regained(message: discord.Message) -> str:
    return _("This server is in Discord's server discovery again.")


def _discovery_warning(message: discord.Message) -> str:
    return _("This server hasn't met the conditions of server discovery for a week.")


def _discovery_last_warning(message: discord.Message) -> str:
    return _("This server hasn't met the conditions of server discovery for three weeks.")


def _invite(message: discord.Message) -> str:
    return _("Discord suggested inviting people to the server.")


def _alert_on(message: discord.Message) -> str:
    until = _moment(message.content)
    if until is None:
        return _("{name} enabled security actions.").format(name=_name(message))
    return _("{name} enabled security actions until {until}.").format(
        name=_name(message), until=until
    )


def _alert_off(message: discord.Message) -> str:
    return _("{name} disabled security actions.").format(name=_name(message))


def _raid(message: discord.Message) -> str:
    return _("{name} reported a raid on {server}.").format(
        name=_name(message), server=_server(message)
    )


def _no_raid(message: discord.Message) -> str:
    return _("{name} reported a false alarm on {server}.").format(
        name=_name(message), server=_server(message)
    )


def _moment(text: str) -> str | None:
    try:
        moment = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    return f"{moment.astimezone(timezone.utc):%Y-%m-%d %H:%M} UTC"


def _auto_moderation(message: discord.Message) -> str:
    rule = _fact(message, "rule_name")
    if not rule:
        return _("AutoMod acted on a message of {name}.").format(name=_name(message))
    return _("AutoMod acted on a message of {name} by the rule {rule}.").format(
        name=_name(message), rule=rule
    )


# ------------------------------------------------------------------------- subscriptions


def _role_subscription(message: discord.Message) -> str:
    about = message.role_subscription
    if about is None:
        return _("{name} subscribed to a role.").format(name=_name(message))
    facts = {
        "name": _name(message),
        "tier": about.tier_name,
        "months": about.total_months_subscribed,
    }
    if about.is_renewal:
        return _("{name} renewed {tier} (months so far: {months}).").format(**facts)
    return _("{name} subscribed to {tier} (months so far: {months}).").format(**facts)


def _upsell(message: discord.Message) -> str:
    return _("{name} has premium functions that aren't unlocked here.").format(name=_name(message))


def _application_subscription(message: discord.Message) -> str:
    app = message.application.name if message.application is not None else _("an app")
    return _("{name} subscribed to {app} for this server.").format(name=_name(message), app=app)


def _purchase(message: discord.Message) -> str:
    bought = message.purchase_notification
    product = bought.guild_product_purchase if bought is not None else None
    if product is None:
        return _("{name} bought something.").format(name=_name(message))
    return _("{name} bought {product}.").format(name=_name(message), product=product.product_name)


# ------------------------------------------------------------------------ stages and polls


def _stage_start(message: discord.Message) -> str:
    return _("{name} started the stage: {topic}").format(
        name=_name(message), topic=_text(message) or "?"
    )


def _stage_end(message: discord.Message) -> str:
    return _("{name} ended the stage: {topic}").format(
        name=_name(message), topic=_text(message) or "?"
    )


def _stage_speaker(message: discord.Message) -> str:
    return _("{name} is now a speaker.").format(name=_name(message))


def _stage_hand(message: discord.Message) -> str:
    return _("{name} asked to speak.").format(name=_name(message))


def _stage_topic(message: discord.Message) -> str:
    return _("{name} changed the topic of the stage: {topic}").format(
        name=_name(message), topic=_text(message) or "?"
    )


def _poll_result(message: discord.Message) -> str:
    facts = {
        "name": _name(message),
        "question": _fact(message, "poll_question_text") or "?",
        "answer": _fact(message, "victor_answer_text")
        or _fact(message, "victor_answer_emoji_name"),
        "votes": _fact(message, "victor_answer_votes") or "0",
        "total": _fact(message, "total_votes") or "0",
    }
    if not facts["answer"]:
        return _("The poll of {name} has closed: {question} No answer won.").format(**facts)
    return _(
        "The poll of {name} has closed: {question} The winner is {answer} "
        "(votes: {votes} of {total})."
    ).format(**facts)


def _fact(message: discord.Message, key: str) -> str:
    """What Discord tells clients in the fields of an embed."""
    for embed in message.embeds:
        for field in embed.fields:
            if field.name == key and field.value:
                return str(field.value)
    return ""


_SENTENCES: dict[discord.MessageType, Callable[[discord.Message], str]] = {
    _Kind.recipient_add: _added,
    _Kind.recipient_remove: _removed,
    _Kind.call: _call,
    _Kind.channel_name_change: _renamed,
    _Kind.channel_icon_change: _icon,
    _Kind.pins_add: _pinned,
    _Kind.new_member: _joined,
    _Kind.premium_guild_subscription: _boost,
    _Kind.premium_guild_tier_1: _boost_to(1),
    _Kind.premium_guild_tier_2: _boost_to(2),
    _Kind.premium_guild_tier_3: _boost_to(3),
    _Kind.channel_follow_add: _followed,
    _Kind.guild_stream: _stream,
    _Kind.guild_discovery_disqualified: _discovery_lost,
    _Kind.guild_discovery_requalified: _discovery_regained,
    _Kind.guild_discovery_grace_period_initial_warning: _discovery_warning,
    _Kind.guild_discovery_grace_period_final_warning: _discovery_last_warning,
    _Kind.thread_created: _thread,
    _Kind.thread_starter_message: _thread_starter,
    _Kind.guild_invite_reminder: _invite,
    _Kind.auto_moderation_action: _auto_moderation,
    _Kind.role_subscription_purchase: _role_subscription,
    _Kind.interaction_premium_upsell: _upsell,
    _Kind.stage_start: _stage_start,
    _Kind.stage_end: _stage_end,
    _Kind.stage_speaker: _stage_speaker,
    _Kind.stage_raise_hand: _stage_hand,
    _Kind.stage_topic: _stage_topic,
    _Kind.guild_application_premium_subscription: _application_subscription,
    _Kind.guild_incident_alert_mode_enabled: _alert_on,
    _Kind.guild_incident_alert_mode_disabled: _alert_off,
    _Kind.guild_incident_report_raid: _raid,
    _Kind.guild_incident_report_false_alarm: _no_raid,
    _Kind.purchase_notification: _purchase,
    _Kind.poll_result: _poll_result,
    _Kind.emoji_added: _emoji,
}
#: Kinds that carry words of a member besides.
_WITH_WORDS_BESIDES = (_Kind.auto_moderation_action, _Kind.interaction_premium_upsell)
