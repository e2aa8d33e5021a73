"""Weekly costs of the demo's placements: invented amounts with the published totals on the reference day.

Published for 30 November 2020: GBP 102,286.93 a week for 106 children with agencies, 279,405.10 for 57 in external
residential homes, 43,560.72 for 43 in unregulated placements (the date is printed "November 202" for the last).
What any one placement costs is invented. The papers give no amounts for residential schools and family centres, so
that none are listed for them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from .dice import Dice
from .schedule import LAST_DAY, REFERENCE_DAY, RETURN_YEARS, Setting
from .spells import Spell
from .writing import csv_file, written

COLUMNS = (
    "CHILD", "PAID_FROM", "PAID_TO", "PLACED_ON", "CONTRACT", "CORE", "ADDITIONAL_SUPPORT", "EDUCATION", "OTHER",
    "HEALTH_CONTRIBUTION", "EDUCATION_CONTRIBUTION",
)  # fmt: skip
WEEKLY_TOTALS = {  # pence
    Setting.AGENCY: 10_228_693,
    Setting.EXTERNAL_HOME: 27_940_510,
    Setting.UNREGULATED: 4_356_072,
}
# Usual pounds a week before they are fitted to the totals: (from, to).
_RANGES = {
    Setting.AGENCY: (790, 1_160),
    Setting.EXTERNAL_HOME: (3_300, 6_700),
    Setting.UNREGULATED: (480, 1_900),
}
# How likely a placement is to have them, and their share of the total.
_SUPPORT = {Setting.AGENCY: (0.25, 0.15), Setting.EXTERNAL_HOME: (0.5, 0.2), Setting.UNREGULATED: (0.4, 0.35)}
_EDUCATION = {Setting.EXTERNAL_HOME: (0.4, 0.18)}
_OTHER = {Setting.UNREGULATED: (0.15, 0.05), Setting.AGENCY: (0.05, 0.04)}
_BY_HEALTH, _BY_EDUCATION = (0.2, 0.3), (0.8, 0.9)  # of homes; of the education part, where there is one
NEW_PRICES = date(2020, 4, 1)
_CHEAPER_BEFORE = Decimal("0.98")
FIRST_DAY = date(RETURN_YEARS[-1] - 1, 4, 1)  # placements that ended before it have no amounts


@dataclass(frozen=True)
class Cost:
    """A row of the register; amounts in pence."""

    spell: Spell
    paid_from: date
    paid_to: date | None
    core: int
    support: int = 0
    education: int = 0
    other: int = 0
    by_health: int = 0
    by_education: int = 0

    @property
    def total(self) -> int:
        return self.core + self.support + self.education + self.other

    def covers(self, day: date) -> bool:
        return self.paid_from <= day and (self.paid_to is None or self.paid_to > day)


def costs_file(spells: Iterable[Spell], contracts: Mapping[str, str]) -> bytes:
    """The file of placement costs of the last return year; ValueError when it would miss a published total.

    ``contracts`` has the reference of the contract by the URN of the agency or home.
    """
    paid = [spell for spell in spells if spell.setting in WEEKLY_TOTALS and _is_recent(spell)]
    rows = [cost for setting in WEEKLY_TOTALS for cost in _of_setting(setting, paid)]
    rows = _with_slips(rows)
    _check(rows)
    return csv_file(
        COLUMNS, (_row(cost, contracts) for cost in sorted(rows, key=lambda c: (c.spell.child, c.paid_from)))
    )


def _is_recent(spell: Spell) -> bool:
    return spell.ends is None or spell.ends > FIRST_DAY


def _of_setting(setting: Setting, paid: list[Spell]) -> Iterator[Cost]:
    """Amounts of the placements of a setting: on the reference day they come to the published total."""
    drawn = {spell: _drawn(spell) for spell in paid if spell.setting is setting}
    now = [spell for spell in drawn if spell.covers(REFERENCE_DAY)]
    total, weight = WEEKLY_TOTALS[setting], sum(drawn[spell] for spell in now)
    fitted = {spell: pence * total // weight for spell, pence in drawn.items()}
    for spell in now[: total - sum(fitted[spell] for spell in now)]:
        fitted[spell] += 1  # the pennies that rounding down has left
    for spell, pence in fitted.items():
        yield from _since_placed(_split(spell, pence))


def _drawn(spell: Spell) -> int:
    low, high = _RANGES[spell.setting]  # type: ignore[index]
    return Dice("cost", spell.child, spell.starts).between(low * 4, high * 4) * 25


def _split(spell: Spell, pence: int) -> Cost:
    """The parts of a weekly amount and who contributes; what is not another part is core."""
    dice = Dice("parts of the cost", spell.child, spell.starts)

    def part(chances: dict[Setting, tuple[float, float]]) -> int:
        chance, share = chances.get(spell.setting, (0.0, 0.0))  # type: ignore[arg-type]
        return int(pence * share) // 100 * 100 if dice.chance(chance) else 0

    support, education, other = part(_SUPPORT), part(_EDUCATION), part(_OTHER)
    health = part({Setting.EXTERNAL_HOME: _BY_HEALTH})
    schools = int(education * _BY_EDUCATION[1]) if dice.chance(_BY_EDUCATION[0]) else 0
    core = pence - support - education - other
    return Cost(spell, spell.starts, spell.ends, core, support, education, other, health, schools)


def _since_placed(cost: Cost) -> Iterator[Cost]:
    """The amount from the placement's first day; before the new prices of the year it was a little less."""
    if cost.paid_from < NEW_PRICES:
        yield replace(cost, paid_to=NEW_PRICES, core=int(cost.core * _CHEAPER_BEFORE))
        cost = replace(cost, paid_from=NEW_PRICES)
    yield cost


def _with_slips(rows: list[Cost]) -> list[Cost]:
    """Three slips of the pen, far from the reference day, for the page that finds them."""
    ended = [cost for cost in rows if cost.paid_to and NEW_PRICES + timedelta(30) < cost.paid_to < date(2020, 9, 1)]
    renewed = [cost for cost in rows if cost.paid_from == NEW_PRICES != cost.spell.starts]
    late, twice, beyond = renewed[3], renewed[-3], ended[0]
    before = next(cost for cost in rows if cost.spell == twice.spell and cost.paid_to == NEW_PRICES)
    slips = {
        late: replace(late, paid_from=NEW_PRICES + timedelta(6)),
        before: replace(before, paid_to=NEW_PRICES + timedelta(14)),
        beyond: replace(beyond, paid_to=(beyond.paid_to or LAST_DAY) + timedelta(9)),
    }
    return [slips.get(cost, cost) for cost in rows]


def _check(rows: list[Cost]) -> None:
    for setting, total in WEEKLY_TOTALS.items():
        found = sum(cost.total for cost in rows if cost.spell.setting is setting and cost.covers(REFERENCE_DAY))
        if found != total:
            raise ValueError(f"The demo's weekly costs of '{setting}' are {found} pence instead of {total}.")


def _row(cost: Cost, contracts: Mapping[str, str]) -> list[str]:
    amounts = (cost.core, cost.support, cost.education, cost.other, cost.by_health, cost.by_education)
    return [
        cost.spell.child,
        written(cost.paid_from),
        written(cost.paid_to),
        written(cost.spell.starts),
        contracts.get(cost.spell.urn, "") if cost.paid_from >= NEW_PRICES else "",
        *(f"{Decimal(pence) / 100:.2f}" if pence else "" for pence in amounts),
    ]
