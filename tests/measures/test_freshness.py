"""Which registers behind a page were last heard of before the day it speaks for."""

from datetime import date

import pytest

from carers.registers import HOUSEHOLDS
from sufficiency.core.models import Authority
from sufficiency.measures.freshness import Behind, behind, feeds_of
from sufficiency.measures.registry import measure_named
from sufficiency.registers.actions import create_record
from sufficiency.registers.register import register_named
from tests.registers.council import council, household, load, neighbour

pytestmark = pytest.mark.django_db

MEASURES = [measure_named("fostering-households"), measure_named("children-in-care")]
LOADED = date(2020, 11, 1)


def found(day: date | None, of: Authority | None = None) -> tuple[Behind, ...]:
    authority = of or council()
    return behind(feeds_of(MEASURES, authority), authority, day)


def test_register_whose_file_ends_before_the_day_is_behind_it() -> None:
    load(household(), extracted=LOADED)
    assert found(date(2020, 11, 30)) == (Behind((HOUSEHOLDS.title,), LOADED),)
    assert found(LOADED) == found(None) == ()
    assert found(date(2020, 11, 30), neighbour()) == (), "nothing of theirs is loaded"


def test_register_that_somebody_has_changed_since_is_not_behind() -> None:
    load(household(), extracted=LOADED)
    values = {"reference": "F-002", "kind": "MAINSTREAM", "locality": "", "approved_from": date(2020, 11, 20)}
    create_record(register=register_named(HOUSEHOLDS.slug), authority=council(), values=values, by="ada", why="New")
    assert found(date(2020, 11, 30)) == ()
