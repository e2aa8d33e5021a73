"""The pages about what placements cost: who may see them, what they say, and where they lead."""

import csv
import io
import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client

from placements.models import PlacementCost
from placements.registers.contracts import CONTRACTS
from placements.registers.costs import COSTS
from placements.registers.homes import PROVIDERS
from sufficiency.core.models import AuditEvent, Authority
from sufficiency.dashboards.money import pounds
from tests.registers.council import load as load_register

from .factory import OFFICER, People, person, saved_rows, signed_in

DAY = "as-at=2020-11-30"
PAGES = (f"/costs/?{DAY}", f"/costs/children/?{DAY}", f"/costs/children/download/csv/?{DAY}", f"/costs/check/?{DAY}")


@pytest.fixture
def costed(loaded: Authority) -> None:
    """Costs for two agency children (C013, C014), one child in a home (C021), and one who is in no return."""

    def cost(child: str, core: str, **cells: str) -> dict[str, str]:
        return {"CHILD": child, "PAID_FROM": "01/10/2020", "CORE": core, **cells}

    load_register(
        cost("C013", "900.10", PAID_TO="01/11/2020"),
        cost("C013", "950.20", PAID_FROM="03/11/2020"),
        cost("C014", "1000.00"),
        cost("C021", "5000.05", HEALTH_CONTRIBUTION="1000"),
        cost("NOBODY", "77.00"),
        register=COSTS,
    )


def html_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def text_of(html: str) -> str:
    inside = html.split("<main")[1].split("</main", maxsplit=1)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", inside)).split())


@pytest.mark.parametrize("address", PAGES)
def test_nobody_but_officers_reaches_the_costs(readers: People, address: str) -> None:
    assert readers.officer.get(address).status_code == 200
    for client in (readers.board, readers.admin):
        assert client.get(address).status_code == 403
    assert Client().get(address).status_code == 302


def test_page_says_the_week_by_provision_exactly(readers: People, costed: None) -> None:
    text = text_of(html_of(readers.officer, PAGES[0]))
    assert "£6,950.25 a week" in text
    assert "For 3 of 36 children in care a cost is listed. Health pays £1,000.00 of it" in text
    assert "£5,950.25 is left" in text
    assert "Independent fostering agency 8 £1,950.20 £975.10 0 8 £1,950.20 6" in text
    assert "External children's home 7 £5,000.05 £5,000.05 0 7 £5,000.05 £1,000.00 6" in text
    assert "The council's own foster carers 12 None listed 12 0 12" in text


def test_year_counts_each_amount_on_the_days_it_was_in_force(readers: People, costed: None) -> None:
    first, day, end = date(2020, 4, 1), date(2020, 11, 30), date(2021, 3, 31)
    so_far = weekly = Decimal()
    for cost in PlacementCost.objects.all():
        for number in range((day - first).days + 1):
            each = first + timedelta(days=number)
            so_far += cost.total if cost.paid_from <= each and (cost.paid_to is None or each < cost.paid_to) else 0
        weekly += cost.total if cost.paid_to is None else 0
    expected = (so_far / 7, so_far / 7 + weekly * (end - day).days / 7)
    assert (pounds(expected[0]), pounds(expected[1])) == ("£60,744.11", "£182,215.14")
    text = text_of(html_of(readers.officer, PAGES[0]))
    assert "the year to 31 March 2021 will have cost £182,215.14, of which £60,744.11 is paid for so far" in text
    rows = saved_rows(readers.officer, PAGES[0], "run-rate")
    assert rows[1] == ["March 2021", "", "£182,215"]
    assert rows[-1] == ["April 2020", "£0", ""]


def test_prices_of_similar_children_are_told_by_provider(readers: People, costed: None) -> None:
    load_register({"REFERENCE": "P-1", "NAME": "Harbour Fostering", "KIND": "AGENCY"}, register=PROVIDERS)
    load_register(
        {"REFERENCE": "K-1", "PROVIDER": "P-1", "ROUTE": "SPOT", "STARTS_ON": "01/10/2020"}, register=CONTRACTS
    )
    PlacementCost.objects.filter(child="C014").update(contract="K-1")
    address = f"{PAGES[0]}&kind=agency-fostering&age=all"
    assert saved_rows(readers.officer, address, "weekly-price-of-similar")[1:] == [
        ["Harbour Fostering", "1", "£1,000", "", "£1,000", "£1,000", "", "£1,000"],
        ["Not known", "1", "£950", "", "£950", "£950", "", "£950"],
    ]
    # C013, C014 and C021 are 9, 5 and 16 years old.
    of_age = f"{PAGES[0]}&kind=agency-fostering&age=5-9"
    assert len(saved_rows(readers.officer, of_age, "weekly-price-of-similar")[1:]) == 2
    (one,) = saved_rows(readers.officer, f"{PAGES[0]}&kind=external-residential", "weekly-price-of-similar")[1:]
    assert one[:3] == ["Not known", "1", "£5,000"]
    assert readers.officer.get(f"{PAGES[0]}&kind=castle&age=old").status_code == 200


def test_prices_of_each_kind_of_provision_are_told_apart(readers: People, costed: None) -> None:
    rows = saved_rows(readers.officer, PAGES[0], "weekly-price-by-provision")
    assert [row[:2] for row in rows[1:]] == [["External children's home", "1"], ["Independent fostering agency", "2"]]
    weeks = saved_rows(readers.officer, f"{PAGES[0]}&compare-with=2020-10-15", "weekly-cost-by-provision")
    assert weeks == [
        ["Provision", "30 November 2020", "15 October 2020"],
        ["External children's home", "£5,000", "£5,000"],
        ["Independent fostering agency", "£1,950", "£1,900"],
    ]


def test_page_names_what_does_not_fit(readers: People, costed: None) -> None:
    html = html_of(readers.officer, PAGES[0])
    text = text_of(html)
    assert "18 placements without a cost , of 21 that others are paid for" in text
    assert "2 gaps, overlaps or the like between costs and placements" in text
    assert "£77.00 a week for 1 child not in care on this date" in text
    for address in (
        "/costs/children/?as-at=2020-11-30&amp;provision=bought&amp;listed=no",
        "/costs/check/?as-at=2020-11-30",
    ):
        assert f'href="{address}"' in html
        assert readers.officer.get(address.replace("&amp;", "&")).status_code == 200


def test_faults_lead_to_the_amount_or_to_where_one_is_entered(readers: People, costed: None) -> None:
    html = html_of(readers.officer, PAGES[3])
    text = text_of(html)
    assert "2 things do not fit" in text
    assert "C013 Nothing paid 1 November 2020 2 November 2020 2" in text
    assert "/registers/placement-costs/new/?child=C013&amp;paid_from=2020-11-01" in html
    wrong = PlacementCost.objects.get(child="NOBODY")
    assert f"/registers/placement-costs/{wrong.pk}/" in html
    only = text_of(html_of(readers.officer, f"{PAGES[3]}&kind=nowhere"))
    assert "NOBODY No such placement" in only
    assert "C013" not in only


def test_list_narrows_to_a_provision_and_to_those_without_a_cost(readers: People, costed: None) -> None:
    agency = html_of(readers.officer, f"{PAGES[1]}&provision=agency-fostering")
    assert "8 children on 30 November 2020</h1>" in agency
    without = html_of(readers.officer, f"{PAGES[1]}&provision=agency-fostering&listed=no")
    assert "6 children on 30 November 2020</h1>" in without
    assert "C013" not in without
    assert "/registers/placement-costs/new/?child=C015&amp;paid_from=" in without
    assert readers.officer.get(f"{PAGES[1]}&provision=caravan").status_code == 404


@pytest.mark.parametrize("order", ["weekly", "-weekly"])
def test_children_without_a_cost_come_last_whichever_way_costs_are_ordered(
    readers: People, costed: None, order: str
) -> None:
    html = html_of(readers.officer, f"{PAGES[1]}&sort={order}")
    shown = re.findall(r"C0\d\d", html.split("<tbody")[1])
    first = list(dict.fromkeys(shown))[:3]
    assert first == (["C013", "C014", "C021"] if order == "weekly" else ["C021", "C014", "C013"])


def test_download_holds_numbers_as_numbers_and_is_recorded(readers: People, costed: None) -> None:
    response = readers.officer.get(f"{PAGES[2]}&provision=external-residential&listed=yes")
    (row,) = csv.DictReader(io.StringIO(response.content.decode()))
    assert (row["Child"], Decimal(row["A week"]), Decimal(row["Of it from health"])) == (
        "C021", Decimal("5000.05"), Decimal(1000)
    )  # fmt: skip
    listed = readers.officer.get("/registers/placement-costs/download/csv/?q=C021")
    (row,) = csv.DictReader(io.StringIO(listed.content.decode()))
    assert Decimal(row["Total"]) == Decimal("5000.05")
    (event,) = AuditEvent.objects.filter(action="dashboards.cost-children-download")
    assert event.detail == {"as_at": "2020-11-30", "rows": 1}


def test_other_councils_costs_never_appear(readers: People, costed: None) -> None:
    kent = signed_in(person(Authority.objects.get(code="E10000016"), OFFICER, "kent.officer"))
    for address in ("/costs/", "/costs/check/", "/costs/children/"):
        assert not re.search(r"\bC0\d\d", kent.get(address, follow=True).content.decode().split("<main")[1])


def test_costs_before_the_first_return_lead_to_the_first_day(readers: People) -> None:
    assert "Nothing is known of this date" in html_of(readers.officer, "/costs/?as-at=2019-01-01")
    assert readers.officer.get("/costs/check/?as-at=2019-01-01").status_code == 302


@pytest.mark.parametrize(("core", "is_said"), [("60", True), ("600", False)])
def test_unusual_total_is_said_when_it_is_entered_by_hand(readers: People, core: str, is_said: bool) -> None:
    response = readers.officer.post(
        "/registers/placement-costs/new/", {"child": "C013", "paid_from": "2020-10-01", "core": core}, follow=True
    )
    assert PlacementCost.objects.get().total == Decimal(core)
    assert (f"The parts come to £{core}.00 a week" in response.content.decode()) is is_said


def test_total_is_shown_with_the_entry_and_in_the_list(readers: People, costed: None) -> None:
    held = PlacementCost.objects.get(child="C021")
    assert "Total £5,000.05 Left for the council's care budget £4,000.05" in text_of(
        html_of(readers.officer, f"/registers/placement-costs/{held.pk}/")
    )
    assert "Total" in text_of(html_of(readers.officer, "/registers/placement-costs/")).split("Paid from")[-1]


def test_the_menu_leads_to_the_costs_and_the_weekly_report(readers: People) -> None:
    html = html_of(readers.officer, "/homes/")
    assert 'href="/costs/"' in html
    assert 'href="/unregulated/"' in html
