"""Pages of figures: both roles, every shown number against the rows, downloads, dates and filters."""

import csv
import io
import re
from collections import Counter
from datetime import date
from math import atan2, degrees, hypot

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sufficiency.core.dates import age_on
from sufficiency.core.models import Authority
from sufficiency.dashboards.topics.declared import TOPICS
from sufficiency.extracts.actions import SourceFile, load_files
from tests.leavers.council import leaver, load_leavers
from tests.returns import NEIGHBOUR, OURS, POSTCODES, Row

from .factory import AS_AT, BIRTHDAYS, BOARD, HOMES, IN_CARE, OFFICER, OUT_OF_AREA, People, person, signed_in
from .factory import small_council_returns as returns

AT = f"as-at={AS_AT}"
EPISODES: list[Row] = returns()[2021]["episodes"]
BANDS = {"Under 1": (0, 0), "1 to 4": (1, 4), "5 to 9": (5, 9), "10 to 15": (10, 15), "16 and over": (16, 99)}
MILE = 1609.3  # metres
HELD = 6  # the smallest number that is shown to whoever may not see single children


def to_five(number: int) -> str:
    """As whoever may not see single children is told it: to the nearest five."""
    return str(5 * ((number + 2) // 5))


def page(client: Client, slug: str, query: str = AT) -> str:
    response = client.get(f"/{slug}/?{query}")
    assert response.status_code == 200
    html: str = response.content.decode()
    return html


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def table(client: Client, slug: str, chart: str, query: str = AT) -> dict[str, list[str]]:
    """The figures of a chart, by the first cell of a row, as its download holds them."""
    response = client.get(f"/{slug}/?{query}&chart=chart-{chart}&file=csv")
    assert response.status_code == 200, chart
    rows = list(csv.reader(io.StringIO(response.content.decode())))
    return {row[0]: row[1:] for row in rows}


def decom(row: Row) -> date:
    day, month, year = map(int, row["DECOM"].split("/"))
    return date(year, month, day)


def in_care(day: date) -> list[tuple[int, Row]]:
    """The number and the episode of each child in care: nobody has left."""
    return [(number, row) for number, row in enumerate(EPISODES) if decom(row) <= day]


def ages(day: date) -> Counter[str]:
    """Girls by age group: all children of the council are girls."""
    found: Counter[str] = Counter()
    for number, _ in in_care(day):
        born, month, year = map(int, BIRTHDAYS[number % (len(BIRTHDAYS) - 1)].split("/"))
        age = age_on(day, date(year, month, born))
        found[next(name for name, (low, high) in BANDS.items() if low <= age <= high)] += 1
    return found


@pytest.mark.parametrize("slug", TOPICS)
def test_every_page_opens_for_both_roles_and_each_chart_downloads(readers: People, slug: str) -> None:
    for client in (readers.officer, readers.board):
        html = page(client, slug)
        assert TOPICS[slug].question in html
        charts = re.findall(r'data-chart="([\w-]+)"', html)
        assert len(charts) == len(set(charts)) >= 3
    for kind, content in (("csv", "text/csv"), ("svg", "image/svg+xml")):
        response = readers.board.get(f"/{slug}/?{AT}&chart={charts[-1]}&file={kind}")
        assert response.headers["Content-Type"].startswith(content)
        assert "attachment" in response.headers["Content-Disposition"]
    assert readers.officer.get(f"/{slug}/?{AT}&chart=chart-none&file=csv").status_code == 404
    assert readers.board.get(f"/{slug}/?{AT}&chart={charts[0]}&file=exe").status_code == 404


@pytest.mark.parametrize("slug", TOPICS)
def test_page_without_returns_says_so_and_has_no_chart(council: Authority, slug: str) -> None:
    html = page(signed_in(person(council, BOARD)), slug, "")
    assert "No returns are loaded yet" in html
    assert "data-chart" not in html


@pytest.mark.parametrize("slug", ["in-care", "where-children-live"])
def test_number_of_queries_does_not_depend_on_the_number_of_children(readers: People, slug: str) -> None:
    def queries(day: date) -> int:
        with CaptureQueriesContext(connection) as captured:
            page(readers.officer, slug, f"as-at={day}&compare-with=2020-04-30")
        return len(captured)

    early, late = date(2020, 5, 31), AS_AT
    assert len(in_care(early)) < len(in_care(late))
    queries(late)
    assert queries(early) == queries(late) < 75


def test_pyramid_counts_girls_and_boys_of_each_age(readers: People) -> None:
    shown = table(readers.officer, "in-care", "age-pyramid")
    held = ages(AS_AT)
    for name in BANDS:
        assert shown[name][:3] == [str(held[name]), "0", f"{int(100 * held[name] / IN_CARE + 0.5)}%"], name


def test_pyramid_has_the_ages_of_all_children_beside_them_once_they_are_loaded(readers: People) -> None:
    assert "do not tell ages apart" in page(readers.board, "in-care")
    assert table(readers.board, "in-care", "age-pyramid")["Age"][2:] == [
        "Of those in our care",
        "Of those in care in England",
    ]
    path = settings.BASE_DIR / "fixtures" / "demo_populations.csv"
    text = path.read_text().replace("E06000059", OURS)
    load_files(files=[SourceFile(path.name, io.BytesIO(text.encode()))], by="test")
    shown = table(readers.board, "in-care", "age-pyramid")
    assert shown["Age"][2:] == ["Of those in our care", "Of all children here"]
    assert [shown[name][3] for name in BANDS] == ["4%", "18%", "28%", "38%", "12%"]
    assert "for the middle of 2020" in page(readers.board, "in-care")


def test_pyramid_withholds_small_groups_whole_and_never_one_alone(readers: People) -> None:
    for day in (date(2020, 4, 30), date(2020, 5, 31), date(2020, 8, 31), AS_AT):
        shown = table(readers.board, "in-care", "age-pyramid", f"as-at={day}")
        held = ages(day)
        hidden = [name for name in BANDS if shown[name][0] == "c"]
        assert {name for name in BANDS if 0 < held[name] < HELD} <= set(hidden)
        assert len(hidden) != 1 or not any(held[name] for name in BANDS if name not in hidden)
        for name in BANDS:
            expected = ["c", "c", "c"] if name in hidden else [to_five(held[name]), "0"]
            assert shown[name][: len(expected)] == expected, (day, name)


def test_who_turns_18_is_told_by_month_or_where_single_children_are_not_seen_by_half_year(readers: People) -> None:
    sixteen = ages(AS_AT)["16 and over"]
    months = table(readers.officer, "in-care", "turning-18-by-month")
    assert len(months) == 25  # with the heads of the columns
    assert months["June 2022"] == [str(sixteen)]
    assert sum(int(cell[0]) for name, cell in months.items() if name != "When") == sixteen
    halves = table(readers.board, "in-care", "turning-18-by-month")
    assert list(halves) == [
        "When",
        "1 December 2020 to 31 May 2021",
        "1 June 2021 to 30 November 2021",
        "1 December 2021 to 31 May 2022",
        "1 June 2022 to 30 November 2022",
    ]
    assert list(halves.values())[1:] == [["0"], ["0"], ["0"], [to_five(sixteen)]]
    assert "/leavers/birthdays/?as-at=2020-11-30&amp;months_ahead=24" in page(readers.officer, "in-care")
    assert "/leavers/birthdays/" not in page(readers.board, "in-care")


def test_half_years_that_would_tell_of_a_few_are_withheld_with_the_rest_of_their_year(readers: People) -> None:
    day = date(2020, 5, 31)
    few = sum(BIRTHDAYS[number % 5] == "10/06/2004" for number, _ in in_care(day))
    for query in (f"as-at={day}", "as-at=2020-04-30", AT):
        halves = [cells[0] for cells in table(readers.board, "in-care", "turning-18-by-month", query).values()][1:]
        assert all(cell in {"0", "c"} or int(cell) >= HELD for cell in halves)
    assert table(readers.officer, "in-care", "turning-18-by-month", f"as-at={day}").get("June 2022", ["0"]) == ["0"]
    assert few, "they turn 18 more than two years after that day"


def test_placing_councils_are_counted_and_those_that_border_are_marked(readers: People) -> None:
    shown = table(readers.officer, "where-children-live", "placing-councils")
    name = f"{Authority.objects.get(code=NEIGHBOUR).name}, next to us"
    assert {key: cells[0] for key, cells in shown.items() if key != "Where placed"} == {name: str(OUT_OF_AREA)}


def test_compass_shows_places_by_outward_postcode_from_home(readers: People) -> None:
    """To board members from the middle of all homes, which is the middle of QX1 here, to whole miles.

    The smallest place is withheld from them: beside the two of whom no place is known nothing else is.
    """
    for client, said in ((readers.officer, str), (readers.board, to_five)):
        shown = table(client, "where-children-live", "compass")
        middle = (370_500 / MILE, 90_500 / MILE)  # of the first postcodes of the sectors of QX1, where home is
        if client is readers.board:
            middle = (round(middle[0]), round(middle[1]))
        for outward, number in (("QY1", HOMES[1][0]), ("QY2", HOMES[2][0])):
            if (client, outward) == (readers.board, "QY2"):
                assert outward not in shown
                continue
            _, east, north = POSTCODES[f"{outward} 1AA"]
            assert east and north
            away = (east / MILE - middle[0], north / MILE - middle[1])
            assert 22.5 < degrees(atan2(*away)) < 67.5
            assert shown[outward] == [said(number), f"{hypot(*away):.0f}", "north-east"]
        near = sum(number for number, home in HOMES if "PL_POST" not in home)
        assert shown["QX1"][:2] == [said(near), "0"]


def test_placements_begun_are_those_whose_first_day_lies_in_the_month(readers: People) -> None:
    shown = table(readers.officer, "where-children-live", "placements-begun-in-each-month")
    begun = Counter(f"{decom(row):%B %Y}" for row in EPISODES)
    outside = Counter(f"{decom(row):%B %Y}" for row in EPISODES if row["PL_POST"].startswith("QY"))
    for month in ("April 2020", "July 2020", "August 2020", "October 2020", "November 2020"):
        assert shown[month] == [str(begun[month]), str(outside[month])], month
    moves = table(readers.officer, "where-children-live", "placements-of-each-child")
    assert [cells[0] for cells in moves.values()][1:] == [str(IN_CARE), "0", "0"]


def test_cells_that_a_spreadsheet_would_run_are_neutralised_in_downloads(readers: People, loaded: Authority) -> None:
    file = SourceFile("localities.csv", io.BytesIO(b"OUTWARD,LOCALITY,NOTE\nQX1,=cmd,\n"))
    assert load_files(files=[file], authority=loaded, year=2021, by="test").status == "committed"
    shown = table(readers.officer, "in-care", "children-in-care-by-locality")
    assert shown["'=cmd"][0] == str(IN_CARE)


def test_sources_of_health_assessments_stand_side_by_side(readers: People) -> None:
    html = page(readers.board, "health")
    row = re.search(r"First assessment within 20 working days</th>(.*?)</tr>", html, re.S)
    assert row
    assert row[1].count("<td") == 6
    assert "/measures/initial-health-on-time-percent-council/" in row[1]
    assert "/measures/initial-health-on-time-percent-nhs/" in row[1]


def test_care_leavers_are_told_apart_and_a_few_are_withheld(loaded: Authority) -> None:
    by_hand = {"CHILD": "", "ENTITLEMENT_OVERRIDE": "FORMER-RELEVANT", "OVERRIDE_REASON": "In care elsewhere"}
    load_leavers(
        *(leaver(f"L{n}", DATE_OF_BIRTH="20/12/1999", **by_hand) for n in range(4)), extracted=date(2020, 11, 30)
    )
    officer, board = (signed_in(person(loaded, role)) for role in (OFFICER, BOARD))
    shown = table(officer, "care-leavers", "leavers-active-service-now-by-entitlement")
    assert shown["Former relevant"][0] == "4"
    assert "4 care leavers have an active service" in words(page(officer, "care-leavers"))
    hidden = table(board, "care-leavers", "leavers-active-service-now-by-entitlement")
    assert hidden["Former relevant"][0] == "c"
    turning = table(officer, "care-leavers", "birthdays-to-come")
    assert turning["1 December 2020 to 31 May 2021"][1] == "4", "all turn 21 on 20 December 2020"
    assert "4" not in [cell for row in table(board, "care-leavers", "birthdays-to-come").values() for cell in row]
    assert "Housing needed in the coming two years" in page(officer, "care-leavers")
    assert "Housing needed in the coming two years" not in page(board, "care-leavers")


def test_rows_have_no_column_that_none_of_them_fills(readers: People) -> None:
    html = page(readers.board, "health", "as-at=2021-03-31")
    assert ">Neighbours</th>" in html
    assert ">Target</th>" not in html
    assert ">Neighbours</th>" not in page(readers.board, "stability", "as-at=2021-03-31")


def test_page_says_which_registers_end_before_its_day_and_how_figures_are_limited(loaded: Authority) -> None:
    load_leavers(leaver("L1"), extracted=date(2020, 10, 31))
    board = signed_in(person(loaded, BOARD))
    said = words(page(board, "care-leavers"))
    assert "Care leavers: known to 31 October 2020." in said
    assert "Counts are rounded to the nearest 5" in said
    assert "known to 31 October 2020" not in page(board, "care-leavers", "as-at=2020-10-31")
    assert "Counts are rounded" not in page(signed_in(person(loaded, OFFICER)), "care-leavers")


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ("compare-with=2020-12-31", "The date to compare with must be before 30 November 2020"),
        ("compare-with=2020-11-30", "The date to compare with must be before 30 November 2020"),
        ("compare-with=2019-01-01", "The date to compare with must be 1 April 2020 or later"),
        ("compare-with=31-31-2020", "The date to compare with must be a real date, like 30 9 2020"),
    ],
)
def test_comparison_with_a_day_that_cannot_be_is_named_and_the_usual_one_shown(
    readers: People, asked: str, fault: str
) -> None:
    html = page(readers.officer, "in-care", f"{AT}&{asked}")
    assert "There is a problem" in html
    assert fault in html
    assert "Up 1 since 30 September 2020" in html


def test_page_compares_with_the_day_asked_for(readers: People) -> None:
    day = date(2020, 6, 30)
    html = page(readers.officer, "in-care", f"{AT}&compare-with={day}")
    assert f"Up {IN_CARE - len(in_care(day))} since 30 June 2020" in html
    heads = table(readers.officer, "in-care", "children-in-care-by-legal-status", f"{AT}&compare-with={day}")
    assert heads["Legal status"] == ["30 November 2020", "30 June 2020"]


def test_filters_narrow_what_can_be_narrowed_and_the_rest_says_that_it_is_not(readers: People) -> None:
    query = f"{AT}&place=childrens-home"
    html = page(readers.officer, "where-children-live", query)
    number = HOMES[2][0]
    assert f"Placement type: Children&#x27;s home. {number} children on 30 November 2020." in html
    shown = table(readers.officer, "where-children-live", "children-in-care-by-distance", query)
    assert [name for name, cells in shown.items() if cells[0] == str(number)] == ["Over 20 miles"]
    assert [*table(readers.officer, "where-children-live", "compass", query)] == ["Place", "QY2"]
    moves = html.split("Placements begun in each month</h3>")[1]
    assert moves.index("Of all children: this cannot be narrowed.") < moves.index("<figure")
    assert "measure=out-of-area-percent&amp;place=childrens-home" in html
    assert "target 30%" not in html, "a target is for all children"


def test_filters_that_leave_a_few_children_say_so(readers: People) -> None:
    assert "do not pass it on" in page(readers.officer, "in-care", f"{AT}&place=with-parents")
    assert "do not pass it on" not in page(readers.officer, "in-care", f"{AT}&place=foster-care")
    html = page(readers.officer, "in-care", f"{AT}&place=castle")
    assert "There is a problem" in html


def test_nobody_who_may_not_see_single_children_narrows_them(readers: People) -> None:
    query = f"{AT}&place=with-parents&sex=F"
    html = page(readers.board, "in-care", query)
    assert "Narrow to some of the children" not in html
    assert words(html.split("<main")[1]) == words(page(readers.board, "in-care").split("<main")[1])
    assert table(readers.board, "in-care", "children-in-care-by-legal-status", query) == table(
        readers.board, "in-care", "children-in-care-by-legal-status"
    )
    assert "Narrow to some of the children" not in page(readers.officer, "care-leavers")


def test_pages_of_a_section_keep_the_day(readers: People) -> None:
    assert 'href="/stability/?as-at=2020-11-30"' in page(readers.board, "in-care")
    assert 'href="/stability/"' in page(readers.board, "in-care", "as-at=<b>")
