"""Under /intake/mail/, in the room's own namespace."""

from django.urls import path

from intake.views import mails

urlpatterns = [
    path("", mails.mails, name="mails"),
    path("new/", mails.bring_in, name="mail_new"),
    path("<uuid:pk>/", mails.mail, name="mail"),
    path("<uuid:pk>/agreement/", mails.agreement, name="mail_agreement"),
    path("<uuid:pk>/file/", mails.file, name="mail_file"),
    path("<uuid:pk>/unfile/", mails.unfile, name="mail_unfile"),
    path("<uuid:pk>/discard/", mails.discard, name="mail_discard"),
    path("<uuid:pk>/restore/", mails.restore, name="mail_restore"),
]
