from django.urls import path

from refuge.ui import views

urlpatterns = [
    path("", views.today, name="today"),
    path("search/", views.search, name="search"),
    path("language/", views.set_language, name="set_language"),
    path("session/", views.session_state, name="session_state"),
    path("session/back/", views.session_back, name="session_back"),
]
