"""Calls for help: logged, assessed case by case, decided with a reason, none forgotten."""
