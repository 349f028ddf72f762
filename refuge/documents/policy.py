"""Who may do what with documents (DESIGN.md, "Who may do what": documents, asylum track)."""

import rules

from refuge.accounts.roles import is_coordinator, is_educator, is_psychologist, reads_files

works_with_all = is_coordinator | is_psychologist


@rules.predicate
def is_uploader(user, document):
    return document is not None and document.uploaded_by_id == user.pk


rules.add_perm("documents.view_all", works_with_all)
# An educator's own uploads: which ones is `Document.visible_to`.
rules.add_perm("documents.view", is_coordinator | is_psychologist | is_educator)
rules.add_perm("documents.add", is_coordinator | is_psychologist | is_educator)
# Asked about a document that the user may open.
rules.add_perm("documents.change", works_with_all | (is_educator & is_uploader))
# Papers of a record, such as an inquiry's, are opened by whoever its app lets; management has no other.
rules.add_perm("documents.open", reads_files)
