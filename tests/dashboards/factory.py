"""A small council with made-up returns, and people of each role, for the tests of the pages."""

import csv
import io
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.test import Client

from sufficiency.core.models import Authority, Membership
from sufficiency.core.roles import ROLES
from tests.placements.council import found_council, load
from tests.returns import NOT_IN_DIRECTORY, Returns, Row, episode, header
from tests.strategy.entries import target

PASSWORD = "homes near home 22G"
OFFICER, BOARD, ADMIN = "commissioning-officer", "board-member", "data-admin"
AS_AT = date(2020, 11, 30)
QUARTER_END = date(2020, 9, 30)

# Where children live: placement, provider and postcode, and how many live so.
HOMES = (
    (12, {"PLACE": "U4", "PLACE_PROVIDER": "PR1"}),
    (8, {"PLACE": "U4", "PLACE_PROVIDER": "PR4", "PL_POST": "QY1 1AA"}),
    (7, {"PLACE": "K2", "PLACE_PROVIDER": "PR4", "PL_POST": "QY2 1AA"}),
    (6, {"PLACE": "H5", "PLACE_PROVIDER": "PR5"}),
    (2, {"PLACE": "U1", "PLACE_PROVIDER": "PR1", "PL_POST": NOT_IN_DIRECTORY}),
    (1, {"PLACE": "P1", "PLACE_PROVIDER": "PR0", "LS": "V2"}),
)
IN_CARE = sum(number for number, _ in HOMES)
OUT_OF_AREA = 15
BIRTHDAYS = ("10/06/2004", "29/02/2008", "01/12/2010", "30/11/2015", "15/08/2020", "")


def children_of(returns: Returns) -> list[str]:
    """The identifiers in the episodes, in their order."""
    return [row["CHILD"] for row in returns[2021]["episodes"]]


def small_council_returns() -> Returns:
    """One return, 2021: every child came on a day of 2020 before 30 September, but the last, who came after it."""
    episodes: list[Row] = []
    for number, columns in HOMES:
        for _ in range(number):
            name = f"C{len(episodes) + 1:03}"
            day = f"{1 + len(episodes) % 28:02}/{4 + len(episodes) % 5:02}/2020"
            episodes.append(episode(day, child=name, **columns))
    episodes[-1] |= {"DECOM": "15/10/2020"}
    headers = [header(row["CHILD"], BIRTHDAYS[number % (len(BIRTHDAYS) - 1)]) for number, row in enumerate(episodes)]
    return {2021: {"header": headers, "episodes": episodes, "uasc": []}}


def found_loaded_council() -> Authority:
    """The council with its return loaded and targets for the headline measures."""
    council = found_council()
    load(council, small_council_returns())
    target(council, "care-rate-per-10000", 60, date(2020, 4, 1))
    return council


@cache
def password_hash() -> str:
    """The hash of the password, which is slow to make on purpose: made once for all the tests."""
    return make_password(PASSWORD)


def person(council: Authority, role: str, name: str = "") -> User:
    """Somebody with a role in the council, named after it unless told otherwise."""
    user = User.objects.create(username=name or ROLES[role].name.replace(" ", "."), password=password_hash())
    Membership.objects.create(user=user, authority=council, role=role)
    return user


@dataclass(frozen=True)
class People:
    """A client for each role, signed in."""

    officer: Client
    board: Client
    admin: Client


def saved_rows(client: Client, address: str, chart: str) -> list[list[str]]:
    """The rows of a chart of a page, its head first, as the file that readers save."""
    response = client.get(f"{address}&chart=chart-{chart}&file=csv")
    assert response.status_code == 200, chart
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def signed_in(user: User) -> Client:
    """A client of somebody who has signed in."""
    client = Client()
    client.force_login(user)
    return client


def people(council: Authority) -> People:
    """One person of each role, signed in."""
    return People(*(signed_in(person(council, role)) for role in (OFFICER, BOARD, ADMIN)))
