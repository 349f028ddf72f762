from django.urls import path

from casework.psychology.views import files, flags, follow_ups, plans, scores, succession, writing
from refuge.people import references as references

urlpatterns = [
    path("", follow_ups.followups, name="followups"),
    path("open/<person:reference>/", follow_ups.open_, name="followup_open"),
    path("succession/", succession.succession, name="succession"),
    path("succession/<uuid:pk>/confirm/", succession.confirm, name="succession_confirm"),
    path("succession/<uuid:pk>/withdraw/", succession.withdraw, name="succession_withdraw"),
    path("<uuid:pk>/", follow_ups.followup, name="followup"),
    path("<uuid:pk>/write/", writing.write, name="followup_write"),
    path("<uuid:pk>/drafts/<slug:key>/", writing.draft, name="followup_draft"),
    path("<uuid:pk>/drafts/<slug:key>/discard/", writing.discard, name="followup_draft_discard"),
    path("<uuid:pk>/history/", follow_ups.history, name="followup_history"),
    path("<uuid:pk>/hand-over/", follow_ups.hand_over, name="followup_hand_over"),
    path("<uuid:pk>/stand-in/", follow_ups.stand_in, name="stand_in"),
    path("<uuid:pk>/close/", follow_ups.close, name="followup_close"),
    path("<uuid:pk>/reopen/", follow_ups.reopen, name="followup_reopen"),
    path("<uuid:pk>/risks/new/", flags.raise_, name="followup_flag_new"),
    path("<uuid:pk>/scores/<slug:tool>/", scores.new, name="score_new"),
    path("<uuid:pk>/curves/<slug:tool>.svg", scores.curve, name="score_curve"),
    path("<uuid:pk>/papers/new/", files.add, name="followup_file_new"),
    path("stand-ins/<uuid:pk>/end/", follow_ups.end_stand_in, name="stand_in_end"),
    path("stand-ins/<uuid:pk>/restore/", follow_ups.restore_stand_in, name="stand_in_restore"),
    path("sessions/<uuid:pk>/add/", writing.add, name="session_add"),
    path("scores/<uuid:pk>/", scores.score, name="score"),
    path("scores/<uuid:pk>/check/", scores.check, name="score_check"),
    path("risks/<uuid:pk>/review/", flags.review, name="followup_flag_review"),
    path("risks/<uuid:pk>/close/", flags.close, name="followup_flag_close"),
    path("risks/<uuid:pk>/reopen/", flags.reopen, name="followup_flag_reopen"),
    path("papers/<uuid:pk>/", files.file, name="followup_file"),
    path("papers/<uuid:pk>/preview/", files.preview, name="followup_file_preview"),
    path("papers/<uuid:pk>/download/", files.download, name="followup_file_download"),
    path("papers/<uuid:pk>/remove/", files.remove, name="followup_file_remove"),
    path("papers/<uuid:pk>/restore/", files.restore, name="followup_file_restore"),
]
# The safety plan is the team's, and stands outside the room.
plan_patterns = [
    path("<person:reference>/", plans.plans, name="safety_plans"),
    path("<person:reference>/new/", plans.write, name="safety_plan_new"),
    path("<uuid:pk>/end/", plans.end, name="safety_plan_end"),
]
