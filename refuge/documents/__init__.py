"""Encrypted attachments: papers of a young person, of an e-mail, of an inquiry."""
