from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from intake.views import call, decision, detail, inbox, referrals, work


class Reference(StringConverter):
    regex = r"R-\d{4}-\d{4,6}"


register_converter(Reference, "request")

app_name = "intake"

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("new/", call.new, name="new"),
    path("mail/", include("intake.mail.urls")),
    path("inquiries/", include("intake.inquiries.urls")),
    path("<request:reference>/", detail.detail, name="detail"),
    path("<request:reference>/undo/", call.undo, name="undo"),
    path("<request:reference>/start/", work.start, name="start"),
    path("<request:reference>/assess/", work.assess, name="assess"),
    path("<request:reference>/assign/", work.assign, name="assign"),
    path("<request:reference>/attach/", work.attach, name="attach"),
    path("<request:reference>/detach/", work.detach, name="detach"),
    path("<request:reference>/refer/", referrals.refer, name="refer"),
    path("<request:reference>/decide/", decision.decide, name="decide"),
    path("<request:reference>/revoke/", decision.revoke, name="revoke"),
    path("<request:reference>/reopen/", decision.reopen, name="reopen"),
]
