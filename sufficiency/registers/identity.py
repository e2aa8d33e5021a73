"""What makes two entries the same: a register's key. The id of an entry is made from it.

So an entry that a file brought, whose file was taken back and loaded once more, is the same entry: its address
and its history are as before. Nobody can read the key from the id.
"""

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

BETWEEN = 31  # the character between two parts of a key: no cell may hold it


def record_id(authority: str, key: Iterable[Any]) -> uuid.UUID:
    """The id of the entry of an authority that has these values in the fields of its key."""
    text = chr(BETWEEN).join([authority, *map(str, key)])
    return uuid.UUID(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest())


def record_id_sql(model: type[models.Model], key: Sequence[str], alias: str) -> str:
    """The same in SQL, over a table that has the fields of the key and ``authority_id``."""
    parts = [f"{alias}.authority_id", *(_text(model, field, alias) for field in key)]
    return f"md5(concat_ws(chr({BETWEEN}), {', '.join(parts)}))::uuid"


def _text(model: type[models.Model], field: str, alias: str) -> str:
    if isinstance(model._meta.get_field(field), models.DateField):
        return f"to_char({alias}.{field}, 'YYYY-MM-DD')"
    return f"{alias}.{field}::text"
