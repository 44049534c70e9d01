"""Time zones, also on systems that have none: Red brings dateutil, which has them all."""

from __future__ import annotations

import io
import pkgutil
import tarfile
from datetime import timezone
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

#: What is never unknown.
UTC = "UTC"


@lru_cache(maxsize=500)
def find_zone(name: str) -> tzinfo | None:
    """The zone with that name; None if there is none.

    It reads a small file, at the first time.
    """
    if name == UTC:
        return timezone.utc
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # Not there, no name, or the name of a folder.
        pass
    data = _archive().get(name)
    if data is None:
        return None
    try:
        return ZoneInfo.from_file(io.BytesIO(data), key=name)
    except ValueError:
        return None


def prepare_zones() -> None:
    """Reads dateutil's archive where the system has no zones. It takes some time."""
    find_zone("Europe/Paris")


@lru_cache(maxsize=1)
def _archive() -> Mapping[str, bytes]:
    try:
        packed = pkgutil.get_data("dateutil.zoneinfo", "dateutil-zoneinfo.tar.gz")
    except (ImportError, OSError):
        return {}
    if packed is None:
        return {}
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        found = {one.name: archive.extractfile(one) for one in archive.getmembers()}
        return {name: file.read() for name, file in found.items() if file is not None}
