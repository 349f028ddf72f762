from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from intake.views import (
    asylum,
    attempts,
    call,
    decision,
    detail,
    flags,
    inbox,
    minors,
    referrals,
    saved,
    waiting,
    work,
)
from refuge.people import references as references


class Reference(StringConverter):
    regex = r"R-\d{4}-\d{4,6}"


register_converter(Reference, "request")

app_name = "intake"

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("new/", call.new, name="new"),
    path("mail/", include("intake.mail.urls")),
    path("inquiries/", include("intake.inquiries.urls")),
    path("assign/", inbox.assign, name="assign_many"),
    path("assign/<slug:mark>/back/", inbox.assign_back, name="assign_back"),
    path("views/new/", saved.save, name="view_new"),
    path("views/<uuid:pk>/", saved.rename, name="view"),
    path("views/<uuid:pk>/remove/", saved.remove, name="view_remove"),
    path("views/<uuid:pk>/restore/", saved.restore, name="view_restore"),
    path("waiting/", waiting.waiting_list, name="waiting"),
    path("risks/<person:reference>/", flags.flags, name="flags"),
    path("risks/<person:reference>/new/", flags.raise_flag, name="flag_new"),
    path("risks/<uuid:pk>/review/", flags.review, name="flag_review"),
    path("risks/<uuid:pk>/close/", flags.close, name="flag_close"),
    path("risks/<uuid:pk>/reopen/", flags.reopen, name="flag_reopen"),
    path("asylum/<person:reference>/", asylum.asylum, name="asylum"),
    path("<request:reference>/", detail.detail, name="detail"),
    path("<request:reference>/undo/", call.undo, name="undo"),
    path("<request:reference>/contact/", attempts.note, name="contact"),
    path("<request:reference>/contact/<uuid:pk>/undo/", attempts.undo, name="contact_undo"),
    path("<request:reference>/call-back/", attempts.show_call_back, name="call_back"),
    path("<request:reference>/leave/", waiting.leave, name="leave"),
    path("<request:reference>/wait-again/", waiting.wait_again, name="wait_again"),
    path("<request:reference>/start/", work.start, name="start"),
    path("<request:reference>/assess/", work.assess, name="assess"),
    path("<request:reference>/assign/", work.assign, name="assign"),
    path("<request:reference>/attach/", work.attach, name="attach"),
    path("<request:reference>/detach/", work.detach, name="detach"),
    path("<request:reference>/refer/", referrals.refer, name="refer"),
    path("<request:reference>/danger/", minors.danger, name="danger"),
    path("<request:reference>/follow-up/", minors.follow_up, name="follow_up"),
    path("<request:reference>/decide/", decision.decide, name="decide"),
    path("<request:reference>/revoke/", decision.revoke, name="revoke"),
    path("<request:reference>/reopen/", decision.reopen, name="reopen"),
]
