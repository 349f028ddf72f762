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
    path("funders/<uuid:pk>/report.<slug:kind>", views.sheet, name="sheet"),
    path("funders/<uuid:pk>/correct/", views.correct, name="correct"),
    path("funders/year/", views.year, name="year"),
    path("funders/templates/<uuid:pk>/", views.template, name="template"),
    path("funders/templates/<uuid:pk>/settings/", views.template_settings, name="template_settings"),
    path("funders/templates/<uuid:pk>/preview/", views.preview, name="preview"),
    path("funders/templates/<uuid:pk>/logo.png", views.logo, name="logo"),
    path("funders/templates/<uuid:pk>/copy/", views.template_copy, name="template_copy"),
    path("funders/templates/<uuid:pk>/archive/", views.template_archive, name="template_archive"),
    path("funders/templates/<uuid:pk>/restore/", views.template_restore, name="template_restore"),
    path("funders/templates/<uuid:pk>/heading/", views.section_new, name="section_new"),
    path("funders/templates/<uuid:pk>/figure/", views.figure_new, name="figure_new"),
    path("funders/lines/<uuid:pk>/", views.part, name="part"),
    path("funders/lines/<uuid:pk>/up/", views.part_up, name="part_up"),
    path("funders/lines/<uuid:pk>/down/", views.part_down, name="part_down"),
    path("funders/lines/<uuid:pk>/remove/", views.part_remove, name="part_remove"),
    path("funders/lines/<uuid:pk>/restore/", views.part_restore, name="part_restore"),
]
