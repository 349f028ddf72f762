from django.urls import path

from refuge.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.alerts, name="alerts"),
    path("read/", views.read_all, name="read_all"),
    path("unread/<int:stamp>/", views.unread_all, name="unread_all"),
    path("preference/", views.preference, name="preference"),
    path("refused/try-again/", views.try_again, name="try_again"),
    path("<uuid:pk>/open/", views.open_alert, name="open"),
    path("<uuid:pk>/read/", views.read, name="read"),
    path("<uuid:pk>/unread/", views.unread, name="unread"),
]
