from django.urls import path

from casework.asylum import step_views, task_views, views
from refuge.people import references as references

urlpatterns = [
    path("", views.deadlines, name="asylum"),
    path("tracks/", views.tracks, name="asylum_tracks"),
    path("tasks/", views.tasks, name="asylum_tasks"),
    path("open/<person:reference>/", views.open_track, name="asylum_open"),
    path("sum/", step_views.reckoned, name="asylum_sum"),
    path("checklist/", task_views.checklist_templates, name="asylum_checklists"),
    path("checklist/<slug:language>/", task_views.checklist, name="asylum_checklist"),
    path("checklist/<slug:language>/reset/", task_views.checklist_reset, name="asylum_checklist_reset"),
    path("<uuid:pk>/", views.track, name="asylum_track"),
    path("<uuid:pk>/note/", views.note, name="asylum_note"),
    path("<uuid:pk>/discard/", views.discard, name="asylum_discard"),
    path("<uuid:pk>/close/", views.close, name="asylum_close"),
    path("<uuid:pk>/reopen/", views.reopen, name="asylum_reopen"),
    path("<uuid:pk>/steps/<int:kind>/", step_views.new_step, name="asylum_step_new"),
    path("steps/<uuid:pk>/", step_views.step, name="asylum_step"),
    path("steps/<uuid:pk>/remove/", step_views.remove_step, name="asylum_step_remove"),
    path("steps/<uuid:pk>/restore/", step_views.restore_step, name="asylum_step_restore"),
    path("<uuid:pk>/deadlines/new/", step_views.new_deadline, name="asylum_deadline_new"),
    path("deadlines/<uuid:pk>/", step_views.deadline, name="asylum_deadline"),
    path("deadlines/<uuid:pk>/end/", step_views.end_deadline, name="asylum_deadline_end"),
    path("deadlines/<uuid:pk>/resume/", step_views.resume_deadline, name="asylum_deadline_resume"),
    path("deadlines/<uuid:pk>/remove/", step_views.remove_deadline, name="asylum_deadline_remove"),
    path("deadlines/<uuid:pk>/restore/", step_views.restore_deadline, name="asylum_deadline_restore"),
    path("<uuid:pk>/prepare/", task_views.prepare, name="asylum_prepare"),
    path("<uuid:pk>/prepare/undo/", task_views.prepare_undo, name="asylum_prepare_undo"),
    path("<uuid:pk>/tasks/new/", task_views.new_task, name="asylum_task_new"),
    path("tasks/<uuid:pk>/", task_views.task, name="asylum_task"),
    path("tasks/<uuid:pk>/done/", task_views.done, name="asylum_task_done"),
    path("tasks/<uuid:pk>/undo/", task_views.undo, name="asylum_task_undo"),
    path("tasks/<uuid:pk>/remove/", task_views.remove, name="asylum_task_remove"),
    path("tasks/<uuid:pk>/restore/", task_views.restore, name="asylum_task_restore"),
]
