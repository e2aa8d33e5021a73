"""Give somebody a role in an authority; how a council's first people get in."""

from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from sufficiency.core.actions import AccessRefusedError, add_person, give_role
from sufficiency.core.models import Authority
from sufficiency.core.roles import ROLES

BY = "manage.py"


class Command(BaseCommand):
    """``manage.py give_role ada --role administrator --authority E06000059``."""

    help = "Give somebody a role in an authority. A user who is new gets a one-time password, printed once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, which role, where, why and until when."""
        parser.add_argument("username")
        parser.add_argument("--role", required=True, choices=list(ROLES))
        parser.add_argument("--authority", required=True, help="ONS code, such as E06000059")
        parser.add_argument("--reason", default="", help="why, for the audit trail")
        parser.add_argument("--last-day", type=date.fromisoformat, help="the last day with it, such as 2026-06-30")

    def handle(self, **options: Any) -> None:
        """Make the user unless there is one, and give the role."""
        try:
            authority = Authority.of_england(options["authority"])
        except Authority.DoesNotExist as unknown:
            raise CommandError(str(unknown)) from None
        role, last_day = ROLES[options["role"]], options["last_day"]
        with transaction.atomic():
            user, password = _user(options["username"], authority)
            try:
                given = give_role(
                    user=user,
                    role=role,
                    authority=authority,
                    by=BY,
                    reason=options["reason"],
                    until=last_day and last_day + timedelta(days=1),
                )
            except AccessRefusedError as refusal:
                raise CommandError(str(refusal)) from None
        if password:
            self.stdout.write(f"{user.username} can sign in once with the password {password}")
        self.stdout.write(f"{user.username} {'is now' if given else 'is already'} {role.name} of {authority}.")


def _user(username: str, authority: Authority) -> tuple[User, str]:
    """The user of that name and no password; or a new one and theirs."""
    user = User.objects.filter(username__iexact=username).first()
    if user is not None:
        return user, ""
    try:
        password = add_person(username=username, authority=authority, by=BY)
    except ValidationError as fault:
        raise CommandError(" ".join(fault.messages)) from None
    return User.objects.get(username=username), password
