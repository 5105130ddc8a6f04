"""The environment every test runs in: set here, before Django reads its settings."""

import atexit
import os
import shutil
import tempfile
from zlib import crc32

import django
import pytest
import pytest_django
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

# A developer's own data, key and mail server are never touched: what they have set is put aside.
for _name in [name for name in os.environ if name.startswith("KIZUNA_")]:
    if _name not in {"KIZUNA_DATABASE_URL", "KIZUNA_FUZZ", "KIZUNA_SCREENSHOTS"}:
        del os.environ[_name]

_data = tempfile.mkdtemp(prefix="kizuna-tests-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)

os.environ["DJANGO_SETTINGS_MODULE"] = "kizuna.config.settings"
os.environ["KIZUNA_DATA"] = _data
os.environ["KIZUNA_SECRET_KEY"] = "known to every test and good for nothing else"  # noqa: S105 - not a real secret

# The cast imports models, and pytest loads it right after this file: Django has to be ready by then.
django.setup()
pytest_plugins = ["tests.cast", "tests.programs"]


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,  # noqa: ARG001 - it makes the tables first
    django_db_blocker: pytest_django.DjangoDbBlocker,
) -> None:
    """Tables made from the models in one step, and on record as if every migration had been gone through."""
    with django_db_blocker.unblock():
        # What pytest-django has put in place to leave the migrations out.
        settings.MIGRATION_MODULES = {}
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        for key in MigrationLoader(None, ignore_no_migrations=True).disk_migrations or ():
            recorder.record_applied(*key)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A file's bytes are no name for a test: a zip made at collection holds the second it was made in.

    Two workers that collect in different seconds would otherwise disagree on which tests there are, and none runs.
    """
    return argname if isinstance(val, bytes) else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is dear to set up is set up by one worker: the demonstration once for a module, the server and Chromium.

    First of all, for xdist reads the groups in the same hook.
    """
    for item in items:
        if "demonstration_once" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
        elif "address" in getattr(item, "fixturenames", ()):
            # A sweep of every page is long enough for two servers.
            half = crc32(item.nodeid.encode()) % 2 if item.get_closest_marker("sweep") else ""
            item.add_marker(pytest.mark.xdist_group(f"browser{half}"))
