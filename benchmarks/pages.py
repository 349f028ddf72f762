"""The pages that are measured: one line each. What `about` names is looked up in benchmarks/records.py."""

from dataclasses import dataclass

FLOOR = "/floor/"  # the plain list: beside the product, never in its address map
LEAST = 50  # rows of the floor beside a page that is no list
A_PAGE = 25  # a list that happens to be short is still held against a whole page of rows


@dataclass(frozen=True)
class Page:
    """An address, who opens it, and what it is about. `is_list`: the floor has as many rows as the page shows."""

    address: str
    role: str = "coordinator"
    about: str = ""
    query: str = ""
    note: str = ""
    is_list: bool = False

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.address, self.note) if part)

    def floor(self, shown: int) -> int:
        """How many rows the plain list beside this page has."""
        return max(shown, A_PAGE) if self.is_list else LEAST


def listing(address, role="coordinator", **more):
    return Page(address, role, is_list=True, **more)


def panel(key, role="coordinator"):
    return Page("people:panel", role, about=f"panel_{key}", note=key)


PAGES = [
    Page("today", note="coordinator"),
    Page("today", "educator", note="educator"),
    Page("today", "psychologist", note="psychologist"),
    Page("today", "management", note="management"),
    Page("today", "logistics", note="logistics"),
    Page("search", note="empty"),
    Page("search", query="q=salome", note="a name"),
    Page("search", query="q=za", note="two letters"),
    Page("search", about="phone", note="a phone number"),
    Page("session_back"),
    # Staff
    listing("team", "management"),
    Page("team_invite", "management"),
    Page("team_member", "management", about="colleague"),
    Page("me"),
    listing("parameters", "management"),
    Page("parameter", "management", about="parameter"),
    listing("audit:log", "management"),
    listing("notifications:alerts"),
    # People
    listing("people:list"),
    listing("people:list", about="last_people", note="last page"),
    listing("people:list", query="age=adult&sort=-opened", note="filtered, newest"),
    Page("people:new"),
    Page("people:person", about="person"),
    panel("requests"),
    panel("stay"),
    panel("plan"),
    panel("journal"),
    panel("agenda"),
    panel("identity"),
    panel("contact"),
    panel("who-knows"),
    panel("consents"),
    panel("access", "management"),
    Page("people:rename", about="person"),
    Page("people:change_identity", about="person"),
    Page("people:set_intimate", about="person"),
    Page("people:assign_worker", about="person"),
    Page("people:alert_new", about="person"),
    Page("people:channel_new", about="person"),
    Page("people:channel", about="channel"),
    Page("people:outside_new", about="person"),
    Page("people:outside", about="outside"),
    Page("people:consent_new", about="person"),
    Page("people:closure_new", "management", about="person"),
    Page("people:alert_end", about="alert"),
    Page("people:channel_remove", about="channel"),
    Page("people:outside_remove", about="outside"),
    Page("people:merge", about="person"),
    Page("people:merge_with", about="other_file"),
    Page("people:death", about="person"),
    # Documents
    Page("documents:new", about="person"),
    Page("documents:document", about="document"),
    Page("documents:describe", about="document"),
    # Partners
    listing("partners:list"),
    Page("partners:organisation", about="organisation"),
    Page("partners:new"),
    Page("partners:edit", about="organisation"),
    Page("partners:merge", about="organisation"),
    Page("partners:part_new", about="part_kind"),
    Page("partners:part_edit", about="partner_part"),
    Page("partners:import"),
    Page("partners:refer", about="person"),
    Page("intake:refer", about="request"),
    listing("partners:referrals"),
    Page("partners:referral", about="referral"),
    Page("partners:referral_edit", about="referral_to_send"),
    Page("partners:lift", about="referral_to_send"),
    Page("partners:send", about="referral_to_send"),
    Page("partners:answer", about="referral_sent"),
    Page("partners:outcome", about="referral_answered"),
    # E-mails and inquiries
    listing("intake:mails"),
    Page("intake:mail_new"),
    Page("intake:mail", about="mail"),
    Page("intake:mail_file", about="mail"),
    listing("intake:inquiries"),
    Page("intake:inquiry_new"),
    Page("intake:inquiry", about="inquiry"),
    # Intake
    listing("intake:inbox"),
    listing("intake:inbox", query="state=all", note="all"),
    listing("intake:inbox", about="last_requests", note="all, last page"),
    listing("intake:waiting"),
    Page("intake:view_new"),
    Page("intake:new"),
    Page("intake:contact", about="request_waiting"),
    Page("intake:leave", about="request_waiting"),
    Page("intake:detail", about="request"),
    Page("intake:assess", about="request"),
    Page("intake:assign", about="request"),
    Page("intake:attach", about="request"),
    Page("intake:decide", about="request"),
    Page("intake:danger", about="minor_request"),
    Page("intake:follow_up", about="minor_request"),
    Page("intake:flags", about="person"),
    Page("intake:flag_new", about="person"),
    Page("intake:flag_review", about="flag"),
    Page("intake:flag_close", about="flag"),
    Page("intake:asylum", about="person"),
    # The old register
    Page("register:imports"),
    Page("register:import", about="register_import"),
    Page("register:take", about="waiting_stay"),
    # Housing
    listing("housing:board"),
    listing("housing:board", query="view=year", note="a year"),
    listing("housing:tonight"),
    Page("housing:give"),
    Page("housing:exchange"),
    Page("housing:plan", about="promise"),
    Page("housing:stay", about="stay"),
    Page("housing:agree", about="stay"),
    Page("housing:move", about="stay"),
    Page("housing:extend", about="stay"),
    Page("housing:depart", about="stay"),
    listing("housing:extensions", "management"),
    Page("housing:decide", "management", about="extension"),
    listing("housing:spaces"),
    Page("housing:space", about="space"),
    Page("housing:open_space"),
    Page("housing:open_site"),
    Page("housing:open_unit"),
    Page("housing:close", about="space"),
    Page("housing:start_service", about="space"),
    Page("housing:end_service", about="space"),
    # Casework
    listing("casework:caseload"),
    listing("casework:caseload", "management", note="management"),
    Page("casework:open", about="without_plan"),
    Page("casework:plan", about="plan"),
    Page("casework:close", about="plan"),
    Page("casework:goal_new", about="plan"),
    Page("casework:goal", about="goal"),
    Page("casework:action_new", about="goal"),
    Page("casework:action", about="action"),
    Page("casework:note_new", about="person"),
    Page("casework:hand_over", "management", about="colleague"),
    Page("casework:agenda", query="whose=house", note="week"),
    Page("casework:agenda", query="whose=house&view=month", note="month"),
    Page("casework:appointment", about="appointment"),
    Page("casework:appointment_new"),
    Page("casework:appointment_for", about="person"),
    Page("casework:appointment_change", about="appointment"),
    Page("casework:feed_settings"),
    listing("casework:own_notes", query="q=rendez-vous"),
    Page("casework:note_amend", about="fresh_note"),
    Page("casework:note_add", about="fresh_note"),
    Page("casework:review_new", about="plan"),
    Page("casework:roads_of_plan", about="plan"),
    Page("casework:road_apply", about="plan_road"),
    Page("casework:roads"),
    Page("casework:road", about="road"),
    Page("casework:copy_new", about="plan"),
    Page("casework:copy", about="plan_copy"),
    Page("casework:covers"),
    # Figures
    Page("reports:figures"),
    Page("reports:funders", "management"),
    Page("reports:chart", about="chart"),
    Page("reports:progress", "management", about="report"),
]

# GET addresses that are no page to wait for, and why.
NOT_MEASURED = {
    "readyz": "asked by machines, and it waits for each part of the house",
    "session_state": "two values as JSON, asked by a script",
    "invitation": "opened once, with a key that leaves by e-mail alone",
    "reports:download": "a file that a worker built",
    "documents:preview": "a picture, drawn when the paper came in",
    "documents:download": "the paper itself",
    "partners:letter": "a PDF",
    "casework:copy_pdf": "a PDF",
    "casework:feed": "read by calendars, and built once a minute",
    "partners:import_preview": "seen once, after a list of partners was uploaded",
    "people:merge_done": "seen once, after two files were merged",
    "intake:view": "the same form as intake:view_new",
    "register:rejected": "a workbook, made to be downloaded",
}
