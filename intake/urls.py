from django.urls import path

from intake.views import call, decision, detail, inbox, work

app_name = "intake"

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("new/", call.new, name="new"),
    path("<str:reference>/", detail.detail, name="detail"),
    path("<str:reference>/undo/", call.undo, name="undo"),
    path("<str:reference>/start/", work.start, name="start"),
    path("<str:reference>/assess/", work.assess, name="assess"),
    path("<str:reference>/assign/", work.assign, name="assign"),
    path("<str:reference>/attach/", work.attach, name="attach"),
    path("<str:reference>/detach/", work.detach, name="detach"),
    path("<str:reference>/decide/", decision.decide, name="decide"),
    path("<str:reference>/revoke/", decision.revoke, name="revoke"),
    path("<str:reference>/reopen/", decision.reopen, name="reopen"),
]
