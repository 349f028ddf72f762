from django.urls import path

from refuge.documents.views import editing, serving
from refuge.people import references as references

app_name = "documents"

urlpatterns = [
    path("new/<person:reference>/", editing.add, name="new"),
    path("<uuid:pk>/", serving.document, name="document"),
    path("<uuid:pk>/preview/", serving.preview, name="preview"),
    path("<uuid:pk>/download/", serving.download, name="download"),
    path("<uuid:pk>/change/", editing.describe, name="describe"),
    path("<uuid:pk>/remove/", editing.remove, name="remove"),
    path("<uuid:pk>/restore/", editing.restore, name="restore"),
]
