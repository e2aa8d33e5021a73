"""What is kept in step with kinds of files and registers by apps that those know nothing of.

An app says once, when it starts, what follows from which kinds. Whenever rows of such a kind have begun or ceased to
count, or somebody has changed an entry of such a register, it is worked out anew, inside the same transaction.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

# Given the code of the authority, and the entry that was changed: None when any number of rows may have changed.
Follower = Callable[[str, Any | None], None]
_FOLLOWERS: dict[str, list[Follower]] = defaultdict(list)


def follow(follower: Follower, *slugs: str) -> None:
    """Call the follower once after every change of kinds of files or registers, named by their slugs."""
    for slug in slugs:
        if follower not in _FOLLOWERS[slug]:
            _FOLLOWERS[slug].append(follower)


def changed(slugs: Iterable[str], authority: str, entry: Any | None = None) -> None:
    """Rows or entries of these kinds have changed, and everything that is derived from each of them is up to date."""
    followers = (follower for slug in slugs for follower in _FOLLOWERS[slug])
    for follower in dict.fromkeys(followers):
        follower(authority, entry)
