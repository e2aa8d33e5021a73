"""Where things are: authorities and the postcode directory."""

from django.db import models

from sufficiency.core.row_locks import REFERENCE


class Authority(models.Model):
    """An upper-tier or unitary authority of England, or a placement area outside it."""

    class Kind(models.TextChoices):
        ENGLAND = "england", "Upper-tier or unitary authority of England"
        OUTSIDE = "outside", "Placement area outside England"

    code = models.CharField("ONS code", max_length=9, primary_key=True)
    dfe_number = models.CharField("DfE number", max_length=3, blank=True)
    name = models.CharField(max_length=100)
    region = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.ENGLAND)
    until = models.DateField("abolished on", null=True, blank=True, help_text="Blank while the authority exists.")
    borders = models.ManyToManyField("self", blank=True, help_text="Authorities that share a border with it.")

    row_lock = REFERENCE

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "authorities"

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of_england(cls, code: str) -> "Authority":
        """The authority of England that a code, its own or a superseded one, names.

        Raises Authority.DoesNotExist, with a sentence for the person who gave the code.
        """
        named = AuthorityCode.objects.filter(code=code.strip().upper()).select_related("authority").first()
        if named is None:
            raise cls.DoesNotExist(f"No authority has the code '{code}'. Use its ONS code, such as E06000059.")
        if named.authority.kind != cls.Kind.ENGLAND:
            raise cls.DoesNotExist(f"{named.authority} is no authority of England: it makes no return.")
        return named.authority


class AuthorityCode(models.Model):
    """Any code that names (part of) an authority: its own, a superseded one, or a district of it."""

    code = models.CharField(max_length=9, primary_key=True)
    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="codes")
    name = models.CharField(max_length=100, help_text="The name this code had: the district's, or the authority's.")

    row_lock = REFERENCE

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Postcode(models.Model):
    """One postcode of the directory. Never shown beyond its outward part."""

    postcode = models.CharField(max_length=7, primary_key=True, help_text="Upper case, without spaces.")
    authority = models.ForeignKey(
        Authority, null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    # Metres on the Ordnance Survey grid; null off it (Northern Ireland, islands) or where not known.
    easting = models.IntegerField(null=True)
    northing = models.IntegerField(null=True)

    row_lock = REFERENCE

    def __str__(self) -> str:
        return self.postcode[:-3]
