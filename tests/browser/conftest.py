"""Which tests wait for what ``make browser`` installs."""

from __future__ import annotations

from importlib.util import find_spec

if find_spec("reddash") is None or find_spec("playwright") is None:
    # test_web.py says so; the others open their pages with what is in it.
    collect_ignore_glob = ["test_web_*.py"]
