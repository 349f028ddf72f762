from django.urls import path

from casework.areas import views
from refuge.people import references as references

urlpatterns = [
    path("<person:reference>/curve.svg", views.curve, name="areas_curve"),
    path("<person:reference>/print/", views.paper, name="areas_paper"),
    path("<person:reference>/<slug:moment>/", views.measure, name="areas_measure"),
    path("<uuid:pk>/remove/", views.remove, name="areas_remove"),
    path("<uuid:pk>/restore/", views.restore, name="areas_restore"),
]
