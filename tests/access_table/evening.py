"""The evening: the round, absences, the safety book."""

from tests.access_table.rows import READERS, get, post

ROWS = {
    "housing:round": get(READERS),
    "housing:mark": post("CE", space="X9", night="2026-01-31", presence="present"),
    "housing:duty": post("CE"),
    "housing:guests": post("CE", "unit", guests="2"),
    "housing:fire_lists": get(READERS),
    "housing:fire_list": get(READERS, "unit"),
    "housing:duty_address": post("CE", "duty_unit", reason="duty_fire"),
    "housing:turned_away": get("CE"),
    "housing:undo_turned_away": post("CE", "turned_away"),
    "housing:handover": get(READERS),
    "housing:read_handover": post(READERS),
    "housing:remove_handover_note": post("CPE", "handover_note"),
    "housing:absence": get("CE", "stay"),
    "housing:without_news": get("CE", "stay"),
    "housing:change_absence": get("CE", "absence"),
    "housing:remove_absence": post("CE", "absence"),
    "housing:free_space": post("C", "absence"),
    "housing:hold_space": post("C", "absence"),
    "housing:back": get("CE", "absence"),
    "housing:safety": get(READERS),
    "housing:safety_new": get("CPE"),
    "housing:safety_entry": get(READERS, "incident"),
    "housing:withdraw_incident": post("CPE", "incident"),
    "housing:restore_incident": post("C", "incident"),
}
