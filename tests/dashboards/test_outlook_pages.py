"""The places gap and the forecast, for a reader."""

import re
from datetime import date

import pytest
from django.test import Client

from sufficiency.core.models import Authority
from sufficiency.strategy.models import Assumption, PlannedPlaces
from tests.carers.fostering import approval, household, load_fostering
from tests.placements.council import load
from tests.placements.homes import load_schemes, scheme, step
from tests.returns import episode, one_return
from tests.strategy.entries import REFERENCE, entered, point

from .factory import BOARD, IN_CARE, OUT_OF_AREA, People, person, saved_rows, signed_in

MINUS = "\N{MINUS SIGN}"
OWN_CARERS = "Fostering by the council&#x27;s own carers"
GAP, FORECAST = "/places-gap/?as-at=2020-11-30", "/forecast/?as-at=2020-11-30"


@pytest.fixture
def planned(loaded: Authority) -> Authority:
    """The small council with a plan, a scheme, a trajectory and the assumptions of a forecast."""
    for kind in PlannedPlaces.Kind:
        entered(
            PlannedPlaces, loaded, strategy=REFERENCE, kind=kind, counted_in="PLACES", due=date(2022, 3, 31), number=2
        )
    load_schemes([scheme(PLACES="1")], [step("01/06/2020", "BUILDING", "31/01/2021")])
    point(loaded, "children-in-care", date(2020, 11, 30), IN_CARE)
    point(loaded, "children-in-care", date(2022, 3, 31), 30)
    entered(
        Assumption, loaded, strategy=REFERENCE, begins_on=date(2020, 11, 30), ends_on=date(2022, 3, 31),
        turning_18=9, exits_low=4, exits_high=5, entries_cap=9, source="section 1.4",
    )  # fmt: skip
    return loaded


def page(readers: People, address: str) -> str:
    response = readers.board.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.usefixtures("planned")
def test_gap_is_said_in_a_sentence_with_plan_and_schemes(readers: People) -> None:
    # 15 of 36 out of area, at most 30%: 4.2; from February 2021 at most 12.5%: 10.5, so 11 less 1.
    html = page(readers, GAP)
    assert (IN_CARE, OUT_OF_AREA) == (36, 15)
    assert "4 more places are needed in the area; the strategy plans 6." in html
    assert "by 31 March 2023, 10 are still to find." in html
    assert "4 places (4.2 before rounding)" in html
    assert "6: 2 more than needed" in html
    assert "5: the fewest that bring the share to the target or below" in html


@pytest.mark.usefixtures("planned")
def test_gap_stands_beside_the_day_the_address_compares_with_also_in_a_what_if(readers: People) -> None:
    said = "15 of 35 children in care placed outside the area"
    for address in (GAP, f"{GAP}&in-care=30", f"{GAP}&compare-with=2020-09-30"):
        assert said in page(readers, address), address
    later = page(readers, f"{GAP}&compare-with=2020-10-31&in-care=30")
    assert "On 31 October 2020" in later
    assert 'name="compare-with" value="2020-10-31"' in later
    assert "?as-at=2020-11-30&amp;compare-with=2020-10-31" in later
    assert "On 31 March 2020" not in page(readers, f"{GAP}&compare-with=2020-03-31")  # before the first return
    assert "must be 1 April 2020 or later" in page(readers, f"{GAP}&compare-with=2020-03-31")


@pytest.mark.usefixtures("planned")
def test_gap_leads_to_what_if_fewer_were_in_care(readers: People) -> None:
    assert "/places-gap/?as-at=2020-11-30&amp;in-care=30" in page(readers, GAP)
    html = page(readers, f"{GAP}&in-care=30")
    assert "6 more places are needed" in html
    assert "This is a what-if." in html
    assert "4 more places are needed" in page(readers, GAP), "nothing was stored"


@pytest.mark.usefixtures("planned")
def test_gap_with_another_share_utilisation_and_slip(readers: People) -> None:
    html = page(readers, f"{GAP}&share=40&utilisation=100&slip=24")
    assert "1 more place is needed in the area" in html
    assert "31 January 2023" in html


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("in-care=many", "Children in care must be a whole number from 0 to 20,000"),
        ("in-care=-1", "Children in care must be a whole number from 0 to 20,000"),
        ("share=130", "Target share, per cent, must be a number from 0 to 100, like 30 or 32.5"),
        ("share=30.123456", "Target share, per cent, must be a number from 0 to 100, like 30 or 32.5"),
        ("share=NaN", "Target share, per cent, must be a number from 0 to 100, like 30 or 32.5"),
        ("utilisation=101", "Places in use, per cent must be a whole number from 0 to 100"),
        ("slip=1.5", "Months schemes are late must be a whole number from 0 to 36"),
        ("slip=9999999999999999999999", "Months schemes are late must be a whole number from 0 to 36"),
    ],
)
@pytest.mark.usefixtures("planned")
def test_gap_says_what_is_wrong_with_a_value_in_the_address(readers: People, asked: str, says: str) -> None:
    html = page(readers, f"{GAP}&{asked}")
    assert "There is a problem" in html
    assert says in html
    assert "4 more places are needed" in html, "what cannot be read is left as it is"


@pytest.mark.usefixtures("planned")
def test_gap_in_steps_and_month_by_month_can_be_saved(readers: People) -> None:
    def rows(chart: str) -> list[list[str]]:
        return saved_rows(readers.board, GAP, chart)

    assert rows("places-gap-need")[1:] == [
        ["Needed now", "4"], ["To come: homes", f"{MINUS}1"], ["Left, March 2023", "10"],
    ]  # fmt: skip
    assert rows("places-gap-plan")[1:] == [
        ["Planned", "6"], ["To come: homes", f"{MINUS}1"], ["Planned without a scheme", "5"],
    ]  # fmt: skip
    head, last, *_ = rows("places-gap-months")
    assert (head, last) == (["Month", "Still to find", "Children's homes"], ["March 2023", "10", "1"])
    kinds, begun, first = rows("pipeline")[1][1], rows("pipeline")[1][3], rows("pipeline")[1][4]
    assert (kinds, begun, first) == ("Children's home", "1 June 2020", "31 January 2021")
    drawing = readers.board.get(f"{GAP}&chart=chart-places-gap-need&file=svg").content.decode()
    assert "To come: homes" in drawing


@pytest.mark.usefixtures("planned")
def test_gap_can_be_dragged_from_where_things_stand(readers: People) -> None:
    html = page(readers, f"{GAP}&slip=3")
    assert 'data-slider="id_in-care" min="18" max="55" value="36"' in html
    assert 'data-slider="id_share" min="0" max="100" value="30"' in html
    assert 'data-slider="id_slip" min="0" max="36" value="3"' in html
    assert "now 36" in html


def test_gap_without_any_plan_or_scheme(readers: People) -> None:
    html = page(readers, GAP)
    assert "4 more places are needed in the area. Once the schemes" in html


def test_gap_of_few_children_is_withheld_from_the_board(council: Authority) -> None:
    load(council, one_return(*(episode("01/05/2020", child=f"S{n}", PL_POST="QY1 1AA") for n in range(4))))
    html = signed_in(person(council, BOARD)).get(GAP).content.decode()
    assert "c: withheld" in html
    assert "places are needed" not in html
    assert "Month by month" not in html


@pytest.mark.parametrize("address", ["/places-gap/", "/forecast/"])
def test_page_works_before_anything_is_loaded(council: Authority, address: str) -> None:
    html = signed_in(person(council, BOARD)).get(address).content.decode()
    assert "No returns are loaded yet" in html


@pytest.mark.usefixtures("planned")
def test_forecast_shows_birthdays_known_beside_what_the_strategy_states(readers: People) -> None:
    html = page(readers, FORECAST)
    # Every fifth of the 36 was born on 10 June 2004 and is not yet 18 then: 36 - 0 - 4 to 5 + 9.
    assert "40 to 41 children would be in care on 31 March 2022. The trajectory has 30, below it." in html
    assert ">31 to 32<" in html, "as the strategy states it: 36 - 9 - 4 to 5 + 9"
    assert "section 1.4" in html


@pytest.mark.usefixtures("planned")
def test_forecast_is_drawn_from_the_number_in_care_to_both_ends_of_the_range(readers: People) -> None:
    said = readers.board.get(f"{FORECAST}&chart=chart-forecast&file=csv").content.decode().splitlines()
    assert said[0] == "Month,In care,At most,At least,Trajectory"
    assert said[1] == "March 2022,,41,40,30"
    assert said[2].startswith("November 2020,36,36,36,")


@pytest.mark.usefixtures("planned")
def test_forecast_with_other_numbers_is_not_kept(readers: People) -> None:
    html = page(readers, f"{FORECAST}&exits-low=10&exits-high=10&entries=4&turning-18=0")
    assert "30 children would be in care on 31 March 2022. The trajectory has 30, inside the range." in html
    assert "40 to 41" in page(readers, FORECAST)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("until=2020-11-30", "Until must be later than the day the forecast opens on"),
        ("until=tomorrow", "Until must be a real date, like 31 3 2022"),
        ("exits-low=9&exits-high=3", "Other exits, at most, must not be fewer than at least"),
        ("entries=x", "Entries, at most must be a whole number from 0 to 20,000"),
    ],
)
@pytest.mark.usefixtures("planned")
def test_forecast_says_what_is_wrong_with_a_value_in_the_address(readers: People, asked: str, says: str) -> None:
    html = page(readers, f"{FORECAST}&{asked}")
    assert "There is a problem" in html
    assert says in html


def test_forecast_without_a_strategy_asks_for_numbers(readers: People) -> None:
    assert "No strategy says how many will leave and come" in page(readers, FORECAST)
    html = page(readers, f"{FORECAST}&until=2021-03-31&exits-low=1&exits-high=1&entries=0")
    assert "35 children would be in care on 30 November 2021. No trajectory says how many there should be." in html
    assert "whole years from the date, and for the last day of the strategy: this one is to 30 November 2021" in html


@pytest.mark.usefixtures("planned")
def test_forecast_from_another_day_leads_to_the_strategys_own(readers: People) -> None:
    html = page(readers, "/forecast/?as-at=2021-01-31")
    assert 'href="?as-at=2020-11-30">Show it from there</a>' in html


def test_overview_and_strategy_lead_to_what_is_to_come(readers: People) -> None:
    assert 'href="/places-gap/?as-at=2020-11-30"' in page(readers, "/?as-at=2020-11-30")
    html = page(readers, "/strategy/?as-at=2020-11-30")
    for address in (GAP, FORECAST):
        assert f'href="{address}"' in html


@pytest.mark.usefixtures("planned")
@pytest.mark.parametrize(("households", "then", "now"), [(3, "c", "c"), (12, "35", "35")])
def test_places_of_our_own_carers_are_told_as_their_measure_tells_them(
    readers: People, households: int, then: str, now: str
) -> None:
    """Each of three is for so many children that the numbers would tell of single households."""
    named = [f"F-{number:03}" for number in range(households)]
    load_fostering(*map(household, named), approvals=tuple(approval(each) for each in named))
    board, officer = (page_of(client, GAP) for client in (readers.board, readers.officer))
    assert f"{OWN_CARERS} 2 {3 * households} {3 * households} 0" in officer
    assert f"{OWN_CARERS} 2 {then} {now}" in board
    if then == "c":
        assert f"{OWN_CARERS} 2 c c c 0 c" in board
        assert "chart-places-gap-plan" not in readers.board.get(GAP).content.decode()


def page_of(client: Client, address: str) -> str:
    """The words of a page."""
    return " ".join(re.sub(r"<[^>]*>", " ", client.get(address).content.decode()).split())
