"""Making registers known, each with its kind of file, which is worked out from the fields of its model."""

from functools import partial
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from sufficiency.extracts.kinds import Check, Code, Column, ColumnType, Family, Kind, Scan, all_kinds
from sufficiency.extracts.kinds import register as make_known
from sufficiency.extracts.problems import Severity

from .bounds import bounds
from .derivation import derive
from .fields import FigureField
from .register import Cell, Names, Reference, Register, enter


def declare(*registers: Register) -> None:
    """Make registers and their kinds of file known; each app does so in its ``ready()``."""
    for each in registers:
        enter(each)
        kind = kind_of(each)
        _insist_on_a_header_of_its_own(kind)
        make_known(kind)


def _insist_on_a_header_of_its_own(kind: Kind) -> None:
    """A file is known by its header: two kinds with the same columns could not be told apart."""
    names = {column.name for column in kind.columns}
    for other in all_kinds():
        if {column.name for column in other.columns} == names:
            raise ValueError(f"{kind.slug} and {other.slug} have the same columns: call one of them another name.")


def kind_of(register: Register) -> Kind:
    """Columns in the order of the fields, each called as its field is, in capitals, unless the register says else."""
    return Kind(
        slug=register.slug,
        title=f"{register.title} register",
        family=Family(register.slug, f"{register.title} register", partial(derive, register)),
        model=register.rows,
        columns=tuple(_column(register, name) for name in register.fields),
        key=register.key,
        scans=(
            *_own_rules(register),
            *(_unknown_name(register, name, names) for name, names in register.names.items()),
            *map(partial(_leads_nowhere, register), register.references),
            *register.scans,
        ),
    )


def _column(register: Register, name: str) -> Column:
    field = register.field(name)
    least, most = bounds(field)
    cell = register.cells.get(name, Cell())
    return Column(
        register.column(name),
        name,
        _type(register, name),
        _codes(field),
        required=not field.blank,
        optional=cell.optional,
        means=field.help_text or register.label(name),
        least=least,
        most=most,
        example=cell.example,
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
        (FigureField, ColumnType.FIGURE),
        (models.DecimalField, ColumnType.AMOUNT),
        (models.IntegerField, ColumnType.NUMBER),
    ):
        if isinstance(field, of_field):
            return type_
    identifies = {*register.key, *(each for reference in register.references for each in reference.fields)}
    return ColumnType.IDENTIFIER if name in identifies - register.names.keys() else ColumnType.TEXT


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
    names = {name: register.column(name) for name in register.fields}
    return (
        Scan(
            rows=f"SELECT * FROM {register.rows._meta.db_table} WHERE file_id = %(file)s",
            checks=tuple(
                Check(
                    rule.code,
                    Severity.ERROR,
                    register.column(rule.field),
                    rule.said(names),
                    where=rule.where,
                    value=_value(register, rule.field),
                )
                for rule in register.rules
            ),
        ),
    )


def _unknown_name(register: Register, name: str, names: Names) -> Scan:
    """A text that is none of the names it may be."""
    known = ", ".join(f"'{each}'" for each in sorted(names.known()))
    return Scan(
        rows=f"SELECT * FROM {register.rows._meta.db_table} WHERE file_id = %(file)s",
        checks=(
            Check(
                f"unknown-{name}".replace("_", "-"),
                Severity.ERROR,
                register.column(name),
                names.unknown,
                where=f"{name} <> '' AND {name} NOT IN ({known})",
                value=name,
            ),
        ),
    )


def _leads_nowhere(register: Register, reference: Reference) -> Scan:
    """A reference to an entry that the other register does not hold, once every file of the load is in.

    Entries of the other are worked out later in the load, so its rows are asked, and entries made by hand.
    """
    ours, theirs = ", ".join(reference.fields), ", ".join(reference.to.key)
    field = reference.fields[-1]
    return Scan(
        # NOT IN, for its one pass over the others needs no statistics, which a first load has not.
        rows=f"""
            SELECT * FROM {register.rows._meta.db_table} AS own
            WHERE file_id = %(file)s AND {field}::text <> ''
              AND ({ours}) NOT IN (
                  SELECT {theirs} FROM {reference.to.rows._meta.db_table}
                  JOIN extracts_loadfile AS counts ON counts.id = file_id AND counts.current
                  WHERE counts.authority_id = %(authority)s)
              AND ({ours}) NOT IN (
                  SELECT {theirs} FROM {reference.to.model._meta.db_table}
                  WHERE authority_id = %(authority)s AND file_id IS NULL)""",
        checks=(
            Check(
                "leads-nowhere",
                Severity.WARNING,
                register.column(field),
                f"No {reference.to.one} of this {reference.to.label(reference.to.key[-1]).lower()} is known: "
                "correct it, or load or enter the other.",
                where="true",
                value=_value(register, field),
            ),
        ),
    )
