"""From an exception in a command to the sentence that answers it."""

from __future__ import annotations

import logging

import discord
from discord import app_commands
from redbot.core import commands

from .. import errors
from ..render.failures import explain, explain_in_public, something_broke
from ..ticket import REASON_LIMIT

log = logging.getLogger("red.tickets.commands")


def innermost(error: BaseException) -> BaseException:
    """The error itself, out of the wrappers that discord.py puts around it."""
    while isinstance(
        error,
        commands.CommandInvokeError
        | commands.ConversionError
        | commands.HybridCommandError
        | app_commands.CommandInvokeError,
    ):
        error = error.original
    return error


def sentence_for(ctx: commands.Context, error: BaseException) -> str | None:
    """The words for an error, None to leave it to Red, which answers typed commands only."""
    match error:
        case errors.TicketError():
            return explain(error) if ctx.interaction is not None else explain_in_public(error)
        case app_commands.TransformerError(value=discord.User(mention=mention)):
            # A member was asked for; clients let one name people who have left.
            return explain(errors.NotOnServer(mention))
        case commands.RangeError(value=str(text)):
            return explain(errors.ReasonTooLong(limit=REASON_LIMIT, length=len(text)))
        case commands.RangeError():
            # The number of a request, which no ticket has.
            return explain(errors.UnknownTicket())
        case commands.BadUnionArgument(errors=[commands.BadArgument() as first, *_]):
            return explain(errors.NobodyFound(given=str(getattr(first, "argument", ""))))
        case commands.UserFeedbackCheckFailure() | commands.NoPrivateMessage():
            return None
        case commands.DisabledCommand() if ctx.interaction is not None:
            return explain(errors.CogDisabled())
        case commands.CheckFailure() if ctx.interaction is not None:
            return explain(errors.AdminsOnly())
        case commands.CommandError():
            return None
    log.error(
        "Unexpected error in %s, used by %s in server %s",
        ctx.command,
        ctx.author.id,
        ctx.guild and ctx.guild.id,
        exc_info=error,
    )
    return something_broke()
