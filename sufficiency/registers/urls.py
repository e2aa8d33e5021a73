"""Addresses of the registers' pages, the same for each."""

from django.urls import URLPattern, URLResolver, include, path

from .views import entries, lists

app_name = "registers"

one_entry = [
    path("", entries.entry_page, name="entry"),
    path("edit/", entries.edit_page, name="edit"),
    path("remove/", entries.remove_page, name="remove"),
    path("versions/<int:version>/restore/", entries.restore_page, name="restore"),
]
one_register: list[URLPattern | URLResolver] = [
    path("", lists.list_page, name="list"),
    path("download/<slug:kind>/", lists.list_download, name="download"),
    path("removed/", lists.removed_page, name="removed"),
    path("template/", lists.template_download, name="template"),
    path("views/save/", lists.view_save, name="view-save"),
    path("views/<int:number>/forget/", lists.view_forget, name="view-forget"),
    path("new/", entries.new_page, name="new"),
    path("<uuid:record>/", include(one_entry)),
]

urlpatterns = [path("", lists.index_page, name="index"), path("<slug:slug>/", include(one_register))]
