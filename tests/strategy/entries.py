"""Entries of the registers of strategies, put straight into the database."""

from datetime import date
from typing import Any, TypeVar

from sufficiency.core.models import Authority
from sufficiency.registers.models import Record
from sufficiency.registers.register import all_registers
from sufficiency.strategy.models import Strategy, Target, TrajectoryPoint

R = TypeVar("R", bound=Record)
REFERENCE = "2018-2023"


def entered(model: type[R], authority: Authority, **values: Any) -> R:
    """An entry with these values, as if somebody had entered it."""
    register = next(register for register in all_registers() if register.model is model)
    entry = model(authority=authority, **values)
    key = {name: getattr(entry, name) for name in register.key}
    entry.id = register.id_of(authority.code, key)
    entry.save()
    return entry


def strategy(
    authority: Authority,
    reference: str = REFERENCE,
    starts: date = date(2018, 4, 1),
    ends: date = date(2023, 3, 31),
    **values: Any,
) -> Strategy:
    """A strategy."""
    named = {"title": f"Made up, {reference}"} | values
    return entered(Strategy, authority, reference=reference, starts=starts, ends=ends, **named)


def target(authority: Authority, measure: str, value: Any, since: date, **values: Any) -> Target:
    """A target of that strategy."""
    told = {"strategy": REFERENCE, "source": "made up"} | values
    return entered(Target, authority, measure=measure, value=value, in_force_from=since, **told)


def point(authority: Authority, measure: str, day: date, value: Any, **values: Any) -> TrajectoryPoint:
    """A point of its trajectory."""
    told = {"strategy": REFERENCE, "source": "made up"} | values
    return entered(TrajectoryPoint, authority, measure=measure, day=day, value=value, **told)
