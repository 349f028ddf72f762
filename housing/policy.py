"""Who may do what with stays, spaces and the board (DESIGN.md, "Who may do what")."""

import rules

from refuge.access import allows
from refuge.accounts.roles import (
    is_coordinator,
    is_educator,
    is_logistics,
    is_management,
    is_psychologist,
    is_volunteers_coordinator,
    reads_files,
)
from refuge.people.policy import is_trusted_with_intimate

# The board shows a person's name to whom `Person.visible_to` shows the person.
rules.add_perm("housing.view_board", reads_files | is_logistics)
rules.add_perm("housing.view_stay", reads_files)
rules.add_perm("housing.plan", is_coordinator)
rules.add_perm("housing.record", is_coordinator | is_educator)
rules.add_perm("housing.confirm", is_coordinator)
rules.add_perm("housing.ask_extension", is_coordinator)
rules.add_perm("housing.decide_extension", is_management)
rules.add_perm("housing.view_extensions", is_management | is_coordinator)
# Asking after somebody who has left is part of accompanying them; who reads files reads what came of it.
rules.add_perm("housing.view_after_care", reads_files)
rules.add_perm("housing.record_after_care", is_coordinator | is_educator)
rules.add_perm("housing.close_space", is_coordinator | is_logistics)
rules.add_perm("housing.manage_spaces", is_coordinator)
# Who is an applicant is part of the file: the quota of reserved spaces is for those who read files.
rules.add_perm("housing.view_reserve", reads_files)
rules.add_perm("housing.view_address", is_management | is_coordinator | is_logistics)
# Residents by chosen name, for those who read no file.
rules.add_perm("housing.know_residents", is_logistics | is_volunteers_coordinator)
# The old register: the coordinator takes it over; what goes beyond the limit is management's to approve.
rules.add_perm("housing.view_import", is_management | is_coordinator)
rules.add_perm("housing.import_register", is_coordinator)
# What a night costs is management's figure.
rules.add_perm("housing.view_costs", is_management)

# Maintenance and keys are everybody's who works in the flats; a psychologist may report, and hand out.
keeps_house = is_management | is_coordinator | is_educator | is_logistics
rules.add_perm("housing.work_on_tickets", keeps_house)
rules.add_perm("housing.report_ticket", keeps_house | is_psychologist)
rules.add_perm("housing.keep_keys", keeps_house)
rules.add_perm("housing.hand_out_keys", keeps_house | is_psychologist)
rules.add_perm("housing.answer_for_repairs", is_logistics)
# The agreement goes with the stay; the rules of the house are management's to write.
rules.add_perm("housing.view_agreement", reads_files)
rules.add_perm("housing.make_agreement", is_coordinator | is_educator)
rules.add_perm("housing.view_rules", reads_files | is_logistics)
rules.add_perm("housing.write_rules", is_management)
# Psychiatry and prison are read and noted like what is intimate in a file, and by nobody else.
rules.add_perm("housing.view_earlier_care", is_trusted_with_intimate)
rules.add_perm("housing.note_earlier_care", is_trusted_with_intimate)
# Wishes and conflicts are read with the file.
rules.add_perm("housing.note_together", is_coordinator | is_psychologist | is_educator)

ACTS = (
    "plan", "record", "confirm", "ask_extension", "decide_extension", "view_extensions", "close_space",
    "manage_spaces", "view_address", "view_stay", "import_register", "view_presence", "mark_presence",
    "record_absence", "free_space", "add_handover", "add_safety", "view_after_care", "record_after_care",
    "note_turned_away",
)  # fmt: skip


def may(user) -> dict:
    """What `user` may do in this room, by name, for the templates."""
    return {act: allows(user, f"housing.{act}") for act in ACTS}
