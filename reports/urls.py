from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("", views.figures, name="figures"),
    path("public.json", views.public, name="public"),
    path("public/", views.website, name="website"),
    path("definitions/", views.definitions, name="definitions"),
    path("figures/<slug:code>/", views.figure, name="figure"),
    path("charts/<slug:indicator>/<slug:breakdown>.svg", views.chart, name="chart"),
    path("funders/", views.funders, name="funders"),
    path("funders/build/", views.build, name="build"),
    path("funders/<uuid:pk>/", views.progress, name="progress"),
    path("funders/<uuid:pk>/cancel/", views.cancel, name="cancel"),
    path("funders/<uuid:pk>/retry/", views.retry, name="retry"),
    path("funders/<uuid:pk>/discard/", views.discard, name="discard"),
    path("funders/<uuid:pk>/final/", views.finalise, name="finalise"),
    path("funders/<uuid:pk>/report.pdf", views.download, name="download"),
]
