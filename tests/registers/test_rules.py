"""A rule means the same in Python, in the SQL of a file's check, and in the database's constraint."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, Q
from hypothesis import given
from hypothesis import strategies as st

from carers.models import Household
from carers.registers import HOUSEHOLDS
from sufficiency.registers.rules import Rule, as_sql, in_order, truth

DAYS = st.none() | st.dates(date(2019, 12, 30), date(2020, 1, 3))
NUMBERS = st.none() | st.integers(0, 3)
CONDITIONS = (
    Q(ends__lt=F("starts")),
    ~Q(ends__lt=F("starts")),
    Q(ends__isnull=True) | Q(number__gte=2),
    Q(ends__isnull=False, number__in=(0, 3)),
    ~(Q(number__lte=1) & ~Q(starts=F("ends"))),
    Q(starts__gt=date(2020, 1, 1)) | Q(name="50% of 'it'"),
)


@pytest.mark.django_db
@pytest.mark.parametrize("condition", CONDITIONS, ids=str)
def test_condition_is_as_true_in_python_as_in_sql(condition: Q) -> None:
    @given(starts=DAYS, ends=DAYS, number=NUMBERS, name=st.sampled_from(["", "50% of 'it'"]))
    def agree(**values: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {as_sql(condition)} FROM (VALUES"
                " (%(starts)s::date, %(ends)s::date, %(number)s::int, %(name)s)) AS row_ (starts, ends, number, name)",
                values,
            )
            assert truth(condition, values) is cursor.fetchone()[0]

    agree()


@given(starts=DAYS, ends=DAYS)
def test_what_ends_does_not_end_before_it_starts(starts: date | None, ends: date | None) -> None:
    broken = in_order("starts", "ends").is_broken({"starts": starts, "ends": ends})
    assert broken is bool(starts and ends and ends < starts)


def test_rule_says_the_names_that_people_know() -> None:
    assert in_order("starts", "ends").said({"starts": "DECOM", "ends": "DEC"}) == (
        "DEC is before DECOM: correct one of them."
    )


def test_comparison_that_a_rule_cannot_make_is_refused() -> None:
    with pytest.raises(ValueError, match="name__contains"):
        Rule("odd", "name", "{name} is odd.", Q(name__contains="x")).is_broken({"name": "x"})


def test_every_rule_of_the_declared_registers_is_a_constraint_of_their_tables() -> None:
    conditions = [each.condition for each in Household._meta.constraints if hasattr(each, "condition")]
    assert [~rule.wrong for rule in HOUSEHOLDS.rules] == [each for each in conditions if each is not None]
