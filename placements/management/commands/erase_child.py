"""Erase one child."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from placements.subjects.asking import add_child, authority_of
from placements.subjects.erasure import erase_child
from sufficiency.extracts.actions import LoadRefusedError


class Command(BaseCommand):
    """``manage.py erase_child CHILD --authority CODE [--yes]``."""

    help = "Erase everything about one child but the audit trail, and search every table and file for what is left."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, and whether to ask first."""
        add_child(parser)
        parser.add_argument("--yes", action="store_true", help="do not ask first")

    def handle(self, **options: Any) -> None:
        """Erase, and say what was erased and that nothing is left; exits with 1 where something is."""
        authority = authority_of(options["authority"])
        question = f"Erase everything about one child of {authority}, for ever? Type yes: "
        if not options["yes"] and not _asks_yes(question):
            raise CommandError("Nothing was erased.")
        try:
            done = erase_child(authority=authority, child=options["child"], others=options["also"], by="manage.py")
        except LoadRefusedError as refusal:
            raise CommandError(str(refusal)) from None
        if not done.erased:
            self.stdout.write("Nothing was held about a child of this identifier.")
        for title, number in done.erased.items():
            self.stdout.write(f"{number:6} {title}")
        if done.audit_events:
            self.stdout.write(f"The audit trail names the child in {done.audit_events} events, which stay.")
        if done.left:
            found = ", ".join(f"{place} ({number})" for place, number in done.left.items())
            raise CommandError(f"Something that reads like the identifier is still there: look at {found}.")
        self.stdout.write("Every table and kept file was searched: the identifier is nowhere but in the audit trail.")


def _asks_yes(question: str) -> bool:
    try:
        return input(question).strip().lower() == "yes"
    except EOFError:
        return False
