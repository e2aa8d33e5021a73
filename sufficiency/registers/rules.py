"""Rules that the fields of one entry must keep, each stated once: for the database, for forms and for files.

The condition of a rule is a ``Q`` of comparisons between fields of the entry, or of a field with a value.
Django turns it into the table's constraint. Here it is read in two more ways: over values in Python, and as
SQL over the rows of a file. Both know, as SQL does, that a comparison with nothing is neither true nor false.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Q

Values = Mapping[str, Any]

COMPARISONS: dict[str, tuple[Callable[[Any, Any], bool], str]] = {
    "exact": (operator.eq, "="),
    "lt": (operator.lt, "<"),
    "lte": (operator.le, "<="),
    "gt": (operator.gt, ">"),
    "gte": (operator.ge, ">="),
}


@dataclass(frozen=True)
class Rule:
    """A rule of an entry.

    ``wrong`` is true of an entry that breaks it. ``field`` is where the message stands; the message names
    fields in braces, and says what to do. ``code`` is what lists of problems call it; a model's rules differ
    in code or field.
    """

    code: str
    field: str
    message: str
    wrong: Q

    def is_broken(self, values: Values) -> bool:
        """Whether the values of an entry, by field, break the rule."""
        return truth(self.wrong, values) is True

    def said(self, names: Mapping[str, str]) -> str:
        """The message, with the names that people know the fields by."""
        return self.message.format_map(names)

    @property
    def where(self) -> str:
        """In SQL, over the columns of a row: true of one that breaks it."""
        return as_sql(self.wrong)


def in_order(first: str, last: str) -> Rule:
    """What ends does not end before it starts; what has two bounds has them the right way round."""
    message = f"{{{last}}} is before {{{first}}}: correct one of them."
    return Rule("ends-before-start", last, message, Q(**{f"{last}__lt": F(first)}))


def bounds_in_order(least: str, most: str) -> Rule:
    """The same of two numbers."""
    message = f"{{{most}}} is less than {{{least}}}: correct one of them."
    return Rule("bounds-reversed", most, message, Q(**{f"{most}__lt": F(least)}))


def truth(condition: Q, values: Values) -> bool | None:
    """True, false, or None where SQL would not know."""
    parts = [
        truth(child, values) if isinstance(child, Q) else _compared(child, values)  # type: ignore[arg-type]
        for child in condition.children
    ]
    decisive = condition.connector == Q.OR
    found: bool | None = None if None in parts else not decisive
    if decisive in parts:
        found = decisive
    if condition.negated and found is not None:
        return not found
    return found


def _compared(comparison: tuple[str, Any], values: Values) -> bool | None:
    field, lookup, other = _parts(comparison)
    left: Any = values.get(field)
    if lookup == "isnull":
        return (left is None) is other
    right: Any = values.get(_name(other)) if isinstance(other, F) else other
    if lookup == "in":
        return None if left is None else left in right
    return None if left is None or right is None else COMPARISONS[lookup][0](left, right)


def as_sql(condition: Q) -> str:
    """The condition over the columns of a row."""
    parts = [
        as_sql(child) if isinstance(child, Q) else _comparison_sql(child)  # type: ignore[arg-type]
        for child in condition.children
    ]
    joined = f" {condition.connector} ".join(parts)
    return f"NOT ({joined})" if condition.negated else f"({joined})"


def _comparison_sql(comparison: tuple[str, Any]) -> str:
    field, lookup, right = _parts(comparison)
    if lookup == "isnull":
        return f"{field} IS {'' if right else 'NOT '}NULL"
    if lookup == "in":
        return f"{field} IN ({', '.join(map(_literal, right))})"
    return f"{field} {COMPARISONS[lookup][1]} {_name(right) if isinstance(right, F) else _literal(right)}"


def _parts(comparison: tuple[str, Any]) -> tuple[str, str, Any]:
    name, right = comparison
    field, _, lookup = name.partition("__")
    lookup = lookup or "exact"
    if lookup not in (*COMPARISONS, "in", "isnull"):
        raise ValueError(f"A rule cannot use {name}: its comparisons are {', '.join(COMPARISONS)}, in and isnull.")
    return field, lookup, right


def _name(other: F) -> str:
    return str(other.name)  # type: ignore[attr-defined]


def _literal(value: object) -> str:
    """A value as SQL writes it; per cent signs doubled, for it goes where parameters may stand."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        return str(value)
    text = value.isoformat() if isinstance(value, (date, datetime)) else str(value)
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"
