"""Panels of the pages about places: fostering, homes and costs, which say and list more besides."""

from carers.measures.parts import STATUS
from carers.models import Status
from sufficiency.measures.registry import measure_named as m

from . import leads
from .topic import Mixed, Section, Together, Topic, Trended

FOSTERING = Topic(
    slug="fostering",
    title="Fostering",
    question="",
    lead=leads.elsewhere,
    sections=(
        Section(
            "Households",
            (
                Mixed(
                    "Households by what they can offer",
                    m("fostering-households"),
                    STATUS,
                    {
                        "Available": (Status.Status.AVAILABLE,),
                        "Full": (Status.Status.FULL,),
                        "On hold": (Status.Status.ON_HOLD,),
                    },
                    rest="Not available",
                    as_numbers=True,
                ),
                Together(
                    "Approved places: filled, vacant and not available",
                    {
                        "Filled": m("fostering-places-filled"),
                        "Vacant": m("fostering-places-vacant"),
                        "Not available": m("fostering-places-not-available"),
                    },
                    stacked=True,
                ),
                Trended(m("fostering-households-with-vacancy")),
            ),
        ),
        Section(
            "Changes",
            (
                Together(
                    "Households approved and ended, in the year to each month",
                    {"Approved": m("fostering-recruited-in-year"), "Ended": m("fostering-ended-in-year")},
                ),
                Together(
                    "Why households ended, in the year to each month",
                    {
                        "Resigned": m("fostering-ended-resigned-in-year"),
                        "De-registered": m("fostering-ended-deregistered-in-year"),
                        "Other": m("fostering-ended-other-in-year"),
                    },
                ),
            ),
        ),
        Section("Recruitment", (Trended(m("fostering-enquiries-in-year")),)),
        Section(
            "Allegations",
            (
                Together(
                    "Allegations in the year to each month",
                    {
                        "Made": m("fostering-allegations-in-year"),
                        "Found to be true": m("fostering-allegations-substantiated-in-year"),
                    },
                ),
                Trended(m("fostering-allegations-on-going")),
            ),
        ),
    ),
)

HOMES = Topic(
    slug="homes",
    title="Homes",
    question="",
    lead=leads.elsewhere,
    sections=(
        Section(
            "Occupancy",
            (
                Trended(m("childrens-home-occupancy-percent")),
                Together(
                    "Places in registered children's homes in our area",
                    {"Places": m("childrens-home-places-in-area"), "Vacant": m("vacant-home-places-in-area")},
                ),
            ),
        ),
        Section(
            "Quality",
            (
                Together(
                    "Our children in homes of other providers, by our own rating of the home",
                    {
                        "Green": m("homes-rated-green-percent"),
                        "Amber": m("homes-rated-amber-percent"),
                        "Red": m("homes-rated-red-percent"),
                    },
                ),
            ),
        ),
    ),
)

COSTS = Topic(
    slug="costs",
    title="Costs",
    question="",
    lead=leads.elsewhere,
    sections=(
        Section("The week", (Trended(m("weekly-cost")),)),
        Section(
            "Where it goes",
            (
                Together(
                    "Weekly cost, by where the placement is",
                    {"In our area": m("weekly-cost-in-area"), "Outside it": m("weekly-cost-out-of-area")},
                    stacked=True,
                ),
                Trended(m("local-spend-percent")),
                Together(
                    "What others pay, a week",
                    {
                        "Health": m("weekly-contribution-health"),
                        "Education": m("weekly-contribution-education"),
                    },
                ),
                Trended(m("weekly-cost-mean")),
            ),
        ),
    ),
)
