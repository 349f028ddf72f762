from django.urls import path, register_converter
from django.urls.converters import StringConverter

from refuge.partners.parts import PARTS
from refuge.partners.views import importing, merging, moves, organisation, parts, referrals, referring


class Part(StringConverter):
    regex = "|".join(PARTS)


register_converter(Part, "part")

app_name = "partners"
urlpatterns = [
    path("", organisation.directory, name="list"),
    path("new/", organisation.new, name="new"),
    path("import/", importing.start, name="import"),
    path("import/<uuid:pk>/", importing.preview, name="import_preview"),
    path("import/<uuid:pk>/confirm/", importing.confirm, name="import_confirm"),
    path("import/<uuid:pk>/discard/", importing.discard, name="import_discard"),
    path("import/<uuid:pk>/undo/", importing.undo, name="import_undo"),
    path("refer/<person:reference>/", referring.refer_person, name="refer"),
    path("referrals/", referrals.listing, name="referrals"),
    path("referrals/<uuid:pk>/", referrals.referral, name="referral"),
    path("referrals/<uuid:pk>/edit/", referring.edit, name="referral_edit"),
    path("referrals/<uuid:pk>/letter/", referrals.letter, name="letter"),
    path("referrals/<uuid:pk>/lift/", moves.lift, name="lift"),
    path("referrals/<uuid:pk>/send/", moves.send, name="send"),
    path("referrals/<uuid:pk>/send/undo/", moves.unsend, name="unsend"),
    path("referrals/<uuid:pk>/answer/", moves.answer, name="answer"),
    path("referrals/<uuid:pk>/answer/undo/", moves.unanswer, name="unanswer"),
    path("referrals/<uuid:pk>/outcome/", moves.outcome, name="outcome"),
    path("referrals/<uuid:pk>/withdraw/", moves.withdraw, name="withdraw"),
    path("referrals/<uuid:pk>/restore/", moves.restore, name="restore"),
    path("merges/<uuid:pk>/part/", merging.part, name="part"),
    path("<uuid:pk>/", organisation.organisation, name="organisation"),
    path("<uuid:pk>/edit/", organisation.edit, name="edit"),
    path("<uuid:pk>/archive/", organisation.archive, name="archive"),
    path("<uuid:pk>/unarchive/", organisation.unarchive, name="unarchive"),
    path("<uuid:pk>/merge/", merging.merge, name="merge"),
    path("<uuid:pk>/<part:kind>/new/", parts.add, name="part_new"),
    path("<part:kind>/<uuid:pk>/", parts.edit, name="part_edit"),
    path("<part:kind>/<uuid:pk>/remove/", parts.remove, name="part_remove"),
    path("<part:kind>/<uuid:pk>/restore/", parts.restore, name="part_restore"),
]
