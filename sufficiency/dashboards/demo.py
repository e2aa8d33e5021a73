"""The demo council: an invented Dorset that reproduces the totals its strategy published."""

import base64
import hashlib
import hmac
import io
from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection, transaction

from carers.demo import demo_fostering
from leavers.demo import demo_registers as leaver_registers
from placements.demo import AUTHORITY, demo_returns
from placements.demo import demo_registers as place_registers
from placements.demo.schedule import REFERENCE_DAY
from placements.derivation import EPISODES_KIND
from sufficiency.core.actions import give_role
from sufficiency.core.dates import return_year
from sufficiency.core.models import Authority
from sufficiency.core.postcodes import add_postcodes, read_csv
from sufficiency.core.roles import ROLES, Role
from sufficiency.extracts.actions import LoadRefusedError, SourceFile, load_files
from sufficiency.extracts.histories import load_returns
from sufficiency.extracts.models import Load, LoadFile
from sufficiency.extracts.outcome import Status
from sufficiency.measures.reading import DEMO
from sufficiency.strategy.actions import fix_population
from sufficiency.strategy.datasets import POPULATION_AGES, POPULATIONS
from sufficiency.strategy.demo import POPULATION, demo_strategies

FIXTURES = settings.BASE_DIR / "fixtures"


@dataclass(frozen=True)
class DemoUser:
    """Somebody to sign in as. ``password`` is None when it is no longer the one the demo gave."""

    username: str
    password: str | None
    role: str


class DemoRefusedError(Exception):
    """The demo will not touch what is there; the message is one sentence."""


def prepare_demo() -> bool:
    """Bring in the demo council, as any council's data comes in; False when all of it is there already.

    Raises DemoRefusedError rather than mix invented records with a council's own.
    """
    refuse_to_mix()
    postcodes = add_postcodes(read_csv(FIXTURES / "demo_postcodes.csv"), actor=DEMO)
    population = fix_population(authority=Authority.objects.get(code=AUTHORITY), by=DEMO, **POPULATION)
    came = any([postcodes, population, _load_ages(), _load_returns(), _load_registers(), _make_users()])
    if came:
        # Postgres would find out by itself within a minute, and read tables row by row for one another until then.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return came


def demo_users() -> list[DemoUser]:
    """One user a role, with the password the demo gave."""
    users = []
    for role in ROLES.values():
        user = User.objects.get(username=role.slug)
        password = _password(role)
        users.append(DemoUser(user.username, password if user.check_password(password) else None, role.name))
    return users


def refuse_to_mix() -> None:
    """Raises DemoRefusedError when returns that are not the demo's are loaded for its authority."""
    authority = Authority.objects.get(code=AUTHORITY)
    if Load.objects.for_authority(authority).committed().exclude(by=DEMO).exists():
        raise DemoRefusedError(
            f"Returns of {authority}'s own are loaded here, and the demo's would replace them: "
            "use another database, or take those loads back first."
        )


def _load_ages() -> bool:
    """Load the invented ages of the demo council's children; published ones that somebody loaded stay in force."""
    if LoadFile.objects.filter(current=True, dataset__in=(POPULATIONS.slug, POPULATION_AGES.slug)).exists():
        return False
    path = FIXTURES / "demo_populations.csv"
    outcome = load_files(files=[SourceFile(path.name, io.BytesIO(path.read_bytes()))], by=DEMO)
    if outcome.status is not Status.COMMITTED:
        raise DemoRefusedError(f"The demo's ages of children were {outcome.status}.")
    return True


def _load_returns() -> bool:
    authority = Authority.objects.get(code=AUTHORITY)
    returns = demo_returns()
    held = (
        Load.objects.for_authority(authority)
        .committed()
        .filter(by=DEMO, files__current=True, files__kind=EPISODES_KIND)
    )
    missing = sorted(set(returns) - set(held.values_list("year", flat=True)))
    if missing:
        files = {
            year: [SourceFile(name, io.BytesIO(content)) for name, content in returns[year].items()] for year in missing
        }
        try:
            load_returns(returns=files, authority=authority, by=DEMO)
        except LoadRefusedError as refusal:
            raise DemoRefusedError(str(refusal)) from None
    return bool(missing)


@transaction.atomic
def _load_registers() -> bool:
    """Load the files of the registers, one load a year; False when all of them are loaded already."""
    authority = Authority.objects.get(code=AUTHORITY)
    loaded = False
    for year, files in _register_files().items():
        sources = [SourceFile(name, io.BytesIO(content)) for name, content in files.items()]
        extracted = REFERENCE_DAY if year == return_year(REFERENCE_DAY) else None
        outcome = load_files(files=sources, authority=authority, year=year, extracted=extracted, by=DEMO)
        if outcome.status not in (Status.COMMITTED, Status.ALREADY_LOADED):
            raise DemoRefusedError(f"The demo's registers of {year} were {outcome.status}.")
        loaded |= outcome.status is Status.COMMITTED
    return loaded


def _register_files() -> dict[int, dict[str, bytes]]:
    """The files of every app's registers by year: the strategy's own year holds them as on the day it describes."""
    leavers = {return_year(REFERENCE_DAY): leaver_registers()}
    by_year: dict[int, dict[str, bytes]] = defaultdict(dict)
    for registers in (demo_strategies(), place_registers(), demo_fostering(), leavers):
        for year, files in registers.items():
            by_year[year] |= files
    return by_year


@transaction.atomic
def _make_users() -> bool:
    authority = Authority.objects.get(code=AUTHORITY)
    made = False
    for role in ROLES.values():
        if User.objects.filter(username=role.slug).exists():
            continue
        user = User.objects.create_user(role.slug, password=_password(role))
        give_role(user=user, role=role, authority=authority, by=DEMO)
        made = True
    return made


def _password(role: Role) -> str:
    """As random as the secret key it is made from: so it can be said again, and is stored nowhere."""
    digest = hmac.digest(settings.SECRET_KEY.encode(), f"demo password of {role.slug}".encode(), hashlib.sha256)
    return base64.b32encode(digest[:15]).decode().lower()
