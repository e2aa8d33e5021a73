"""Rows of the SSDA903 return about care leavers, as the council sent them."""

from django.db import models

from placements.models import ChildFact, YearlyRow


class LeaverRecord(ChildFact):
    """A row of the OC3 file: how a care leaver fared about a birthday from the 17th to the 21st."""

    date_of_birth = models.DateField("DOB", null=True)
    in_touch = models.CharField("IN_TOUCH", max_length=4, blank=True)
    activity = models.CharField("ACTIV", max_length=2, blank=True)
    accommodation = models.CharField("ACCOM", max_length=2, blank=True)

    class Meta(ChildFact.Meta):
        indexes = [models.Index(fields=["authority", "child"])]  # measures look a child's row up


class LeaverYear(YearlyRow):
    """A row of the OC3 file, from the 31 March on which its return ends to the next."""

    in_touch = models.CharField(max_length=4)
    activity = models.CharField(max_length=2)
    accommodation = models.CharField(max_length=2)

    class Meta(YearlyRow.Meta):
        db_table = "leavers_leaveryear"
