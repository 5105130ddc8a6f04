"""The mail that answers a request to visit: written in the asker's language, with the answer, and sent by the worker.

A letter states no fact of its own: the answer and its reason stand on the request and in its history.
"""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kizuna.core.models.mails import can_be_sent, message_id
from kizuna.core.wording import in_language, language
from kizuna.visits.models import Letter, Request

KNOWN = frozenset(code for code, _name in settings.LANGUAGES)


def write(asked: Request, word: str) -> Letter | None:
    """The letter with the answer that the request bears now; None where no mail server is set up."""
    if not can_be_sent():
        return None
    with override(asked.language if asked.language in KNOWN else settings.LANGUAGE_CODE):
        row = Letter(request=asked, subject=_subject(asked), body=_body(asked, word.strip()))
    row.message_id = message_id("visit", row.uuid)
    row.save(force_insert=True)
    return row


def _subject(asked: Request) -> str:
    words = _("%(home)s: your request to visit") % {"home": in_language(asked.home.name)}
    return " ".join(words.split())[:200]


def _body(asked: Request, word: str) -> str:
    home = in_language(asked.home.name)
    told = [_("Dear %(name)s,") % {"name": " ".join(asked.name.split())}, ""]
    if asked.state == Request.State.ACCEPTED:
        told.append(_("thank you for your request to visit %(home)s. We look forward to your visit.") % {"home": home})
        visit = asked.visit
        if visit is not None and visit.when:
            told.append(_("We have noted: %(when)s.") % {"when": visit.when.display(language())})
    else:
        told.append(_("thank you for your request to visit %(home)s. We are sorry that we cannot receive you.")
                    % {"home": home})  # fmt: skip
    if word:
        told += ["", word]
    told += ["", _("With kind regards,"), home, ""]
    return "\n".join(told)
