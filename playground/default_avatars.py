"""The pictures of people without a picture, which Discord serves and the demo has to draw."""

from __future__ import annotations

import struct
import zlib
from functools import cache

#: Where discord.py looks for them, and where SimCord does.
_PLACES = ("https://cdn.discordapp.com", "https://cdn.simcord.invalid")
_COLOURS = ("5865f2", "757e8a", "3ba55c", "faa61a", "ed4245", "eb459f")
_SIZE = 64


@cache
def default_avatars() -> dict[str, tuple[str, bytes]]:
    """Addresses of default avatars and the files to be found there."""
    return {
        f"{place}/embed/avatars/{number}.png": (f"{number}.png", _avatar(bytes.fromhex(colour)))
        for number, colour in enumerate(_COLOURS)
        for place in _PLACES
    }


def _avatar(colour: bytes) -> bytes:
    """A PNG of a white head and shoulders on a colour."""
    rows = b"".join(
        b"\0" + b"".join(b"\xff\xff\xff" if _white(x, y) else colour for x in range(_SIZE))
        for y in range(_SIZE)
    )
    header = struct.pack(">IIBBBBB", _SIZE, _SIZE, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _white(x: int, y: int) -> bool:
    head = (x - 32) ** 2 + (y - 25) ** 2 <= 9**2
    shoulders = ((x - 32) / 15) ** 2 + ((y - 50) / 13) ** 2 <= 1 and y <= 50
    return head or shoulders


def _chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))
