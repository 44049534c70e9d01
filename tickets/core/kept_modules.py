"""A loaded package stays as it is, whatever is typed.

``[p]load`` of a package that is loaded already executes all its modules anew, in place, before it
finds that out (Red's ``CoreLogic._cleanup_and_refresh_modules``). The running cog would meet
second classes and enums of everything: nothing that it holds would be found or equal any more.
Unloading takes the modules out of ``sys.modules``, so a reload and an update import new ones.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from types import ModuleType


class _Done:
    """Stands for the loader of a module that was executed, and doesn't do it again."""

    def __init__(self, loader: Any) -> None:
        self._loader = loader

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def create_module(self, spec: ModuleSpec) -> None:
        """There is one."""

    def exec_module(self, module: ModuleType) -> None:
        """Nothing is left to be done."""


def keep(package: str) -> None:
    """Keeps the modules of a package from being executed again."""
    for name, module in tuple(sys.modules.items()):
        if name != package and not name.startswith(f"{package}."):
            continue
        spec = getattr(module, "__spec__", None)
        if spec is not None and not isinstance(spec.loader, _Done):
            spec.loader = _Done(spec.loader)
