"""How those with an active service live and what they do on the reference day: the published totals, dealt out."""

from collections.abc import Iterable
from functools import partial

from placements.demo.dice import Dice
from placements.demo.schedule import REFERENCE_DAY

from .people import Member

# Corporate parenting board, 9 September 2020 (its item on care leavers): 16 of 262 in unsuitable homes, 2 in custody,
# 2 not known, 8 in emergency accommodation or bed and breakfast through housing law, 4 with friends; 16 in supported
# lodgings; 110 rent independently. CONFLICT L8 of the papers: that item says 20 stay put and 8 are in emergency
# accommodation or bed and breakfast, the sufficiency strategy in the same pack 16 and 7; the demo follows the former,
# whose numbers belong together. 63 in supported accommodation is the strategy's. The other kinds are invented.
HOMES = {
    "CUSTODY": 2,
    "NOT-KNOWN": 2,
    "EMERGENCY": 3,
    "BED-AND-BREAKFAST": 5,
    "WITH-FRIENDS": 4,
    "STAYING-PUT": 20,
    "SUPPORTED-LODGINGS": 16,
    "STAYING-CLOSE": 2,
    "UNIVERSITY": 9,
    "SUPPORTED-ACCOMMODATION": 63,
    "FOYER": 3,
    "RESIDENTIAL": 4,
    "LODGINGS": 3,
    "WITH-PARENTS": 9,
    "WITH-RELATIVES": 7,
    "OWN-TENANCY": 72,
    "PRIVATE-RENTED": 38,
}
UNSUITABLE = {
    "CUSTODY": "In custody",
    "NOT-KNOWN": "Residence not known",
    "EMERGENCY": "Emergency accommodation through the law on homelessness",
    "BED-AND-BREAKFAST": "Bed and breakfast through the law on homelessness",
    "WITH-FRIENDS": "Unstable: staying with friends",
}
# The same source: 49% in education, employment or training (128 of 262), 31 of them at university.
ACTIVITIES = {
    "HIGHER-EDUCATION": 31,
    "EDUCATION": 38,
    "APPRENTICESHIP": 9,
    "TRAINING": 12,
    "WORK": 38,
    "NEET-ILLNESS": 38,
    "NEET-PARENTING": 20,
    "NEET-OTHER": 71,
    "NOT-KNOWN": 5,
}
# The same source: in touch with 257 of 262. One has chosen not to be; two have no right to stay in the country, and
# nobody knows where they live; two live with family and do not want to be in touch.
NOT_IN_TOUCH = (
    ("REFUSED", "Has chosen not to be in touch", "PRIVATE-RENTED"),
    ("NOT-IN-TOUCH", "No right to stay in the country: appeals exhausted", "NOT-KNOWN"),
    ("NOT-IN-TOUCH", "No right to stay in the country: appeals exhausted", "NOT-KNOWN"),
    ("REFUSED", "Lives with family and does not want us to be in touch", "WITH-RELATIVES"),
    ("REFUSED", "Lives with family and does not want us to be in touch", "WITH-PARENTS"),
)
_CODES = {
    "CUSTODY": "X", "NOT-KNOWN": "R", "EMERGENCY": "V", "BED-AND-BREAKFAST": "W", "WITH-FRIENDS": "S",
    "STAYING-PUT": "Z", "SUPPORTED-LODGINGS": "E", "STAYING-CLOSE": "C", "UNIVERSITY": "U",
    "SUPPORTED-ACCOMMODATION": "D", "FOYER": "T", "RESIDENTIAL": "C", "LODGINGS": "K", "WITH-PARENTS": "B",
    "WITH-RELATIVES": "B", "OWN-TENANCY": "U", "PRIVATE-RENTED": "U",
}  # fmt: skip
_DOES = {
    "HIGHER-EDUCATION": ("F1", "P1"), "EDUCATION": ("F2", "P2"), "APPRENTICESHIP": ("F3",), "TRAINING": ("F3", "P3"),
    "WORK": ("F3", "P3"), "NEET-ILLNESS": ("G4",), "NEET-PARENTING": ("G6",), "NEET-OTHER": ("G5",),
    "NOT-KNOWN": ("0",),
}  # fmt: skip


def not_in_touch(active: Iterable[Member]) -> dict[str, tuple[str, str, str]]:
    """By CHILD: outcome, note and home of those whom nobody is in touch with."""
    older = [member for member in active if member.age > 19]
    silent = [m for m in older if m.last_told and m.last_told.in_touch != "YES" and m.last_told.on < REFERENCE_DAY]
    chosen = Dice("not in touch").shuffled(silent)[: len(NOT_IN_TOUCH)]
    return {member.child: state for member, state in zip(chosen, NOT_IN_TOUCH, strict=True)}


def homes_now(
    active: Iterable[Member], silent: dict[str, tuple[str, str, str]], does: dict[str, str]
) -> dict[str, str]:
    """By CHILD: the kind of home on the reference day. Those who were told to live so last stay there sooner."""
    left = dict(HOMES)
    found = {child: home for child, (_, _, home) in silent.items()}
    for home in found.values():
        left[home] -= 1
    free = [member for member in active if member.child not in found]
    for home, count in left.items():
        ranked = sorted(free, key=partial(_strangeness, home=home, does=does))
        for member in ranked[:count]:
            found[member.child] = home
            free.remove(member)
    return found


def _strangeness(member: Member, home: str, does: dict[str, str]) -> float:
    """How ill a kind of home fits somebody: the best first, in a random order among equals."""
    fits = member.last_told is not None and member.last_told.home[:1] == _CODES[home]
    score = Dice("home now", member.child, home).between(0, 999) / 1000 - 2 * fits
    if member.last_told and member.last_told.on == REFERENCE_DAY and not fits:
        score += 50  # the return says otherwise of this very day
    if home in ("STAYING-PUT", "SUPPORTED-ACCOMMODATION", "FOYER", "SUPPORTED-LODGINGS") and member.age >= 21:
        score += 10
    if home == "STAYING-PUT" and member.rec != "E17":
        score += 3
    if home == "UNIVERSITY" and does[member.child] != "HIGHER-EDUCATION":
        score += 20
    if home == "CUSTODY" and does[member.child] != "NEET-OTHER":
        score += 20
    return score


def activities_now(active: Iterable[Member], silent: dict[str, tuple[str, str, str]]) -> dict[str, str]:
    """By CHILD: what they do on the reference day, likewise."""
    found = dict.fromkeys(silent, "NOT-KNOWN")
    free = [member for member in active if member.child not in found]
    for activity, count in ACTIVITIES.items():
        wanted = count - list(found.values()).count(activity)
        ranked = sorted(free, key=partial(_unlikelihood, activity=activity))
        for member in ranked[:wanted]:
            found[member.child] = activity
            free.remove(member)
    return found


def _unlikelihood(member: Member, activity: str) -> float:
    """How ill an activity fits somebody."""
    fits = member.last_told is not None and member.last_told.activity in _DOES[activity]
    score = Dice("activity now", member.child, activity).between(0, 999) / 1000 - 2 * fits
    if member.last_told and member.last_told.on == REFERENCE_DAY and not fits:
        score += 50
    if activity == "HIGHER-EDUCATION" and member.age < 18.2:
        score += 10
    return score
