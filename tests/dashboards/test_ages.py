"""Age bands, by a query and by arithmetic."""

from datetime import date, timedelta

import pytest

from placements.models import Child, EpisodeSpan
from sufficiency.core.dates import age_on
from sufficiency.core.models import Authority
from sufficiency.dashboards.ages import AGE_BANDS, age_band, born_in_band
from tests.placements.council import load
from tests.returns import episode, header, one_return, text


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(2020, 11, 30), "Under 1"),
        (date(2019, 12, 1), "Under 1"),
        (date(2019, 11, 30), "1 to 4"),
        (date(2010, 11, 30), "10 to 15"),
        (date(2004, 12, 1), "10 to 15"),
        (date(2004, 11, 30), "16 and over"),
        (None, "Not known"),
    ],
)
def test_band_changes_on_the_birthday(born: date | None, band: str) -> None:
    assert age_band(born, date(2020, 11, 30)) == band


@pytest.mark.parametrize("day", [date(2020, 2, 28), date(2020, 2, 29), date(2021, 2, 28), date(2021, 3, 1)])
def test_query_and_arithmetic_put_a_child_in_the_same_band(council: Authority, day: date) -> None:
    ages = sorted({band.youngest for band in AGE_BANDS} | {band.oldest for band in AGE_BANDS if band.oldest})
    births = {date(day.year - age, day.month, 28) + timedelta(days=shift) for age in ages for shift in range(-2, 3)}
    births |= {date(2004, 2, 29), date(2016, 2, 29)}
    births = {born for born in births if born <= date(2019, 4, 1)}
    rows = [episode("01/05/2019", child=f"B{n:03}") for n in range(len(births))]
    headers = [header(row["CHILD"], text(born)) for row, born in zip(rows, sorted(births), strict=True)]
    load(council, {**one_return(*rows, year=2020, headers=headers), **one_return(*rows, year=2021, headers=headers)})
    assert Child.objects.count() == len(births)
    for band in AGE_BANDS:
        found = EpisodeSpan.objects.in_care_on(day).filter(born_in_band(band, day))
        expected = {
            born
            for born in births
            if band.youngest <= age_on(day, born) <= (200 if band.oldest is None else band.oldest)
        }
        assert set(found.values_list("child__date_of_birth", flat=True)) == expected
