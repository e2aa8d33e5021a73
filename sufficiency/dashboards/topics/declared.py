"""The pages of figures, as declared."""

from placements.dimensions import (
    AGE_BAND,
    AREA,
    DESTINATION,
    DISABILITY,
    DISTANCE,
    ETHNICITY,
    LEGAL_STATUS,
    LOCALITY,
    PLACEMENT_AUTHORITY,
    PLACEMENT_TYPE,
    PROVIDER,
    SEX,
    STAY,
    UASC,
)
from sufficiency.measures.registry import measure_named as m

from . import leads
from .topic import Listed, Mixed, Section, Together, Told, Topic, Trended

CHILDREN = m("children-in-care")

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
                    {"Came": m("started-in-year"), "Left": m("ceased-in-year"), "At 18": m("ceased-at-18-in-year")},
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
                Told("Age", CHILDREN, AGE_BAND),
                Told("Sex", CHILDREN, SEX),
                Told("Ethnic group", CHILDREN, ETHNICITY),
                Told("Disability", CHILDREN, DISABILITY),
                Told("Unaccompanied asylum-seeking children", CHILDREN, UASC),
                Told("Where home is", CHILDREN, LOCALITY),
            ),
        ),
        Section(
            "Legal status and time in care",
            (Told("Legal status", CHILDREN, LEGAL_STATUS), Told("Time in care", CHILDREN, STAY)),
        ),
        Section("Turning 18", (Trended(m("turning-18-in-coming-year")),)),
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
                Told("In or out of the area", CHILDREN, AREA),
                Told("Distance from home", CHILDREN, DISTANCE),
                Told("Where they are placed", CHILDREN, PLACEMENT_AUTHORITY),
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
    ),
)

STABILITY = Topic(
    slug="stability",
    title="Stability and permanence",
    question="Do children stay where they are settled?",
    lead=leads.stability,
    needs=(m("three-plus-placements-percent"), m("long-term-stability-percent")),
    sections=(
        Section(
            "Stability",
            (
                Trended(m("three-plus-placements-percent")),
                Trended(m("two-plus-placements-percent")),
                Trended(m("long-term-stability-percent")),
            ),
        ),
        Section(
            "Permanence",
            (
                Together(
                    "Children who left care to a permanent home, in the year to each month",
                    {"Adopted": m("adopted-in-year"), "Special guardian": m("sgo-in-year")},
                ),
                Listed(
                    (
                        m("permanence-plan-percent"),
                        m("adopted-percent"),
                        m("sgo-percent"),
                        m("returned-home-percent"),
                        m("adoption-decision-not-placed"),
                        m("adoption-decision-reversed-in-year"),
                        m("adoption-days-to-moving-in"),
                        m("adoption-days-decision-to-match"),
                        m("placement-order-a-year-not-placed"),
                    )
                ),
            ),
        ),
    ),
)

WELLBEING = Topic(
    slug="health",
    title="Health, missing and reviews",
    question="Are children well, safe and heard?",
    lead=leads.wellbeing,
    needs=(m("health-assessment-percent"), m("missing-percent"), m("reviews-on-time-percent")),
    sections=(
        Section(
            "Health",
            (
                Listed(
                    (
                        m("health-assessment-percent"),
                        m("dental-check-percent"),
                        m("immunisations-percent"),
                        m("sdq-average"),
                        m("sdq-completion-percent"),
                    )
                ),
            ),
        ),
        Section(
            "Initial health assessments, as the council and as the NHS count them",
            (
                Listed(
                    tuple(
                        m(f"{slug}-{by}")
                        for slug in (
                            "initial-health-on-time-percent",
                            "initial-health-21-to-30-percent",
                            "initial-health-after-30-percent",
                            "initial-health-outstanding-percent",
                            "initial-health-notified-percent",
                            "initial-health-offered-percent",
                            "health-assessment-up-to-date-percent",
                        )
                        for by in ("council", "nhs")
                    )
                ),
            ),
        ),
        Section(
            "Missing from care",
            (
                Together(
                    "Missing in each month",
                    {"Incidents": m("missing-incidents-in-month"), "Children": m("missing-children-in-month")},
                ),
                Listed(
                    (
                        m("missing-percent"),
                        m("missing-more-than-once-percent"),
                        m("return-interviews-offered-percent"),
                        m("return-interviews-completed-percent"),
                        m("return-interviews-in-72-hours-percent"),
                    )
                ),
            ),
        ),
        Section(
            "Reviews and visits",
            (
                Listed(
                    (
                        m("reviews-on-time-percent"),
                        m("review-participation-percent"),
                        m("visited-in-six-weeks-percent"),
                        m("visits-on-time-percent"),
                        m("visits-late-percent"),
                    )
                ),
            ),
        ),
    ),
)

TOPICS = {topic.slug: topic for topic in (IN_CARE, WHERE, STABILITY, WELLBEING)}
