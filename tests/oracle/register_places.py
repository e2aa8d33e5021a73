"""Measures of the registers about costs, cases, homes and schemes, by plain loops over the rows of the files."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from sufficiency.core.dates import age_on

from .lives import Stay
from .register_children import Council, day

Told = tuple[int | Fraction | None, int | Fraction | None, int]
CHILDRENS_HOMES = ("CHILDRENS-HOME", "SECURE", "SHORT-BREAK")
PARTS = ("CORE", "ADDITIONAL_SUPPORT", "EDUCATION", "OTHER")


def covers(row: dict[str, str], first: str, last: str, on: date) -> bool:
    return day(row[first]) <= on < day(row[last])


def latest(rows: list[dict[str, str]], since: str, on: date) -> dict[str, str] | None:
    """The last of the rows that hold on a day."""
    return max((row for row in rows if day(row[since]) <= on), key=lambda row: day(row[since]), default=None)


def provision(stay: Stay) -> str:
    """Who provides a placement, as docs/definitions.md says it, for the kinds that measures are of."""
    foster = stay.place in ("U1", "U2", "U3", "U4", "U5", "U6")
    if foster and stay.provider in ("PR4", "PR5"):
        return "agency-fostering"
    if stay.place in ("K1", "K2"):
        return {"PR1": "own-provision", "": "other"}.get(stay.provider, "external-residential")
    if stay.place in ("H5", "P2"):
        return "unregulated"
    if stay.place in ("U1", "U2", "U3") or (foster and stay.provider == "PR1"):
        return "own-provision"
    bought = {"K3": "supported-accommodation", "S1": "residential-school", "R1": "bought", "R3": "bought"}
    return bought.get(stay.place, "other")


BOUGHT = (
    "agency-fostering", "external-residential", "unregulated", "supported-accommodation", "residential-school",
    "bought",
)  # fmt: skip


class Week:
    """Each child in care on a day: kind of provision, in area or not, and the amounts in force."""

    def __init__(self, council: Council, areas: dict[str, bool | None], on: date) -> None:
        self.children = []
        for child, _, _, stay in council.in_care(on):
            own = [r for r in council.rows("placement-costs") if r["CHILD"] == child]
            amounts = [r for r in own if covers(r, "PAID_FROM", "PAID_TO", on)]
            self.children.append((provision(stay), areas.get(stay.placement_post), amounts))
        self.routes = {row["REFERENCE"]: row["ROUTE"] for row in council.rows("contracts")}

    def cost(self, kind: str = "", area: bool | None = None, columns: tuple[str, ...] = PARTS) -> Fraction:
        return sum(
            (
                Fraction(Decimal(row.get(column) or 0))
                for of, where, amounts in self.children
                if kind in ("", of) and (area is None or where is area)
                for row in amounts
                for column in columns
            ),
            Fraction(),
        )

    def listed(self, kind: str = "") -> int:
        return sum(bool(amounts) for of, _, amounts in self.children if kind in ("", of))

    def unlisted(self, kind: str = "", area: bool | None = None) -> int:
        return sum(
            of in BOUGHT and not amounts
            for of, where, amounts in self.children
            if kind in ("", of) and (area is None or where is area)
        )

    def by_route(self, route: str) -> Told:
        """Children one of whose amounts names such a contract, and those of whom none names any."""
        told = [{self.routes.get(row["CONTRACT"], "") for row in amounts} for _, _, amounts in self.children if amounts]
        return sum(route in routes for routes in told), len(told), told.count({""})


def cost_answers(council: Council, areas: dict[str, bool | None], on: date) -> dict[str, Told]:
    week = Week(council, areas, on)
    everything, inside = week.cost(), week.cost(area=True)
    found: dict[str, Told] = {
        "weekly-cost": (everything, None, week.unlisted()),
        "weekly-cost-mean": (everything, week.listed(), week.unlisted()),
        "annual-cost-52-weeks": (52 * everything, None, week.unlisted()),
        "weekly-cost-in-area": (inside, None, week.unlisted(area=True)),
        "weekly-cost-out-of-area": (week.cost(area=False), None, week.unlisted(area=False)),
        "local-spend-percent": (
            inside, everything, sum(where is None and bool(amounts) for _, where, amounts in week.children)
        ),
        "weekly-cost-own-provision": (week.cost("own-provision"), None, 0),
        "weekly-contribution-health": (week.cost(columns=("HEALTH_CONTRIBUTION",)), None, 0),
        "weekly-contribution-education": (week.cost(columns=("EDUCATION_CONTRIBUTION",)), None, 0),
    }  # fmt: skip
    for kind in BOUGHT[:4]:
        found[f"weekly-cost-{kind}"] = (week.cost(kind), None, week.unlisted(kind))
        found[f"weekly-cost-mean-{kind}"] = (week.cost(kind), week.listed(kind), week.unlisted(kind))
    for route in ("SPOT", "BLOCK", "FRAMEWORK"):
        found[f"{route.lower()}-placements-percent"] = week.by_route(route)
    return found


def case_answers(council: Council, on: date) -> dict[str, Told]:
    cases = [row for row in council.rows("unregulated-cases") if covers(row, "OPENED_ON", "ENDED_ON", on)]
    found: dict[str, Told] = {}
    for kind, slug, young in (
        ("UNREGULATED", "unregulated-cases", "unregulated-cases-under-16"),
        ("UNREGISTERED", "unregistered-placements", "unregistered-placements-under-16"),
    ):
        born = [council.lives[row["CHILD"]].born for row in cases if row["KIND"] == kind]
        found[slug] = (len(born), None, 0)
        found[young] = (sum(age_on(on, each) < 16 for each in born if each), None, born.count(None))
    days = [(on - day(row["OPENED_ON"])).days for row in cases]
    found["unregulated-average-days"] = (sum(days), len(days), 0)
    found["unregulated-over-26-weeks-percent"] = (sum(each > 182 for each in days), len(days), 0)
    offered = sum(day(row["ADVOCATE_OFFERED"]) <= on for row in cases)
    found["unregulated-advocate-offered-percent"] = (offered, len(cases), 0)
    return found


class Homes:
    """Who lives in which home on a day, as docs/definitions.md has it."""

    def __init__(self, council: Council, on: date) -> None:
        self.council, self.on = council, on
        self.homes = council.rows("homes")
        self.born: dict[str, list[date | None]] = {row["REFERENCE"]: [] for row in self.homes}
        for child, life, _, stay in council.in_care(on):
            home = self._by_urn(stay.urn) or self._by_stay(child)
            if home in self.born:
                self.born[home].append(life.born)

    def _by_urn(self, urn: str) -> str:
        def plain(text: str) -> str:
            return "".join(each for each in text if each.isalnum()).upper()

        bearers = [row["REFERENCE"] for row in self.homes if plain(row["URN"]) == plain(urn) != ""]
        return min(bearers, key=lambda home: (self.status(home) == "CLOSED", home), default="")

    def _by_stay(self, child: str) -> str:
        stays = [
            row
            for row in self.council.rows("home-residents")
            if row["CHILD"] == child and covers(row, "MOVED_IN", "MOVED_OUT", self.on)
        ]
        return max(stays, key=lambda row: day(row["MOVED_IN"]))["HOME"] if stays else ""

    def said(self, register: str, home: str, since: str, field: str) -> str:
        rows = [row for row in self.council.rows(register) if row["HOME"] == home]
        row = latest(rows, since, self.on)
        return row[field] if row else ""

    def status(self, home: str) -> str:
        return self.said("home-registrations", home, "SINCE", "STATUS")

    def is_there(self, home: str) -> bool:
        """Whether it exists, or has a child in it."""
        is_before_first = not self.status(home) and any(
            row["HOME"] == home for row in self.council.rows("home-registrations")
        )
        return bool(self.born[home]) or not (is_before_first or self.status(home) == "CLOSED")

    def others(self, home: str) -> int | None:
        told = self.said("home-other-residents", home, "COUNTED_ON", "OTHERS")
        return int(told) if told else None

    def is_own(self, home: dict[str, str]) -> bool:
        kinds = {row["REFERENCE"]: row["KIND"] for row in self.council.rows("providers")}
        return kinds.get(home["PROVIDER"]) == "IN-HOUSE"


def home_answers(council: Council, ours: str, on: date) -> dict[str, Told]:
    homes = Homes(council, on)
    here = [
        row
        for row in homes.homes
        if homes.status(row["REFERENCE"]) == "REGISTERED"
        and row["KIND"] in CHILDRENS_HOMES
        and row["LOCATED_IN"] == ours
    ]
    places = sum(int(row["PLACES"]) for row in here)
    own = sum(len(homes.born[row["REFERENCE"]]) for row in here)
    told = [(int(row["PLACES"]), len(homes.born[row["REFERENCE"]]), homes.others(row["REFERENCE"])) for row in here]
    uncounted = sum(room for room, _, others in told if others is None)
    unregistered = [
        each
        for row in homes.homes
        if homes.status(row["REFERENCE"]) not in ("REGISTERED", "NOT-REQUIRED")
        for each in homes.born[row["REFERENCE"]]
    ]
    found: dict[str, Told] = {
        "childrens-homes-in-area": (len(here), None, 0),
        "childrens-home-places-in-area": (places, None, 0),
        "childrens-home-occupancy-percent": (sum(n + (o or 0) for _, n, o in told), places, uncounted),
        "childrens-home-own-children-percent": (own, places, 0),
        "vacant-home-places-in-area": (
            sum(max(0, room - n - o) for room, n, o in told if o is not None), None, uncounted
        ),
        "homes-over-number": (
            sum(
                len(homes.born[row["REFERENCE"]]) + (homes.others(row["REFERENCE"]) or 0) > int(row["PLACES"])
                for row in homes.homes
                if homes.is_there(row["REFERENCE"])
            ),
            None,
            0,
        ),
        "children-in-unregistered-homes": (len(unregistered), None, 0),
        "under-16-in-unregistered-homes": (
            sum(age_on(on, each) < 16 for each in unregistered if each), None, unregistered.count(None)
        ),
    }  # fmt: skip
    rated = [
        homes.said("quality-ratings", row["REFERENCE"], "RATED_ON", "RATING")
        for row in homes.homes
        if not homes.is_own(row)
        for _ in homes.born[row["REFERENCE"]]
    ]
    for slug, ratings in (("", ("RED", "AMBER", "GREEN")), ("-red", ("RED",)), ("-amber", ("AMBER",)),
                          ("-green", ("GREEN",))):  # fmt: skip
        found[f"homes-rated{slug}-percent"] = (sum(each in ratings for each in rated), len(rated), rated.count(""))
    return found


def scheme_answers(council: Council, on: date) -> dict[str, Told]:
    homes = Homes(council, on)
    kinds = {row["REFERENCE"]: row["KIND"] for row in homes.homes}
    planned = in_use = Fraction()
    places = 0
    for scheme in council.rows("place-schemes"):
        steps = [row for row in council.rows("scheme-steps") if row["SCHEME"] == scheme["REFERENCE"]]
        step = latest(steps, "TAKEN_ON", on)
        home = scheme["HOME"]
        is_open = homes.status(home) == "REGISTERED" and kinds.get(home) in CHILDRENS_HOMES
        if step is None or step["STAGE"] in ("OPEN", "ABANDONED") or is_open:
            continue
        assumed = Fraction(int(scheme["PLACES"]) * int(scheme["UTILISATION"] or 100), 100)
        said = latest([row for row in steps if row["EXPECTED_ON"]], "TAKEN_ON", on)
        places += int(scheme["PLACES"])
        in_use += assumed
        planned += assumed if said and day(said["EXPECTED_ON"]) <= on else 0
    return {
        "places-planned": (planned, None, 0),
        "places-in-development": (places, None, 0),
        "places-in-development-in-use": (in_use, None, 0),
    }


def place_answers(council: Council, ours: str, areas: dict[str, bool | None], on: date) -> dict[str, Told]:
    """Every measure of these registers on a day. ``areas`` says of each postcode whether it lies in the area."""
    return {
        **cost_answers(council, areas, on),
        **case_answers(council, on),
        **home_answers(council, ours, on),
        **scheme_answers(council, on),
    }
