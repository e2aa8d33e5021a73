"""The pages of measures: how one is worked out and what it comes to, and all of them by theme."""

import re
from datetime import date
from html import escape

from django.db import connection
from django.test.utils import CaptureQueriesContext

from sufficiency.core.models import Authority
from sufficiency.measures.present import NOT_KNOWN
from sufficiency.measures.registry import all_themes
from tests.placements.council import load
from tests.returns import episode, one_return
from tests.strategy.entries import point, target

from .factory import BOARD, IN_CARE, OUT_OF_AREA, People, person, signed_in
from .test_overview import text_of


def test_page_gives_the_declared_definition(readers: People) -> None:
    for measure in [theme.measures[0] for theme in all_themes()]:
        response = readers.board.get(f"/measures/{measure.slug}/?as-at=2020-11-30")
        assert response.status_code == 200, measure.slug
        html = response.content.decode()
        for told in (measure.title, measure.definition, measure.source):
            assert told.replace("'", "&#x27;") in html, measure.slug


def test_page_says_which_population_was_used(readers: People) -> None:
    html = readers.board.get("/measures/care-rate-per-10000/?as-at=2020-11-30").content.decode()
    assert "Population: made up, mid-2020." in html
    assert "68,250" in html
    html = readers.board.get("/measures/care-rate-per-10000/?as-at=2022-06-30").content.decode()
    assert "Population: made up, mid-2020." in html


def test_page_leads_officers_to_the_children_counted_and_to_those_it_is_a_share_of(readers: People) -> None:
    address = "/measures/over-20-miles-percent/?as-at=2020-11-30"
    html = readers.officer.get(address).content.decode()
    lists = [each.replace("&amp;", "&") for each in re.findall(r'href="(/children/[?][^"]+)"', html)]
    counts = [readers.officer.get(each).context["listing"].count for each in lists]
    assert counts == [7, IN_CARE, 2], "counted, out of, not known"
    assert "/children/?" not in readers.board.get(address).content.decode()


def test_list_of_whom_a_measure_has_none_is_no_page(readers: People) -> None:
    for address in ("measure=children-in-care&of=out-of", "measure=over-20-miles-percent&of=everybody"):
        assert readers.officer.get(f"/children/?as-at=2020-11-30&{address}").status_code == 404
    page = readers.officer.get("/children/?as-at=2020-11-30&measure=over-20-miles-percent&of=not-known")
    assert "More than 20 miles from home, the children of whom it is not known" in text_of(page.content.decode())


def test_chart_runs_against_the_trajectory_and_before_it_against_the_target(readers: People, loaded: Authority) -> None:
    address = "/measures/children-in-care/?as-at=2020-11-30"
    target(loaded, "children-in-care", 50, date(2020, 4, 1))
    assert "31 October 2020 36 50" in text_of(readers.officer.get(address).content.decode())
    for day, value in ((date(2020, 9, 30), 40), (date(2020, 11, 30), 34)):
        point(loaded, "children-in-care", day, value)
    said = text_of(readers.officer.get(address).content.decode())
    rows = "30 November 2020 36 34 31 October 2020 36 37 30 September 2020 35 40"
    assert f"Day Children in care Trajectory {rows}" in said
    assert "31 August 2020 35 50" in said, "before its first point the target holds"


def test_page_withholds_small_numbers(council: Authority) -> None:
    load(council, one_return(*(episode("01/05/2020", child=f"S{n}") for n in range(4))))
    html = signed_in(person(council, BOARD)).get("/measures/children-in-care/?as-at=2020-11-30").content.decode()
    assert "c: withheld" in html
    assert ">4" not in html


def test_page_works_before_anything_is_loaded(council: Authority) -> None:
    html = signed_in(person(council, BOARD)).get("/measures/places-gap/").content.decode()
    assert "No returns are loaded yet" in html
    assert "Definition" in html


def test_page_gives_history_parts_and_freshness(readers: People) -> None:
    html = readers.officer.get("/measures/foster-percent/?as-at=2020-11-30").content.decode()
    said = text_of(html)
    # 22 of 36 now, 21 of 35 before the last child came to live with parents: rounded 61.1 and 62.9
    assert "30 September 2020 62.9%" in said
    assert "By in or out of area" in said
    # 12 of the 12 + 6 + 1 in area, 8 of the 15 outside it, and both of whom it is not known
    assert "In area 63.2% 12 19 0 Out of area 53.3% 8 15 0 Not known 100.0% 2 2 0" in said
    assert re.search(r"episodes \w+ \w+ \d{4}, for 2021 31 March 2021", said, flags=re.IGNORECASE)
    assert 'id="chart-foster-percent"' in html


def test_parts_of_a_table_add_up_to_the_figure_above(readers: People) -> None:
    html = readers.officer.get("/measures/out-of-area-percent/?as-at=2020-11-30").content.decode()
    tables = re.findall(r"<caption[^>]*>By (.*?)</caption>.*?<tbody[^>]*>(.*?)</tbody>", html, flags=re.DOTALL)
    assert len(tables) > 5
    for _, body in tables:
        rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in body.split("</tr>") if "<td" in row]
        assert (sum(int(row[1]) for row in rows), sum(int(row[2]) for row in rows)) == (OUT_OF_AREA, IN_CARE)


def test_board_members_cannot_work_out_a_part_that_is_withheld(readers: People) -> None:
    for address in ("/measures/children-in-care/", "/measures/out-of-area-percent/"):
        html = readers.board.get(f"{address}?as-at=2020-11-30").content.decode()
        tables = re.findall(r"<caption[^>]*>By (.*?)</caption>.*?<tbody[^>]*>(.*?)</tbody>", html, flags=re.DOTALL)
        assert any(">c<" in body for _, body in tables)
        for title, body in tables:
            rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in body.split("</tr>") if "<td" in row]
            shown = [row[0] for row in rows]
            assert shown.count("c") != 1 or all(text in ("c", "0", "0.0%", NOT_KNOWN) for text in shown), title


def test_all_measures_stand_on_one_page_and_each_theme_with_the_quarter_and_the_year_before(readers: People) -> None:
    response = readers.board.get("/measures/?as-at=2020-11-30")
    said = text_of(response.content.decode())
    for theme in all_themes():
        assert theme.title in said
        for measure in theme.measures:
            assert f'href="/measures/{measure.slug}/?as-at=2020-11-30"' in response.content.decode()
    assert f"Children in care 36 35 {NOT_KNOWN} children" in said
    for theme in all_themes():
        html = readers.board.get(f"/measures/?as-at=2020-11-30&theme={theme.slug}").content.decode()
        assert f'<strong aria-current="page">{escape(theme.title)}</strong>' in html
        rows = re.findall(r'<tr class="govuk-table__row" role="row"><th scope="row".*?</tr>', html)
        for measure, row in zip(theme.measures, rows, strict=True):
            assert f'href="/measures/{measure.slug}/?as-at=2020-11-30"' in row
            assert row.count('<td role="cell"') == 4


def test_neither_page_asks_more_of_the_database_for_more_children_or_days(readers: People, loaded: Authority) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert readers.officer.get(address).status_code == 200
        return len(asked)

    pages = ("/measures/", "/measures/out-of-area-percent/")
    few = [queries(f"{page}?as-at=2020-06-30") for page in pages]
    load(loaded, {2017: one_return(*(episode("01/05/2016", child=f"M{n}") for n in range(50)), year=2017)[2017]})
    assert [queries(f"{page}?as-at=2021-03-31") for page in pages] == few


def test_no_two_measures_have_one_title() -> None:
    titles = [measure.title for theme in all_themes() for measure in theme.measures]
    assert sorted({title for title in titles if titles.count(title) > 1}) == []
