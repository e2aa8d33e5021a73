"""Addresses of the whole site: each app keeps its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("sufficiency.dashboards.urls")),
]
