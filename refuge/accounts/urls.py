"""Team, invitations, one's own account, drafts."""

from django.urls import path, re_path, register_converter
from django.urls.converters import StringConverter

from refuge.accounts.views import invitations, own, team, work


class StaffPartKind(StringConverter):
    regex = "work|training"


register_converter(StaffPartKind, "staff_part")

urlpatterns = [
    path("team/", team.team, name="team"),
    path("team/invite/", invitations.invite, name="team_invite"),
    path("team/invitations/<uuid:pk>/resend/", invitations.resend, name="invitation_resend"),
    path("team/invitations/<uuid:pk>/withdraw/", invitations.withdraw, name="invitation_withdraw"),
    path("team/work/", work.staff_work, name="staff_work"),
    path("team/<staff_part:kind>/<uuid:pk>/", work.edit, name="team_part"),
    path("team/<staff_part:kind>/<uuid:pk>/remove/", work.remove, name="team_part_remove"),
    path("team/<staff_part:kind>/<uuid:pk>/restore/", work.restore, name="team_part_restore"),
    path("team/<uuid:pk>/<staff_part:kind>/new/", work.add, name="team_part_new"),
    path("team/<uuid:pk>/", team.member, name="team_member"),
    path("team/<uuid:pk>/roles/", team.change_roles, name="team_change_roles"),
    path("team/<uuid:pk>/lend/", team.lend_role, name="team_lend_role"),
    path("team/<uuid:pk>/roles/<uuid:grant_pk>/end/", team.end_role, name="team_end_role"),
    path("team/<uuid:pk>/switch-off/", team.switch_off, name="team_switch_off"),
    path("team/<uuid:pk>/switch-on/", team.switch_on, name="team_switch_on"),
    path("team/<uuid:pk>/second-factor/", team.reset_second_factor, name="team_reset_second_factor"),
    path("invitation/<str:token>/", invitations.accept, name="invitation"),
    path("me/", own.me, name="me"),
    path("preferences/", own.preferences, name="preferences"),
    re_path(r"^drafts/(?P<key>[A-Za-z0-9:_-]{1,120})/$", own.draft, name="draft"),
    re_path(r"^drafts/(?P<key>[A-Za-z0-9:_-]{1,120})/discard/$", own.discard_draft, name="draft_discard"),
]
