"""The returns of several years, as a council has them on the day it begins: loaded together, all or none."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from sufficiency.core.models import Authority

from .actions import LoadRefusedError, SourceFile, load_files, only_load_of
from .deriving import derived_once
from .outcome import Outcome

__all__ = ["ReturnRejectedError", "load_returns"]


class ReturnRejectedError(LoadRefusedError):
    """One of the returns has errors, so that none was loaded; ``outcome`` says which errors."""

    def __init__(self, year: int, outcome: Outcome) -> None:
        super().__init__(f"The return of {year} was rejected, so none was loaded.")
        self.year = year
        self.outcome = outcome


def load_returns(
    *, returns: Mapping[int, Sequence[SourceFile]], authority: Authority, by: str, set_aside: bool = False
) -> dict[int, Outcome]:
    """Load the files of several return years, the earliest first, each year as a load of its own; outcomes by year.

    The result is that of loading them one after the other. But what follows from the rows is worked out once,
    when all are in, and a child who was in care in ten years is worked out once and not ten times.

    Raises ReturnRejectedError at the first return that is rejected: then nothing was loaded, and no record is kept.
    Raises LoadRefusedError as :func:`sufficiency.extracts.actions.load_files` does.
    """
    if not returns:
        raise LoadRefusedError("Choose the files of at least one return.")
    outcomes = {}
    with only_load_of(authority), transaction.atomic(), derived_once(authority.pk):
        for year in sorted(returns):
            outcome = load_files(files=returns[year], authority=authority, year=year, by=by, set_aside=set_aside)
            if not outcome.is_sound:
                raise ReturnRejectedError(year, outcome)
            outcomes[year] = outcome
    return outcomes
