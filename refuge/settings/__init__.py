"""Settings, all from the environment; secure unless told otherwise. Names and meanings: docs/environment.md."""

from refuge.settings.base import *
from refuge.settings.security import *
from refuge.settings.sign_in import *
from refuge.settings.work import *
