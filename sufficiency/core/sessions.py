"""Sessions in the database, each with its person and its limits.

A session ends after half an hour without a page, at the latest twelve hours after sign-in, and whenever its row
is deleted: a request under way cannot bring it back.
"""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from .models import PersonSession

STARTED, SEEN = "signed_in_at", "seen_at"
PROVEN = "second_factor_of"  # the person who has shown a second factor in this session, or came by single sign-on
ON_ONE_TIME = "on_one_time_password"
AUTHORITY = "authority"
SEEN_EVERY = 60
CLOCKS_DIFFER_BY = 60


class SessionStore(DatabaseStore):
    """Django's store, with the person beside the session."""

    @classmethod
    def get_model_class(cls) -> Any:
        """Where sessions lie."""
        return PersonSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """A row to save."""
        session: Any = super().create_model_instance(data)
        session.user_id = data.get(SESSION_KEY)
        return session


def begin(session: SessionBase) -> None:
    """From now on both limits count. Seconds since 1970."""
    session[STARTED] = session[SEEN] = int(time.time())


def goes_on(session: SessionBase) -> bool:
    """Whether somebody signed in may go on; keeps the session alive, writing at most once a minute.

    One without a beginning, or that began tomorrow, is over: nothing of ours makes such a session.
    """
    now, started = int(time.time()), session.get(STARTED)
    if started is None or not -CLOCKS_DIFFER_BY <= now - started < settings.SESSION_HOURS * 3600:
        return False
    if not 0 <= now - session.get(SEEN, 0) < SEEN_EVERY:
        session[SEEN] = now
    return True


def is_new(session: SessionBase, seconds: int) -> bool:
    """Whether it began within so many seconds."""
    return 0 <= time.time() - session.get(STARTED, 0) < seconds


def end_sessions(user: User) -> int:
    """End every session of a person, at once and everywhere; how many there were."""
    return PersonSession.objects.filter(user=user).delete()[0]
