"""Staff and volunteers who sign in: roles, second factor, invitations, drafts of what they write."""
