"""A council drawn by lot: returns and registers whose days lie close together, so that odd things meet."""

import random
from datetime import date, timedelta

from tests.oracle.register_children import Registers, working_days_later
from tests.returns import NEAR, NEIGHBOUR, NOT_IN_DIRECTORY, OURS, Returns, Row, day_of, episode, header, text

FIRST, LAST = date(2018, 1, 1), date(2021, 3, 31)
FAR = "QY1 1AA"
AREAS: dict[str, bool | None] = {NEAR.replace(" ", ""): True, FAR.replace(" ", ""): False}
PLACES = ("U1", "U3", "U4", "U6", "K1", "K2", "K2", "K2", "K3", "K3", "H5", "P2", "P1", "S1", "R1", "T1", "A3", "")
URNS = ("SC1", "sc 2", "SC-2", "77", "", "")
CHILDREN = tuple(f"C{number:02}" for number in range(24))
HOMES = tuple(f"H-{number}" for number in range(1, 7))
COLUMNS = ("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END")


class Lot:
    """What is drawn for one council."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - no secret

    def pick(self, *choices: str) -> str:
        return self.dice.choice(choices)

    def day(self, first: date = FIRST, last: date = LAST) -> date:
        return first + timedelta(self.dice.randrange(max(1, (last - first).days + 1)))

    def after(self, first: date, most: int = 300) -> date:
        """A day soon after another, often the same."""
        return first + timedelta(
            self.dice.choice([0, 0, 1, 3, 4, 27, 28, 29, 30, 42, 43, 183, self.dice.randrange(most)])
        )

    def maybe(self, cell: date | str, chance: float = 0.6) -> str:
        return (text(cell) if isinstance(cell, date) else cell) if self.dice.random() < chance else ""

    def days(self, most: int, first: date = FIRST, last: date = LAST) -> list[date]:
        """A few days, each of them once."""
        return sorted({self.day(first, last) for _ in range(self.dice.randint(0, most))})

    def returns(self) -> Returns:
        episodes = [row for child in CHILDREN for row in self._episodes(child)]
        headers = [header(child, self._born(number)) for number, child in enumerate(CHILDREN[:-1])]
        missing = [row for child in CHILDREN for row in self._missing(child)]
        corrected = [
            row | {"MIS_END": self.maybe(self.after(self._since(row)))} for row in missing if self.pick("", "1")
        ]
        told = {"header": headers, "episodes": episodes, "missing": corrected or missing}
        return {2020: {"episodes": [episodes[0]], "missing": missing}, 2021: told}

    def _born(self, number: int) -> str:
        if number == 0:
            return ""
        return text(date(2003 + number, 1, 1) + timedelta(self.dice.randrange(700))) if number < 16 else "29/02/2004"

    def _episodes(self, child: str) -> list[Row]:
        starts, rows, rne = self.day(FIRST, date(2021, 1, 31)), [], "S"
        while starts < LAST:
            ends = self.after(starts, 500) + timedelta(1)
            is_last = ends > LAST or self.dice.random() < 0.1
            leaves = not is_last and self.dice.random() < 0.2
            rows.append(
                episode(
                    text(starts),
                    "" if is_last else text(ends),
                    child=child,
                    rne=rne,
                    rec="" if is_last else "E4A" if leaves else "X1",
                    PLACE=self.pick(*PLACES),
                    PLACE_PROVIDER=self.pick("PR1", "PR4", "PR5", ""),
                    PL_POST=self.pick(NEAR, NEAR, FAR, NOT_IN_DIRECTORY),
                    URN=self.pick(*URNS),
                )
            )
            if is_last:
                break
            starts, rne = (ends + timedelta(self.dice.randint(1, 200)), "S") if leaves else (ends, self.pick("P", "L"))
        return rows

    def _missing(self, child: str) -> list[Row]:
        return [
            dict(
                zip(
                    COLUMNS,
                    (child, "", self.pick("M", "M", "A"), text(since), self.maybe(self.after(since))),
                    strict=True,
                )
            )
            for since in self.days(3, date(2019, 4, 1), date(2020, 3, 31))
        ]

    @staticmethod
    def _since(row: Row) -> date:
        since = day_of(row["MIS_START"])
        assert since is not None
        return since

    def registers(self, returns: Returns) -> Registers:
        return {**self._of_homes(), **self._of_money(), **self._of_children(returns)}

    def _of_homes(self) -> Registers:
        kinds = (*["CHILDRENS-HOME"] * 4, "SECURE", "SHORT-BREAK", "SCHOOL")
        statuses = (*["REGISTERED"] * 3, "CLOSED", "APPLIED", "NOT-REQUIRED")
        return {
            "providers": [
                {"REFERENCE": "P-1", "NAME": "Council", "KIND": "IN-HOUSE"},
                {"REFERENCE": "P-2", "NAME": "Company", "KIND": "PRIVATE"},
            ],
            "homes": [
                {
                    "REFERENCE": home, "NAME": home, "URN": urn, "KIND": self.pick(*kinds),
                    "PROVIDER": self.pick("P-1", "P-2", "P-404", ""),
                    "LOCATED_IN": self.pick(OURS, OURS, OURS, NEIGHBOUR, ""),
                    "PLACES": str(self.dice.randrange(1, 5)), "UTILISATION": self.pick("", "60", "33"),
                }
                for home, urn in zip(HOMES, ("SC1", "SC2", "SC 2", "sc-2", "", ""), strict=True)
            ],
            "home-registrations": [
                {"HOME": home, "SINCE": text(since), "STATUS": self.pick(*statuses)}
                for home in HOMES
                for since in self.days(6)
            ],
            "home-other-residents": [
                {"HOME": home, "COUNTED_ON": text(on), "OTHERS": str(self.dice.randrange(3))}
                for home in HOMES
                for on in self.days(2)
            ],
            "quality-ratings": [
                {"HOME": home, "RATED_ON": text(on), "RATING": self.pick("RED", "AMBER", "GREEN"), "REASON": "-"}
                for home in HOMES
                for on in self.days(3)
            ],
            "home-residents": [
                {"HOME": self.pick("H-5", "H-6"), "CHILD": child, "MOVED_IN": text(since),
                 "MOVED_OUT": self.maybe(self.after(since))}
                for child in CHILDREN
                for since in self.days(3)
            ],
            "place-schemes": [
                {"REFERENCE": f"S-{number}", "TITLE": "-", "KIND": self.pick("CHILDRENS-HOME", "FOSTERING", "FLATS"),
                 "HOME": self.pick("", *HOMES), "PLACES": str(self.dice.randrange(9)),
                 "UTILISATION": self.pick("", "60", "33")}
                for number in range(8)
            ],
            "scheme-steps": [
                {"SCHEME": f"S-{number}", "TAKEN_ON": text(on),
                 "STAGE": self.pick("IDEA", "APPROVED", "BUILDING", "REGISTERING", "OPEN", "ABANDONED"),
                 "EXPECTED_ON": self.maybe(self.after(on))}
                for number in range(9)
                for on in self.days(4)
            ],
        }  # fmt: skip

    def _of_money(self) -> Registers:
        return {
            "contracts": [
                {"REFERENCE": f"C-{route}", "PROVIDER": "P-2", "ROUTE": route, "STARTS_ON": "01/01/2018"}
                for route in ("SPOT", "BLOCK", "FRAMEWORK", "IN-HOUSE")
            ],
            "placement-costs": [
                {
                    "CHILD": child, "PAID_FROM": text(since), "PAID_TO": self.maybe(self.after(since)),
                    "CONTRACT": self.pick("", "C-SPOT", "C-BLOCK", "C-FRAMEWORK", "C-IN-HOUSE", "C-404"),
                    "CORE": f"{self.dice.randrange(5000)}.{self.dice.randrange(10, 99)}",
                    "ADDITIONAL_SUPPORT": self.maybe("0.05"), "EDUCATION": self.maybe("12.30"),
                    "HEALTH_CONTRIBUTION": self.maybe("40.01"), "EDUCATION_CONTRIBUTION": self.maybe("0.10", 0.2),
                }
                for child in CHILDREN
                for since in self.days(4)
            ],
            "unregulated-cases": [
                {
                    "CHILD": child, "OPENED_ON": text(since), "KIND": self.pick("UNREGULATED", "UNREGISTERED"),
                    "REASON": "-", "ADVOCATE_OFFERED": self.maybe(self.after(since) - timedelta(2)),
                    "ENDED_ON": self.maybe(self.after(since)),
                }
                for child in CHILDREN
                for since in self.days(3)
            ],
        }  # fmt: skip

    def _of_children(self, returns: Returns) -> Registers:
        began = {(row["CHILD"], self._since({"MIS_START": row["DECOM"]})) for row in returns[2021]["episodes"]}
        incidents = {(row["CHILD"], row["MIS_START"]): row for year in (2020, 2021) for row in returns[year]["missing"]}
        return {
            "child-needs": [
                {"CHILD": child, "SINCE": text(since),
                 **{name: self.pick("Y", "N", "") for name in ("DISABLED", "SEN", "EHCP")}}
                for child in CHILDREN
                for since in self.days(3)
            ],
            "permanence-plans": [
                {"CHILD": child, "DECIDED_ON": text(on), "PLAN": "ADOPTION"}
                for child in CHILDREN
                for on in self.days(2)
            ],
            "child-visits": [
                {"CHILD": child, "DUE_ON": text(on), "DONE_ON": self.maybe(self.after(on) - timedelta(2), 0.8)}
                for child in CHILDREN
                for on in self.days(9)
            ],
            "return-interviews": [
                {"CHILD": child, "MISSING_SINCE": since, "OFFERED": self.pick("Y", "N", ""),
                 "COMPLETED_ON": self.maybe(self._talk(row))}
                for (child, since), row in sorted(incidents.items())
                if self.pick("", "1", "1")
            ],
            "health-assessments": [*{(row["CHILD"], row["KIND"], row["REQUIRED_ON"], row["SOURCE"]): row for row in (
                *(
                    self._assessment(child, on, source)
                    for child, began_on in sorted(began)
                    for source in ("COUNCIL", "NHS")
                    for on in ([began_on] if self.pick("", "1", "1") else self.days(1))
                ),
                *(
                    {**self._assessment(child, on, self.pick("COUNCIL", "NHS")), "KIND": self.pick("REVIEW", "DENTAL")}
                    for child in CHILDREN
                    for on in self.days(2)
                ),
            )}.values()],
        }  # fmt: skip

    def _talk(self, row: Row) -> date:
        """Mostly about 72 hours after the child came back."""
        back = day_of(row["MIS_END"])
        return back + timedelta(self.dice.choice([0, 2, 3, 3, 4])) if back else self.after(self._since(row))

    def _assessment(self, child: str, on: date, source: str) -> Row:
        """What is done about it is mostly done on the last day of a time limit, or on the day after."""
        told, offered = (working_days_later(on, self.dice.choice(limits)) for limits in ((4, 5, 6), (19, 20, 21)))
        done = max(offered, working_days_later(on, self.dice.choice((19, 20, 20, 21, 30, 30, 31, 45))))
        return {
            "CHILD": child, "KIND": "INITIAL", "REQUIRED_ON": text(on), "SOURCE": source,
            "NOTIFIED_ON": self.maybe(told), "APPOINTMENT_ON": self.maybe(offered),
            "COMPLETED_ON": self.maybe(done, 0.8),
        }  # fmt: skip
