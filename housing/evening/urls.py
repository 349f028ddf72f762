"""Under /housing/, in the room's own namespace."""

from django.urls import path

from housing.views import absences, handover, rounds, safety, turned_away

urlpatterns = [
    path("tonight/round/", rounds.round_page, name="round"),
    path("tonight/round/mark/", rounds.mark, name="mark"),
    path("tonight/duty/", rounds.duty, name="duty"),
    path("tonight/guests/<uuid:pk>/", rounds.guests, name="guests"),
    path("tonight/fire/", rounds.fire_list, name="fire_lists"),
    path("tonight/fire/<uuid:pk>/", rounds.fire_list, name="fire_list"),
    path("tonight/address/<uuid:pk>/", rounds.duty_address, name="duty_address"),
    path("tonight/turned-away/", turned_away.note, name="turned_away"),
    path("tonight/turned-away/<uuid:pk>/undo/<int:people>/", turned_away.undo, name="undo_turned_away"),
    path("tonight/handover/", handover.handover, name="handover"),
    path("tonight/handover/read/", handover.read, name="read_handover"),
    path("tonight/handover/notes/<uuid:pk>/remove/", handover.remove_note, name="remove_handover_note"),
    path("stays/<uuid:pk>/absence/", absences.new, name="absence"),
    path("stays/<uuid:pk>/without-news/", absences.without_news, name="without_news"),
    path("absences/<uuid:pk>/", absences.change, name="change_absence"),
    path("absences/<uuid:pk>/remove/", absences.remove, name="remove_absence"),
    path("absences/<uuid:pk>/free/", absences.free, name="free_space"),
    path("absences/<uuid:pk>/hold/", absences.hold, name="hold_space"),
    path("absences/<uuid:pk>/back/", absences.back, name="back"),
    path("safety/", safety.log, name="safety"),
    path("safety/new/", safety.new, name="safety_new"),
    path("safety/<uuid:pk>/", safety.entry, name="safety_entry"),
    path("safety/<uuid:pk>/withdraw/", safety.withdraw, name="withdraw_incident"),
    path("safety/<uuid:pk>/restore/", safety.restore, name="restore_incident"),
]
