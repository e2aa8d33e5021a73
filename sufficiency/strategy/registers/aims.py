"""The registers of what strategies aim at, in figures."""

from sufficiency.extracts.kinds import Check, Scan
from sufficiency.extracts.problems import Severity
from sufficiency.registers.register import Cell, Reference, Register
from sufficiency.strategy.models import (
    Assumption,
    AssumptionRow,
    PlannedPlaces,
    PlannedPlacesRow,
    StatedFigure,
    StatedFigureRow,
    Strategy,
    StrategyRow,
    SuccessTest,
    SuccessTestRow,
    Target,
    TargetRow,
    TrajectoryPoint,
    TrajectoryPointRow,
)

from .names import A_MEASURE, FOR_EXAMPLE
from .strategies import STRATEGIES

OF_A_STRATEGY = (Reference(STRATEGIES, ("strategy",), is_part=True),)
MAY_BE_MISSING = Cell(optional=True)

# As with references, rows of the strategies' files are asked too: their entries are worked out later in the load.
WAITS = Scan(
    rows=f"""
        SELECT * FROM {TargetRow._meta.db_table} AS own
        WHERE file_id = %(file)s AND strategy = '' AND NOT EXISTS (
            SELECT FROM (
                SELECT starts, ends FROM {StrategyRow._meta.db_table}
                JOIN extracts_loadfile AS counts ON counts.id = file_id AND counts.current
                WHERE counts.authority_id = %(authority)s
                UNION ALL
                SELECT starts, ends FROM {Strategy._meta.db_table} WHERE authority_id = %(authority)s
            ) AS strategies WHERE in_force_from BETWEEN starts AND ends)""",
    checks=(
        Check(
            "no-strategy",
            Severity.WARNING,
            "FROM",
            "No strategy covers this day, so the target waits: enter or load one.",
            where="true",
            value="to_char(in_force_from, 'DD/MM/YYYY')",
        ),
    ),
)
TARGETS = Register(
    slug="targets",
    title="Targets",
    one="target",
    about="What measures should reach. A target holds until a later one of the same measure.",
    model=Target,
    rows=TargetRow,
    columns=("measure", "scope", "value", "in_force_from", "due", "source", "strategy"),
    filters=("measure", "strategy"),
    search=("measure", "source", "note"),
    references=OF_A_STRATEGY,
    scans=(WAITS,),
    names={"measure": A_MEASURE},
    # Files of four columns came before the others: MEASURE, TARGET, FROM, SOURCE.
    cells={
        "strategy": MAY_BE_MISSING,
        "measure": FOR_EXAMPLE,
        "scope": MAY_BE_MISSING,
        "value": Cell("TARGET"),
        "in_force_from": Cell("FROM", "01/04/2024"),
        "due": Cell(optional=True, example="31/03/2027"),
        "source": Cell(example="Strategy, section 1"),
        "note": MAY_BE_MISSING,
    },
)
POINTS = Register(
    slug="trajectory-points",
    title="Trajectories",
    one="point",
    about="Where measures should be on their way. Between two points runs a straight line.",
    model=TrajectoryPoint,
    rows=TrajectoryPointRow,
    columns=("measure", "day", "value", "source", "strategy"),
    filters=("measure", "strategy"),
    references=OF_A_STRATEGY,
    names={"measure": A_MEASURE},
    cells={"measure": FOR_EXAMPLE},
)
SUCCESS_TESTS = Register(
    slug="success-tests",
    title="Success tests",
    one="success test",
    about="How one will tell that a strategy has worked.",
    model=SuccessTest,
    rows=SuccessTestRow,
    columns=("reference", "title", "measure", "direction", "baseline", "baseline_on", "strategy"),
    filters=("strategy", "direction"),
    search=("reference", "title"),
    references=OF_A_STRATEGY,
    names={"measure": A_MEASURE, "second_measure": A_MEASURE},
    cells={"measure": FOR_EXAMPLE, "second_measure": FOR_EXAMPLE},
)
PLANNED = Register(
    slug="planned-places",
    title="Planned places",
    one="plan",
    about="How many more places a strategy plans, of which kind and by when.",
    model=PlannedPlaces,
    rows=PlannedPlacesRow,
    columns=("kind", "number", "counted_in", "due", "source", "strategy"),
    filters=("kind", "counted_in", "strategy"),
    tally="kind",
    references=OF_A_STRATEGY,
)
STATED = Register(
    slug="stated-figures",
    title="Stated figures",
    one="figure",
    about="Figures as a strategy prints them, each with where it stands, and what contradicts it.",
    model=StatedFigure,
    rows=StatedFigureRow,
    columns=("title", "figure", "counted_in", "day", "source", "strategy"),
    filters=("strategy", "measure"),
    search=("title", "source", "note"),
    references=OF_A_STRATEGY,
    names={"measure": A_MEASURE},
    cells={"measure": FOR_EXAMPLE},
)
ASSUMPTIONS = Register(
    slug="flow-assumptions",
    title="Assumptions about flows",
    one="assumption",
    about="What a strategy takes for granted when it works out how many will be in care.",
    model=Assumption,
    rows=AssumptionRow,
    columns=("strategy", "begins_on", "ends_on", "turning_18", "exits_low", "exits_high", "entries_cap", "source"),
    filters=("strategy",),
    references=OF_A_STRATEGY,
)
REGISTERS = (TARGETS, POINTS, SUCCESS_TESTS, PLANNED, STATED, ASSUMPTIONS)
