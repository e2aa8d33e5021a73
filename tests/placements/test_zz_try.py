import time
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from placements.register_measures import MEASURES
from sufficiency.core.models import Authority
from sufficiency.core.tally import evaluate
from sufficiency.dashboards.demo import prepare_demo


@pytest.mark.django_db
def test_try():
    t = time.time()
    prepare_demo()
    print("demo", time.time() - t)
    a = Authority.objects.get(code="E06000059")
    with connection.cursor() as c:
        c.execute("ANALYZE")
    for m in MEASURES:
        t = time.time()
        with CaptureQueriesContext(connection) as q:
            r = evaluate([m], a, [date(2020, 11, 30)])[m.slug][0]
        dt = time.time() - t
        s = evaluate([m], a, [date(2020, 11, 30), date(2020, 3, 31), date(2021, 12, 31)])[m.slug]
        assert s[0] == r, (m.slug, s[0], r)
        print(
            f"{m.slug:55} {r.numerator} / {r.denominator} = {r.value and float(r.value)} unk {r.unknown} {dt * 1000:.0f}ms {r.note} | {s[2].value and float(s[2].value)}"
        )
    t = time.time()
    with CaptureQueriesContext(connection) as q:
        evaluate(MEASURES, a, [date(2020, 11, 30)])
    print("all", time.time() - t, len(q))
    for e in sorted(q, key=lambda e: -float(e["time"]))[:8]:
        print(e["time"], e["sql"][:200])
