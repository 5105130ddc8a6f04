"""The tables of alumni, one file per aggregate."""

from kizuna.alumni.models.giving import Campaign, Gift
from kizuna.alumni.models.network import AlumniEvent, AlumniNetwork, Officer, Strength

__all__ = ["AlumniEvent", "AlumniNetwork", "Campaign", "Gift", "Officer", "Strength"]
