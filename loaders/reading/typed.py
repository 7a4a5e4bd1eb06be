"""JSON as typed structs: fast where an item is as it should be, tolerant where a field is not.

A struct declares only the fields that a loader needs, each with a default; unknown ones are skipped without being
decoded. Where one value is of another type than declared, the item is decoded whole and each value is fitted on its
own: what cannot be is left at its default, so that a bad field never loses a good item.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Generic, TypeVar, cast

import msgspec
from msgspec import inspect

from coterie.loaders.base import BadItem

T = TypeVar("T", bound=msgspec.Struct)


class Decoder(Generic[T]):
    """Decodes items of JSON as the struct ``type_``.

    ``bare`` names, for a struct inside it, the field that a plain string in its place stands for: an author given as
    a name alone.
    """

    def __init__(self, type_: type[T], bare: dict[Any, str] | None = None) -> None:
        self._type = type_
        self._decoder = msgspec.json.Decoder(type_)
        self._bare = bare or {}

    def __call__(self, data: bytes | msgspec.Raw) -> T:
        """The item. Raises ``BadItem`` for what is no object of JSON."""
        try:
            return self._decoder.decode(data)
        except msgspec.ValidationError:
            pass
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise BadItem(f"no JSON: {error}") from None
        try:
            value = msgspec.json.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise BadItem(f"no JSON: {error}") from None
        if not isinstance(value, dict):
            raise BadItem(f"{_NAMES.get(type(value), 'a value')} where an object is expected")
        return cast(T, self._fit(value, inspect.StructType(self._type, ())))

    def _fit(self, value: Any, type_: inspect.Type) -> Any:
        """``value`` as ``type_``; None where it cannot be."""
        if isinstance(type_, inspect.UnionType):
            fitted = (self._fit(value, one) for one in type_.types if _may_be(value, one))
            return next((one for one in fitted if one is not None), None)
        if isinstance(type_, inspect.StructType):
            return self._struct(value, type_)
        if isinstance(type_, inspect.ListType):
            items = value if isinstance(value, list) else [] if value is None else [value]
            return [one for item in items if (one := self._fit(item, type_.item_type)) is not None]
        if isinstance(type_, inspect.DictType):
            pairs = value.items() if isinstance(value, dict) else ()
            return {key: one for key, item in pairs if (one := self._fit(item, type_.value_type)) is not None}
        if isinstance(type_, inspect.AnyType):
            return value
        return _scalar(value, type_)

    def _struct(self, value: Any, type_: inspect.StructType) -> Any:
        if isinstance(value, str) and type_.cls in self._bare:
            return type_.cls(**{self._bare[type_.cls]: value})
        if not isinstance(value, dict):
            return None
        fitted = {name: self._fit(value[key], kind) for name, key, kind in _fields(type_.cls) if key in value}
        return type_.cls(**{name: one for name, one in fitted.items() if one is not None})


@lru_cache(maxsize=256)
def _fields(type_: type[Any]) -> tuple[tuple[str, str, inspect.Type], ...]:
    """Attribute, name in the JSON, and type of each field."""
    info = cast(inspect.StructType, inspect.type_info(type_))
    return tuple((field.name, field.encode_name, field.type) for field in info.fields)


_NAMES = {list: "a list", str: "a string", int: "a number", float: "a number", bool: "a boolean", type(None): "null"}


def _may_be(value: Any, type_: inspect.Type) -> bool:
    """Whether a list, an object or a scalar may be tried as ``type_``, so that of several the right one is taken."""
    if isinstance(type_, inspect.NoneType):
        return False
    if isinstance(value, dict):
        return not isinstance(type_, inspect.StrType | inspect.IntType | inspect.FloatType | inspect.BoolType)
    return True


def _scalar(value: Any, type_: inspect.Type) -> Any:
    """A string, number or boolean as ``type_``: a number may be given as text and text as a number."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(type_, inspect.BoolType):
        return value if isinstance(value, bool) else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        if isinstance(type_, inspect.StrType):
            return str(value)
        if isinstance(type_, inspect.IntType):
            return int(value)
        return float(value) if isinstance(type_, inspect.FloatType) else None
    except (ValueError, OverflowError):
        return None
