"""The old register taken over: a workbook with a sheet a year, kept by hand for years.

`reading.read` says what a careful reader finds in it, whatever the database holds and whatever today is;
`operations.register` writes that, once. What cannot be read is rejected by sheet, row and reason; what breaks a rule
of the house waits for a decision. Nothing is guessed in silence.
"""
