"""Files that people post, small limits for them, and an address where all lives find them.

Attachments keep the address that they got, so what answers there has to outlive each bot:
it is a process of its own, and knows what a file contains by its name.
"""

from __future__ import annotations

import base64
import json
import multiprocessing
import re
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import discord
from simcord.backend import cdn

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

#: Bytes that Discord takes in one message here. A picture takes almost half of that.
UPLOAD_LIMIT = 400_000
_PICTURE_SIZE = 150_000
#: The question of a form that asks for pictures.
SHOTS = "Screenshots"
_FORK = multiprocessing.get_context("fork")


def picture(number: int) -> bytes:
    """One of the pictures."""
    return b"\x89PNG\r\n\x1a\n" + bytes([number]) * _PICTURE_SIZE


def name_of(number: int) -> str:
    """What the picture's file is called."""
    return f"picture-{number}.png"


#: A configuration file, what it is called, and the words that only it has.
CONFIGURATION, IMPORTED = "configuration.json", "Imported"


def configuration() -> bytes:
    """A configuration that has something of everything."""
    file = {
        "format": "tickets-for-red",
        "version": 1,
        "settings": {"welcome_message": IMPORTED},
        "types": [{"name": IMPORTED, "settings": {"by_command": False}}],
        "panels": [{"kind": "button", "entries": [{"type": IMPORTED}]}],
        "replies": [{"name": IMPORTED, "text": IMPORTED, "type": IMPORTED}],
    }
    return json.dumps(file).encode()


def is_inside(page: bytes, number: int) -> bool:
    """Whether a transcript has the picture in itself."""
    # Aligned as it is after eight other bytes.
    return base64.b64encode(bytes([number]) * 3000) in page


def serve() -> None:
    """Lets pictures be found where Discord keeps files, and makes its limits small."""
    here, there = _FORK.Pipe()
    _FORK.Process(target=_answer_for_ever, args=(there,), daemon=True).start()
    cdn.CDN_BASE = here.recv()
    discord.utils.DEFAULT_FILE_SIZE_LIMIT_BYTES = UPLOAD_LIMIT
    limit: Any = property(lambda _guild: UPLOAD_LIMIT)
    discord.Guild.filesize_limit = limit  # type: ignore[method-assign]


def allow(collect: Any) -> None:
    """Lets the cog fetch files of conversations from there, and from nowhere else."""
    limits = collect.__kwdefaults__["limits"]
    collect.__kwdefaults__["limits"] = type(limits)(origins=origins())


def origins() -> frozenset[str]:
    """Where that is."""
    return frozenset({cdn.CDN_BASE})


class _Pictures(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        """Answers with the picture of that name."""
        path = self.path.partition("?")[0]
        found = re.search(r"/picture-(\d+)\.png$", path)
        if found is None and not path.endswith(f"/{CONFIGURATION}"):
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        content = configuration() if found is None else picture(int(found[1]))
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - as it is called
        """Says nothing."""


def _answer_for_ever(there: Connection) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pictures)
    there.send(f"http://127.0.0.1:{server.server_port}")
    server.serve_forever()
