"""The tables of agreements, one file per aggregate."""

from kizuna.agreements.models.agreement import Agreement, Party, Standing
from kizuna.agreements.models.signing import AgreementFile, Signature

__all__ = ["Agreement", "AgreementFile", "Party", "Signature", "Standing"]
