"""The registers of providers and homes."""

from collections.abc import Sequence
from datetime import date

from placements.extracts.ofsted import OFSTED_PROVIDERS
from placements.models import (
    Home,
    HomeRow,
    OfstedListing,
    OtherResidents,
    OtherResidentsRow,
    Provider,
    ProviderRow,
    Registration,
    RegistrationRow,
    Resident,
    ResidentRow,
)
from placements.occupancy import occupancy_on
from sufficiency.extracts.kinds import Check, Scan
from sufficiency.extracts.problems import Severity
from sufficiency.registers.register import Reference, Register


def _same_urn_sql(column: str) -> str:
    """:func:`placements.occupancy.same_urn` in SQL."""
    return f"upper(regexp_replace({column}, '[^[:alnum:]]', '', 'g'))"


# A child's episode leads to the one home of its URN: with two, nobody could say in which the child lives.
_SAME_URN = Scan(
    rows=f"""
        SELECT line, urn,
            count(*) OVER (PARTITION BY {_same_urn_sql("urn")}) AS bearers
        FROM {HomeRow._meta.db_table} WHERE file_id = %(file)s AND urn <> ''""",
    checks=(
        Check(
            "urn-twice",
            Severity.WARNING,
            "URN",
            "Another home of the file has this URN: correct one of them. Until then children count in the first.",
            where="bearers > 1",
            value="urn",
        ),
    ),
)
_UNKNOWN_AUTHORITY = Scan(
    rows=f"""
        SELECT line, located_in FROM {HomeRow._meta.db_table} AS own
        WHERE file_id = %(file)s AND located_in <> ''
          AND NOT EXISTS (SELECT FROM core_authority WHERE code = own.located_in)""",
    checks=(
        Check(
            "unknown-authority",
            Severity.WARNING,
            "LOCATED_IN",
            "No authority has this code: enter the ONS code of the authority in which the home stands.",
            where="true",
            value="located_in",
        ),
    ),
)

# Only while a list is loaded. Ofsted writes URNs in one way, councils in several.
_OFSTED = Scan(
    rows=f"""
        SELECT own.line, own.urn, own.places, listed.urn AS urn_listed, listed.places AS places_listed
        FROM {HomeRow._meta.db_table} AS own LEFT JOIN LATERAL (
            SELECT listing.urn, listing.places FROM {OfstedListing._meta.db_table} AS listing
            JOIN extracts_loadfile AS counts ON counts.id = listing.file_id AND counts.current
            WHERE listing.urn = {_same_urn_sql("own.urn")} LIMIT 1
        ) AS listed ON true
        WHERE own.file_id = %(file)s AND own.urn <> '' AND EXISTS (
            SELECT FROM extracts_loadfile WHERE current AND kind = '{OFSTED_PROVIDERS.slug}')""",
    checks=(
        Check(
            "not-with-ofsted",
            Severity.WARNING,
            "URN",
            "Ofsted's list has no provider of this URN: correct it, or load a newer list.",
            where="urn_listed IS NULL",
            value="urn",
        ),
        Check(
            "places-not-as-with-ofsted",
            Severity.WARNING,
            "PLACES",
            "Ofsted's list has {0} places: find out which number is right.",
            where="places <> places_listed",
            value="places::text",
            details=("places_listed",),
        ),
    ),
)


def _who_lives_there(home: Home, day: date) -> Sequence[tuple[str, str]]:
    """How the home stands on a day, and who lives there; nothing while it is closed and empty."""
    found = next((each for each in occupancy_on(home.authority, day).homes if each.home.pk == home.pk), None)
    if found is None:
        return ()
    status = Registration.Status(found.status).label if found.status else "None on record"
    return (
        ("Registration now", str(status)),
        ("Our children there now", str(found.own)),
        ("Others' children there now", "Not known" if found.others is None else str(found.others)),
        ("Vacant places now", "Not known" if found.vacant is None else str(found.vacant)),
    )


PROVIDERS = Register(
    slug="providers",
    title="Providers",
    one="provider",
    about="Who runs homes or finds foster carers for the council's children, the council itself among them.",
    model=Provider,
    rows=ProviderRow,
    columns=("reference", "name", "kind", "provider_urn", "parent"),
    filters=("kind", "parent"),
    search=("reference", "name", "provider_urn", "parent"),
    tally="kind",
)
HOMES = Register(
    slug="homes",
    title="Homes",
    one="home",
    about="Children's homes and other homes that the council runs, buys places in or has in its area.",
    model=Home,
    rows=HomeRow,
    columns=("reference", "name", "urn", "kind", "provider", "located_in", "places", "judgement", "judged_on"),
    filters=("kind", "judgement", "sex", "located_in", "outward"),
    search=("reference", "name", "urn", "needs", "outward"),
    tally="kind",
    references=(Reference(PROVIDERS, ("provider",)),),
    scans=(_SAME_URN, _UNKNOWN_AUTHORITY, _OFSTED),
    worked_out=_who_lives_there,
)
REGISTRATIONS = Register(
    slug="home-registrations",
    title="Registrations of homes",
    one="registration",
    about="How each home stands with Ofsted. A registration holds until the home's next.",
    model=Registration,
    rows=RegistrationRow,
    columns=("home", "since", "status", "note"),
    filters=("status",),
    search=("home", "note"),
    period=("since",),
    tally="status",
    references=(Reference(HOMES, ("home",), is_part=True),),
)
OTHER_RESIDENTS = Register(
    slug="home-other-residents",
    title="Children of other authorities in homes",
    one="count",
    about="How many children of other authorities live in a home. A count holds until the home's next.",
    model=OtherResidents,
    rows=OtherResidentsRow,
    columns=("home", "counted_on", "others", "said_by"),
    filters=("said_by",),
    search=("home",),
    period=("counted_on",),
    references=(Reference(HOMES, ("home",), is_part=True),),
)
RESIDENTS = Register(
    slug="home-residents",
    title="Children in homes without a URN",
    one="stay",
    about="Which of the council's children live in a home that the returns cannot name, for it has no URN yet.",
    model=Resident,
    rows=ResidentRow,
    columns=("home", "child", "moved_in", "moved_out"),
    search=("home", "child"),
    period=("moved_in", "moved_out"),
    references=(Reference(HOMES, ("home",), is_part=True),),
)
REGISTERS = (PROVIDERS, HOMES, REGISTRATIONS, OTHER_RESIDENTS, RESIDENTS)
