"""Whatever is loaded and taken back, and in whichever order, the model is that of the files which count."""

from dataclasses import dataclass

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sufficiency.extracts.actions import undo_load
from sufficiency.extracts.models import Load, LoadFile
from sufficiency.extracts.outcome import Status
from sufficiency.extracts.replay import replay_load
from tests.extracts.files import EPISODES, HEADER, UASC, changed, csv_bytes, load
from tests.extracts.model import FACTS, the_model

pytestmark = pytest.mark.django_db

VERSIONS = {
    "header.csv": (
        csv_bytes("header"),
        csv_bytes("header", HEADER[:1]),
        csv_bytes("header", changed("header", 2, DOB="03/02/2009", SEX="2")),
    ),
    "episodes.csv": (
        csv_bytes("episodes"),
        csv_bytes("episodes", EPISODES[1:]),
        csv_bytes("episodes", changed("episodes", 3, PLACE="U4", DEC="01/12/2020", REC="E4A")),
        csv_bytes("episodes", [{**EPISODES[1], "DECOM": "05/08/2020"}, EPISODES[0]]),
    ),
    "uasc.csv": (csv_bytes("uasc"), csv_bytes("uasc", []), csv_bytes("uasc", [{**UASC[0], "DUC": "03/03/2021"}])),
}


@dataclass(frozen=True)
class Step:
    """Load files for a year; or, when there are none, take back or replay one of the loads so far."""

    year: int
    files: tuple[tuple[str, bytes], ...]
    which: int
    is_replay: bool


steps = st.builds(
    Step,
    year=st.sampled_from((2021, 2022, 2023)),
    files=st.one_of(
        st.just(()),
        st.fixed_dictionaries({}, optional={name: st.sampled_from(each) for name, each in VERSIONS.items()}).map(
            lambda chosen: tuple(chosen.items())
        ),
    ),
    which=st.integers(0, 9),
    is_replay=st.booleans(),
)


def take(step: Step) -> None:
    committed = list(Load.objects.order_by("pk"))
    if step.files:
        assert load(dict(step.files), year=step.year).status in (Status.COMMITTED, Status.ALREADY_LOADED)
    elif committed:
        chosen = committed[step.which % len(committed)]
        if step.is_replay:
            assert replay_load(load=chosen, by="test").status in (Status.COMMITTED, Status.ALREADY_LOADED)
        elif chosen.status == Load.Status.COMMITTED:
            undo_load(load=chosen, by="test")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, min_size=1, max_size=7))
def test_any_history_of_loads_ends_in_the_model_of_the_files_that_count(db: None, history: list[Step]) -> None:
    with transaction.atomic():
        for step in history:
            take(step)
        found = the_model()
        counting = [
            (file.year, file.name, file.content.original())
            for file in LoadFile.objects.filter(current=True).select_related("content").order_by("-year")
        ]
        for record in Load.objects.committed():
            undo_load(load=record, by="test")
        assert the_model() == []
        assert not any(fact.objects.exists() for fact in FACTS)
        for year, name, content in counting:
            load({name: content}, year=year)
        assert the_model() == found
        transaction.set_rollback(True)
