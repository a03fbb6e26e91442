"""One record <-> one row of text, exactly: what is written is read back equal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from geoecon.corridors.network import CARGOES, Freight, Link, Node, User, Volume
from geoecon.errors import DataError, LabelError, MissingValueError

Row = dict[str, str]
READERS: dict[str, Callable[[str], Any]] = {
    "float": float,
    "int": int,
    "date": date.fromisoformat,
}
Record = TypeVar("Record", Node, Link, User, Volume)


def to_row(record: Node | Link | User | Volume) -> Row:
    """A record as text by column; a link has two columns for the freight of each cargo."""
    row = {
        field.name: _text(getattr(record, field.name))
        for field in fields(record)
        if field.name != "freight"
    }
    return row | (_freight_columns(record.freight) if isinstance(record, Link) else {})


def from_row(kind: type[Record], row: Mapping[str, str], where: str) -> Record:
    """The record of a row; DataError names `where` and the column that cannot be read."""
    columns = {field.name: str(field.type) for field in fields(kind) if field.name != "freight"}
    absent = sorted(set(columns) - set(row))
    if absent:
        raise LabelError("no column " + ", ".join(absent), where=where)
    values = {name: parse(row[name], how, f"{where}, {name}") for name, how in columns.items()}
    if kind is Link:
        values["freight"] = _freight(row, where)
    return kind(**values)


def parse(text: str, how: str, where: str) -> Any:
    """A cell as `how`, a type written as text. Raises DataError and MissingValueError."""
    if how == "str":
        return text
    if how == "tuple[str, ...]":
        return tuple(text.split())
    if not text:
        if how.endswith("| None"):
            return None
        raise MissingValueError("a number is missing", where=where, why="nothing is filled in")
    return _number(text, how, where)


def _number(text: str, how: str, where: str) -> Any:
    try:
        return READERS[how.removesuffix(" | None")](text)
    except ValueError as error:
        raise DataError(f"cannot read {text!r}", where=where, why=str(error)) from error


def _text(value: Any) -> str:
    if value is None:
        return ""
    return " ".join(value) if isinstance(value, tuple) else str(value)


def _freight_columns(freight: Iterable[Freight]) -> Row:
    by_cargo = {rate.cargo: rate for rate in freight}
    row: Row = {}
    for cargo in CARGOES:
        rate = by_cargo.get(cargo)
        row[f"freight_{cargo}_usd_t"] = str(rate.usd_t) if rate else ""
        row[f"freight_{cargo}_source"] = rate.source if rate else ""
    return row


def _freight(row: Mapping[str, str], where: str) -> tuple[Freight, ...]:
    found = []
    for cargo in CARGOES:
        text = row.get(f"freight_{cargo}_usd_t", "")
        if text:
            amount = parse(text, "float", f"{where}, freight_{cargo}_usd_t")
            found.append(Freight(cargo, amount, row.get(f"freight_{cargo}_source", "")))
    return tuple(found)
