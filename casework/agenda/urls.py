from django.urls import path

from casework.agenda import feed_views, views
from refuge.people import references as references

urlpatterns = [
    path("", views.agenda, name="agenda"),
    path("new/", views.new, name="appointment_new"),
    path("new/<person:reference>/", views.new_for, name="appointment_for"),
    path("feed/", feed_views.feed_settings, name="feed_settings"),
    path("feed/make/", feed_views.make, name="feed_make"),
    path("feed/revoke/", feed_views.revoke, name="feed_revoke"),
    path("feed/<str:token>.ics", feed_views.feed, name="feed"),
    path("<uuid:pk>/", views.appointment, name="appointment"),
    path("<uuid:pk>/edit/", views.change, name="appointment_change"),
    path("<uuid:pk>/note/", views.note, name="appointment_note"),
    path("<uuid:pk>/cancel/", views.cancel, name="appointment_cancel"),
    path("<uuid:pk>/again/", views.again, name="appointment_again"),
]
