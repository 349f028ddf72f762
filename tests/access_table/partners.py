"""Partners and referrals."""

from tests.access_table.rows import READERS, get, post

ROWS = {
    "partners:list": get("MCPELV"),
    "partners:organisation": get("MCPELV", "organisation"),
    "partners:new": get("MCPEV"),
    "partners:edit": get("MCPEV", "organisation"),
    "partners:archive": post("MCPEV", "organisation"),
    "partners:unarchive": post("MCPEV", "organisation"),
    "partners:merge": get("MCPEV", "organisation"),
    "partners:part": post("MCPEV", "organisation_merge"),
    "partners:part_new": get("MCPEV", "part_kind"),
    "partners:part_edit": get("MCPEV", "partner_part"),
    "partners:part_remove": post("MCPEV", "partner_part"),
    "partners:part_restore": post("MCPEV", "partner_part"),
    "partners:import": get("MCPEV"),
    "partners:refer": get("CPE", "person"),
    "partners:referrals": get(READERS),
    "partners:referral": get(READERS, "referral"),
    "partners:referral_edit": get("CPE", "referral"),
    "partners:letter": get(READERS, "referral"),
    "partners:lift": get("CPE", "referral"),
    "partners:send": get("CPE", "referral"),
    "partners:unsend": post("CPE", "referral"),
    "partners:answer": get("CPE", "referral"),
    "partners:unanswer": post("CPE", "referral"),
    "partners:outcome": get("CPE", "referral"),
    "partners:withdraw": post("CPE", "referral"),
    "partners:restore": post("CPE", "referral"),
    # A list that is being imported is its importer's alone: here the coordinator's
    "partners:import_preview": get("C", "import_batch"),
    "partners:import_confirm": post("C", "import_batch"),
    "partners:import_discard": post("C", "import_batch"),
    "partners:import_undo": post("C", "import_batch"),
}
