"""Who speaks for which departments in the demonstration, and what departments have brought."""

from __future__ import annotations

from kizuna.core.models import Account, Membership
from kizuna.desk.demo.accounts import address
from kizuna.desk.demo.build import Builder, text
from kizuna.desk.demo.files import Row
from kizuna.directory import actions as directory
from kizuna.directory.models import Charge
from kizuna.partners import actions as partners
from kizuna.partners.contributing import as_entry
from kizuna.partners.models import Contribution, Invitation


def account(made: Builder, row: Row, role: str) -> Account:
    """The demonstration's account of that role in the row's home."""
    return Account.objects.get(email=address(made.home(row), role))


def charge(made: Builder, row: Row) -> None:
    """One department in the charge of the demonstration's coordinator."""
    home = made.home(row)
    membership = Membership.objects.get(account__email=address(home, "coordinator"), home=home)
    saved = Charge(home=home, membership=membership, unit=made.get("units", row["unit"]), visibility="staff")
    directory.revise(saved, by=made.by, verb="loaded")
    made.count += 1


def contribution(made: Builder, row: Row) -> None:
    """One contribution, sent by the coordinator, and what the office did with it."""
    home = made.home(row)
    coordinator, office = account(made, row, "coordinator"), account(made, row, "office")
    saved = Contribution(
        home=home, kind=row["kind"], unit=made.get("units", row["unit"]), text=text(row["text"]),
        partnership=made.get("partnerships", row.get("partnership")), partner_named=row.get("partner_named", ""),
        phase=made.get("phases", row.get("phase")), link_kind=row.get("link_kind", ""),
        when=made.date(row.get("when"), home),
    )  # fmt: skip
    partners.submit(saved, by=coordinator)
    made.count += 1
    if row.get("state") == "returned":
        partners.send_back(saved, word=row["word"], by=office)
    elif row.get("state") == "withdrawn":
        partners.withdraw(saved, by=coordinator)
    elif row.get("state") == "accepted":
        partners.accept(saved, as_entry(saved), by=office)
        made.count += 1


def invitation(made: Builder, row: Row) -> None:
    """One department asked to join a team, and its answer."""
    home = made.home(row)
    saved = Invitation(
        home=home, partnership=made.get("partnerships", row["partnership"]), unit=made.get("units", row["unit"]),
        word=row.get("word", ""),
    )  # fmt: skip
    partners.invite(saved, by=account(made, row, "office"))
    made.count += 1
    if row.get("state") == "accepted":
        partners.agree(saved, reply=row.get("reply", ""), by=account(made, row, "coordinator"))
    elif row.get("state") == "declined":
        partners.decline(saved, reply=row.get("reply", ""), by=account(made, row, "coordinator"))
