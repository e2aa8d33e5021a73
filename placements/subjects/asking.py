"""How commands ask which child of which authority is meant."""

from argparse import ArgumentParser

from django.core.management.base import CommandError

from sufficiency.core.models import Authority


def add_child(parser: ArgumentParser) -> None:
    """The identifier, the authority, and references under which a register knows the child without saying so."""
    parser.add_argument("child", help="the identifier that the returns use, CHILD")
    parser.add_argument("--authority", required=True, help="ONS code, such as E06000059")
    parser.add_argument(
        "--also", action="append", default=[], metavar="REFERENCE",
        help="another reference of the same person, such as a care leaver's that is not linked to the returns",
    )  # fmt: skip


def authority_of(code: str) -> Authority:
    """The authority of that code; CommandError when there is none."""
    try:
        return Authority.of_england(code)
    except Authority.DoesNotExist as unknown:
        raise CommandError(str(unknown)) from None
