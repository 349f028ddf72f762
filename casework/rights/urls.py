from django.urls import path

from casework.rights import views
from refuge.people import references as references

urlpatterns = [
    path("<person:reference>/<slug:right>/", views.note, name="right_note"),
    path("<uuid:pk>/remove/", views.remove, name="right_remove"),
    path("<uuid:pk>/restore/", views.restore, name="right_restore"),
]
