"""The page about staying in one place and finding a home for good."""

from placements.dimensions import AGE_BAND, LEGAL_STATUS
from sufficiency.measures.registry import measure_named as m

from . import leads
from .topic import Listed, Section, Together, Told, Topic, Trended

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
                Told("Three or more placements in a year, by age", m("three-plus-placements-percent"), AGE_BAND),
                Told("Same placement for two years, by age", m("long-term-stability-percent"), AGE_BAND),
                Told("Same placement for two years, by legal status", m("long-term-stability-percent"), LEGAL_STATUS),
            ),
        ),
        Section(
            "Plans for a permanent home",
            (
                Trended(m("permanence-plan-percent")),
                Told("Children with a permanence plan, by age", m("permanence-plan-percent"), AGE_BAND),
            ),
            about="A permanence plan says with whom a child is to grow up: at home again, with relatives, with foster "
            "carers for good, or adopted.",
        ),
        Section(
            "Leaving care for a permanent home",
            (
                Together(
                    "Children who left care to a permanent home, in the year to each month",
                    {"Adopted": m("adopted-in-year"), "Special guardian": m("sgo-in-year")},
                ),
                Together(
                    "Days on the way to adoption, on average, of those adopted in the year to each month",
                    {
                        "Into care to moving in": m("adoption-days-to-moving-in"),
                        "Decision to match": m("adoption-days-decision-to-match"),
                    },
                ),
                Listed(
                    (
                        m("adopted-percent"),
                        m("sgo-percent"),
                        m("returned-home-percent"),
                        m("adoption-decision-not-placed"),
                        m("adoption-decision-reversed-in-year"),
                        m("placement-order-a-year-not-placed"),
                    )
                ),
            ),
            about="A special guardian is somebody, often a relative, whom a court makes responsible for a child until "
            "the child is 18.",
        ),
    ),
)
