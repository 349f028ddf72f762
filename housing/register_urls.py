"""The old register, under /intake/import/: it belongs to intake for who looks for it, and to housing for what it
needs."""

from django.urls import path

from housing.views import register

app_name = "register"

urlpatterns = [
    path("", register.imports, name="imports"),
    path("<uuid:pk>/", register.one, name="import"),
    path("<uuid:pk>/rejected/", register.rejected, name="rejected"),
    path("<uuid:pk>/start/", register.start, name="start"),
    path("<uuid:pk>/undo/", register.undo, name="undo"),
    path("<uuid:pk>/discard/", register.discard, name="discard"),
    path("stays/<uuid:pk>/", register.take, name="take"),
    path("stays/<uuid:pk>/leave/", register.leave, name="leave"),
    path("stays/<uuid:pk>/again/", register.wait_again, name="wait_again"),
]
