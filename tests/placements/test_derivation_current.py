"""Derived facts follow the SQL that makes them: after an upgrade they are worked out anew."""

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from placements.derivation import derive_everything, keep_current
from placements.models import DerivedBy, EpisodeSpan
from sufficiency.core.models import Authority
from tests.returns import episode, header, one_return

from .council import load


def test_derived_facts_made_by_other_sql_are_worked_out_anew_after_migrate(council: Authority) -> None:
    load(council, one_return(episode("01/05/2020")))
    EpisodeSpan.objects.all().delete()
    DerivedBy.objects.update(digest="of an earlier release")
    call_command("migrate", verbosity=0)
    assert EpisodeSpan.objects.for_authority(council).count() == 1


def test_derived_facts_made_by_the_same_sql_are_left_alone(council: Authority) -> None:
    load(council, one_return(episode("01/05/2020")))
    EpisodeSpan.objects.all().delete()
    keep_current()
    assert not EpisodeSpan.objects.exists()


def test_each_authority_is_worked_out_once_however_many_files_it_has(council: Authority) -> None:
    load(council, one_return(episode("01/05/2020"), headers=[header("C1", "10/06/2009")]))
    with CaptureQueriesContext(connection) as asked:
        derive_everything()
    assert sum("CREATE TEMPORARY TABLE touched" in query["sql"] for query in asked) == 1
