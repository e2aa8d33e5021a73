"""The overview: figures, words, states, and what each role sees of it."""

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sufficiency.core.models import Authority, Population
from sufficiency.measures.present import NOT_KNOWN
from sufficiency.strategy.models import Target
from tests.placements.council import load
from tests.returns import NOT_IN_DIRECTORY, episode, one_return

from .factory import ADMIN, BOARD, IN_CARE, OFFICER, OUT_OF_AREA, People, person, signed_in

AT = "/?as-at=2020-11-30"


def page(client: Client, address: str = AT) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def text_of(html: str) -> str:
    """What a page says, without scripts and mark-up."""
    html = re.sub(r"<script.*?</script>|<svg.*?</svg>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("&#x27;", "'").replace(" .", ".")


def card(html: str, slug: str) -> str:
    match = re.search(rf'aria-labelledby="card-{slug}".*?</section>', html, flags=re.DOTALL)
    assert match
    return text_of(match.group())


def test_lead_answers_the_question_from_the_data(readers: People) -> None:
    said = text_of(page(readers.officer))
    # 15 - 30% of 36 = 4.2
    assert f"On 30 November 2020, {IN_CARE} children were in our care." in said
    assert "We need 4 more places in Dorset to reach the strategy's target." in said


def test_rate_card_shows_value_target_difference_direction_and_population(readers: People) -> None:
    said = card(page(readers.officer), "care-rate-per-10000")
    # 36 / 68,250 = 5.27 and 35 / 68,250 = 5.13 for every 10,000
    assert "5.3 target 60" in said
    assert "On target" in said
    assert "36 in the council's care, out of 68,250 children who live in Dorset." in said
    assert "54.7 below target. Up 0.1 since 30 September 2020." in said


def test_out_of_area_card_shows_share_target_and_unknown(readers: People) -> None:
    said = card(page(readers.officer), "out-of-area-percent")
    assert "41.7% target 30%" in said
    assert "Off target" in said
    assert f"{OUT_OF_AREA} of {IN_CARE} children in care live outside Dorset." in said
    # 41.67% now, 15 of 35 = 42.86% before
    assert "11.7 percentage points above target. Down 1.2 percentage points since 30 September 2020." in said
    assert "Not known for 2 children." in said


def test_places_gap_card_shows_a_whole_number(readers: People) -> None:
    said = card(page(readers.officer), "places-gap")
    assert "Places gap 4 target 0" in said
    assert "4 more places in Dorset would meet the out-of-area target." in said


def test_trend_runs_by_month_from_the_first_return_and_has_its_table(readers: People) -> None:
    html = page(readers.officer)
    figure = json.loads(re.search(r'id="chart-out-of-area-percent"[^>]*>(.*?)</script>', html).group(1))  # type: ignore[union-attr]
    line = next(trace for trace in figure["data"] if trace["mode"] == "lines" and trace.get("text"))
    months = [f"2020-0{month}-{day}" for month, day in ((4, 30), (5, 31), (6, 30), (7, 31), (8, 31), (9, 30))]
    assert line["x"] == [*months, "2020-10-31", "2020-11-30"]
    assert line["y"][-1] == pytest.approx(100 * OUT_OF_AREA / IN_CARE)
    said = card(html, "out-of-area-percent")
    assert "30 September 2020 42.9% 30%" in said
    assert "30 November 2020 41.7% 30%" in said


def test_default_day_is_the_last_day_of_the_latest_return(readers: People) -> None:
    assert "On 31 March 2021, 36 children were in our care." in text_of(page(readers.officer, "/"))


def test_page_says_how_far_the_returns_reach(readers: People) -> None:
    assert "Returns loaded to 31 March 2021." in text_of(page(readers.officer))
    assert "Later days show what was known then." in text_of(page(readers.officer, "/?as-at=2022-01-01"))


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ("", "Enter the date to show, like 30 11 2020"),
        ("2020-13-45", "The date to show must be a real date, like 30 11 2020"),
        ("<script>alert(1)</script>", "The date to show must be a real date, like 30 11 2020"),
        ("9999-01-01", "The date to show must be today"),
    ],
)
def test_date_that_cannot_be_shown_is_named_and_the_default_shown(readers: People, asked: str, fault: str) -> None:
    html = page(readers.officer, f"/?as-at={asked}")
    assert fault in html
    assert "There is a problem" in html
    assert "<title>Error: " in html
    assert "On 31 March 2021" in html
    assert "<script>alert" not in html


@pytest.mark.parametrize("asked", ["30/11/2020", "30 November 2020"])
def test_date_may_be_written_as_people_write_it(readers: People, asked: str) -> None:
    assert "On 30 November 2020" in page(readers.officer, f"/?as-at={asked}")


def test_council_without_returns_is_told_what_to_do_next(council: Authority) -> None:
    admin, officer = signed_in(person(council, ADMIN)), signed_in(person(council, OFFICER))
    assert '<a class="govuk-link" href="/data/load/">Load return files</a>' in page(admin, "/")
    assert "Ask the person in your council" in page(officer, "/")
    assert "/data/load/" not in page(officer, "/")


def test_day_before_the_first_return_leads_to_the_first_day(readers: People) -> None:
    html = page(readers.officer, "/?as-at=2020-03-31")
    assert "Nothing is known of this date" in html
    assert 'href="?as-at=2020-04-01"' in html
    assert "On 1 April 2020" in page(readers.officer, "/?as-at=2020-04-01")


def test_missing_population_leaves_the_rate_open_and_says_what_to_do(readers: People, loaded: Authority) -> None:
    Population.objects.filter(authority=loaded).delete()
    said = card(page(readers.officer), "care-rate-per-10000")
    assert f"Children in care per 10,000 {NOT_KNOWN}" in said
    assert "No population is loaded for this date. Ask whoever runs this service to load" in said


def test_measure_without_target_says_so(readers: People, loaded: Authority) -> None:
    Target.objects.all().delete()
    html = page(readers.officer)
    assert "No target" in card(html, "out-of-area-percent")
    assert "target 30%" not in card(html, "out-of-area-percent")
    assert "No out-of-area target is in force on this date: enter one with manage.py enter_strategy." in card(
        html, "places-gap"
    )


def test_only_those_who_may_see_children_get_links_to_them(readers: People) -> None:
    assert "/children/?as-at=2020-11-30&amp;measure=out-of-area-percent" in page(readers.officer)
    assert "/children/" not in page(readers.board)
    assert "/children/" not in page(readers.admin)


def test_small_numbers_are_withheld_from_those_who_see_no_children(council: Authority) -> None:
    load(council, one_return(*(episode("01/05/2020", child=f"S{n}", PL_POST="QY1 1AA") for n in range(4))))
    officer, board = signed_in(person(council, OFFICER)), signed_in(person(council, BOARD))
    assert "4 children were in our care" in page(officer)
    html = page(board)
    assert "is too small to show" in html
    assert "Withheld (c)" in html
    figures = re.findall(r'<script id="chart-[^"]*" type="application/json">(.*?)</script>', html)
    drawn = [value for figure in figures for trace in json.loads(figure)["data"] for value in trace.get("y", [])]
    assert set(drawn) <= {0, 30, None}
    assert not re.search(r"\b4\b", card(html, "out-of-area-percent"))


def test_overview_asks_the_database_as_often_for_more_months_and_children(readers: People, loaded: Authority) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            page(readers.officer, address)
        return len(asked)

    few = queries("/?as-at=2020-06-30")
    load(loaded, {2017: one_return(*(episode("01/05/2016", child=f"M{n}") for n in range(60)), year=2017)[2017]})
    assert queries("/?as-at=2021-03-31") == few
    assert few <= 16


def test_page_is_light(readers: People) -> None:
    assert len(readers.officer.get("/?as-at=2021-03-31").content) < 300_000


def test_demo_banner_shows_only_while_demo_data_is_loaded(readers: People, loaded: Authority) -> None:
    invented = "Invented records that reproduce the totals the council published."
    assert invented not in page(readers.officer)
    loaded.loads.update(by="demo")
    assert invented in page(readers.officer)


def test_other_authoritys_children_never_count(readers: People) -> None:
    kent = Authority.objects.get(code="E10000016")
    load(kent, one_return(*(episode("01/05/2020", child=f"K{n}") for n in range(20))))
    assert f"{IN_CARE} children were in our care" in page(readers.officer)
    assert "20 children were in our care" in page(signed_in(person(kent, OFFICER, "kent.officer")))


def test_earlier_day_than_a_year_of_returns_compares_with_nothing(readers: People) -> None:
    said = text_of(page(readers.officer, f"/?as-at={date(2020, 4, 20)}"))
    assert "than a year ago" not in said
    assert "since" not in card(page(readers.officer, "/?as-at=2020-04-20"), "care-rate-per-10000")


def test_children_who_could_live_anywhere_are_no_success(council: Authority) -> None:
    homes = [episode("01/05/2020", child=f"N{n}", PL_POST=NOT_IN_DIRECTORY) for n in range(20)]
    load(council, one_return(*homes))
    html = page(signed_in(person(council, OFFICER)))
    for slug in ("out-of-area-percent", "places-gap"):
        assert "Cannot be said" in card(html, slug)
        assert "Not known for 20 children." in card(html, slug)
    assert "has enough places" not in text_of(html)
    assert "Whether more places are needed cannot be said" in text_of(html)


def test_a_council_with_nobody_in_care_is_not_judged(council: Authority) -> None:
    load(council, one_return(episode("01/05/2020", DEC="01/06/2020", REC="E4A")))
    html = page(signed_in(person(council, OFFICER)))
    assert "No child is in care on this day." in card(html, "places-gap")
    assert "On target" not in text_of(html)
    assert "has enough places" not in text_of(html)


def test_few_children_of_whom_something_is_unknown_are_said_in_words(council: Authority) -> None:
    homes = [episode("01/05/2020", child=f"N{n}") for n in range(20)]
    homes += [episode("01/05/2020", child=f"U{n}", PL_POST=NOT_IN_DIRECTORY) for n in range(3)]
    load(council, one_return(*homes))
    assert "Not known for a few children." in text_of(page(signed_in(person(council, BOARD))))


def test_changes_are_those_since_the_day_the_address_compares_with(readers: People) -> None:
    asked = page(readers.officer, "/?as-at=2020-11-30&compare-with=2020-06-30")
    assert "since 30 June 2020" in asked
    assert "since 30 September 2020" not in asked
    assert '"compare-with" value="2020-06-30"' in asked
    assert "unless you choose another day" not in asked
    earlier = page(readers.officer, "/?as-at=2020-09-30&compare-with=")
    assert "Compared with 30 June 2020 unless you choose another day." in earlier
    assert "There is a problem" not in earlier
    wrong = page(readers.officer, "/?as-at=2020-11-30&compare-with=2021-06-30")
    assert "There is a problem" in wrong
    assert "since 30 September 2020" in wrong
