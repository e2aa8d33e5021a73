"""Give somebody a role in an authority; how a council's first people get in."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.crypto import get_random_string

from sufficiency.core.actions import give_role
from sufficiency.core.models import Authority
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
        try:
            authority = Authority.of_england(options["authority"])
        except Authority.DoesNotExist as unknown:
            raise CommandError(str(unknown)) from None
        role = ROLES[options["role"]]
        with transaction.atomic():
            user, password = _user(options["username"])
            given = give_role(user=user, role=role, authority=authority, by="manage.py")
        if password:
            self.stdout.write(f"{user.username} can sign in with the password {password}")
        self.stdout.write(f"{user.username} {'is now' if given else 'is already'} {role.name} of {authority}.")


def _user(username: str) -> tuple[User, str]:
    """The user of that name and no password; or a new one and theirs."""
    user = User.objects.filter(username=username).first()
    if user is not None:
        return user, ""
    password = get_random_string(PASSWORD_LENGTH)
    user = User(username=username)
    user.set_password(password)
    try:
        user.full_clean()
    except ValidationError as fault:
        raise CommandError(" ".join(fault.messages)) from None
    user.save()
    return user, password
