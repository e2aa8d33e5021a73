"""Making registers known, each with its kind of file, which is worked out from the fields of its model."""

from functools import partial
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sufficiency.extracts.kinds import Check, Code, Column, ColumnType, Family, Kind, Scan
from sufficiency.extracts.kinds import register as make_known
from sufficiency.extracts.problems import Severity

from .bounds import bounds
from .derivation import derive
from .register import Reference, Register, enter


def declare(*registers: Register) -> None:
    """Make registers and their kinds of file known; each app does so in its ``ready()``."""
    for each in registers:
        enter(each)
    make_known(*map(kind_of, registers))


def kind_of(register: Register) -> Kind:
    """Columns in the order of the fields, each called as its field is, in capitals."""
    return Kind(
        slug=register.slug,
        title=f"{register.title} register",
        family=Family(register.slug, f"{register.title} register", partial(derive, register)),
        model=register.rows,
        columns=tuple(_column(register, name) for name in register.fields),
        key=register.key,
        scans=(*_own_rules(register), *map(partial(_leads_nowhere, register), register.references), *register.scans),
    )


def column_name(field: str) -> str:
    """What the files call a field."""
    return field.upper()


def _column(register: Register, name: str) -> Column:
    field = register.field(name)
    least, most = bounds(field)
    return Column(
        column_name(name),
        name,
        _type(register, name),
        _codes(field),
        required=not field.blank,
        means=field.help_text or register.label(name),
        least=least,
        most=most,
    )


def _type(register: Register, name: str) -> ColumnType:
    field = register.field(name)
    if isinstance(field, ArrayField):
        return ColumnType.CODES
    if field.choices:
        return ColumnType.CODE
    for of_field, type_ in (
        (models.DateField, ColumnType.DATE),
        (models.BooleanField, ColumnType.YES_NO),
        (models.DecimalField, ColumnType.AMOUNT),
        (models.IntegerField, ColumnType.NUMBER),
    ):
        if isinstance(field, of_field):
            return type_
    identifies = {*register.key, *(each for reference in register.references for each in reference.fields)}
    return ColumnType.IDENTIFIER if name in identifies else ColumnType.TEXT


def _codes(field: Any) -> dict[str, Code]:
    choices = (field.base_field if isinstance(field, ArrayField) else field).flatchoices
    codes = {str(value): Code(str(label)) for value, label in choices}
    if lower := [code for code in codes if code != code.upper()]:
        raise ValueError(f"Codes are written in capitals, and {field.name} has {', '.join(lower)}.")
    return codes


def _value(register: Register, field: str) -> str:
    """The cell of a field as its file writes it, in SQL."""
    return (
        f"to_char({field}, 'DD/MM/YYYY')" if isinstance(register.field(field), models.DateField) else f"{field}::text"
    )


def _own_rules(register: Register) -> tuple[Scan, ...]:
    """The rules of the model, as errors of a row."""
    if not register.rules:
        return ()
    names = {name: column_name(name) for name in register.fields}
    return (
        Scan(
            rows=f"SELECT * FROM {register.rows._meta.db_table} WHERE file_id = %(file)s",
            checks=tuple(
                Check(
                    rule.code,
                    Severity.ERROR,
                    column_name(rule.field),
                    rule.said(names),
                    where=rule.where,
                    value=_value(register, rule.field),
                )
                for rule in register.rules
            ),
        ),
    )


def _leads_nowhere(register: Register, reference: Reference) -> Scan:
    """A reference to an entry that the other register does not hold, once every file of the load is in."""
    pairs = list(zip(reference.fields, reference.to.key, strict=True))
    own_rows, other = register.rows._meta.db_table, reference.to.rows._meta.db_table
    same = " AND ".join(f"other.{theirs} = own.{ours}" for ours, theirs in pairs)
    held = " AND ".join(f"held.{theirs} = own.{ours}" for ours, theirs in pairs)
    field = reference.fields[-1]
    return Scan(
        rows=f"""
            SELECT own.* FROM {own_rows} AS own
            WHERE own.file_id = %(file)s AND own.{field}::text <> ''
              AND NOT EXISTS (
                  SELECT FROM {other} AS other JOIN extracts_loadfile AS counts
                  ON counts.id = other.file_id AND counts.current
                  WHERE other.authority_id = own.authority_id AND {same})
              AND NOT EXISTS (
                  SELECT FROM {reference.to.model._meta.db_table} AS held
                  WHERE held.authority_id = own.authority_id AND held.file_id IS NULL AND {held})""",
        checks=(
            Check(
                "leads-nowhere",
                Severity.WARNING,
                column_name(field),
                f"No {reference.to.one} of this {reference.to.label(reference.to.key[-1]).lower()} is known: "
                "correct it, or load or enter the other.",
                where="true",
                value=_value(register, field),
            ),
        ),
    )
