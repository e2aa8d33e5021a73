"""Amounts of money in words."""

from decimal import ROUND_HALF_UP, Decimal

PENNY = Decimal("0.01")


def pounds(amount: Decimal | None) -> str:
    """``£1,054.46``, to the penny, half a penny up; empty for nothing."""
    return "" if amount is None else f"£{amount.quantize(PENNY, ROUND_HALF_UP):,}"
