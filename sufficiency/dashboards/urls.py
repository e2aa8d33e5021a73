"""Addresses of the pages."""

from django.urls import include, path

from .topics.declared import TOPICS
from .views import (
    benchmarks,
    children,
    costs,
    data,
    fostering,
    homes,
    leavers,
    loads,
    measures,
    outlook,
    overview,
    people,
    quality,
    reports,
    strategy,
    topics,
    trail,
    unregulated,
)

app_name = "dashboards"

figures = [
    path("", overview.overview_page, name="overview"),
    path("measures/", measures.measures_page, name="measures"),
    path("measures/<slug:slug>/", measures.measure_page, name="measure"),
    path("benchmarks/", benchmarks.benchmarks_page, name="benchmarks"),
    path("benchmarks/<slug:slug>/", benchmarks.benchmark_page, name="benchmark"),
    path("places-gap/", outlook.places_gap_page, name="places-gap"),
    path("forecast/", outlook.forecast_page, name="forecast"),
]
topic_pages = [path(f"{slug}/", topics.topic_page, {"slug": slug}, name=slug) for slug in TOPICS]
rows = [
    path("children/", children.children_page, name="children"),
    path("children/download/<slug:kind>/", children.children_download, name="children-download"),
]
placements = [
    path("costs/", costs.costs_page, name="costs"),
    path("costs/children/", costs.cost_children_page, name="cost-children"),
    path("costs/children/download/<slug:kind>/", costs.cost_children_download, name="cost-children-download"),
    path("costs/check/", costs.cost_faults_page, name="cost-faults"),
    path("unregulated/", unregulated.unregulated_page, name="unregulated"),
    path("unregulated/print/", unregulated.unregulated_print, name="unregulated-print"),
]
places = [
    path("homes/", homes.homes_page, name="homes"),
    path("homes/pipeline/", homes.pipeline_page, name="pipeline"),
    path("homes/contracts/", homes.contracts_page, name="contracts"),
    path("homes/providers/", homes.providers_page, name="providers"),
    path("homes/<slug:page>/download/<slug:kind>/", homes.places_download, name="places-download"),
]
carers = [
    path("fostering/", fostering.fostering_page, name="fostering"),
    path("fostering/download/<slug:kind>/", fostering.fostering_download, name="fostering-download"),
]
care_leavers = [
    path("leavers/", leavers.leavers_page, name="leavers"),
    path("leavers/list/", leavers.list_page, name="leavers-list"),
    path("leavers/list/download/<slug:kind>/", leavers.list_download, name="leavers-download"),
    path("leavers/birthdays/", leavers.birthdays_page, name="leavers-birthdays"),
    path("leavers/birthdays/download/<slug:kind>/", leavers.birthdays_download, name="leavers-birthdays-download"),
    path("leavers/return/", leavers.reconciliation_page, name="leavers-return"),
    path("leavers/return/download/<slug:kind>/", leavers.reconciliation_download, name="leavers-return-download"),
    path("leavers/lodgings/", leavers.lodgings_page, name="leavers-lodgings"),
]
strategies = [
    path("strategy/", strategy.strategy_page, name="strategy"),
    path("board/", strategy.board_page, name="board"),
]
board_reports = [
    path("reports/", reports.reports_page, name="reports"),
    path("reports/draft/", reports.draft_page, name="report-draft"),
    path("reports/publish/", reports.publish_action, name="report-publish"),
    path("reports/<int:number>/", reports.report_page, name="report"),
    path("reports/<int:number>/word/", reports.report_download, {"kind": "word"}, name="report-word"),
    path("reports/<int:number>/figures/", reports.report_download, {"kind": "csv"}, name="report-figures"),
    path("reports/<int:number>/pdf/", reports.paper_page, name="report-paper"),
    path("reports/<int:number>/pdf/cancel/", reports.paper_cancel_action, name="report-paper-cancel"),
    path("reports/<int:number>/pdf/file/", reports.paper_download, name="report-paper-download"),
    path("reports/<int:number>/annex/", reports.annex_page, name="report-annex"),
    path("reports/<int:number>/annex/pdf/", reports.annex_download, name="report-annex-download"),
]
returns = [
    path("data/", data.loads_page, name="loads"),
    path("data/load/", data.upload_page, name="load-new"),
    path("data/published/", data.published_page, name="load-published"),
    path("data/kinds/", data.kinds_page, name="kinds"),
    path("data/kinds/<slug:slug>/template/", data.template_download, name="template-download"),
    path("data/quality/", quality.quality_page, name="quality"),
    path("data/quality/download/", quality.quality_download, name="quality-download"),
]
audit = [
    path("audit/", trail.trail_page, name="audit"),
    path("audit/download/<slug:kind>/", trail.trail_download, name="audit-download"),
]
access = [
    path("people/", people.people_page, name="people"),
    path("people/add/", people.add_page, name="person-add"),
    path("people/<int:number>/", people.person_page, name="person"),
    path("people/<int:number>/give/", people.give_page, name="person-give"),
    path("people/<int:number>/roles/<int:role>/end/", people.end_page, name="person-end"),
    path("people/<int:number>/password/", people.password_page, name="person-password"),
    path("people/<int:number>/council-account/", people.single_sign_on_page, name="person-single-sign-on"),
    path("people/<int:number>/sign-out/", people.sign_out_action, name="person-sign-out"),
]
one_load = [
    path("", loads.load_page, name="load"),
    path("commit/", loads.commit_action, name="load-commit"),
    path("sound-rows/", loads.load_sound_rows_action, name="load-sound-rows"),
    path("check-again/", loads.check_again_action, name="load-check-again"),
    path("mended/", loads.mended_page, name="load-mended"),
    path("undo/", loads.undo_page, name="load-undo"),
    path("problems/", loads.problems_download, name="problems-download"),
    path("files/<int:file>/original/", loads.original_download, name="original-download"),
    path("files/<int:file>/to-mend/", loads.to_mend_download, name="to-mend-download"),
]

urlpatterns = [
    *figures,
    *topic_pages,
    *rows,
    *placements,
    *places,
    *carers,
    *care_leavers,
    *strategies,
    *board_reports,
    *returns,
    *audit,
    *access,
    path("data/loads/<int:number>/", include(one_load)),
]
