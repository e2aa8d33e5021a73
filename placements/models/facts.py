"""Rows of the SSDA903 return, as the council sent them."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from sufficiency.extracts.models import Fact


class ChildFact(Fact):
    """A row about one child. CHILD is text: leading zeros stay."""

    child = models.CharField("CHILD", max_length=40)

    class Meta(Fact.Meta):
        abstract = True


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


class Review(ChildFact):
    """A row of the reviews file: one review of a child's care plan."""

    date_of_birth = models.DateField("DOB", null=True)
    held_on = models.DateField("REVIEW")
    participation = models.CharField("REVIEW_CODE", max_length=3, blank=True)


class HealthRecord(ChildFact):
    """A row of the OC2 file: health of a child who had been in care for a year on 31 March. Flags are 0 or 1."""

    date_of_birth = models.DateField("DOB", null=True)
    sdq_score = models.PositiveSmallIntegerField("SDQ_SCORE", null=True)
    sdq_reason = models.CharField("SDQ_REASON", max_length=4, blank=True)
    convicted = models.CharField("CONVICTED", max_length=1, blank=True)
    health_check = models.CharField("HEALTH_CHECK", max_length=1, blank=True)
    immunisations = models.CharField("IMMUNISATIONS", max_length=1, blank=True)
    teeth_check = models.CharField("TEETH_CHECK", max_length=1, blank=True)
    health_assessment = models.CharField("HEALTH_ASSESSMENT", max_length=1, blank=True)
    substance_misuse = models.CharField("SUBSTANCE_MISUSE", max_length=1, blank=True)
    intervention_received = models.CharField("INTERVENTION_RECEIVED", max_length=1, blank=True)
    intervention_offered = models.CharField("INTERVENTION_OFFERED", max_length=1, blank=True)

    class Meta(ChildFact.Meta):
        indexes = [models.Index(fields=["authority", "child"])]  # measures look a child's row up


class Adoption(ChildFact):
    """A row of the AD1 file: a child who was adopted in the year, and by whom."""

    date_of_birth = models.DateField("DOB", null=True)
    placed_on = models.DateField("DATE_INT", null=True)
    matched_on = models.DateField("DATE_MATCH", null=True)
    by_foster_carer = models.CharField("FOSTER_CARE", max_length=1, blank=True)
    adopters = models.CharField("NB_ADOPTR", max_length=1, blank=True)
    sex_of_adopters = models.CharField("SEX_ADOPTR", max_length=2, blank=True)
    legal_status_of_adopters = models.CharField("LS_ADOPTR", max_length=3, blank=True)

    class Meta(ChildFact.Meta):
        indexes = [models.Index(fields=["authority", "child"])]  # measures look a child's row up


class AdoptionDecision(ChildFact):
    """A row of the placed-for-adoption file: a decision that a child should be placed, until it was reversed."""

    date_of_birth = models.DateField("DOB", null=True)
    decided_on = models.DateField("DATE_PLACED")
    reversed_on = models.DateField("DATE_PLACED_CEASED", null=True)
    reason_reversed = models.CharField("REASON_PLACED_CEASED", max_length=3, blank=True)

    class Meta(ChildFact.Meta):
        indexes = [models.Index(fields=["authority", "child"])]  # measures look a child's row up


class PreviousPermanence(ChildFact):
    """A row of the previous-permanence file: what a child's care was meant to end with before this period of care."""

    date_of_birth = models.DateField("DOB", null=True)
    previous_permanence = models.CharField("PREV_PERM", max_length=2, blank=True)
    arranged_by = models.CharField("LA_PERM", max_length=3, blank=True)
    ordered_on = models.CharField("DATE_PERM", max_length=10, blank=True, help_text="YYYY-MM-DD; ZZ for unknown parts.")


class MissingIncident(ChildFact):
    """A row of the missing file: days on which a child was missing or away without leave."""

    date_of_birth = models.DateField("DOB", null=True)
    whereabouts = models.CharField("MISSING", max_length=1, blank=True)
    starts = models.DateField("MIS_START")
    ends = models.DateField("MIS_END", null=True)

    class Meta(ChildFact.Meta):
        # Measures read all incidents of an authority; a file's rows are written together, so that ranges find them.
        indexes = [BrinIndex(fields=["authority"], pages_per_range=16)]
