"""Who may read and change what of a young person's file. Which files a person may open is `Person.visible_to`."""

import rules

from refuge.accounts.models import Role
from refuge.accounts.roles import has_role, is_coordinator, is_management, reads_files

works_on_files = has_role(Role.COORDINATOR, Role.EDUCATOR)
is_trusted_with_intimate = has_role(Role.COORDINATOR, Role.PSYCHOLOGIST)
accompanies = has_role(Role.COORDINATOR, Role.PSYCHOLOGIST, Role.EDUCATOR)

# The file exists: chosen name, pronouns, age, team alerts, timeline.
rules.add_perm("people.view_file", reads_files)
rules.add_perm("people.change_file", works_on_files)
# Legal name, birth date, residence status, contacts, who knows.
rules.add_perm("people.view_identity", reads_files)
rules.add_perm("people.change_identity", is_coordinator)
# Orientation, gender identity, health notes.
rules.add_perm("people.view_intimate", is_trusted_with_intimate)
rules.add_perm("people.change_intimate", is_trusted_with_intimate)
# A consent is withdrawn as easily as it was given: to anybody who accompanies the person.
rules.add_perm("people.view_consents", reads_files)
rules.add_perm("people.change_consents", accompanies)
rules.add_perm("people.view_history", is_management)
rules.add_perm("people.close_file", is_management)
# Management reads the trace of merges and corrections; merging itself is the coordinator's, as changing identity is.
rules.add_perm("people.view_changes", is_management | is_coordinator)
rules.add_perm("people.merge", is_coordinator)
rules.add_perm("people.record_death", is_coordinator)
# Whoever may note a call is offered the files that may be the same person's.
rules.add_perm("people.find_duplicates", accompanies)
