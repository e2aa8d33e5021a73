"""Addresses of the pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from .views import children, data, measures, overview, sign_in

app_name = "dashboards"

account = [
    path("sign-in/", sign_in.SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
]
figures = [
    path("", overview.overview_page, name="overview"),
    path("measures/<slug:slug>/", measures.measure_page, name="measure"),
]
rows = [
    path("children/", children.children_page, name="children"),
    path("children/download/<slug:kind>/", children.children_download, name="children-download"),
]
returns = [
    path("data/", data.loads_page, name="loads"),
    path("data/load/", data.upload_page, name="load-new"),
    path("data/loads/<int:number>/", data.load_page, name="load"),
    path("data/loads/<int:number>/sound-rows/", data.load_sound_rows_action, name="load-sound-rows"),
    path("data/loads/<int:number>/problems/", data.problems_download, name="problems-download"),
]

urlpatterns = [*account, *figures, *rows, *returns]
