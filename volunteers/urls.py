from django.urls import path

from volunteers.views import volunteers

app_name = "volunteers"

urlpatterns = [
    path("", volunteers.directory, name="list"),
]
