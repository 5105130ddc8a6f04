"""The lists of agreements, projects and money as columns and rows of a file, as their pages show them."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kizuna.agreements import listing as agreeing
from kizuna.agreements import standing
from kizuna.agreements.models import Agreement, Standing
from kizuna.desk.lists import CHUNK, Asked, Cells, Made
from kizuna.projects import listing as working
from kizuna.projects import money
from kizuna.projects.models import Funding, Project


def agreements(asked: Asked) -> Made:
    """The agreements as they stood on the day, narrowed as the page from which one comes."""
    headings = [_("Title"), _("Kind"), _("Level"), _("On the day"), _("Partner"), _("Concluded"), _("From"), _("Until"),
                _("How its end is known"), _("Renews itself on"), _("Parties"), "uuid"]  # fmt: skip
    rows: Any = Agreement.objects.none()
    with suppress(ValidationError):
        wanted = agreeing.Narrowed.of(asked.narrowed)
        rows = agreeing.rows(asked.home, asked.user, wanted, asked.day)
    found = agreeing.with_all(rows, asked.user).iterator(CHUNK)
    return headings, (_agreement(row, asked) for row in found)


def _agreement(row: Any, asked: Asked) -> Cells:
    language = asked.language
    parties = ((one.unit or one.organisation).shown_name for one in row.parties.all())
    return [
        row.title.get(language).value,
        str(row.get_kind_display()),
        str(row.get_level_display()),
        str(Standing(row.standing).label),
        row.partnership.name.get(language).value if row.partnership else "",
        _when(row.concluded, language),
        _when(row.begins, language),
        _when(row.ended or row.ends, language),
        standing.ends_of(row),
        row.renews_on(asked.day) or "",
        "; ".join(one.get(language).value for one in parties),
        row.uuid,
    ]


def _when(value: Any, language: str) -> str:
    return str(value.display(language) if value else value.stated)


def projects(asked: Asked) -> Made:
    """The projects, narrowed as the page from which one comes."""
    headings = [_("Title"), _("Kind"), _("State"), _("Partner"), _("Programme"), _("From"), _("Until"),
                _("Departments and organisations"), "uuid"]  # fmt: skip
    rows: Any = Project.objects.none()
    with suppress(ValidationError):
        rows = working.rows(asked.home, asked.user, working.Narrowed.of(asked.narrowed))
    found = working.with_all(rows, asked.user).iterator(CHUNK)
    return headings, (_project(row, asked.language) for row in found)


def _project(row: Any, language: str) -> Cells:
    bodies = ((one.unit or one.organisation).shown_name for one in row.units.all())
    return [
        row.title.get(language).value,
        str(row.get_kind_display()),
        str(row.get_state_display()),
        row.partnership.name.get(language).value if row.partnership else "",
        row.programme.name.get(language).value if row.programme else "",
        _when(row.begins, language),
        _when(row.ends, language),
        "; ".join(one.get(language).value for one in bodies),
        row.uuid,
    ]


def money_lines(asked: Asked) -> Made:
    """Every line of money, the amount and its currency in columns of their own."""
    headings = [_("For"), _("Partner"), _("Kind"), _("Who pays"), _("From"), _("State"), _("Amount"), _("Number"),
                _("Currency"), _("From when"), _("Until"), _("Text"), "uuid"]  # fmt: skip
    found = money.with_all(money.seen(asked.home, asked.user), asked.user).iterator(CHUNK)
    return headings, (_line(row, asked.language) for row in found)


def _line(row: Funding, language: str) -> Cells:
    project, partner = row.project, row.partnership
    goal = project.title if project else partner.name if partner else row.programme.name if row.programme else None
    payer = row.outside.name if row.outside else row.organisation.shown_name if row.organisation else row.named
    return [
        goal.get(language).value if goal else "",
        partner.name.get(language).value if partner else "",
        str(row.get_kind_display()),
        str(row.get_side_display()),
        payer.get(language).value,
        str(row.get_state_display()),
        row.amount.display(language) if row.amount else _("not stated"),
        row.amount.amount if row.amount else "",
        row.amount.currency if row.amount else "",
        _when(row.begins, language),
        _when(row.ends, language),
        row.text.get(language).value,
        row.uuid,
    ]
