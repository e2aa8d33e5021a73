"""The pages about who is in care and where they live."""

from placements.dimensions import (
    AGE_BAND,
    AREA,
    DESTINATION,
    DISABILITY,
    DISTANCE,
    ETHNICITY,
    LEGAL_STATUS,
    LOCALITY,
    PLACEMENT_TYPE,
    PROVIDER,
    STAY,
)
from sufficiency.measures.registry import measure_named as m

from . import leads
from .ages import age_pyramid, turning_18
from .housing import list_link
from .moves import placements_of_each
from .nearness import compass, placing_councils
from .topic import Drawn, Listed, Mixed, Section, Together, Told, Topic, Trended

CHILDREN = m("children-in-care")
COMPASS = (
    "By the first part of postcodes only. The larger a dot the more children. A place with only a few children is "
    "shown together with others in the same direction and about as far."
)

IN_CARE = Topic(
    slug="in-care",
    title="Children in care",
    question="Who is in our care, and is the number rising?",
    lead=leads.in_care,
    needs=(CHILDREN, m("care-rate-per-10000"), m("started-in-year"), m("ceased-in-year")),
    sections=(
        Section("How many", (Trended(CHILDREN), Trended(m("care-rate-per-10000")))),
        Section(
            "Coming into care and leaving it",
            (
                Together(
                    "Children who came into care and who left it, in the year to each month",
                    {
                        "Came": m("started-in-year"),
                        "Left": m("ceased-in-year"),
                        "Left at 18": m("ceased-at-18-in-year"),
                    },
                ),
                Trended(m("underlying-change-in-year")),
                Told("Age when they came into care, in the year", m("started-in-year"), AGE_BAND),
                Told("Where those went who left, in the year", m("ceased-in-year"), DESTINATION),
            ),
            about="A year is the twelve months up to the date. The underlying change leaves out those who left because "
            "they turned 18.",
        ),
        Section(
            "Who they are",
            (
                Drawn("Age and sex", age_pyramid, of=CHILDREN, narrowed=True),
                Told("Ethnic group", CHILDREN, ETHNICITY),
                Told("Disability", CHILDREN, DISABILITY),
                Told("Where home is", CHILDREN, LOCALITY),
                Trended(m("uasc-in-care")),
                Trended(m("aged-16-17-percent")),
            ),
        ),
        Section(
            "Legal status and time in care",
            (Told("Legal status", CHILDREN, LEGAL_STATUS), Told("Time in care", CHILDREN, STAY)),
        ),
        Section(
            "Turning 18",
            (
                Drawn(
                    "Who turns 18 in the coming two years",
                    turning_18,
                    of=m("turning-18-in-coming-year"),
                    links=list_link,
                    narrowed=True,
                ),
                Trended(m("turning-18-in-coming-year")),
            ),
        ),
    ),
)

WHERE = Topic(
    slug="where-children-live",
    title="Where children live",
    question="Do children live near home, and with whom?",
    lead=leads.where,
    needs=(CHILDREN, m("out-of-area-percent"), m("over-20-miles-percent"), m("foster-percent")),
    sections=(
        Section(
            "What kind of home",
            (
                Mixed(
                    "Who children live with, by month",
                    CHILDREN,
                    PLACEMENT_TYPE,
                    {
                        "Foster carers": ("foster-care",),
                        "Children's homes": ("childrens-home",),
                        "Supported accommodation": ("supported-accommodation",),
                    },
                ),
                Told("Kind of home", CHILDREN, PLACEMENT_TYPE),
                Mixed(
                    "Who provides it, by month",
                    CHILDREN,
                    PROVIDER,
                    {"Our council": ("PR1",), "Private": ("PR4",), "Parents": ("PR0",)},
                ),
                Told("Who provides it", CHILDREN, PROVIDER),
                Listed(
                    (
                        m("in-house-foster-percent"),
                        m("agency-foster-percent"),
                        m("connected-foster-percent"),
                        m("residential-percent"),
                        m("own-provision-percent"),
                    )
                ),
            ),
        ),
        Section(
            "Near home",
            (
                Trended(m("out-of-area-percent")),
                Trended(m("over-20-miles-percent")),
                Mixed(
                    "In and out of the area, by month",
                    CHILDREN,
                    AREA,
                    {"In the area": ("in",), "Outside it": ("out",)},
                    rest="Not known",
                ),
                Told("Distance from home", CHILDREN, DISTANCE),
                Drawn("In whose areas the others live", placing_councils, of=m("out-of-area-percent"), narrowed=True),
                Drawn("Directions and distances", compass, about=COMPASS, of=CHILDREN, narrowed=True),
                Listed(
                    (
                        m("bordering-authority-percent"),
                        m("foster-out-of-area-percent"),
                        m("childrens-home-out-of-area-percent"),
                        m("new-placements-out-of-area-percent"),
                        m("external-in-area-percent"),
                    )
                ),
            ),
        ),
        Section(
            "Moves",
            (
                Together(
                    "Placements begun in each month",
                    {
                        "All": m("placements-begun-in-month"),
                        "Outside the area": m("placements-begun-out-of-area-in-month"),
                    },
                ),
                Drawn(
                    "Placements that each child has lived in within a year",
                    placements_of_each,
                    of=m("two-plus-placements-percent"),
                ),
            ),
            about="A move to another home often is a move to another school too. School moves are not loaded: no file "
            "of the return holds them, and no register of the tracker does.",
        ),
    ),
)
