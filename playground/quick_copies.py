"""Copies of what Discord says, made quickly.

SimCord copies each payload it hands over, with ``copy.deepcopy``, and tells what happened by
messages made of such copies: in tests that read a lot it was the costliest thing of all.
Payloads are JSON, that is lists and dicts of what can't be changed.
"""

from __future__ import annotations

import copy
from types import SimpleNamespace
from typing import Any

from simcord import components, gateway, results
from simcord.backend import serializers

_UNCHANGEABLE = frozenset({str, int, float, bool, type(None)})


def quick_copy(value: Any) -> Any:
    """The same as ``copy.deepcopy`` makes of JSON; of anything else too, only slower."""
    kind = type(value)
    if kind in _UNCHANGEABLE:
        return value
    if kind is dict:
        return {
            key: one if type(one) in _UNCHANGEABLE else quick_copy(one)
            for key, one in value.items()
        }
    if kind is list:
        return [quick_copy(one) for one in value]
    return copy.deepcopy(value)


# SimCord's modules have these names by imports of their own, which types don't show.
for _module in (components, results, serializers):
    _module.deepcopy = quick_copy  # type: ignore[attr-defined]
gateway.copy = SimpleNamespace(copy=copy.copy, deepcopy=quick_copy)  # type: ignore[assignment,attr-defined]
