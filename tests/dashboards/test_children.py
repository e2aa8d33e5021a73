"""The list of children: who may see it, what it holds, how it narrows, and what leaves the house."""

import csv
import io
import re
from datetime import date

import pytest
from django.test import Client
from openpyxl import load_workbook

from sufficiency.core.models import AuditEvent, Authority
from sufficiency.core.tally import evaluate
from sufficiency.dashboards.children import children_counted, listable_measures
from sufficiency.dashboards.filters import ChildrenFilter
from sufficiency.measures.registry import measure_named
from tests.placements.council import load
from tests.returns import episode, header, one_return

from .factory import AS_AT, IN_CARE, OFFICER, OUT_OF_AREA, People, person, signed_in

LIST = "/children/?as-at=2020-11-30"
CHOICES = [
    "",
    "place=foster-care",
    "place=childrens-home",
    "place=supported-accommodation",
    "place=unknown",
    "provider=private-provider",
    "provider=own-council",
    "legal_status=full-care-order",
    "legal_status=accommodated-section-20",
    "age=under-1",
    "age=1-4",
    "age=5-9",
    "age=10-15",
    "age=16-over",
    "age=unknown",
    "authority=E06000058",
    "area=in",
    "area=out",
    "area=unknown",
    "distance=over",
    "distance=within",
    "distance=unknown",
    "place=foster-care&provider=private-provider&area=out",
    "age=10-15&distance=over&legal_status=full-care-order",
]


def html_of(client: Client, address: str = LIST) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_list_counts_the_children_in_its_header(readers: People) -> None:
    assert f"{IN_CARE} children on 30 November 2020</h1>" in html_of(readers.officer)
    assert f"{OUT_OF_AREA} children on 30 November 2020</h1>" in html_of(
        readers.officer, f"{LIST}&measure=out-of-area-percent"
    )


def test_row_says_who_where_with_whom_since_when_and_from_which_line(readers: People) -> None:
    html = html_of(readers.officer, f"{LIST}&measure=out-of-area-percent&sort=identifier")
    row = html.split("<tbody")[1].split("</tr>")[0]
    for cell in (
        "C013",
        "Full care order",
        "Private provider",
        "Bournemouth, Christchurch and Poole",
        "13 June 2020",
        "2021 return, line 14",
    ):
        assert cell in row, cell


@pytest.mark.parametrize("slug", ["children-in-care", "out-of-area-percent", "foster-percent"])
def test_filtered_count_is_the_measures_numerator_under_the_same_filter(
    readers: People, loaded: Authority, slug: str
) -> None:
    for choices in CHOICES:
        listing = readers.officer.get(f"{LIST}&measure={slug}&{choices}").context["listing"]
        assert not listing.filters.form.errors, choices
        condition = listing.filters.condition
        (result,) = evaluate([measure_named(slug)], loaded, [AS_AT], filters=condition)[slug]
        assert listing.count == result.numerator, choices
        (_, of_series) = evaluate([measure_named(slug)], loaded, [date(2020, 9, 30), AS_AT], filters=condition)[slug]
        assert of_series.numerator == listing.count, choices


def test_filters_part_the_children_without_rest(loaded: Authority) -> None:
    everybody = children_counted(measure_named("children-in-care"), loaded, AS_AT)
    for name in ("place", "provider", "legal_status", "age", "area", "distance"):
        values = [value for value, _ in ChildrenFilter({}, everybody, day=AS_AT).form.fields[name].choices if value]
        counts = [ChildrenFilter({name: value}, everybody, day=AS_AT).qs.count() for value in values]
        assert sum(counts) == IN_CARE, name


def test_choice_that_does_not_exist_is_named_and_narrows_nothing(readers: People) -> None:
    html = html_of(readers.officer, f"{LIST}&place=castle&authority=nowhere&page=999&sort=nothing")
    assert "There is a problem" in html
    assert f"{IN_CARE} children" in html


def test_measure_without_a_list_of_children_in_care_has_no_page(readers: People) -> None:
    assert "started-in-year" not in listable_measures()
    for slug in ("started-in-year", "no-such-thing"):
        assert readers.officer.get(f"{LIST}&measure={slug}").status_code == 404
    assert f"{IN_CARE} children" in html_of(readers.officer, LIST)


def test_page_size_is_not_the_readers_to_choose(readers: People) -> None:
    assert len(readers.officer.get(f"{LIST}&per_page=1").context["listing"].table.page) > 1


@pytest.mark.parametrize("page", ["0", "999", "x"])
def test_page_that_is_none_shows_one_that_is(readers: People, page: str) -> None:
    assert readers.officer.get(f"{LIST}&page={page}").status_code == 200


def test_list_sorts_by_each_column_both_ways(readers: People) -> None:
    for column in readers.officer.get(LIST).context["listing"].table.columns.names():
        up = cells(readers.officer, column, f"{LIST}&sort={column}")
        down = cells(readers.officer, column, f"{LIST}&sort=-{column}")
        assert sorted(up) == sorted(down), column
        assert list(dict.fromkeys(up)) == list(dict.fromkeys(down))[::-1], column


def cells(client: Client, column: str, address: str) -> list[str]:
    """What stands in a column, in the order of the rows; cells that hold nothing are left out."""
    response = client.get(address)
    assert b"aria-sort" in response.content
    rows = response.context["listing"].table.rows
    return [str(value) for row in rows if (value := row.get_cell_value(column)) is not None]


def test_list_comes_in_pages(readers: People, loaded: Authority) -> None:
    more = [episode("01/05/2020", child=f"M{n:03}") for n in range(60)]
    load(loaded, one_return(*more))
    first, second = html_of(readers.officer), html_of(readers.officer, f"{LIST}&page=2")
    assert "60 children on" in first
    assert "M000" in first
    assert "M059" not in first
    assert "M059" in second
    assert 'aria-current="page"' in second


def test_list_asks_the_database_as_often_for_more_children(
    readers: People, loaded: Authority, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    with django_assert_max_num_queries(14):
        html_of(readers.officer)
    load(loaded, one_return(*(episode("01/05/2020", child=f"M{n:03}") for n in range(60))))
    with django_assert_max_num_queries(14):
        html_of(readers.officer)


@pytest.mark.parametrize("address", [LIST, "/children/download/csv/?as-at=2020-11-30", "/children/download/xlsx/"])
def test_nobody_but_officers_reaches_a_childs_row(readers: People, address: str) -> None:
    assert readers.officer.get(address).status_code == 200
    for client in (readers.board, readers.admin):
        response = client.get(address)
        assert response.status_code == 403
        assert not re.search(rb"\bC0\d\d\b", response.content)
    assert Client().get(address).status_code == 302


def test_other_authoritys_children_never_appear(readers: People) -> None:
    kent = Authority.objects.get(code="E10000016")
    load(kent, one_return(episode("01/05/2020", child="KENT1", PL_POST="QY2 1AA")))
    assert "KENT1" not in html_of(readers.officer)
    assert b"KENT1" not in readers.officer.get("/children/download/csv/?as-at=2020-11-30").content
    elsewhere = signed_in(person(kent, OFFICER, "kent.officer"))
    assert "KENT1" in html_of(elsewhere)
    assert "C001" not in html_of(elsewhere)


def rows_of_csv(client: Client, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def test_csv_holds_the_filtered_list_whole(readers: People) -> None:
    address = "/children/download/csv/?as-at=2020-11-30&measure=out-of-area-percent&distance=over&page=2"
    rows = rows_of_csv(readers.officer, address)
    assert len(rows) == 7
    assert rows[0]["Child"] == "C021"
    assert rows[0]["Placement type"] == "Children's home"
    assert rows[0]["In care since"] == "2020-04-21"
    assert rows[0]["Comes from"] == "2021 return, line 22"
    assert float(rows[0]["Miles from home"]) > 20


def test_download_is_named_after_its_date(readers: People) -> None:
    for kind in ("csv", "xlsx"):
        response = readers.officer.get(f"/children/download/{kind}/?as-at=2020-11-30")
        assert response["Content-Disposition"] == f'attachment; filename="children-2020-11-30.{kind}"'
    assert readers.officer.get("/children/download/exe/?as-at=2020-11-30").status_code == 404


def test_xlsx_holds_the_same_rows_with_dates_as_dates(readers: People) -> None:
    response = readers.officer.get("/children/download/xlsx/?as-at=2020-11-30")
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None
    headers, *rows = sheet.iter_rows(values_only=True)
    assert len(rows) == IN_CARE
    assert headers[0] == "Child"
    first = dict(zip(headers, rows[0], strict=True))
    assert first["Child"] == "C001"
    assert str(first["In care since"]).startswith("2020-04-01")


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_cells_that_a_spreadsheet_would_run_are_made_harmless(council: Authority, start: str) -> None:
    name = f"{start}1+1"
    load(council, one_return(episode("01/05/2020", child=name), headers=[header(name)]))
    officer = signed_in(person(council, OFFICER))
    assert rows_of_csv(officer, "/children/download/csv/?as-at=2020-11-30")[0]["Child"] == f"'{name}"
    response = officer.get("/children/download/xlsx/?as-at=2020-11-30")
    cell = load_workbook(io.BytesIO(response.content)).active["A2"]  # type: ignore[index]
    assert (cell.value, cell.data_type) == (f"'{name}", "s")


def test_every_look_at_rows_is_recorded_without_saying_who_was_seen(readers: People) -> None:
    html_of(readers.officer, f"{LIST}&measure=out-of-area-percent&place=childrens-home")
    readers.officer.get("/children/download/csv/?as-at=2020-11-30")
    exported, seen = AuditEvent.objects.filter(action__startswith="dashboards.")[:2]
    assert (seen.actor, seen.action, seen.subject) == (
        "commissioning.officer",
        "dashboards.children-list",
        "out-of-area-percent",
    )
    assert seen.detail == {"as_at": "2020-11-30", "rows": 7, "filters": {"place": "childrens-home"}}
    assert exported.action == "dashboards.children-download"
    assert exported.detail == {"as_at": "2020-11-30", "rows": IN_CARE, "filters": {}, "kind": "csv"}


def test_list_without_returns_says_what_to_do_next(council: Authority) -> None:
    officer = signed_in(person(council, OFFICER))
    assert "No returns are loaded yet" in html_of(officer, "/children/")
    assert officer.get("/children/download/csv/").status_code == 302


def test_list_before_the_first_return_leads_to_the_first_day(readers: People) -> None:
    assert "Nothing is known of this date" in html_of(readers.officer, "/children/?as-at=2019-01-01")


def test_postcodes_are_nowhere(readers: People) -> None:
    content = html_of(readers.officer) + readers.officer.get("/children/download/csv/").content.decode()
    assert "QX1" not in content
    assert "QY1" not in content
