"""Starts Django for the command line; importing it is what starts it."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured


def prepare_demonstration() -> None:
    """Makes the data folder and, where no key is given, a key of its own that only this user can read."""
    data = Path(os.environ.get("KIZUNA_DATA", "var")).resolve()
    try:
        data.mkdir(parents=True, exist_ok=True)
        secret = data / "secret"
        if os.environ.get("KIZUNA_SECRET_KEY") or (secret.is_file() and secret.stat().st_size):
            return
        half = data / f"secret.{os.getpid()}.partial"
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(50))
        half.replace(secret)
    except OSError as problem:
        raise SystemExit(f"kizuna: the data folder {data} cannot be written: {problem.strerror}") from problem


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kizuna.config.settings")
# Only this command may make a key: everything else refuses to start without one.
if Path(sys.argv[0]).stem in ("kizuna", "cli") and sys.argv[1:2] == ["run"]:
    prepare_demonstration()
if "--help" in sys.argv[1:] or len(sys.argv) == 1:
    # Help is given anywhere; a key that lives as long as this command opens nothing.
    os.environ.setdefault("KIZUNA_SECRET_KEY", secrets.token_urlsafe(50))
try:
    django.setup()
except ImproperlyConfigured as problem:
    raise SystemExit(f"kizuna: {problem}") from problem
