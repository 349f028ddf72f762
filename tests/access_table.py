"""Who opens which address: DESIGN.md "Who may do what", one row an address.

M management, C coordinator, P psychologist, E educator, L logistics, V volunteers' coordinator, Y volunteer.
`about` names the record of `tests.shelter.Shelter` that the address is about.
"""

from dataclasses import dataclass

LETTERS = {
    "M": "management",
    "C": "coordinator",
    "P": "psychologist",
    "E": "educator",
    "L": "logistics",
    "V": "volunteers",
    "Y": "volunteer",
}
EVERYBODY = "MCPELVY"
READERS = "MCPE"
WORLD = "the world"


@dataclass(frozen=True)
class Row:
    method: str
    roles: str
    about: str = ""
    data: tuple = ()

    @property
    def allowed(self) -> set[str]:
        return set(LETTERS.values()) if self.roles == WORLD else {LETTERS[letter] for letter in self.roles}


def get(roles, about=""):
    return Row("get", roles, about)


def post(roles, about="", **data):
    return Row("post", roles, about, tuple(data.items()))


TABLE = {
    # The shell
    "readyz": get(WORLD),
    "today": get(EVERYBODY),
    "search": get(READERS),
    "set_language": post(WORLD),
    "session_state": get(WORLD),
    "session_back": get(EVERYBODY),
    # Staff
    "team": get("M"),
    "team_invite": get("M"),
    "invitation_resend": post("M", "invitation"),
    "invitation_withdraw": post("M", "invitation"),
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
    # People
    "people:list": get(READERS),
    "people:new": get("CE"),
    "people:duplicates": post("CPE"),
    "people:person": get(READERS, "person"),
    "people:panel": get(READERS, "panel"),
    "people:rename": get("CE", "person"),
    "people:change_identity": get("C", "person"),
    "people:set_intimate": get("CP", "person"),
    "people:assign_worker": get("C", "person"),
    "people:show_legal_name": post(READERS, "person"),
    "people:alert_new": get("CE", "person"),
    "people:alert_end": post("CE", "alert"),
    "people:alert_restore": post("CE", "alert"),
    "people:channel_new": get("C", "person"),
    "people:channel": get("C", "channel"),
    "people:channel_show": post(READERS, "channel"),
    "people:channel_remove": post("C", "channel"),
    "people:channel_restore": post("C", "channel"),
    "people:outside_new": get("C", "person"),
    "people:outside": get("C", "outside"),
    "people:outside_remove": post("C", "outside"),
    "people:outside_restore": post("C", "outside"),
    "people:consent_new": get("CPE", "person"),
    "people:consent_withdraw": post("CPE", "consent"),
    "people:consent_undo": post("CPE", "consent"),
    "people:closure_new": get("M", "person"),
    "people:closure_reopen": post("M", "closure"),
    # Intake
    "intake:inbox": get(READERS),
    "intake:new": get("CPE"),
    "intake:assign_many": post("C"),
    "intake:assign_back": post("C", "mark"),
    "intake:view_new": get(READERS),
    # A view of the inbox is its maker's alone: here the coordinator's
    "intake:view": get("C", "saved_view"),
    "intake:view_remove": post("C", "saved_view"),
    "intake:view_restore": post("C", "saved_view"),
    "intake:waiting": get(READERS),
    "intake:detail": get(READERS, "request"),
    "intake:contact": get("CPE", "request"),
    "intake:contact_undo": post("CPE", "attempt"),
    "intake:call_back": post(READERS, "anonymous"),
    "intake:leave": get("C", "request"),
    "intake:wait_again": post("C", "request"),
    "intake:undo": post("CPE", "request"),
    "intake:start": post("C", "request"),
    "intake:assess": get("C", "request"),
    "intake:assign": get("C", "request"),
    "intake:attach": get("C", "request"),
    "intake:detach": post("C", "request"),
    "intake:decide": get("C", "request"),
    "intake:revoke": post("C", "request"),
    "intake:reopen": post("C", "request"),
    # The old register
    "register:imports": get("MC"),
    "register:import": get("MC", "register_import"),
    "register:rejected": get("MC", "register_import"),
    "register:start": post("C", "register_import"),
    "register:undo": post("C", "register_import"),
    "register:discard": post("C", "register_import"),
    "register:take": get("C", "waiting_stay"),
    "register:leave": post("C", "waiting_stay"),
    "register:wait_again": post("C", "waiting_stay"),
    # Housing
    "housing:board": get("MCPEL"),
    "housing:tonight": get("MCPEL"),
    "housing:give": get("CE"),
    "housing:exchange": get("C"),
    "housing:plan": get("CE", "promise"),
    "housing:accept": post("C", "promise"),
    "housing:withdraw": post("C", "promise"),
    "housing:restore": post("C", "promise"),
    "housing:stay": get(READERS, "stay"),
    "housing:agree": get("C", "stay"),
    "housing:move": get("CE", "stay"),
    "housing:extend": get("C", "stay"),
    "housing:depart": get("CE", "stay"),
    "housing:confirm": post("C", "stay"),
    "housing:undo_arrival": post("CE", "stay"),
    "housing:undo_departure": post("CE", "stay"),
    "housing:extensions": get("MC"),
    "housing:decide": get("M", "extension"),
    "housing:withdraw_extension": post("C", "extension"),
    "housing:revoke_decision": post("M", "extension"),
    "housing:spaces": get("MCPEL"),
    "housing:space": get("MCPEL", "space"),
    "housing:open_space": get("C"),
    "housing:open_site": get("C"),
    "housing:open_unit": get("C"),
    "housing:close": get("CL", "space"),
    "housing:start_service": get("C", "space"),
    "housing:end_service": get("C", "space"),
    "housing:reopen": post("CL", "space_closure"),
    "housing:undo_closure": post("CL", "space_closure"),
    "housing:undo_reopening": post("CL", "space_closure"),
    "housing:address": post("MCL", "site"),
    # Casework
    "casework:caseload": get(READERS),
    "casework:open": get("CPE", "person"),
    "casework:plan": get(READERS, "plan"),
    "casework:close": get("CE", "plan"),
    "casework:reopen": post("CE", "plan"),
    "casework:goal_new": get("CPE", "plan"),
    "casework:goal": get("CE", "goal"),
    "casework:goal_end": post("CE", "goal", state="reached"),
    "casework:goal_resume": post("CE", "goal"),
    "casework:goal_remove": post("CE", "goal"),
    "casework:goal_restore": post("CE", "removed_goal"),
    "casework:action_new": get("CPE", "goal"),
    "casework:action": get("CE", "action"),
    "casework:action_done": post("CE", "action"),
    "casework:action_undo": post("CE", "action"),
    "casework:action_remove": post("CE", "action"),
    "casework:action_restore": post("CE", "removed_action"),
    "casework:note_new": get("CPE", "person"),
    "casework:notes_read": post("M", "person"),
    "casework:note_withdraw": post("C", "note"),
    "casework:note_restore": post("C", "withdrawn_note"),
    "casework:hand_over": get("M", "colleague"),
    # Figures and reports
    "reports:figures": get("MCP"),
    "reports:chart": get("MCP", "chart"),
    "reports:funders": get("M"),
    "reports:build": post("M"),
    "reports:progress": get("M", "report"),
    "reports:cancel": post("M", "report"),
    "reports:retry": post("M", "report"),
    "reports:discard": post("M", "report"),
    "reports:finalise": post("M", "report"),
    "reports:download": get("M", "report"),
    # An alert is its recipient's alone: here the coordinator's
    "notifications:open": post("C", "told"),
    "notifications:read": post("C", "told"),
    "notifications:unread": post("C", "told"),
}
