"""A plausible past of any size, written in bulk: the demo's two years and what `manage.py seed` makes.

`simulation.Past` lives through the days in order: calls come in, spaces fall free, people move in, on and out. What
happens goes to `rows.Rows`, which writes it batch by batch. Triggers, history and rules of the database all run.

Everything is told in days from today (-1 is yesterday) and drawn from one generator that never sees a calendar: the
same size gives the same people on whatever day it is built, and on one day the same rows, ids and references.
"""
