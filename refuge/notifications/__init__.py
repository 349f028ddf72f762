"""Alerts, in the app and by e-mail: each to each recipient exactly once, whatever is run twice, killed or late."""
