"""Imports Red without letting it see the Red, if any, of whoever runs this.

To be imported before anything of Red's.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

# Red would take uvloop, but SimCord watches the event loop of the standard library.
sys.modules.setdefault("uvloop", None)  # type: ignore[arg-type]

# Never created. Red asks where its instances are listed only once, while it is imported.
_NOWHERE = str(Path(tempfile.gettempdir()) / f"no-red-{os.getpid()}")

with patch.dict(os.environ, {"XDG_CONFIG_HOME": _NOWHERE, "XDG_DATA_HOME": _NOWHERE}):
    # This module first: others of Red's can't be imported before it.
    import redbot.core.bot  # noqa: F401

if sys.dont_write_bytecode:
    # Reloads and updates execute the cog's modules anew: they needn't be compiled each time.
    _bytecode = tempfile.TemporaryDirectory(prefix="tickets-bytecode-")
    sys.dont_write_bytecode, sys.pycache_prefix = False, _bytecode.name
