"""The database backend: Django's own for PostgreSQL, on a server that starts when the first connection needs it."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base, client

from .server import DATABASE, PORT, USER, Server


class DatabaseClient(client.DatabaseClient):
    """``manage.py dbshell``, with the ``psql`` that came with the server."""

    connection: "DatabaseWrapper"

    def runshell(self, parameters: Iterable[str]) -> None:
        self.connection.ensure_connection()
        type(self).executable_name = str(self.connection.server.home.installed_binaries() / "psql")
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects to the checkout's own server, whatever the entry point: manage.py, gunicorn, pytest."""

    client_class = DatabaseClient

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.server = Server(settings.BASE_DIR)

    def get_connection_params(self) -> dict[str, Any]:
        user = self.settings_dict["USER"] or USER
        self.settings_dict.update(HOST=str(self.server.socket_directory()), PORT=PORT, USER=user, PASSWORD="")
        return super().get_connection_params()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; where that fails, see that the server runs and has its database, and connect again."""
        try:
            return super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            self.server.ensure_running()
        conn_params["host"] = str(self.server.socket_directory())
        if conn_params["dbname"] == DATABASE:
            self.server.ensure_database(DATABASE)
        return super().get_new_connection(conn_params)
