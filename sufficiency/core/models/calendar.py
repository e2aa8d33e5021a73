"""Days that are not like others."""

from django.db import models

from sufficiency.core.row_locks import REFERENCE


class BankHoliday(models.Model):
    """A bank holiday in England (:mod:`sufficiency.core.working_days`), for the time limits that SQL works out."""

    day = models.DateField(primary_key=True)

    row_lock = REFERENCE

    def __str__(self) -> str:
        return str(self.day)
