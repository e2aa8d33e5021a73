"""The registers of providers and homes."""

from placements.models import (
    Home,
    HomeRow,
    OtherResidents,
    OtherResidentsRow,
    Provider,
    ProviderRow,
    Registration,
    RegistrationRow,
    Resident,
    ResidentRow,
)
from sufficiency.extracts.kinds import Check, Scan
from sufficiency.extracts.problems import Severity
from sufficiency.registers.register import Reference, Register

# A child's episode leads to the one home of its URN: with two, nobody could say in which the child lives.
_SAME_URN = Scan(
    rows=f"""
        SELECT line, urn,
            count(*) OVER (PARTITION BY upper(regexp_replace(urn, '[^[:alnum:]]', '', 'g'))) AS bearers
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
    scans=(_SAME_URN, _UNKNOWN_AUTHORITY),
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
