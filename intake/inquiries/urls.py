"""Under /intake/inquiries/, in the room's own namespace."""

from django.urls import path

from intake.views import inquiries

urlpatterns = [
    path("", inquiries.inquiries, name="inquiries"),
    path("new/", inquiries.new, name="inquiry_new"),
    path("<uuid:pk>/", inquiries.inquiry, name="inquiry"),
    path("<uuid:pk>/paper/", inquiries.paper, name="inquiry_paper"),
    path("<uuid:pk>/join/", inquiries.join, name="inquiry_join"),
    path("<uuid:pk>/decide/", inquiries.decide, name="inquiry_decide"),
    path("<uuid:pk>/revoke/", inquiries.revoke, name="inquiry_revoke"),
    path("<uuid:pk>/withdraw/", inquiries.withdraw, name="inquiry_withdraw"),
    path("<uuid:pk>/restore/", inquiries.restore, name="inquiry_restore"),
]
