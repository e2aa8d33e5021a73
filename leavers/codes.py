"""Code lists of the OC3 file: what each code means and the return years in which it may be used.

Source: the Department for Education's guides to the children-looked-after return for 2017 to 2026.
A year is the one in which the return ends. Where the guides at hand do not say when a code came or
went, the bound is the first or last list that is known to hold it. Labels are in plain words.
"""

from sufficiency.extracts.kinds import Code

IN_TOUCH = {
    "YES": Code("In touch"),
    "NO": Code("Not in touch"),
    "DIED": Code("Died after leaving care"),
    "REFU": Code("Refuses to be in touch"),
    "NREQ": Code("No longer needs services"),
    "RHOM": Code("Back with parents for six months or more"),
}

ACTIV = {
    "F1": Code("Higher education, full-time"),
    "P1": Code("Higher education, part-time"),
    "F2": Code("Other education, full-time"),
    "P2": Code("Other education, part-time"),
    "F3": Code("Training or employment, full-time", last_year=2021),
    "P3": Code("Training or employment, part-time", last_year=2021),
    "F4": Code("Apprenticeship, full-time", first_year=2022),
    "P4": Code("Apprenticeship, part-time", first_year=2022),
    "F5": Code("Training or employment other than an apprenticeship, full-time", first_year=2022),
    "P5": Code("Training or employment other than an apprenticeship, part-time", first_year=2022),
    "G4": Code("Not in education, employment or training: illness or disability"),
    "G5": Code("Not in education, employment or training: other circumstances"),
    "G6": Code("Not in education, employment or training: pregnancy or parenting"),
    "0": Code("Not known, or not needed"),
}

KINDS_OF_HOME = {
    "B": "With parents or relatives",
    "C": "Community home or other residential care",
    "D": "Semi-independent, transitional",
    "E": "Supported lodgings",
    "G": "Gone abroad",
    "H": "Deported",
    "K": "Ordinary lodgings",
    "R": "Home not known",
    "S": "No fixed abode",
    "T": "Foyer",
    "U": "Independent living",
    "V": "Emergency accommodation",
    "W": "Bed and breakfast",
    "X": "In custody",
    "Y": "Other accommodation",
    "Z": "With a former foster carer",
}
# Neither no fixed abode nor custody can be suitable; older lists held both codes all the same.
LAST_YEAR_OF_SUITABLE = {"S": 2022, "X": 2022}

ACCOM = {
    f"{home}{number}": Code(f"{label}, {suitable}", last_year=LAST_YEAR_OF_SUITABLE.get(home) if number == 1 else None)
    for home, label in KINDS_OF_HOME.items()
    for number, suitable in ((1, "suitable"), (2, "not suitable"))
} | {"0": Code("Not known, or not needed")}
