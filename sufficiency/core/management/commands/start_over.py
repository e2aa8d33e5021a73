"""Let somebody start over who has lost their password or their second step, and whom no administrator may help."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from sufficiency.core.actions import set_one_time_password


class Command(BaseCommand):
    """``manage.py start_over ada``."""

    help = "Set a new one-time password, printed once; take the second step away; sign the person out everywhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who."""
        parser.add_argument("username")

    def handle(self, **options: Any) -> None:
        """Do it."""
        user = User.objects.filter(username__iexact=options["username"]).first()
        if user is None:
            raise CommandError(f"Nobody has the user name '{options['username']}'.")
        password = set_one_time_password(user=user, authority=None, by="manage.py")
        self.stdout.write(f"{user.username} can sign in once with the password {password}")
