"""Where the demo is served, found out before anything that takes a while."""

from __future__ import annotations

import errno
import socket

HOST = "127.0.0.1"
PORT = 8420


class BadPort(Exception):
    """Nothing can be served there; the text says why and what to do."""


def port_of(text: str) -> int:
    """A port that leaves space for the one after it."""
    if not (text.isascii() and text.isdecimal() and 1024 <= int(text[:6]) < 65535):
        raise BadPort(f"PORT has to be a number from 1024 to 65534, for example {PORT}.")
    return int(text)


def taken(port: int) -> BadPort:
    """That another program uses the port, and what to do."""
    other = port + 80 if port < 65000 else PORT
    return BadPort(
        f"Port {port} is used by another program: choose another, "
        f"for example with `make demo PORT={other}`."
    )


def expect_free(*ports: int) -> None:
    """Raises BadPort for one that is used."""
    for port in ports:
        with socket.socket() as probe:
            # As the servers do: a port whose last user has just left is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
                raise taken(port) from None
