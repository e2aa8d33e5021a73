"""A field of registers that Django has not."""

from typing import Any

from django.db import models

DIGITS, DECIMALS = 12, 4


class FigureField(models.DecimalField):  # type: ignore[type-arg]
    """A number in a unit that something else says, such as a target in the unit of its measure: no amount of money."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max_digits": DIGITS, "decimal_places": DECIMALS} | options)
