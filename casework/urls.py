from django.urls import path

from casework.views import actions, caseload, goals, handover, notes, plans
from refuge.people import references as references

app_name = "casework"

urlpatterns = [
    path("", caseload.caseload, name="caseload"),
    path("plans/open/<person:reference>/", plans.open_plan, name="open"),
    path("plans/<uuid:pk>/", plans.plan, name="plan"),
    path("plans/<uuid:pk>/close/", plans.close, name="close"),
    path("plans/<uuid:pk>/reopen/", plans.reopen, name="reopen"),
    path("plans/<uuid:pk>/goals/new/", goals.add, name="goal_new"),
    path("goals/<uuid:pk>/", goals.change, name="goal"),
    path("goals/<uuid:pk>/end/", goals.end, name="goal_end"),
    path("goals/<uuid:pk>/resume/", goals.resume, name="goal_resume"),
    path("goals/<uuid:pk>/remove/", goals.remove, name="goal_remove"),
    path("goals/<uuid:pk>/restore/", goals.restore, name="goal_restore"),
    path("goals/<uuid:pk>/actions/new/", actions.add, name="action_new"),
    path("actions/<uuid:pk>/", actions.change, name="action"),
    path("actions/<uuid:pk>/done/", actions.done, name="action_done"),
    path("actions/<uuid:pk>/undo/", actions.undo, name="action_undo"),
    path("actions/<uuid:pk>/remove/", actions.remove, name="action_remove"),
    path("actions/<uuid:pk>/restore/", actions.restore, name="action_restore"),
    path("notes/new/<person:reference>/", notes.write, name="note_new"),
    path("notes/read/<person:reference>/", notes.read_with_reason, name="notes_read"),
    path("notes/<uuid:pk>/withdraw/", notes.withdraw, name="note_withdraw"),
    path("notes/<uuid:pk>/restore/", notes.restore, name="note_restore"),
    path("hand-over/<uuid:pk>/", handover.hand_over, name="hand_over"),
]
