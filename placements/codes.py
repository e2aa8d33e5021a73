"""Code lists of the SSDA903 return: what each code means and the return years in which it may be used.

Source: the Department for Education's guides to the children-looked-after return for 2018 to 2026.
A year is the one in which the return ends. Where the guides at hand do not say when a code came or
went, the bound is the first or last list that is known to hold it. Labels are in plain words.
"""

from sufficiency.extracts.kinds import Code

LAST_YEAR_OF_SEX_AS_NUMBER = 2024  # from the return of 2025 on M, F and U take the place of 1 and 2

SEX = {
    "1": Code("Male", last_year=LAST_YEAR_OF_SEX_AS_NUMBER, stored_as="M"),
    "2": Code("Female", last_year=LAST_YEAR_OF_SEX_AS_NUMBER, stored_as="F"),
    "M": Code("Male", first_year=LAST_YEAR_OF_SEX_AS_NUMBER + 1),
    "F": Code("Female", first_year=LAST_YEAR_OF_SEX_AS_NUMBER + 1),
    "U": Code("Not known", first_year=LAST_YEAR_OF_SEX_AS_NUMBER + 1),
}

ETHNIC = {
    "WBRI": Code("White British"),
    "WIRI": Code("White Irish"),
    "WIRT": Code("Traveller of Irish heritage"),
    "WROM": Code("Gypsy or Roma"),
    "WOTH": Code("Any other White background"),
    "MWBC": Code("White and Black Caribbean"),
    "MWBA": Code("White and Black African"),
    "MWAS": Code("White and Asian"),
    "MOTH": Code("Any other mixed background"),
    "AIND": Code("Indian"),
    "APKN": Code("Pakistani"),
    "ABAN": Code("Bangladeshi"),
    "AOTH": Code("Any other Asian background"),
    "BCRB": Code("Caribbean"),
    "BAFR": Code("African"),
    "BOTH": Code("Any other Black background"),
    "CHNE": Code("Chinese"),
    "OOTH": Code("Any other ethnic group"),
    "REFU": Code("Refused to say"),
    "NOBT": Code("Not yet known"),
}

YES_NO = {"0": Code("No"), "1": Code("Yes")}

RNE = {
    "S": Code("Came into care"),
    "L": Code("Change of legal status only"),
    "P": Code("Change of placement and carer only"),
    "T": Code("Change of placement with the same carer"),
    "B": Code("Change of legal status, placement and carer"),
    "U": Code("Change of legal status and placement with the same carer"),
}

LS = {
    "C1": Code("Interim care order"),
    "C2": Code("Full care order"),
    "D1": Code("Freeing order", last_year=2006),
    "E1": Code("Placement order"),
    "V2": Code("Accommodated under section 20"),
    "V3": Code("Short breaks, each recorded"),
    "V4": Code("Short breaks, agreement recorded"),
    "J1": Code("On remand"),
    "J2": Code("Detained by the police, in council accommodation"),
    "J3": Code("Youth rehabilitation order with residence or intensive fostering"),
    "L1": Code("Police protection"),
    "L2": Code("Emergency protection order"),
    "L3": Code("Child assessment order"),
}

CIN = {
    "N1": Code("Abuse or neglect"),
    "N2": Code("Child's disability or illness"),
    "N3": Code("Parental illness or disability"),
    "N4": Code("Family in acute stress"),
    "N5": Code("Family dysfunction"),
    "N6": Code("Socially unacceptable behaviour"),
    "N7": Code("Low income"),
    "N8": Code("Absent parenting"),
}

PLACE = {
    "U1": Code("Foster care with a relative or friend, long-term"),
    "U2": Code("Foster care with a relative or friend who is also an approved adopter"),
    "U3": Code("Foster care with a relative or friend, not long-term"),
    "U4": Code("Foster care with another carer, long-term"),
    "U5": Code("Foster care with another carer who is also an approved adopter"),
    "U6": Code("Foster care with another carer, not long-term"),
    "K1": Code("Secure children's home"),
    "K2": Code("Children's home"),
    "K3": Code("Supported accommodation, registered", first_year=2024),
    "H5": Code("Semi-independent living, not registered", last_year=2025),
    "P1": Code("With parents or others with parental responsibility"),
    "P2": Code("Independent living, such as a flat or lodgings", last_year=2025),
    "P3": Code("Residential employment"),
    "R1": Code("Residential care home"),
    "R2": Code("Hospital or other health establishment"),
    "R3": Code("Family centre or mother and baby unit"),
    "R5": Code("Young offender institution"),
    "S1": Code("Residential school"),
    "T0": Code("Temporary move of any kind"),
    "T1": Code("Temporary: in hospital"),
    "T2": Code("Temporary: child on holiday"),
    "T3": Code("Temporary: foster carer on holiday"),
    "T4": Code("Temporary: another reason, seven days or less"),
    "Z1": Code("Other placement", last_year=2025),
    "Z11": Code("Other placement (Z11)", first_year=2026),
    "Z12": Code("Other placement (Z12)", first_year=2026),
    "Z13": Code("Other placement (Z13)", first_year=2026),
    "Z14": Code("Other placement (Z14)", first_year=2026),
    "A3": Code("Placed for adoption by consent, with the current foster carer"),
    "A4": Code("Placed for adoption by consent, not with the current foster carer"),
    "A5": Code("Placed for adoption under a placement order, with the current foster carer"),
    "A6": Code("Placed for adoption under a placement order, not with the current foster carer"),
}

PLACE_PROVIDER = {
    "PR0": Code("Parents"),
    "PR1": Code("Own council"),
    "PR2": Code("Another council"),
    "PR3": Code("Other public body"),
    "PR4": Code("Private provider"),
    "PR5": Code("Voluntary provider"),
}

REC = {
    "X1": Code("Still in care: the next episode begins"),
    "E11": Code("Adopted, unopposed"),
    "E12": Code("Adopted, consent dispensed with"),
    "E2": Code("Died"),
    "E3": Code("Care taken over by another council"),
    "E4": Code("Returned home to parents (older code)", last_year=2022),
    "E4A": Code("Returned home to parents, planned"),
    "E4B": Code("Returned home to parents, not planned"),
    "E13": Code("Went to live with parents or relatives without parental responsibility"),
    "E41": Code("Child arrangements order"),
    "E43": Code("Special guardianship: former foster carer (older code)", last_year=2022),
    "E44": Code("Special guardianship: another carer (older code)", last_year=2022),
    "E45": Code("Special guardianship: former foster carer, a relative or friend"),
    "E46": Code("Special guardianship: former foster carer, not a relative or friend"),
    "E47": Code("Special guardianship: another relative or friend"),
    "E48": Code("Special guardianship: another carer"),
    "E5": Code("Independent living with formal support"),
    "E6": Code("Independent living without formal support"),
    "E7": Code("Moved to adult social care"),
    "E8": Code("Another reason"),
    "E9": Code("Sentenced to custody"),
    "E14": Code("Remand ended"),
    "E15": Code("Found to be 18 or over"),
    "E16": Code("Moved abroad"),
    "E17": Code("Turned 18 and stayed with the carer (staying put)"),
}

REASON_PLACE_CHANGE = {
    "CARPL": Code("Change to or of the care plan"),
    "CLOSE": Code("Carer resigned or home closed"),
    "ALLEG": Code("Allegation"),
    "STAND": Code("Concern about the standard of care"),
    "APPRR": Code("Approval removed"),
    "CREQB": Code("Carer asked, because of the child's behaviour"),
    "CREQO": Code("Carer asked, for another reason"),
    "CHILD": Code("Child asked"),
    "LAREQ": Code("Council or area authority asked"),
    "PLACE": Code("Change of placement status only"),
    "CUSTOD": Code("Custody arrangement"),
    "OTHER": Code("Another reason"),
}


REVIEW_CODE = {
    "PN0": Code("Child under 4"),
    "PN1": Code("Child came and spoke"),
    "PN2": Code("Child came, and an advocate spoke"),
    "PN3": Code("Child came and showed views without words"),
    "PN4": Code("Child came and gave no views"),
    "PN5": Code("Child did not come, and briefed an advocate or the reviewing officer"),
    "PN6": Code("Child did not come, and sent views another way"),
    "PN7": Code("Child did not come, and views were not conveyed"),
}

SDQ_REASON = {
    "SDQ1": Code("Not aged 4 to 16 when it was due"),
    "SDQ2": Code("Carer refused"),
    "SDQ3": Code("The child's disability is too severe"),
    "SDQ4": Code("Another reason"),
    "SDQ5": Code("Child refused"),
}

NB_ADOPTR = {"1": Code("One adopter"), "2": Code("Two adopters")}

SEX_ADOPTR = {
    "M1": Code("One man"),
    "F1": Code("One woman"),
    "MM": Code("Two men"),
    "FF": Code("Two women"),
    "MF": Code("A man and a woman"),
}

LS_ADOPTR = {
    "L0": Code("Single"),
    "L11": Code("Married, a man and a woman"),
    "L12": Code("Married, of the same gender"),
    "L2": Code("Civil partners"),
    "L3": Code("Not married, a man and a woman"),
    "L4": Code("Not married or civil partners, of the same gender"),
}

REASON_PLACED_CEASED = {
    "RD1": Code("The child's needs changed"),
    "RD2": Code("The court made no placement order"),
    "RD3": Code("No adopters were found"),
    "RD4": Code("Another reason"),
}

PREV_PERM = {
    "P1": Code("Adoption"),
    "P2": Code("Special guardianship order"),
    "P3": Code("Residence order or child arrangements order"),
    "P4": Code("Permanence of an unknown kind"),
    "Z1": Code("None"),
}

MISSING = {"M": Code("Missing, whereabouts not known"), "A": Code("Away without leave, whereabouts known")}


# Codes that pages show and filter as one, by the label of the group.
PLACE_GROUPS = {
    "Foster care": ("U1", "U2", "U3", "U4", "U5", "U6"),
    "Children's home": ("K1", "K2"),
    "Supported accommodation": ("K3", "H5", "P2"),
    "With parents": ("P1",),
    "Placed for adoption": ("A3", "A4", "A5", "A6"),
    "Other residential": ("R1", "R2", "R3", "R5", "S1"),
    "Temporary move": ("T0", "T1", "T2", "T3", "T4"),
    "Other placement": ("P3", "Z1", "Z11", "Z12", "Z13", "Z14"),
}

LEGAL_STATUS_GROUPS = {
    "Full care order": ("C2",),
    "Interim care order": ("C1",),
    "Accommodated (section 20)": ("V2",),
    "Placement or freeing order": ("E1", "D1"),
    "Youth justice": ("J1", "J2", "J3"),
    "Emergency protection": ("L1", "L2", "L3"),
    "Short breaks": ("V3", "V4"),
}
