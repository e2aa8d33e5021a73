"""What officers say of figures."""

from datetime import date

from sufficiency.core.models import Authority

from .models import Commentary


def commentary_on(authority: Authority, day: date, *, drafts: bool) -> dict[str, Commentary]:
    """By the slug of each measure the latest commentary on it up to a day; published alone, unless with drafts."""
    said = Commentary.objects.filter(authority=authority, as_at__lte=day)
    if not drafts:
        said = said.filter(status=Commentary.Status.PUBLISHED)
    return {each.measure: each for each in said.order_by("measure", "-as_at").distinct("measure")}
