"""From a declaration to a kind of file; and what cannot be declared."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import models

from carers.registers import APPROVALS, HOUSEHOLDS
from sufficiency.extracts.kinds import ColumnType, kind_named
from sufficiency.registers.declaring import declare
from sufficiency.registers.register import Register, all_registers, shown


def test_kind_of_file_follows_from_the_fields() -> None:
    columns = {column.name: column for column in kind_named("fostering-approvals").columns}
    assert {name: column.type for name, column in columns.items()} == {
        "HOUSEHOLD": ColumnType.IDENTIFIER,
        "APPROVED_ON": ColumnType.DATE,
        "CHILDREN": ColumnType.NUMBER,
        "AGE_FROM": ColumnType.NUMBER,
        "AGE_TO": ColumnType.NUMBER,
        "SEX": ColumnType.CODE,
        "KINDS": ColumnType.CODES,
    }
    assert [name for name, column in columns.items() if column.required] == ["HOUSEHOLD", "APPROVED_ON", "CHILDREN"]
    assert (columns["CHILDREN"].most, columns["AGE_TO"].most) == (20, 25)
    assert columns["SEX"].codes["FEMALE"].label == "Girls"
    assert kind_named("fostering-approvals").key == ("household", "approved_on")


def test_parts_know_their_whole_and_the_whole_its_parts() -> None:
    assert APPROVALS in HOUSEHOLDS.parts
    assert APPROVALS.part_of is not None
    assert APPROVALS.part_of.to is HOUSEHOLDS


def test_two_registers_of_a_name_or_with_the_same_columns_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sufficiency.registers.register._REGISTERS", {each.slug: each for each in all_registers()})
    with pytest.raises(ValueError, match="Two registers are called fostering-households"):
        declare(HOUSEHOLDS)
    with pytest.raises(ValueError, match="others and fostering-households have the same columns"):
        declare(replace(HOUSEHOLDS, slug="others"))


@pytest.mark.parametrize("register", all_registers(), ids=lambda register: register.slug)
def test_declared_names_are_fields(register: object) -> None:
    assert isinstance(register, Register)
    assert set(register.columns) <= set(register.shown_fields)
    named = {*register.filters, *register.search, *register.period, *register.key}
    named |= {name for reference in register.references for name in reference.fields}
    assert named | ({register.tally} if register.tally else set()) <= set(register.fields)
    assert not {"authority", "file", "history", "id", "line", "version", "year"} & set(register.fields)
    for reference in register.references:
        assert len(reference.fields) == len(reference.to.key)


def test_values_are_shown_in_words() -> None:
    assert shown(models.DecimalField(), Decimal("1234.5")) == "£1,234.50"
    assert shown(models.DateField(), date(2020, 2, 1)) == "1 February 2020"
    assert shown(HOUSEHOLDS.field("kind"), "CONNECTED") == "Connected person"
    assert shown(APPROVALS.field("kinds"), ["RESPITE", "EMERGENCY"]) == "Respite, Emergency"
    assert [shown(models.BooleanField(), value) for value in (True, False, None)] == ["Yes", "No", ""]
