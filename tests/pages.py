"""Every request of a test is served as the role of web processes, on the connection that the test itself uses.

What a test prepares it prepares as the owner, as a command would.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import Error, connection


def serve_as_the_web_role() -> None:
    """From now on, in this process."""
    request_started.connect(_begin, dispatch_uid="tests.begin-as-web")
    request_finished.connect(_end, dispatch_uid="tests.end-as-web")


def _begin(**_: Any) -> None:
    """Not at once: a request that asks the database for nothing does not need one."""
    _end()
    connection.execute_wrappers.append(_as_web)


def _as_web(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    asked = context["connection"]
    if getattr(asked, "web_session", None) is not asked.connection:
        with asked.connection.cursor() as cursor:
            # What the test loaded left tables of the owner's in this session; a web process's session never has any.
            cursor.execute("DISCARD TEMP")
            cursor.execute(f'SET ROLE "{settings.WEB_ROLE}"')
        asked.web_session = asked.connection
    return execute(sql, params, many, context)


def _end(**_: Any) -> None:
    if _as_web in connection.execute_wrappers:
        connection.execute_wrappers.remove(_as_web)
    if getattr(connection, "web_session", None) is None:
        return
    connection.web_session = None
    # A transaction that is broken off takes the role back by itself.
    with suppress(Error), connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
