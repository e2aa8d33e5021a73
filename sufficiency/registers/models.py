"""What every register is made of: fields declared once, the entries that people read, and their history."""

import copy
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from sufficiency.core.models import Authority
from sufficiency.core.row_locks import PERSONAL
from sufficiency.extracts.models import LoadFile

from .rules import Rule


class Fields(models.Model):
    """Base of the abstract model that declares a register's fields, once for its files and its entries.

    ``verbose_name`` is a field's label, ``help_text`` what it means, ``choices`` its codes, in capitals.
    ``blank`` says that it may be left out. ``key`` names the fields that tell entries of an authority apart;
    ``rules`` hold for each entry.
    """

    key: ClassVar[tuple[str, ...]]
    rules: ClassVar[tuple[Rule, ...]] = ()

    class Meta:
        abstract = True


class Change(models.Model):
    """What the history of every register says of a change besides who, when and why."""

    by_hand = models.BooleanField(default=True, help_text="Somebody made it on a page; otherwise a load did.")

    class Meta:
        abstract = True


def _who(change: Any) -> str:
    return str(change.history_user_id)


def _set_who(change: Any, name: str | None) -> None:
    change.history_user_id = name or ""


class History(HistoricalRecords):
    """The history of a register: who is kept as text, so that it outlives the user."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            inherit=True,
            bases=[Change],
            history_id_field=models.BigAutoField(),
            history_user_id_field=models.CharField(max_length=150, blank=True),
            history_user_getter=_who,
            history_user_setter=_set_who,
            **options,
        )

    def _get_history_user_fields(self) -> dict[str, Any]:
        """A field of its own for each register, where one object would be shared by all."""
        return copy.deepcopy(super()._get_history_user_fields())


class RecordQuerySet(models.QuerySet[Any]):
    """Entries of a register."""

    def for_authority(self, authority: Authority) -> "RecordQuerySet":
        return self.filter(authority=authority)


class Record(models.Model):
    """An entry of a register as it stands: what the files say, and on top of it what people have changed since."""

    id = models.UUIDField(primary_key=True, editable=False)
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+", editable=False)
    version = models.PositiveIntegerField(default=1, editable=False, help_text="Grows by one with each change.")
    file = models.ForeignKey(
        LoadFile,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_constraint=False,
        editable=False,
        help_text="The file whose row it rests on; none when somebody entered it.",
    )
    line = models.PositiveIntegerField(null=True, editable=False)
    history = History()

    objects: ClassVar[models.Manager[Any]] = RecordQuerySet.as_manager()

    class Meta:
        abstract = True


def constraints_of(fields: type[Any], name: str) -> list[models.BaseConstraint]:
    """The constraints of a register's table, from its Fields: one entry a key, and every rule.

    ``name`` begins their names.
    """
    keys: models.BaseConstraint = models.UniqueConstraint(fields=["authority", *fields.key], name=f"{name}_key")
    return [
        keys,
        *(
            models.CheckConstraint(condition=~rule.wrong, name=f"{name}_{rule.field}_{rule.code}".replace("-", "_"))
            for rule in fields.rules
        ),
    ]


class SavedView(models.Model):
    """The address of a list, as somebody wants to come back to it: filters, order and columns, under a name."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    register = models.CharField(max_length=60, help_text="Slug of the register.")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000, blank=True, help_text="What stands after the question mark.")

    row_lock = PERSONAL

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "register", "name"], name="one_view_a_name")]

    def __str__(self) -> str:
        return self.name
