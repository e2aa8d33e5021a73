"""What care leavers of the return are told apart by."""

from django.db.models import Case, Value, When

from placements.dimensions import ETHNICITY, OF_YEARLY_ROW, SEX, Groups, Parts, keyed, of_day
from sufficiency.core.functions import coded
from sufficiency.core.measure import Dimension

from .codes import ACCOM

GROUPS = {"17-18": (17, 18), "19-21": (19, 21)}  # completed years, both included

_BY_HOME = {
    "With a former foster carer": "Z",
    "With parents or relatives": "B",
    "Independent living": "U",
    "Semi-independent or foyer": "DT",
    "Supported lodgings": "E",
    "Ordinary lodgings": "K",
    "Residential care": "C",
    "Custody": "X",
    "No home of their own": "SVW",  # no fixed abode, emergency accommodation, bed and breakfast
    "Abroad": "GH",
    "Other accommodation": "Y",
}
# R says that the home is not known, 0 that it is not known or not needed.
HOMES: Groups = {label: tuple(code for code in ACCOM if code[0] in letters) for label, letters in _BY_HOME.items()}
ACTIVITIES: Groups = {
    "Higher education": ("F1", "P1"),
    "Other education": ("F2", "P2"),
    "Training or employment": ("F3", "P3", "F4", "P4", "F5", "P5"),
    "Not, for illness or disability": ("G4",),
    "Not, for pregnancy or parenting": ("G6",),
    "Not, for other reasons": ("G5",),
}


def _labels(groups: Groups) -> dict[str, str]:
    return {**dict(zip(keyed(groups), groups, strict=True)), "": "Not known"}


AGE_GROUP = Dimension(
    "leaver-age", "Age", {**{group: group.replace("-", " to ") for group in GROUPS}, "": "Another age, or not known"}
)
ACCOMMODATION = Dimension("leaver-home", "Where they live", _labels(HOMES))
ACTIVITY = Dimension("leaver-activity", "What they do", _labels(ACTIVITIES))

OF_LEAVER: Parts = {
    AGE_GROUP: of_day(
        Case(*(When(age__range=ages, then=Value(group)) for group, ages in GROUPS.items()), default=Value(""))
    ),
    SEX: OF_YEARLY_ROW[SEX],
    ETHNICITY: OF_YEARLY_ROW[ETHNICITY],
    ACCOMMODATION: of_day(coded("accommodation", keyed(HOMES))),
    ACTIVITY: of_day(coded("activity", keyed(ACTIVITIES))),
}
