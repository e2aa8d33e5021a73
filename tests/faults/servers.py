"""gunicorn as a council runs it, on a loopback port, with PostgreSQL of a checkout of its own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote

from sufficiency.core.database_url import EMBEDDED_WEB_ROLE
from tests.checkouts import PROJECT, Checkout

from .processes import address, wait_until


class WebServer:
    """A running gunicorn and what it answers."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.process, self.port = process, port

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], str]:
        """Status, headers in small letters, and text; status 0 when nobody answers."""
        try:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=15)
            try:
                connection.request("GET", path, headers=headers)
                response = connection.getresponse()
                named = {name.lower(): value for name, value in response.getheaders()}
                return response.status, named, response.read().decode(errors="replace")
            finally:
                connection.close()
        except (OSError, HTTPException):
            return 0, {}, ""

    def send_slowly(self) -> socket.socket:
        """A connection on which a request has only begun."""
        slow = socket.create_connection(("127.0.0.1", self.port), timeout=15)
        slow.sendall(b"GET /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        return slow

    def workers(self) -> list[int]:
        pid = self.process.pid
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def database_url(checkout: Checkout, role: str = "sufficiency") -> str:
    """The address of the checkout's server: who connects by it does not start the server."""
    return f"postgresql://{role}@{quote(str(checkout.server.socket_directory()), safe='')}/sufficiency"


def copy_database(checkout: Checkout) -> None:
    """Fill the checkout's database from that of this test, rights and all: much faster than a hundred migrations."""
    checkout.execute(f"CREATE ROLE {EMBEDDED_WEB_ROLE} LOGIN")
    programs = checkout.server.home.installed_binaries()
    copy = subprocess.run(
        [programs / "pg_dump", "--no-owner", f"--dbname={address()}"], capture_output=True, check=True, timeout=120
    )
    subprocess.run(
        [programs / "psql", "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={database_url(checkout)}"],
        input=copy.stdout,
        stdout=subprocess.DEVNULL,
        check=True,
        timeout=120,
    )


@contextmanager
def web_server(checkout: Checkout, log: Path, workers: int = 2) -> Iterator[WebServer]:
    """Serve the project on the checkout's database, a copy of this test's, until the end."""
    environment = {"PATH": os.defpath, "DATABASE_URL": database_url(checkout, EMBEDDED_WEB_ROLE)}
    copy_database(checkout)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    gunicorn = Path(sys.executable).with_name("gunicorn")
    command = [gunicorn, "sufficiency.wsgi", f"--bind=127.0.0.1:{port}", f"--workers={workers}"]
    with log.open("wb") as errors_to:
        process = subprocess.Popen(command, cwd=PROJECT, env=environment, stderr=errors_to, stdin=subprocess.DEVNULL)
        server = WebServer(process, port)
        try:
            wait_until(lambda: server.get("/healthz")[0] == 200, "the web server answers")
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    process.kill()
                process.wait()
