"""Somebody leaves: their roles, their sessions and their way in end, and the audit trail says so."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from sufficiency.core.actions import close_account


class Command(BaseCommand):
    """``manage.py close_account ann --reason "left the council"``."""

    help = "End every role and every session of somebody, and let them sign in no more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, and why."""
        parser.add_argument("username")
        parser.add_argument("--reason", required=True, help="why, for the audit trail")

    def handle(self, **options: Any) -> None:
        """Do it."""
        user = User.objects.filter(username__iexact=options["username"]).first()
        if user is None:
            raise CommandError(f"Nobody has the user name '{options['username']}'.")
        roles = close_account(user=user, by="manage.py", reason=options["reason"])
        self.stdout.write(f"{user.username} can sign in no more. Roles that ended: {roles}.")
