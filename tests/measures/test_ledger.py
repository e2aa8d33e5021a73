"""The ledger says of every day what the rows say, of one council and of several, whatever happened to the rows."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from placements.derivation import derive_everything
from placements.measures import CARE_RATE, CHILDREN_IN_CARE, OUT_OF_AREA
from placements.measures.living import CHILDRENS_HOME, FOSTER_CARE, OVER_20_MILES
from placements.models import CareChange, EpisodeSpan
from placements.subjects.erasure import erase_child
from sufficiency.core.area import ENGLAND, Area
from sufficiency.core.measure import Measure, Result
from sufficiency.core.models import Authority, Postcode
from sufficiency.core.tally import BY_AUTHORITY, breakdown, evaluate
from sufficiency.extracts.actions import undo_load
from sufficiency.extracts.models import Load
from tests.placements.council import found_council, load, taken_back
from tests.returns import NEIGHBOUR

from .test_engine import DAYS, invented

pytestmark = pytest.mark.django_db
KEPT = [CHILDREN_IN_CARE, CARE_RATE, OUT_OF_AREA, FOSTER_CARE, OVER_20_MILES]


@pytest.fixture(scope="module")
def councils(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Authority]]:
    """Two councils with returns, for all tests of this module."""
    with django_db_blocker.unblock(), taken_back():
        ours, neighbour = found_council(), Authority.objects.get(code=NEIGHBOUR)
        load(ours, invented(1, 30))
        load(neighbour, invented(2, 15))
        yield [ours, neighbour]


def numbers(result: Result) -> tuple[object, ...]:
    return result.as_at, result.numerator, result.denominator, result.unknown


def series(area: Area, days: Sequence[date] = DAYS) -> list[list[object]]:
    """What is added up from the ledger."""
    return [[numbers(result) for result in results] for results in evaluate(KEPT, area, days).values()]


def day_by_day(area: Area, days: Sequence[date] = DAYS) -> list[list[object]]:
    """What is counted from the rows of each day."""
    each = {day: evaluate(KEPT, area, [day]) for day in set(days)}
    return [[numbers(each[day][measure.slug][0]) for day in days] for measure in KEPT]


def test_a_series_says_of_every_day_what_the_rows_of_that_day_say(councils: list[Authority]) -> None:
    last = EpisodeSpan.objects.latest("starts").starts
    for days in (DAYS, [*DAYS[::-2], DAYS[3], DAYS[3]], [last - timedelta(days=1), last]):
        for area in (*councils, ENGLAND):
            assert series(area, days) == day_by_day(area, days)
    assert all(any(number for _, number, *_ in results) for results in series(ENGLAND))


def test_a_series_by_council_says_the_same_as_each_council(councils: list[Authority]) -> None:
    parts = breakdown(KEPT, BY_AUTHORITY, ENGLAND, DAYS)
    for council in councils:
        assert [[numbers(result) for result in parts[measure.slug][council.code]] for measure in KEPT] == series(
            council
        )


def test_what_the_ledger_keeps_is_read_from_it_and_all_else_from_the_rows(councils: list[Authority]) -> None:
    def tables(measures: Sequence[Measure], filters: Q | None = None) -> set[str]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            evaluate(measures, councils[0], DAYS, filters)
        counted = (model._meta.db_table for model in (CareChange, EpisodeSpan))
        return {table for table in counted if any(f'"{table}"' in query["sql"] for query in queries)}

    assert tables(KEPT) == {"placements_carechange"}
    assert tables([*KEPT, CHILDRENS_HOME]) == {"placements_episodespan"}
    assert tables([CHILDREN_IN_CARE], Q(place="U4")) == {"placements_episodespan"}


def test_it_follows_when_a_return_is_taken_back_or_replaced_and_when_postcodes_move(councils: list[Authority]) -> None:
    council = councils[0]
    before = series(council)
    load(council, invented(3, 12))
    assert series(council) == day_by_day(council) != before
    undo_load(load=Load.objects.filter(authority=council).latest("pk"), by="test")
    assert series(council) == before
    Postcode.objects.update(authority=NEIGHBOUR)
    derive_everything()
    assert series(council) == day_by_day(council) != before


def test_an_erased_child_is_not_counted(councils: list[Authority]) -> None:
    council = councils[0]
    before = series(council)
    erase_child(authority=council, child="1000", by="test")
    assert series(council) == day_by_day(council) != before
