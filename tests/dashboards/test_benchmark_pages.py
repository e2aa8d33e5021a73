"""The pages of benchmarks, for a reader."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sufficiency.core.models import Authority
from sufficiency.strategy.datasets import COMPARED
from sufficiency.strategy.models import Comparator, ShippedSeries
from tests.placements.council import load
from tests.returns import episode, one_return
from tests.strategy.entries import entered

from .factory import BOARD, People, person, signed_in

RATE = "/benchmarks/care-rate-per-10000/"


def page(readers: People, address: str) -> str:
    response = readers.board.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_every_compared_measure_has_its_page_and_stands_in_the_list(readers: People) -> None:
    html = page(readers, "/benchmarks/")
    for slug in COMPARED:
        assert f"/benchmarks/{slug}/?return_year=2025" in html
        assert "Sources and definitions" in page(readers, f"/benchmarks/{slug}/"), slug


def test_list_holds_the_figures_of_the_year_asked_for(readers: People) -> None:
    html = page(readers, "/benchmarks/?return_year=2021")
    assert "In the year to 31 March 2021" in html
    assert "the 2021 model, new in 2021" in html
    for number in ("450", "80,780"):
        assert number in html
    assert "81,770" in page(readers, "/benchmarks/")


def test_page_says_in_a_sentence_how_the_council_stands(readers: People) -> None:
    html = page(readers, RATE)
    assert "65 in Dorset in 2025, 63.3 on average among its statistical neighbours, 62 in the South West" in html


def test_page_shows_what_a_rate_comes_to_here(readers: People) -> None:
    html = page(readers, RATE)
    assert "Children here at that rate" in html
    population = 67_131  # of Dorset, for the rates of 2025
    ShippedSeries.objects.filter(series="care-rate-population", area="E06000059").update(
        figures=",".join([str(population)] * 5)
    )
    assert f'--numeric">{round(67 * population / 10_000)}</td>' in page(readers, RATE)
    assert "Children here" not in page(readers, "/benchmarks/long-term-stability-percent/")


def test_groups_are_shown_as_a_range_with_what_they_are_for(readers: People, loaded: Authority) -> None:
    for code in ("E06000054", "E10000011", "E10000029"):
        entered(
            Comparator, loaded, comparator="Good neighbours", member=code, member_from=date(2019, 4, 1), purpose="Aim"
        )
    html = page(readers, RATE)
    assert "Good neighbours: 46 to 66" in html
    assert "The grey band is the range of: Good neighbours." in html
    assert '<p class="govuk-body">Aim.</p>' in html


def test_suppressed_figures_say_so(readers: People) -> None:
    ShippedSeries.objects.filter(series="care-rate-per-10000", area="E10000008").update(figures="57,58,60,60,c")
    html = page(readers, RATE)
    assert 'c<span class="app-note"> (suppressed, because it is about very few people)</span>' in html
    assert "of 9 of 10 with a number" in html


def test_own_live_value_stands_beside_the_published_one_with_reasons(readers: People) -> None:
    html = page(readers, RATE)
    assert "2021: 5.3 from our own returns, 68 as published" in html
    assert "Other count: the publication has 450 children in care, we 36." in html
    assert "ours by 68,250. Population: made up, mid-2020." in html


def test_live_values_of_few_children_are_withheld_from_the_board_with_their_reasons(council: Authority) -> None:
    load(council, one_return(*(episode("01/05/2020", child=f"S{n}") for n in range(4))))
    response = signed_in(person(council, BOARD)).get("/benchmarks/children-in-care/")
    html = " ".join(response.content.decode().split())
    assert "2021: c from our own returns, 450 as published" in html
    assert "Live data" not in html


def test_pages_work_before_anything_is_loaded(council: Authority) -> None:
    client = signed_in(person(council, BOARD))
    assert "from our own returns" not in client.get(RATE).content.decode()
    assert "437" in client.get("/benchmarks/").content.decode()


@pytest.mark.parametrize("address", ["/benchmarks/places-gap/", "/benchmarks/no-such-measure/"])
def test_measure_without_published_figures_has_no_page(readers: People, address: str) -> None:
    assert readers.board.get(address).status_code == 404


def test_year_that_is_not_there_is_said_and_the_latest_shown(readers: People) -> None:
    html = page(readers, f"{RATE}?return_year=1999")
    assert "There is a problem" in html
    assert "65 in Dorset in 2025" in html


def test_measure_page_leads_to_its_benchmarks(readers: People) -> None:
    assert f'href="{RATE}"' in page(readers, "/measures/care-rate-per-10000/")
    assert "Benchmarks:" not in page(readers, "/measures/places-gap/")


def test_list_takes_no_more_queries_than_one_measure_needs(readers: People) -> None:
    with CaptureQueriesContext(connection) as captured:
        page(readers, "/benchmarks/")
    assert len(captured) <= 14


def test_page_of_measures_leads_to_the_benchmarks(readers: People) -> None:
    assert 'href="/benchmarks/"' in page(readers, "/measures/")
