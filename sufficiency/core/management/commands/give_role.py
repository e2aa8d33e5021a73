"""Give somebody a role in an authority; how a council's first people get in."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils.crypto import get_random_string

from sufficiency.core.actions import give_role
from sufficiency.core.models import AuthorityCode
from sufficiency.core.roles import ROLES

PASSWORD_LENGTH = 20


class Command(BaseCommand):
    """``manage.py give_role ada --role data-admin --authority E06000059``."""

    help = "Give somebody a role in an authority. A user who is new gets a password, printed once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, which role, where."""
        parser.add_argument("username")
        parser.add_argument("--role", required=True, choices=list(ROLES))
        parser.add_argument("--authority", required=True, help="ONS code, such as E06000059")

    def handle(self, **options: Any) -> None:
        """Make the user unless there is one, and give the role."""
        named = AuthorityCode.objects.filter(code=options["authority"]).select_related("authority").first()
        if named is None:
            raise CommandError(f"No authority has the code '{options['authority']}'. Use its ONS code.")
        user, is_new = User.objects.get_or_create(username=options["username"])
        if is_new:
            password = get_random_string(PASSWORD_LENGTH)
            user.set_password(password)
            user.save(update_fields=["password"])
            self.stdout.write(f"{user.username} can sign in with the password {password}")
        role = ROLES[options["role"]]
        given = give_role(user=user, role=role, authority=named.authority, by="manage.py")
        state = "is now" if given else "is already"
        self.stdout.write(f"{user.username} {state} {role.name} of {named.authority}.")
