"""The smallest number of people that is shown to somebody who must not learn about single ones: a setting."""

import environ
from django.core.exceptions import ImproperlyConfigured

# The Department for Education withholds 1 to 5 in the publications that are made of these very returns. A council that
# showed smaller numbers would undo, for its own area, what is withheld there.
FLOOR = 6
CEILING = 100


def smallest_number_shown(env: environ.Env) -> int:
    """What SMALLEST_NUMBER_SHOWN says, or the floor; ImproperlyConfigured when it is below that or no number."""
    asked = env.str("SMALLEST_NUMBER_SHOWN", default=str(FLOOR)).strip()
    if not (asked.isascii() and asked.isdecimal() and FLOOR <= int(asked) <= CEILING):
        raise ImproperlyConfigured(
            f"SMALLEST_NUMBER_SHOWN is '{asked}'; it must be a whole number from {FLOOR} to {CEILING}: the Department "
            f"for Education withholds 1 to {FLOOR - 1}, and a council may be stricter, never looser."
        )
    return int(asked)
