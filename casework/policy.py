"""Who may do what with plans and notes (DESIGN.md, "Who may do what": plans, goals, notes, appointments).

Management sees the states and counts of plans, and notes only with a reason that is logged. The psychologist reads
and adds; what others wrote is the coordinator's and the educators' to change.
"""

import rules

from refuge.accounts.roles import is_coordinator, is_educator, is_management, is_psychologist, reads_files

accompanies = is_coordinator | is_educator | is_psychologist


@rules.predicate
def is_own_action(user, action):
    return action is not None and action.responsible_id == user.pk


@rules.predicate
def is_author(user, note):
    return note is not None and note.author_id == user.pk


rules.add_perm("casework.view_states", reads_files)
rules.add_perm("casework.view_plan", accompanies)
rules.add_perm("casework.add", accompanies)
rules.add_perm("casework.change", is_coordinator | is_educator)
rules.add_perm("casework.do_action", is_coordinator | is_educator | (is_psychologist & is_own_action))
rules.add_perm("casework.read_notes", accompanies)
rules.add_perm("casework.read_notes_with_reason", accompanies | is_management)
rules.add_perm("casework.give_reason", is_management & ~accompanies)
rules.add_perm("casework.withdraw_note", accompanies & is_author)
# What somebody has in hand goes to a colleague before their account is switched off.
rules.add_perm("casework.hand_over", is_management)


@rules.predicate
def is_noted_by(user, record):
    return record is not None and record.noted_by_id == user.pk


# Life areas: management counts them (reports), and opens none. The psychologist takes back what they noted.
rules.add_perm("casework.view_areas", accompanies)
rules.add_perm("casework.measure_areas", accompanies)
rules.add_perm("casework.remove_areas", is_coordinator | is_educator | (is_psychologist & is_noted_by))
# Rights opened go the same way.
rules.add_perm("casework.view_rights", accompanies)
rules.add_perm("casework.remove_right", is_coordinator | is_educator | (is_psychologist & is_noted_by))


@rules.predicate
def is_own_appointment(user, appointment):
    """Theirs, or they go along, or they made it."""
    mine = (appointment.worker_id, appointment.accompanied_by_id, appointment.created_by_id) if appointment else ()
    return user.pk in mine


rules.add_perm("casework.change_appointment", is_coordinator | is_educator | (is_psychologist & is_own_appointment))
# Somebody on holiday names who stands in; for others management and the coordinator do.
rules.add_perm("casework.cover", accompanies | is_management)
rules.add_perm("casework.cover_others", is_coordinator | is_management)
rules.add_perm("casework.edit_roads", is_coordinator | is_management)
# Asylum: who reads a procedure (intake.view_asylum) changes it; the others do what they are given, and see that alone.
rules.add_perm("casework.asylum_tasks", accompanies)
rules.add_perm("casework.only_asylum_tasks", is_educator & ~(is_coordinator | is_psychologist))
rules.add_perm("casework.only_asylum_status", is_management & ~(is_coordinator | is_psychologist))
rules.add_perm("casework.edit_checklist", is_coordinator | is_psychologist | is_management)
