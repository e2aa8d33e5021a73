"""Rows of the SSDA903 return, as the council sent them."""

from django.db import models

from sufficiency.extracts.models import Fact


class ChildFact(Fact):
    """A row about one child. CHILD is text: leading zeros stay."""

    child = models.CharField("CHILD", max_length=40)

    class Meta(Fact.Meta):
        abstract = True
        indexes = [models.Index(fields=["authority", "child"])]


class ChildRecord(ChildFact):
    """A row of the header file."""

    sex = models.CharField("SEX", max_length=1, blank=True)
    date_of_birth = models.DateField("DOB", null=True)
    ethnicity = models.CharField("ETHNIC", max_length=4, blank=True)
    upn = models.CharField("UPN", max_length=20, blank=True)
    mother = models.CharField("MOTHER", max_length=1, blank=True)
    mothers_child_date_of_birth = models.DateField("MC_DOB", null=True)


class Episode(ChildFact):
    """A row of the episodes file: days on which legal status and placement did not change."""

    starts = models.DateField("DECOM")
    reason_for_new_episode = models.CharField("RNE", max_length=1, blank=True)
    legal_status = models.CharField("LS", max_length=2, blank=True)
    category_of_need = models.CharField("CIN", max_length=2, blank=True)
    place = models.CharField("PLACE", max_length=3, blank=True)
    place_provider = models.CharField("PLACE_PROVIDER", max_length=3, blank=True)
    ends = models.DateField("DEC", null=True)
    reason_ceased = models.CharField("REC", max_length=3, blank=True)
    reason_place_change = models.CharField("REASON_PLACE_CHANGE", max_length=6, blank=True)
    home_postcode = models.CharField("HOME_POST", max_length=10, blank=True)
    placement_postcode = models.CharField("PL_POST", max_length=10, blank=True)
    urn = models.CharField("URN", max_length=10, blank=True)


class UascRecord(ChildFact):
    """A row of the UASC file: an unaccompanied asylum-seeking child."""

    sex = models.CharField("SEX", max_length=1, blank=True)
    date_of_birth = models.DateField("DOB", null=True)
    status_ceased = models.DateField("DUC", null=True)
