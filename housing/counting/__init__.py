"""The count of a night: residents at 23:59 by ETHOS Light, age band and residence status, without names."""
