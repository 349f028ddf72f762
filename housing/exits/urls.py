"""Under /housing/, in the room's own namespace."""

from django.urls import path

from housing.views import count_night, exits

urlpatterns = [
    path("count-night/", count_night.count_night, name="count_night"),
    path("exits/", exits.exits, name="exits"),
    path("exits/blockers/<uuid:pk>/resolve/", exits.resolve, name="blocker_resolve"),
    path("exits/blockers/<uuid:pk>/reopen/", exits.reopen, name="blocker_reopen"),
    path("exits/blockers/<uuid:pk>/drop/", exits.drop, name="blocker_drop"),
    path("stays/<uuid:pk>/exit/", exits.exit_plan, name="exit_plan"),
    path("stays/<uuid:pk>/exit/plan/", exits.set_plan, name="exit_plan_set"),
    path("stays/<uuid:pk>/exit/blocker/", exits.add_blocker, name="exit_blocker"),
]
