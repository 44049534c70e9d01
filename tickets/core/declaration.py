"""Classes whose objects are made while the cog is imported: what features declare.

``dataclasses`` writes and compiles five methods for each class. For a class with a handful of
objects that costs more than all that is ever done with them: for forty of them, a third of what
importing the cog cost. Here all classes share their methods.
"""

from __future__ import annotations

import dataclasses
import inspect
from typing import TYPE_CHECKING, Any

__all__ = ["declaration", "fields_of"]

if TYPE_CHECKING:
    # The same to a type checker, which also sees that only names are used where that is wanted.
    from dataclasses import dataclass as declaration
else:

    def declaration(cls: Any = None, /, **_how: bool) -> Any:
        """Like ``dataclasses.dataclass(frozen=True)``, with its arguments."""

        def decorated(cls: Any) -> Any:
            fields = {}
            for base in reversed(cls.__mro__[1:]):
                fields.update(base.__dict__.get("__declared__", {}))
            for name in inspect.get_annotations(cls):
                default = cls.__dict__.get(name, dataclasses.MISSING)
                if not isinstance(default, dataclasses.Field):
                    default = dataclasses.field(default=default)
                elif name in cls.__dict__:
                    delattr(cls, name)
                default.name = name
                fields[name] = default
            cls.__declared__ = fields
            for method in (_init, _eq, _hash, _repr, _setattr):
                setattr(cls, f"_{method.__name__}__", method)
            return cls

        return decorated if cls is None else decorated(cls)


def fields_of(cls: type) -> tuple[dataclasses.Field[Any], ...]:
    """The fields of a class, those above it first; a ``TypeError`` if it is no declaration."""
    declared: dict[str, dataclasses.Field[Any]] | None = vars(cls).get("__declared__")
    if declared is None:
        raise TypeError(f"{cls.__qualname__} is no declaration")
    return tuple(declared.values())


def _init(self: Any, *values: Any, **named: Any) -> None:
    declared = type(self).__declared__
    given = dict(zip(declared, values, strict=False))
    wrong = named.keys() & given.keys() or named.keys() - declared.keys()
    if wrong or len(values) > len(declared):
        raise TypeError(f"{type(self).__name__} can't be made of {values} and {named}")
    given.update(named)
    for name, field in declared.items():
        if name not in given:
            if field.default is not dataclasses.MISSING:
                given[name] = field.default
            elif field.default_factory is not dataclasses.MISSING:
                given[name] = field.default_factory()
            else:
                raise TypeError(f"{type(self).__name__} needs {name}")
    vars(self).update(given)


def _eq(self: Any, other: object) -> bool:
    return type(other) is type(self) and _values(other) == _values(self)


def _hash(self: Any) -> int:
    return hash(_values(self))


def _values(self: Any) -> tuple[Any, ...]:
    return tuple(getattr(self, name) for name in type(self).__declared__)


def _repr(self: Any) -> str:
    values = (f"{name}={getattr(self, name)!r}" for name in type(self).__declared__)
    return f"{type(self).__qualname__}({', '.join(values)})"


def _setattr(self: Any, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign {name} = {value!r}")
