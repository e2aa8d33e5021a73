"""Homes in a browser: the life of a scheme from the idea to the child who lives there, and the pages at two widths."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from placements.registers.costs import COSTS
from sufficiency.core.models import Authority
from tests.dashboards.factory import ADMIN, OFFICER, person
from tests.placements.council import found_council, load
from tests.placements.homes import home, load_homes, load_schemes, scheme, step
from tests.registers.council import load as load_register
from tests.returns import OURS, episode, header, one_return

from .conftest import DESKTOP, Visitor
from .test_journeys import choose

pytestmark = pytest.mark.django_db(transaction=True)
DAY = "2020-11-30"


@pytest.fixture
def town(transactional_db: None) -> Authority:
    """A council with nothing in it but an officer and an admin."""
    council = found_council()
    for role in (OFFICER, ADMIN):
        person(council, role)
    return council


@pytest.fixture
def admin(town: Authority, chromium: Browser, visitor: Visitor) -> Iterator[Visitor]:
    """The data admin, at a desk of their own."""
    context = chromium.new_context(viewport=DESKTOP, locale="en-GB")
    colleague = Visitor(context.new_page(), visitor.server)
    colleague.sign_in("data.admin", "/data/")
    yield colleague
    context.close()


def open_page(officer: Visitor, address: str) -> None:
    """Open an address, as soon as it is there: none of these pages fetches anything later."""
    officer.page.goto(officer.server + address)


def enter(officer: Visitor, register: str, *, chosen: str = "", **cells: str) -> None:
    """Enter something new: fields by their name in the form, and the radio button of that label."""
    open_page(officer, f"/registers/{register}/new/")
    fill(officer, cells)
    if chosen:
        officer.page.get_by_label(chosen, exact=True).check()
    save(officer)


def fill(officer: Visitor, cells: dict[str, str]) -> None:
    for name, value in cells.items():
        field = officer.page.locator(f"[name={name}]")
        if field.evaluate("element => element.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)


def save(officer: Visitor) -> None:
    with officer.page.expect_navigation():
        officer.page.get_by_role("button", name="Save").click()
    assert "There is a problem" not in officer.says(), officer.says()


def take_step(officer: Visitor, day: str, stage: str, expected: str = "") -> None:
    enter(officer, "scheme-steps", scheme="S-1", taken_on=day, stage=stage, expected_on=expected)


def pipeline(officer: Visitor, day: str = DAY) -> str:
    open_page(officer, f"/homes/pipeline/?as-at={day}")
    return officer.says()


def who_lives_where(officer: Visitor, day: str = DAY) -> str:
    open_page(officer, f"/homes/?as-at={day}")
    return officer.says()


def costs(officer: Visitor) -> str:
    open_page(officer, f"/costs/?as-at={DAY}")
    return officer.says()


def test_scheme_becomes_a_home_in_which_a_child_lives_at_a_cost(admin: Visitor, visitor: Visitor) -> None:
    officer = visitor
    officer.sign_in("commissioning.officer", "/registers/")

    # An idea, whose places plans count on by half.
    enter(officer, "place-schemes", chosen="Children's home", reference="S-1", title="Hill House", places="2",
          utilisation="50")  # fmt: skip
    take_step(officer, "2020-01-06", "Idea")
    assert "0 are available in registered homes and 2 are in development" in pipeline(officer)
    assert "Plans take 1 of them to be in use at any time" in officer.says()
    assert "Idea: 1 (2 places)" in officer.says()

    # Approved, and built later than was said.
    take_step(officer, "2020-02-03", "Approved", "2020-09-01")
    take_step(officer, "2020-06-01", "Being built", "2020-10-26")
    take_step(officer, "2020-09-01", "Being registered")
    assert "From 1 September 2020 to 26 October 2020, on 1 June 2020" in pipeline(officer)
    assert "Overdue" in officer.says()

    # Open, but no home of it is registered: its places count nowhere.
    take_step(officer, "2020-11-02", "Open")
    assert "Hill House is said to be open, but no home of it is registered" in pipeline(officer)
    assert "0 are available in registered homes and 0 are in development" in officer.says()

    # The home is registered.
    enter(officer, "homes", chosen="Children's home", reference="H-1", urn="SC 123456", name="Hill House",
          located_in=OURS, places="2", utilisation="50")  # fmt: skip
    enter(officer, "home-registrations", chosen="Registered", home="H-1", since="2020-11-02")
    open_page(officer, "/registers/place-schemes/")
    officer.page.get_by_role("link", name="S-1").click()
    officer.page.get_by_role("button", name="Change").click()
    fill(officer, {"home": "H-1"})
    save(officer)
    assert "2 are available in registered homes and 0 are in development" in pipeline(officer)
    assert "no home of it is registered" not in officer.says()
    assert "0 are available in registered homes and 2 are in development" in pipeline(officer, "2020-11-01")

    # A child is placed there, says the return. Whether others live there somebody has to say.
    assert "No returns are loaded yet" in who_lives_where(officer)
    moved = episode("10/11/2020", PLACE="K2", PLACE_PROVIDER="PR1", URN="sc123456")
    choose(admin, [moved])
    assert "2 places in 1 registered children's home" in who_lives_where(officer)
    assert "1 of our own children live" in officer.says()
    assert "Of 1 home nobody has said how many children of other authorities live there" in officer.says()
    enter(officer, "home-other-residents", home="H-1", counted_on="2020-11-02", others="0")
    expected = "Hill House\tChildren's home\tRegistered\t2\t1\t0\t1"
    headings = ("Home", "Kind", "Registration", "Places", "Our children", "Others' children", "Vacant")
    assert cells_of(officer, *headings) == expected
    assert "0 of our own children live there; 2 places are vacant" in who_lives_where(officer, "2020-11-09")

    # What it costs, from that day on.
    assert "For 0 of 1 child in care a cost is listed" in costs(officer)
    enter(officer, "placement-costs", child="A1", paid_from="2020-11-10", core="3900.50", education="600.25")
    assert "£4,500.75 a week" in costs(officer)
    assert "For 1 of 1 child in care a cost is listed" in officer.says()
    assert officer.faults == admin.faults == []


def cells_of(officer: Visitor, *columns: str) -> str:
    """The cells of the first home in the list, under these headings."""
    who_lives_where(officer)
    table = officer.page.get_by_role("table").first
    headings = [text.strip() for text in table.locator("th").all_inner_texts()]
    cells = [text.strip() for text in table.locator("tbody tr").first.locator("td").all_inner_texts()]
    return "\t".join(cells[headings.index(column)] for column in columns)


def test_pages_about_homes_are_fine_at_a_desk_and_on_a_phone(town: Authority, visitor: Visitor) -> None:
    children = [episode("01/05/2020", child=f"A{n}", PLACE="K2", PLACE_PROVIDER="PR4", URN="1") for n in range(6)]
    load(town, one_return(*children, headers=[header(f"A{n}") for n in range(6)]))
    load_homes(home(URN="1", JUDGEMENT="GOOD"), home("H-2", URN="2"), status="APPLIED", others="1")
    load_schemes(
        [scheme(CAPITAL="650000", OWNER="Manager", LOCALITY="Hill Town"), scheme("S-2")],
        [step("01/01/2020", "IDEA", "01/09/2020"), step("01/02/2020", "IDEA", "01/10/2020"),
         step("01/02/2020", "OPEN", of="S-2")],
    )  # fmt: skip
    visitor.sign_in("commissioning.officer", "/registers/")
    load_register({"CHILD": "A1", "PAID_FROM": "01/05/2020", "CORE": "4000"}, register=COSTS)
    pages = ("", "?show=attention", "pipeline/", "contracts/", "providers/")
    for address in (*(f"/homes/{page}" for page in pages), "/homes/?as-at=soon", "/fostering/"):
        day = "" if "as-at" in address else f"{'&' if '?' in address else '?'}as-at={DAY}"
        visitor.go(f"{address}{day}")
        visitor.draw_charts()
        assert visitor.findings() == [], address
    assert visitor.faults == []
