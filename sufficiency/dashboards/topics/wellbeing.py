"""The page about health, going missing, reviews and visits."""

from sufficiency.measures.registry import measure_named as m

from . import leads
from .topic import Beside, Listed, Section, Together, Topic, Trended

HEALTH_SOURCES = {"council": "The council", "nhs": "The NHS"}
# Measures of both sources by the beginning of their slugs, with what a row is called.
HEALTH_STEPS = {
    "initial-health-notified-percent": "NHS told of the child within 5 working days",
    "initial-health-offered-percent": "Offered an appointment within 20 working days",
    "initial-health-on-time-percent": "First assessment within 20 working days",
    "initial-health-21-to-30-percent": "First assessment from the 21st to the 30th working day",
    "initial-health-after-30-percent": "First assessment later than that",
    "initial-health-outstanding-percent": "First assessment still to come",
    "health-assessment-up-to-date-percent": "Later assessments up to date",
}

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
            about="Of the last return year that has ended. Strengths and difficulties is a questionnaire about how a "
            "child feels and gets on: the lower the score, the better; 17 or more is a cause for concern.",
        ),
        Section(
            "Health assessments as the council and as the NHS count them",
            (
                Beside(
                    "The first health assessment, and those that follow",
                    tuple(HEALTH_SOURCES.values()),
                    {
                        title: tuple(m(f"{slug}-{source}") for source in HEALTH_SOURCES)
                        for slug, title in HEALTH_STEPS.items()
                    },
                ),
            ),
            about="Every child is to have a first (initial) health assessment within twenty working days of coming "
            "into care. The council and the NHS each keep a record of them. The two differ, and neither is corrected "
            "by the other.",
        ),
        Section(
            "Missing from care",
            (
                Together(
                    "Missing in each month",
                    {"Incidents": m("missing-incidents-in-month"), "Children": m("missing-children-in-month")},
                ),
                Trended(m("missing-percent")),
                Listed(
                    (
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
                Trended(m("reviews-on-time-percent")),
                Trended(m("review-participation-percent")),
                Listed(
                    (
                        m("visited-in-six-weeks-percent"),
                        m("visits-on-time-percent"),
                        m("visits-late-percent"),
                    )
                ),
            ),
        ),
    ),
)
