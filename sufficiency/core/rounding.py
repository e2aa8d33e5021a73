"""Rounding, half-up and only for display (docs/definitions.md)."""

from fractions import Fraction

Number = int | Fraction


def half_up(value: Number) -> int:
    """The nearest whole number; a half goes up, away from zero for negative values."""
    if isinstance(value, int):
        return value
    if value < 0:
        return -half_up(-value)
    over, under = value.as_integer_ratio()
    return (2 * over + under) // (2 * under)


def shown(value: Number, decimals: int = 0) -> str:
    """A number for people: rounded half-up to so many decimals, thousands separated, a true minus sign."""
    if not decimals and isinstance(value, int) and value >= 0:
        return f"{value:,}"  # as below, sooner: most of what a page shows
    scaled = half_up(value * 10**decimals)
    whole, part = divmod(abs(scaled), 10**decimals)
    digits = f"{whole:,}" + (f".{part:0{decimals}d}" if decimals else "")
    return f"\N{MINUS SIGN}{digits}" if scaled < 0 else digits
