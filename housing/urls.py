from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from housing.views import board, exchange, extensions, plans, spaces, stays


class Code(StringConverter):
    """Whatever a space may be called."""

    regex = r"[^/\0]+"


register_converter(Code, "space")

app_name = "housing"

urlpatterns = [
    path("", include("housing.urls_house")),
    path("", include("housing.exits.urls")),
    path("", include("housing.urls_stay")),
    path("", board.board, name="board"),
    path("board/<uuid:pk>/", board.menu, name="board_menu"),
    path("tonight/", board.tonight, name="tonight"),
    path("", include("housing.evening.urls")),
    path("give/", plans.give, name="give"),
    path("exchange/", exchange.exchange, name="exchange"),
    path("plans/<uuid:pk>/", plans.plan, name="plan"),
    path("plans/<uuid:pk>/accept/", plans.accept, name="accept"),
    path("plans/<uuid:pk>/withdraw/", plans.withdraw, name="withdraw"),
    path("plans/<uuid:pk>/restore/", plans.restore, name="restore"),
    path("stays/<uuid:pk>/", stays.detail, name="stay"),
    path("stays/<uuid:pk>/agree/", stays.agree, name="agree"),
    path("stays/<uuid:pk>/move/", stays.move, name="move"),
    path("stays/<uuid:pk>/undo-move/", stays.undo_move, name="undo_move"),
    path("stays/<uuid:pk>/extend/", stays.extend, name="extend"),
    path("stays/<uuid:pk>/depart/", stays.depart, name="depart"),
    path("stays/<uuid:pk>/confirm/", stays.confirm, name="confirm"),
    path("stays/<uuid:pk>/undo-arrival/", stays.undo_arrival, name="undo_arrival"),
    path("stays/<uuid:pk>/undo-departure/", stays.undo_departure, name="undo_departure"),
    path("extensions/", extensions.waiting, name="extensions"),
    path("extensions/<uuid:pk>/decide/", extensions.decide, name="decide"),
    path("extensions/<uuid:pk>/withdraw/", extensions.withdraw, name="withdraw_extension"),
    path("extensions/<uuid:pk>/revoke/", extensions.revoke, name="revoke_decision"),
    path("spaces/", spaces.spaces, name="spaces"),
    path("spaces/open/", spaces.open_space, name="open_space"),
    path("spaces/<space:code>/", spaces.space, name="space"),
    path("spaces/<space:code>/close/", spaces.close, name="close"),
    path("spaces/<space:code>/start-service/", spaces.start_service, name="start_service"),
    path("spaces/<space:code>/end-service/", spaces.end_service, name="end_service"),
    path("closures/<uuid:pk>/reopen/", spaces.reopen, name="reopen"),
    path("closures/<uuid:pk>/undo/", spaces.undo_closure, name="undo_closure"),
    path("closures/<uuid:pk>/undo-reopening/", spaces.undo_reopening, name="undo_reopening"),
    path("sites/open/", spaces.open_site, name="open_site"),
    path("units/open/", spaces.open_unit, name="open_unit"),
    path("sites/<uuid:pk>/address/", spaces.address, name="address"),
]
