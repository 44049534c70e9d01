"""The cog's modules, executed once in a process that runs many simulated Reds.

A Red process imports the cog once and ends. Tests run hundreds of Reds in one process, and
executing all modules anew for each of them was a third of what starting one cost. So they
are executed once and put aside before anything uses them. Each simulated Red executes the
package itself, and imports its modules as they were then: names that something has bound anew
are bound as before, and sets, dicts and lists hold what they held.

Reloads and updates, where two generations of a class meet, import everything from the disk.
"""

from __future__ import annotations

import copy
import importlib
import inspect
import sys
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from discord.app_commands import commands as app_commands
from discord.ext.commands import core, hybrid
from redbot.core import _i18n
from tables_made_once import made_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from types import ModuleType

_CONTAINERS = (dict, list, set, deque)


class ImportedOnce:
    """Finds and "loads" the modules of one package in one folder."""

    def __init__(self, package: str, folder: Path, *also: str) -> None:
        """`also` are modules that the package imports only when Red calls its ``setup``."""
        self._package = package
        self._also = also
        self._folder = folder
        self._modules: dict[str, ModuleType] = {}
        self._memories: dict[str, list[_Memory]] = {}
        self._translators: list[Any] = []

    def __getitem__(self, name: str) -> Any:
        """One of the modules, once they are prepared: ``modules["core.ticket"]``."""
        return self._modules[f"{self._package}.{name}"]

    def has(self, kind: type) -> bool:
        """Whether the class is that of one of the modules, and not of another import of it."""
        module = self._modules.get(kind.__module__)
        return module is not None and getattr(module, kind.__name__, None) is kind

    def bind(self, kind: type, **names: Any) -> None:
        """Lets names of a class of the modules mean something else, also in Reds to come."""
        for memory in self._memories[kind.__module__]:
            if memory.thing is kind:
                memory.names.update(names)
        for name, value in names.items():
            setattr(kind, name, value)

    @contextmanager
    def at_hand(self) -> Iterator[None]:
        """Meanwhile whoever imports a module of the package gets the one put aside."""
        self.prepare()
        # Red tells them when a language is set. What they have read by then stays read.
        _i18n.translators += [one for one in self._translators if one not in _i18n.translators]
        sys.meta_path.insert(0, self)
        try:
            yield
        finally:
            sys.meta_path.remove(self)

    def prepare(self) -> None:
        """Executes the modules, unless that was done: forks of this process needn't then."""
        if self._modules:
            return
        translators = len(_i18n.translators)
        sys.path.insert(0, str(self._folder))
        try:
            for name in (self._package, *self._also):
                importlib.import_module(name)
        finally:
            sys.path.remove(str(self._folder))
        self._translators = _i18n.translators[translators:]
        ours = [name for name in sys.modules if name.partition(".")[0] == self._package]
        lazy_dataclass = sys.modules.get(f"{self._package}.core.lazy_dataclass")
        for name in ours if lazy_dataclass else ():
            _complete_classes(sys.modules[name], lazy_dataclass)
        if items := sys.modules.get(f"{self._package}.core.ui.items"):
            # In the module of that name: nothing else makes these classes.
            items._item = _once_for_each(items._item)  # type: ignore[attr-defined]
        if database := sys.modules.get(f"{self._package}.core.store.database"):
            made_once(database)
        for name in ours:
            module = sys.modules.pop(name)
            if name != self._package:
                self._modules[name] = module
                self._memories[name] = _memories(module)

    # ------------------------------------------------- what Python's import wants to know

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where the module comes from: from here, or (None) from wherever else it may be."""
        return ModuleSpec(name, self) if name in self._modules else None  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The module that was put aside."""
        return self._modules[spec.name]

    def exec_module(self, module: ModuleType) -> None:
        """Makes all modules be as if they had just been executed.

        All, because they have imported each other already: nobody will ask for each of them.
        """
        root = sys.modules[self._package]
        for name, one in self._modules.items():
            for memory in self._memories[name]:
                memory.restore()
            sys.modules[name] = one
            parent, _, own_name = name.rpartition(".")
            if parent == self._package:
                setattr(root, own_name, one)


@dataclass(frozen=True)
class _Memory:
    """What the names in a module or class meant, and what the containers there held."""

    thing: ModuleType | type
    names: dict[str, Any]
    contents: list[tuple[Any, Any]]

    @classmethod
    def of(cls, thing: ModuleType | type) -> _Memory:
        """Remembers what they mean now."""
        names = dict(vars(thing))
        contents = [
            (value, value.copy())
            for name, value in names.items()
            if type(value) in _CONTAINERS and name != "__builtins__"
        ]
        return cls(thing, names, contents)

    def restore(self) -> None:
        """Makes them mean that again."""
        present = vars(self.thing)
        # Almost always nothing has changed, and Python finds that out most quickly.
        if present != self.names:
            now = dict(present)
            for name in now.keys() - self.names.keys():
                delattr(self.thing, name)
            for name, value in self.names.items():
                if now.get(name, self) is not value:
                    setattr(self.thing, name, value)
        for container, content in self.contents:
            if container != content:
                container.clear()
                if isinstance(container, dict | set):
                    container.update(content)
                else:
                    container.extend(content)


def _complete_classes(module: ModuleType, lazy_dataclass: Any) -> None:
    """Makes those that wait for their first object: it would be done again in each Red."""
    for thing in list(vars(module).values()):
        if isinstance(thing, type) and thing.__module__ == module.__name__:
            lazy_dataclass.complete(thing)


def _once_for_each(make_class: Callable[[Any], type]) -> Callable[[Any], type]:
    """The classes of buttons hold nothing: one for all Reds is as good as one for each."""
    made: dict[int, tuple[Any, type]] = {}

    def known(button: Any) -> type:
        if id(button) not in made:
            made[id(button)] = button, make_class(button)
        return made[id(button)][1]

    return known


def _memories(module: ModuleType) -> list[_Memory]:
    classes = [
        thing
        for thing in vars(module).values()
        if isinstance(thing, type) and thing.__module__ == module.__name__
    ]
    things: list[ModuleType | type] = [module, *classes]
    return [_Memory.of(thing) for thing in things]


# Each Red copies all its commands, and with each copy discord.py asks what parameters the
# same function has, what they are in a slash command, and what is in its documentation.
_read_parameters = core.get_signature_parameters
_read_slash_parameters = app_commands._extract_parameters_from_callback
_replace_parameters = hybrid.replace_parameters
_parameters: WeakKeyDictionary[Callable[..., Any], dict[str, Any]] = WeakKeyDictionary()
_slash_parameters: WeakKeyDictionary[Callable[..., Any], dict[str, Any]] = WeakKeyDictionary()
_replaced: WeakKeyDictionary[Callable[..., Any], list[Any]] = WeakKeyDictionary()


def _known_parameters(
    function: Callable[..., Any], names: dict[str, Any], /, *, skip_parameters: int | None = None
) -> dict[str, Any]:
    if skip_parameters is not None:
        return _read_parameters(function, names, skip_parameters=skip_parameters)
    if function not in _parameters:
        _parameters[function] = _read_parameters(function, names)
    return _parameters[function].copy()


def _known_slash_parameters(function: Callable[..., Any], names: dict[str, Any]) -> dict[str, Any]:
    if function not in _slash_parameters:
        _slash_parameters[function] = _read_slash_parameters(function, names)
    return {name: copy.copy(one) for name, one in _slash_parameters[function].items()}


def _known_replaced(
    parameters: dict[str, Any], callback: Callable[..., Any], signature: Any
) -> list[Any]:
    if callback not in _replaced:
        _replaced[callback] = _replace_parameters(parameters, callback, signature)
    return _replaced[callback].copy()


# Names that the libraries don't export, or type as nothing to be replaced.
inspect.cleandoc = lru_cache(None)(inspect.cleandoc)
core.get_signature_parameters = _known_parameters
app_commands._extract_parameters_from_callback = _known_slash_parameters  # type: ignore[assignment]
hybrid.replace_parameters = _known_replaced
