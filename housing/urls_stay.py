"""Addresses of what follows a stay, within those of `housing`: after-care; and a part of the exchange's page."""

from django.urls import path

from housing.views import after_care, exchange, situations
from refuge.people import references as references

urlpatterns = [
    path("after-care/", after_care.due_list, name="after_care"),
    path("after-care/<uuid:pk>/", after_care.contact, name="after_care_contact"),
    path("after-care/<uuid:pk>/undo/", after_care.undo, name="after_care_undo"),
    path("after-care/tries/<uuid:pk>/undo/", after_care.undo_try, name="after_care_undo_try"),
    path("exchange/flats/", exchange.flats, name="exchange_flats"),
    path("stays/<uuid:pk>/plan-after-care/", after_care.plan, name="after_care_plan"),
    path("stays/<uuid:pk>/on-arrival/", situations.on_arrival, name="on_arrival"),
    path("stays/<uuid:pk>/at-departure/", situations.at_departure, name="at_departure"),
    path("earlier-care/<person:reference>/", situations.earlier_care, name="earlier_care"),
]
