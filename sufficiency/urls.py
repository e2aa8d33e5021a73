"""Addresses of the whole site: each app keeps its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("sufficiency.dashboards.account_urls")),
    path("registers/", include("sufficiency.registers.urls")),
    path("", include("sufficiency.dashboards.urls")),
]

handler500 = "sufficiency.dashboards.views.faults.fault_page"
