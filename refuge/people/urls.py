from django.urls import path

from refuge.people import references as references
from refuge.people.views import agreements, contacts, dying, file, lists, merging, page

app_name = "people"
urlpatterns = [
    path("", lists.files, name="list"),
    path("new/", lists.new, name="new"),
    path("suggest/", lists.suggest, name="suggest"),
    path("duplicates/", lists.duplicates, name="duplicates"),
    path("<person:reference>/", page.panel, name="person"),
    path("<person:reference>/merge/", merging.choose, name="merge"),
    path("<person:reference>/merge/<person:other>/", merging.compare, name="merge_with"),
    path("<person:reference>/merges/<uuid:pk>/", merging.done, name="merge_done"),
    path("<person:reference>/merges/<uuid:pk>/part/", merging.part, name="merge_part"),
    path("<person:reference>/death/", dying.record, name="death"),
    path("<person:reference>/death/undo/", dying.undo, name="death_undo"),
    path("<person:reference>/<slug:key>/", page.panel, name="panel"),
    path("<person:reference>/edit/name/", file.rename, name="rename"),
    path("<person:reference>/edit/identity/", file.change_identity, name="change_identity"),
    path("<person:reference>/edit/intimate/", file.set_intimate, name="set_intimate"),
    path("<person:reference>/edit/worker/", file.assign_worker, name="assign_worker"),
    path("<person:reference>/legal-name/show/", page.show_legal_name, name="show_legal_name"),
    path("<person:reference>/alerts/new/", file.set_team_alert, name="alert_new"),
    path("<person:reference>/alerts/<uuid:pk>/end/", file.end_team_alert, name="alert_end"),
    path("<person:reference>/alerts/<uuid:pk>/restore/", file.restore_team_alert, name="alert_restore"),
    path("<person:reference>/contact/new/", contacts.add_channel, name="channel_new"),
    path("<person:reference>/contact/<uuid:pk>/", contacts.change_channel, name="channel"),
    path("<person:reference>/contact/<uuid:pk>/show/", page.show_channel, name="channel_show"),
    path("<person:reference>/contact/<uuid:pk>/remove/", contacts.remove_channel, name="channel_remove"),
    path("<person:reference>/contact/<uuid:pk>/restore/", contacts.restore_channel, name="channel_restore"),
    path("<person:reference>/who-knows/new/", contacts.add_outside, name="outside_new"),
    path("<person:reference>/who-knows/<uuid:pk>/", contacts.change_outside, name="outside"),
    path("<person:reference>/who-knows/<uuid:pk>/remove/", contacts.remove_outside, name="outside_remove"),
    path("<person:reference>/who-knows/<uuid:pk>/restore/", contacts.restore_outside, name="outside_restore"),
    path("<person:reference>/consents/new/", agreements.give_consent, name="consent_new"),
    path("<person:reference>/consents/<uuid:pk>/withdraw/", agreements.withdraw_consent, name="consent_withdraw"),
    path("<person:reference>/consents/<uuid:pk>/undo/", agreements.undo_withdrawal, name="consent_undo"),
    path("<person:reference>/consents/<uuid:pk>/remove/", agreements.remove_consent, name="consent_remove"),
    path("<person:reference>/consents/<uuid:pk>/restore/", agreements.restore_consent, name="consent_restore"),
    path("<person:reference>/closures/new/", agreements.close_file, name="closure_new"),
    path("<person:reference>/closures/<uuid:pk>/reopen/", agreements.reopen_file, name="closure_reopen"),
]
