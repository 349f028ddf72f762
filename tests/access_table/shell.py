"""The shell: today, search, the staff, alerts, parameters, the audit."""

from tests.access_table.rows import EVERYBODY, WORLD, get, post

ROWS = {
    "readyz": get(WORLD),
    "today": get(EVERYBODY),
    "search": get("MCPELV"),
    "set_language": post(WORLD),
    "session_state": get(WORLD),
    "session_back": get(EVERYBODY),
    # Staff
    "team": get("M"),
    "team_invite": get("M"),
    "invitation_resend": post("M", "invitation"),
    "invitation_withdraw": post("M", "invitation"),
    "staff_work": get("M"),
    "team_part": get("M", "staff_part"),
    "team_part_new": get("M", "staff_part_of"),
    "team_part_remove": post("M", "staff_part"),
    "team_part_restore": post("M", "staff_part"),
    "team_member": get("M", "colleague"),
    "team_change_roles": post("M", "colleague"),
    "team_lend_role": post("M", "colleague"),
    "team_end_role": post("M", "grant"),
    "team_switch_off": post("M", "colleague"),
    "team_switch_on": post("M", "colleague"),
    "team_reset_second_factor": post("M", "colleague"),
    "invitation": get(WORLD, "token"),
    "me": get(EVERYBODY),
    "preferences": post(EVERYBODY),
    "draft": post(EVERYBODY, "draft"),
    "draft_discard": post(EVERYBODY, "draft"),
    "parameters": get("M"),
    "parameter": get("M", "parameter"),
    "parameter_withdraw": post("M", "parameter_value"),
    "audit:log": get("M"),
    # Alerts
    "notifications:alerts": get(EVERYBODY),
    "notifications:read_all": post(EVERYBODY),
    "notifications:unread_all": post(EVERYBODY, "stamp"),
    "notifications:preference": post(EVERYBODY),
    "notifications:try_again": post("M"),
    # An alert is its recipient's alone: here the coordinator's
    "notifications:open": post("C", "told"),
    "notifications:read": post("C", "told"),
    "notifications:unread": post("C", "told"),
}
