"""Measures of fostering against a plain loop over the rows, on drawn registers, and what they say of nothing."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from carers.changes import Span, allegations_in, changes_in, open_allegations
from carers.measures import MEASURES
from carers.measures.households import STOCK
from carers.models import HouseholdSpan
from carers.places import fostering_on
from carers.recruitment import funnel_on
from sufficiency.core.tally import breakdown, evaluate
from tests.oracle.beginnings import as_known
from tests.registers.council import council, neighbour

from .drawn import FIRST, Counted, Rows, drawn, load_all

DAYS = [date(2019, 2, 28), date(2020, 2, 29), date(2020, 3, 1), date(2020, 3, 31), date(2021, 2, 28), date(2021, 3, 1)]
DAYS += [FIRST + timedelta(days=days) for days in range(0, 1300, 91)]
SLUGS = {
    "households": "fostering-households",
    "approvals": "fostering-approvals",
    "statuses": "fostering-statuses",
    "placements": "foster-placements",
    "applications": "fostering-applications",
    "allegations": "fostering-allegations",
}


@pytest.fixture(scope="module")
def rows(django_db_setup: None, django_db_blocker: Any) -> Any:
    """A council with drawn registers, loaded once; all of it is taken out again at the end."""
    found = drawn(5)
    with django_db_blocker.unblock(), transaction.atomic():
        load_all(found)
        yield found
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_measures_of_fostering_are_what_a_plain_loop_over_the_rows_counts(rows: Rows) -> None:
    series = evaluate(MEASURES, council(), DAYS)
    seen = dict.fromkeys(series, 0)
    registers = {slug: rows[name] for name, slug in SLUGS.items()}
    for number, on in enumerate(DAYS):
        expected = Counted(rows, on).answers()
        assert expected.keys() == series.keys()
        for slug, results in series.items():
            found = results[number]
            told = as_known(found.measure, expected[slug], registers, on)
            assert (found.numerator, found.denominator, found.unknown) == told, (slug, on)
            seen[slug] += int(found.numerator or 0)
    assert all(seen.values()), [slug for slug, total in seen.items() if not total]
    for on in DAYS[:4]:
        for slug, (single,) in evaluate(MEASURES, council(), [on]).items():
            assert single == series[slug][DAYS.index(on)]


@pytest.mark.django_db
def test_page_of_fostering_says_what_the_measures_say(rows: Rows) -> None:
    for on in (date(2020, 3, 31), date(2021, 3, 31)):
        found = {slug: result for slug, (result,) in evaluate(MEASURES, council(), [on]).items()}
        sums, year = fostering_on(council(), on).totals, Span(date(on.year - 1, 4, 1), on)
        changes, funnel, made = changes_in(council(), year), funnel_on(council(), on), allegations_in(council(), year)
        said = {
            "fostering-households": sums.households,
            "fostering-available-to-children-percent": sums.open_to_children,
            "fostering-with-children-percent": sums.with_children,
            "fostering-households-with-vacancy": sums.with_vacancy,
            "fostering-places-approved": sums.approved,
            "fostering-places-filled": sums.filled,
            "fostering-places-vacant": sums.vacant,
            "fostering-places-not-available": sums.not_available,
            "fostering-recruited-in-year": changes.all_approved,
            "fostering-ended-in-year": changes.all_ended,
            "fostering-ended-resigned-in-year": changes.ended_of(reason="RESIGNED"),
            "fostering-enquiries-in-year": funnel.enquiries,
            "fostering-applications-under-way": funnel.under_way,
            "fostering-applications-in-assessment": next(s.now for s in funnel.steps if s.title == "Assessment"),
            "fostering-conversion-percent": funnel.steps[-1].reached,
            "fostering-allegations-in-year": made.made,
            "fostering-allegations-substantiated-in-year": made.substantiated,
            "fostering-allegations-on-going": open_allegations(council(), on),
        }
        assert {slug: found[slug].numerator for slug in said} == said


@pytest.mark.django_db
def test_parts_of_households_add_up_to_the_whole(rows: Rows) -> None:
    by_slug = {measure.slug: measure for measure in MEASURES}
    asked = [by_slug[slug] for slug in ("fostering-places-approved", "fostering-with-children-percent")]
    whole = evaluate(asked, council(), DAYS)
    for dimension in STOCK[0].dimensions:
        parts = breakdown(asked, dimension, council(), DAYS)
        for slug, results in whole.items():
            for number, result in enumerate(results):
                some = [part[number] for part in parts[slug].values()]
                assert sum(int(part.numerator or 0) for part in some) == (result.numerator or 0)
                assert sum(int(part.denominator or 0) for part in some) == (result.denominator or 0)
                assert sum(part.unknown for part in some) == result.unknown
        if dimension.slug == "household-locality":
            assert parts["fostering-places-approved"].keys() == {"Hill Town", "Sea Town", ""}


@pytest.mark.django_db
def test_places_on_any_day_are_filled_vacant_or_not_available(rows: Rows) -> None:
    for span in HouseholdSpan.objects.filter(authority=council()):
        assert span.approved == span.filled + span.vacant + span.not_available
        assert min(span.filled, span.vacant, span.not_available, span.over_by) >= 0
        assert span.starts < span.ends


@pytest.mark.django_db
def test_what_nobody_has_loaded_is_not_known_and_others_registers_do_not_count(rows: Rows) -> None:
    for slug, (result,) in evaluate(MEASURES, neighbour(), [DAYS[3]]).items():
        assert (result.numerator, result.value) == (None, None), slug
        assert result.note.startswith("Not loaded: ")
