"""Runs a real Red with the cog from this folder, on real Discord: ``make run``.

The first time it creates an instance of Red and asks for the bot's token. Red keeps both where
it keeps all of its instances, outside this repository. ``--dry-run`` stops short of logging
in; ``--new-token`` asks for the token again.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import binascii
import getpass
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

from redbot import _early_init

# Red wants this before anything else of it is imported.
_early_init()  # type: ignore[no-untyped-call] # Red's

import discord
from redbot.core import Config, data_manager
from redbot.core._drivers import get_driver_class

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tickets.core import access
from tickets.core.discord.channels import CREATING

INSTANCE = "tickets-for-red"
PREFIX = "!"
PORTAL = "https://discord.com/developers/applications"

HOW_TO_GET_A_TOKEN = f"""\
You need a bot of your own, which costs nothing:
  1. Open {PORTAL} and choose "New Application".
  2. Choose "Bot" on the left, then "Reset Token", and copy the token."""

INTENTS = """\
Under "Privileged Gateway Intents" on {page} switch on
  - Presence Intent
  - Server Members Intent
  - Message Content Intent
Red doesn't start without all three."""

AFTERWARDS = f"""\
When the bot is online, write to it in private, as the owner of the application:
  {PREFIX}slash enablecog tickets
  {PREFIX}slash sync
and on your server, as an administrator:
  {PREFIX}ticketset enable"""


def needed_permissions() -> discord.Permissions:
    """Exactly what the cog needs: to create ticket channels, to act in them, and every
    permission that it grants or denies there, for a bot can only pass on what it has."""
    names = access.TAKE_PART | access.MODERATE | access.OPERATE | access.HIDDEN | access.SILENCED
    return discord.Permissions(**dict.fromkeys(names.union(CREATING), True))


def application_of(token: str) -> int | None:
    """The id of the application that a token belongs to; None for what is no token."""
    parts = token.split(".")
    if len(parts) != 3 or not all(parts) or len(token) < 50:
        return None
    padded = parts[0] + "=" * (-len(parts[0]) % 4)
    try:
        decoded = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return int(decoded) if decoded.isdecimal() else None


def invitation(application_id: int) -> str:
    """The address at which a server's administrator adds the bot."""
    return discord.utils.oauth_url(
        application_id,
        permissions=needed_permissions(),
        scopes=("bot", "applications.commands"),
    )


def create_instance() -> None:
    """Lets Red create the instance in the place where it keeps all of them."""
    known = data_manager.load_existing_config()  # type: ignore[no-untyped-call] # Red's
    if INSTANCE in known:
        return
    setup = (sys.executable, "-P", "-m", "redbot.setup")
    subprocess.run(
        (*setup, "--no-prompt", "--instance-name", INSTANCE),
        check=True,
        stdout=subprocess.DEVNULL,
    )


async def settings() -> Any:
    """The instance's own settings, as Red reads and writes them."""
    data_manager.load_basic_configuration(INSTANCE)
    await get_driver_class().initialize(**data_manager.storage_details())
    config = Config.get_core_conf()
    config.register_global(token=None, prefix=[])
    return config


def ask_for_token() -> str:
    """Asks until it is given something that can be a token; nothing of it is shown."""
    if not sys.stdin.isatty():
        sys.exit("There is no token yet, and nobody to ask for it: run this in a terminal.")
    print(HOW_TO_GET_A_TOKEN)
    while True:
        token = getpass.getpass("Token (it won't be shown): ").strip()
        if application_of(token) is not None:
            return token
        print("That is no token: it has three parts with dots between them. Once more, please.")


async def prepared(*, new_token: bool) -> str:
    """Sees to it that Red has a token and a prefix; returns the token."""
    config = await settings()
    if not await config.prefix():
        await config.prefix.set([PREFIX])
    token: str = os.environ.get("RED_TOKEN") or await config.token() or ""
    if new_token or application_of(token) is None:
        token = ask_for_token()
        await config.token.set(token)
        # Red would prefer it to its own.
        os.environ.pop("RED_TOKEN", None)
        print(f"Red keeps it in {data_manager.core_data_path()}.")
    return token


def red_command() -> list[str]:
    """What starts Red with the cog from this folder."""
    red = [sys.executable, "-P", "-m", "redbot", INSTANCE]
    return [*red, "--cog-path", str(ROOT), "--load-cogs", "tickets"]


def main() -> None:
    """Prepares everything, says what is to be done on Discord, and starts Red."""
    parser = argparse.ArgumentParser(prog="scripts/run.py", description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="do everything but start Red")
    parser.add_argument("--new-token", action="store_true", help="ask for the token again")
    options = parser.parse_args()
    # What Red writes from here on, the token among it, is nobody else's business.
    os.umask(0o077)
    create_instance()
    try:
        token = asyncio.run(prepared(new_token=options.new_token))
    except (KeyboardInterrupt, EOFError):
        sys.exit("\nNothing was started.")
    application_id = application_of(token)
    assert application_id is not None
    print(INTENTS.format(page=f"{PORTAL}/{application_id}/bot"))
    print(
        f"\nInvite the bot to a server with what it needs there, and no more:\n"
        f"  {invitation(application_id)}\n"
    )
    print(AFTERWARDS)
    if options.dry_run:
        print(f"\nNow this would start Red: {shlex.join(red_command())}")
        return
    sys.stdout.flush()
    os.execv(sys.executable, red_command())  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main()
