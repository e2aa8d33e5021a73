"""The page about care leavers."""

from leavers.dimensions import GROUPS
from leavers.measures.relations import ACTIVITY, AGE_GROUP, ENTITLEMENT, HOME
from sufficiency.core.roles import Permission
from sufficiency.measures.registry import measure_named as m

from . import leads
from .housing import birthdays_to_come, housing_needed, list_link
from .topic import Drawn, Listed, Section, Together, Told, Topic, Trended

ACTIVE = m("leavers-active-service-now")
IN_TOUCH, SUITABLE, BUSY = (m(f"leavers-{slug}-percent-now") for slug in ("in-touch", "suitable", "eet"))

CARE_LEAVERS = Topic(
    slug="care-leavers",
    title="Care leavers",
    question="Do young people who leave care have a home, something to do, and somebody to turn to?",
    lead=leads.care_leavers,
    menu="Care leavers",
    needs=(ACTIVE, IN_TOUCH, SUITABLE, BUSY),
    sections=(
        Section(
            "Whom the service is there for",
            (
                Together(
                    "Young people of the leaving care service, by month",
                    {
                        "Active service": ACTIVE,
                        "Still in care": m("leavers-eligible-now"),
                        "Keep in touch": m("leavers-keep-in-touch-now"),
                    },
                ),
                Told("What those with an active service are entitled to", ACTIVE, ENTITLEMENT),
                Told("Age of those with an active service", ACTIVE, AGE_GROUP),
                Trended(m("leavers-caseload-now")),
            ),
            about="Former relevant young people are 18 or over and were in care for 13 weeks or more. Relevant ones "
            "are 16 or 17 and have left care. Qualifying ones were in care for less long.",
        ),
        Section("In touch", (Trended(IN_TOUCH), Told("In touch, by age", IN_TOUCH, AGE_GROUP))),
        Section(
            "Where they live",
            (
                Trended(SUITABLE),
                Told("In a home that suits them, by age", SUITABLE, AGE_GROUP),
                Told("Where they live", ACTIVE, HOME),
                Together(
                    "Unsuitable homes, custody and staying put",
                    {
                        "Unsuitable": m("leavers-unsuitable-now"),
                        "Emergency": m("leavers-in-bed-and-breakfast-now"),
                        "In custody": m("leavers-in-custody-now"),
                        "Staying put": m("leavers-staying-put-now"),
                    },
                ),
            ),
            about="Staying put is to live on with one's foster carers after 18. Emergency accommodation includes bed "
            "and breakfast: nobody should have to live there.",
        ),
        Section(
            "Education, employment or training",
            (
                Trended(BUSY),
                Told("In education, employment or training, by age", BUSY, AGE_GROUP),
                Told("What they do", ACTIVE, ACTIVITY),
                Trended(m("pathway-plan-reviewed-percent-now")),
            ),
        ),
        Section(
            "Birthdays and housing to come",
            (
                Drawn("Who turns 18, 21 and 25 in the coming two years", birthdays_to_come, links=list_link),
                Drawn(
                    "Housing needed in the coming two years",
                    housing_needed,
                    about="Without those who can stay where they are, and those whose plans are not known.",
                    links=list_link,
                    permission=Permission.SEE_REGISTERS,
                ),
            ),
        ),
        Section(
            "As the return on care leavers has it",
            (
                Listed(
                    tuple(
                        m(f"leavers-{slug}-percent-{group}")
                        for slug in ("in-touch", "suitable-accommodation", "eet")
                        for group in GROUPS
                    )
                ),
            ),
            about="Of those who turned 17 to 21 in the last return year that has ended, around their birthday: what "
            "the Department for Education publishes of every council.",
        ),
    ),
)
