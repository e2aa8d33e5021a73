"""The roles people hold, each a declared set of permissions."""

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """What a page or an action asks for."""

    SEE_MEASURES = "see measures"
    SEE_CHILDREN = "see child-level rows"
    SEE_REGISTERS = "see registers"
    EDIT_REGISTERS = "edit registers"
    PUBLISH_REPORTS = "publish reports"
    LOAD_EXTRACTS = "load extracts"
    LOAD_PUBLISHED = "load published data"  # common to all authorities: their rates and comparisons rest on it
    SEE_AUDIT = "see the audit trail"
    MANAGE_PEOPLE = "give and end access"


@dataclass(frozen=True)
class Role:
    """A role: its slug, what people call it, what it is for, and what it permits."""

    slug: str
    name: str
    description: str
    permissions: frozenset[Permission]

    @property
    def sees_children(self) -> bool:
        """Whether somebody who holds it sees rows about single children."""
        return bool(self.permissions & {Permission.SEE_CHILDREN, Permission.SEE_REGISTERS})


_DECLARED = (
    Role(
        "commissioning-officer",
        "commissioning officer",
        "Works with the figures daily, may go from each to the children behind it, keeps the registers and publishes "
        "reports to the board.",
        frozenset(
            {
                Permission.SEE_MEASURES,
                Permission.SEE_CHILDREN,
                Permission.SEE_REGISTERS,
                Permission.EDIT_REGISTERS,
                Permission.PUBLISH_REPORTS,
            }
        ),
    ),
    Role(
        "quality-assurance-officer",
        "quality assurance officer",
        "Checks figures against the children and the registers behind them; changes nothing.",
        frozenset({Permission.SEE_MEASURES, Permission.SEE_CHILDREN, Permission.SEE_REGISTERS}),
    ),
    Role(
        "care-leavers-manager",
        "care leavers manager",
        "Keeps the registers of care leavers, and sees the children who will leave care next.",
        frozenset(
            {
                Permission.SEE_MEASURES,
                Permission.SEE_CHILDREN,
                Permission.SEE_REGISTERS,
                Permission.EDIT_REGISTERS,
            }
        ),
    ),
    Role(
        "board-member",
        "board member",
        "Reads the figures; never sees a row about one child.",
        frozenset({Permission.SEE_MEASURES}),
    ),
    Role(
        "regional-viewer",
        "regional viewer",
        "Reads the figures of each council of the region that lets them in; never sees a row about one child.",
        frozenset({Permission.SEE_MEASURES}),
    ),
    Role(
        "data-admin",
        "data admin",
        "Loads the returns and published data, and mends what is wrong with them; sees rows only of problems.",
        frozenset({Permission.SEE_MEASURES, Permission.LOAD_EXTRACTS, Permission.LOAD_PUBLISHED}),
    ),
    Role(
        "administrator",
        "administrator",
        "Gives people access to the council's figures and ends it; sees no figure and no child.",
        frozenset({Permission.MANAGE_PEOPLE}),
    ),
    Role(
        "auditor",
        "auditor",
        "Reads the audit trail of the council: who looked at what, who changed what. Nothing else.",
        frozenset({Permission.SEE_AUDIT}),
    ),
)
ROLES: dict[str, Role] = {role.slug: role for role in _DECLARED}
ADMINISTRATOR = "administrator"
