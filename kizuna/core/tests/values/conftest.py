"""No test of values is timed: a busy machine is not a fault of theirs."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
