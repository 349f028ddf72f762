from datetime import date

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from volunteers.views import activities, allowances, awareness, me, series, shop, steps, volunteers


class PartKind(StringConverter):
    regex = "extract|training"


class Year(StringConverter):
    """2000 to 2100."""

    regex = r"20\d\d|2100"

    def to_python(self, value):
        return int(value)


class Day(StringConverter):
    """2026-11-25."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value):
        return date.fromisoformat(value)


register_converter(PartKind, "volunteer_part")
register_converter(Year, "volunteer_year")
register_converter(Day, "volunteer_day")

app_name = "volunteers"

urlpatterns = [
    path("", volunteers.directory, name="list"),
    path("new/", volunteers.new, name="new"),
    path("register/", volunteers.register, name="register"),
    path("register.csv", volunteers.register_file, name="register_file"),
    path("me/", me.me, name="me"),
    path("me/profile/", me.edit, name="me_edit"),
    path("me/shifts/<uuid:pk>/take/", me.sign_up, name="me_sign_up"),
    path("me/shifts/<uuid:pk>/give-back/", me.give_back, name="me_give_back"),
    path("me/statement/<volunteer_year:year>/", me.statement, name="me_statement"),
    path("me/calendar/new/", me.feed_new, name="me_feed"),
    path("me/calendar/close/", me.feed_close, name="me_feed_close"),
    path("calendar/<str:token>.ics", me.calendar, name="feed"),
    path("activities/", activities.activities, name="activities"),
    path("activities/calendar/", activities.calendar, name="calendar"),
    path("activities/new/", activities.new, name="activity_new"),
    path("activities/<uuid:pk>/", activities.activity, name="activity"),
    path("activities/<uuid:pk>/edit/", activities.edit, name="activity_edit"),
    path("activities/<uuid:pk>/outcome/", activities.outcome, name="outcome"),
    path("activities/<uuid:pk>/call-off/", activities.call_off, name="call_off"),
    path("activities/<uuid:pk>/restore/", activities.restore, name="restore"),
    path("activities/<uuid:pk>/series/edit/", series.edit, name="series_edit"),
    path("activities/<uuid:pk>/series/call-off/", series.call_off, name="series_call_off"),
    path("activities/<uuid:pk>/series/restore/", series.restore, name="series_restore"),
    path("activities/<uuid:pk>/sign-up/", activities.sign_up, name="sign_up"),
    path("activities/<uuid:pk>/attendance/", activities.attendance, name="attendance"),
    path("activities/<uuid:pk>/attendance/undo/", activities.attendance_undo, name="attendance_undo"),
    path("activities/<uuid:pk>/young-people/", activities.name, name="name"),
    path("activities/<uuid:pk>/young-people/<uuid:person>/", activities.name_again, name="name_again"),
    path("presences/<uuid:pk>/remove/", activities.unname, name="unname"),
    path("sign-ups/<uuid:pk>/give-back/", activities.give_back, name="give_back"),
    path("sign-ups/<uuid:pk>/again/", activities.sign_up_again, name="sign_up_again"),
    path("sign-ups/<uuid:pk>/replace/", activities.replace, name="replace"),
    path("awareness/", awareness.actions, name="awareness"),
    path("awareness/new/", awareness.new, name="awareness_new"),
    path("awareness.csv", awareness.actions_file, name="awareness_file"),
    path("shop/", shop.stock, name="shop"),
    path("shop/sheet/", shop.sheet, name="shop_sheet"),
    path("shop/new/", shop.new, name="shop_new"),
    path("shop/basket/", shop.hand_out, name="shop_basket"),
    path("shop/gift/", shop.gift, name="shop_gift"),
    path("shop/count/", shop.count, name="shop_count"),
    path("shop/book/", shop.book, name="shop_book"),
    path("shop/book/<uuid:pk>/undo/", shop.undo, name="shop_undo"),
    path("shop/<uuid:pk>/", shop.item, name="shop_item"),
    path("shop/<uuid:pk>/edit/", shop.edit, name="shop_edit"),
    path("shop/<uuid:pk>/archive/", shop.archive, name="shop_archive"),
    path("shop/<uuid:pk>/restore/", shop.restore, name="shop_restore"),
    path("allowances/", allowances.allowances, name="allowances"),
    path("allowances/payments.csv", allowances.payments, name="payments"),
    path("allowances/pay/", allowances.pay, name="pay"),
    path("allowances/unpay/<volunteer_day:day>/", allowances.unpay, name="unpay"),
    path("allowances/nominative/<volunteer_year:year>.csv", allowances.nominative, name="nominative"),
    path("allowances/<uuid:pk>/remove/", allowances.remove, name="allowance_remove"),
    path("allowances/<uuid:pk>/restore/", allowances.restore, name="allowance_restore"),
    path("<volunteer_part:kind>/<uuid:pk>/edit/", steps.edit_part, name="part_edit"),
    path("<volunteer_part:kind>/<uuid:pk>/remove/", steps.remove_part, name="part_remove"),
    path("<volunteer_part:kind>/<uuid:pk>/restore/", steps.restore_part, name="part_restore"),
    path("<uuid:pk>/", volunteers.volunteer, name="volunteer"),
    path("<uuid:pk>/edit/", volunteers.edit, name="edit"),
    path("<uuid:pk>/agreement/", volunteers.agreement, name="agreement"),
    path("<uuid:pk>/statement/<volunteer_year:year>/", volunteers.statement, name="statement"),
    path("<uuid:pk>/allowances/<volunteer_year:year>/", allowances.of_volunteer, name="allowances_of"),
    path("<uuid:pk>/allowances/new/", allowances.new, name="allowance_new"),
    path("<uuid:pk>/do/<slug:slug>/", steps.do, name="do"),
    path("<uuid:pk>/ask/<slug:slug>/", steps.ask, name="ask"),
    path("<uuid:pk>/parts/<volunteer_part:kind>/", steps.add_part, name="part_new"),
]
