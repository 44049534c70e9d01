"""What a file really is, by its first bytes: what Discord, or its sender, says isn't trusted.

Pictures are stored as they were sent, neither scaled nor written anew: docs/performance.md
says why. So only their size in pixels is read here, and nothing is ever decoded.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO

from ...core.declaration import declaration

if TYPE_CHECKING:
    from pathlib import Path

#: More than any camera makes, less than stops a browser: a file of some kilobytes can claim
#: to be 60,000 pixels wide and high.
PIXEL_LIMIT = 100_000_000
SIDE_LIMIT = 20_000

_JPEG_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_ISO_PICTURES = (b"avif", b"avis")


@declaration(frozen=True)
class Kind:
    """How a browser is told to take a file."""

    mime: str
    width: int = 0
    height: int = 0

    @property
    def is_picture(self) -> bool:
        """Whether it can stand in the page as a picture."""
        return (
            self.mime.startswith("image/")
            and self.width <= SIDE_LIMIT
            and self.height <= SIDE_LIMIT
            and self.width * self.height <= PIXEL_LIMIT
        )

    @property
    def plays(self) -> bool:
        """Whether it is sound or film."""
        return self.mime.startswith(("audio/", "video/"))


#: What is only handed out, and never shown.
OTHER = Kind("application/octet-stream")


def kind_of(path: Path, claimed: str = "") -> Kind:
    """What a file is; `claimed` only decides whether a film is shown as sound."""
    try:
        with path.open("rb") as file:
            return _kind(file, claimed)
    except (OSError, struct.error, IndexError):
        return OTHER


def _kind(file: BinaryIO, claimed: str) -> Kind:
    head = file.read(64)
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR":
        return _sized("image/png", *struct.unpack(">II", head[16:24]))
    if head.startswith((b"GIF87a", b"GIF89a")):
        return _sized("image/gif", *struct.unpack("<HH", head[6:10]))
    if head.startswith(b"\xff\xd8\xff"):
        return _jpeg(file)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return _webp(head)
    if head[4:8] == b"ftyp" and head[8:12] in _ISO_PICTURES:
        return _avif(head + file.read(4096))
    return _playable(head, claimed)


def _sized(mime: str, width: int, height: int) -> Kind:
    return Kind(mime, width, height) if width and height else OTHER


def _jpeg(file: BinaryIO) -> Kind:
    """Goes from segment to segment until one says how large the picture is."""
    file.seek(2)
    for _segment in range(1000):
        mark, code = file.read(2)
        while code == 0xFF:
            code = file.read(1)[0]
        if mark != 0xFF or code in (0xD9, 0xDA):
            return OTHER
        (length,) = struct.unpack(">H", file.read(2))
        if code in _JPEG_FRAMES:
            _precision, height, width = struct.unpack(">BHH", file.read(5))
            return _sized("image/jpeg", width, height)
        if length < 2:
            return OTHER
        file.seek(length - 2, 1)
    return OTHER


def _webp(head: bytes) -> Kind:
    form = head[12:16]
    if form == b"VP8X":
        width, height = (int.from_bytes(head[at : at + 3], "little") + 1 for at in (24, 27))
    elif form == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif form == b"VP8 ":
        width, height = (side & 0x3FFF for side in struct.unpack("<HH", head[26:30]))
    else:
        return OTHER
    return _sized("image/webp", width, height)


def _avif(head: bytes) -> Kind:
    at = head.find(b"ispe")
    if at < 0:
        return OTHER
    return _sized("image/avif", *struct.unpack(">II", head[at + 8 : at + 16]))


def _playable(head: bytes, claimed: str) -> Kind:
    sound = claimed.startswith("audio/")
    if head[4:8] == b"ftyp":
        return Kind("audio/mp4" if sound or head[8:11] == b"M4A" else "video/mp4")
    if head.startswith(b"\x1aE\xdf\xa3"):
        return Kind("audio/webm" if sound else "video/webm")
    if head.startswith(b"OggS"):
        return Kind("video/ogg" if claimed.startswith("video/") else "audio/ogg")
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return Kind("audio/wav")
    if head.startswith(b"fLaC"):
        return Kind("audio/flac")
    if head.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")):
        return Kind("audio/mpeg")
    return OTHER
