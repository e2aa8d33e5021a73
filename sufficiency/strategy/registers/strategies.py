"""The registers of strategies, their priorities and actions, and how far these have come."""

from sufficiency.registers.register import Reference, Register
from sufficiency.strategy.models import (
    Action,
    ActionRow,
    ActionUpdate,
    ActionUpdateRow,
    Priority,
    PriorityMeasure,
    PriorityMeasureRow,
    PriorityRow,
    Strategy,
    StrategyRow,
)

from .names import A_MEASURE, FOR_EXAMPLE

STRATEGIES = Register(
    slug="strategies",
    title="Strategies",
    one="strategy",
    about="Placement sufficiency strategies, with what each puts first, does and aims at.",
    model=Strategy,
    rows=StrategyRow,
    columns=("reference", "title", "starts", "ends", "status", "successor"),
    filters=("status",),
    search=("reference", "title"),
    tally="status",
)
PRIORITIES = Register(
    slug="strategy-priorities",
    title="Priorities",
    one="priority",
    about="What each strategy puts first.",
    model=Priority,
    rows=PriorityRow,
    columns=("number", "title", "strategy"),
    filters=("strategy",),
    search=("title", "why"),
    references=(Reference(STRATEGIES, ("strategy",), is_part=True),),
)
PRIORITY_MEASURES = Register(
    slug="priority-measures",
    title="Measures of priorities",
    one="measure of a priority",
    about="By which measures each priority is judged: the board's report goes through them priority by priority.",
    model=PriorityMeasure,
    rows=PriorityMeasureRow,
    columns=("measure", "priority", "strategy"),
    filters=("strategy",),
    search=("measure",),
    references=(
        Reference(STRATEGIES, ("strategy",)),
        Reference(PRIORITIES, ("strategy", "priority"), is_part=True),
    ),
    names={"measure": A_MEASURE},
    cells={"measure": FOR_EXAMPLE},
)
ACTIONS = Register(
    slug="strategy-actions",
    title="Actions",
    one="action",
    about="What shall be done for each priority, by whom and by when.",
    model=Action,
    rows=ActionRow,
    columns=("reference", "title", "strategy", "priority", "owner", "due"),
    filters=("strategy", "owner"),
    search=("reference", "title", "owner"),
    references=(
        Reference(STRATEGIES, ("strategy",)),
        Reference(PRIORITIES, ("strategy", "priority"), is_part=True),
    ),
)
UPDATES = Register(
    slug="action-updates",
    title="Updates on actions",
    one="update",
    about="How far each action has come. An update holds until the next one of the same action.",
    model=ActionUpdate,
    rows=ActionUpdateRow,
    columns=("action", "since", "status", "note", "strategy"),
    filters=("strategy", "status"),
    search=("action", "note"),
    period=("since",),
    tally="status",
    references=(Reference(ACTIONS, ("strategy", "action"), is_part=True),),
)
REGISTERS = (STRATEGIES, PRIORITIES, PRIORITY_MEASURES, ACTIONS, UPDATES)
