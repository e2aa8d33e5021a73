"""Who may open what, address by address: held against every address of the project by ``test_matrix.py``.

Written out by hand and not worked out from the code, so that whoever opens a page to somebody else changes a line here,
where an information governance officer can read it.
"""

from dataclasses import dataclass

COMMISSIONING, QUALITY, LEAVING = "commissioning-officer", "quality-assurance-officer", "care-leavers-manager"
BOARD, REGION, DATA = "board-member", "regional-viewer", "data-admin"
ADMINISTRATOR, AUDITOR = "administrator", "auditor"
ROLES = (COMMISSIONING, QUALITY, LEAVING, BOARD, REGION, DATA, ADMINISTRATOR, AUDITOR)
NOBODY, WITHOUT_ROLE = "nobody", "without a role"
ACTORS = (*ROLES, WITHOUT_ROLE, NOBODY)

Actors = tuple[str, ...]
NEVER: Actors = ()
ALL: Actors = ACTORS
SIGNED_IN: Actors = (*ROLES, WITHOUT_ROLE)
FIGURES: Actors = (COMMISSIONING, QUALITY, LEAVING, BOARD, REGION, DATA)
CHILDREN: Actors = (COMMISSIONING, QUALITY, LEAVING)
EDITORS: Actors = (COMMISSIONING, LEAVING)
LOADERS: Actors = (DATA,)


@dataclass(frozen=True)
class Row:
    """Who may read at an address, and who may send a form to it; None where nobody can, because it takes none.

    ``reads`` None: it is not a page. ``sends`` None: what is sent to it is not looked at. ``has_objects``: the address
    names something of one authority, which for everybody of another is not there.
    """

    reads: Actors | None
    sends: Actors | None = None
    has_objects: bool = False


def page(reads: Actors) -> Row:
    """A page that takes no form."""
    return Row(reads)


def form(both: Actors) -> Row:
    """A page with its form."""
    return Row(both, both)


def action(sends: Actors) -> Row:
    """A button."""
    return Row(None, sends)


def of_one(row: Row) -> Row:
    """The same about something that belongs to one authority."""
    return Row(row.reads, row.sends, has_objects=True)


# Pages of those who may see rows about single people or their faults that show none: whoever opens one of them leaves
# no event in the audit trail. Whatever else they open does.
WITHOUT_ROWS = {
    "dashboards:report-draft",  # figures
    "dashboards:costs",
    "dashboards:leavers",
    "dashboards:homes",  # homes, schemes, contracts, providers
    "dashboards:pipeline",
    "dashboards:contracts",
    "dashboards:providers",
    "dashboards:leavers-lodgings",
    "registers:index",  # which registers there are, what their files look like, an empty form
    "registers:template",
    "registers:new",
    "dashboards:loads",  # which files were loaded, and forms to load more
    "dashboards:load-new",
    "dashboards:load-published",
    "dashboards:load-mended",
    "dashboards:load-undo",
    "dashboards:kinds",
    "dashboards:template-download",
}

MATRIX: dict[str, Row] = {
    # Signing in and one's own account
    "account_login": form(ALL),
    "mfa_authenticate": form(ALL),
    "openid_connect_login": page(NEVER),  # until single sign-on is set up
    "openid_connect_callback": page(NEVER),
    "account_logout": action(ALL),
    "account": page(SIGNED_IN),
    "account-sign-out-everywhere": action(SIGNED_IN),
    "account-council": form(NEVER),  # until somebody reads several councils
    "account_change_password": form(SIGNED_IN),
    "account_reauthenticate": form(SIGNED_IN),
    "mfa_reauthenticate": form(SIGNED_IN),
    "mfa_reauthenticate_webauthn": form(SIGNED_IN),
    "mfa_index": page(SIGNED_IN),
    "mfa_activate_totp": form(SIGNED_IN),
    "mfa_deactivate_totp": form(NEVER),  # this and the next two until somebody has what they are about
    "mfa_list_webauthn": page(SIGNED_IN),
    "mfa_add_webauthn": form(SIGNED_IN),
    "mfa_remove_webauthn": form(NEVER),
    "mfa_view_recovery_codes": page(NEVER),
    "mfa_generate_recovery_codes": form(SIGNED_IN),
    # Figures
    "dashboards:overview": page(FIGURES),
    "dashboards:measures": page(FIGURES),
    "dashboards:measure": page(FIGURES),
    "dashboards:benchmarks": page(FIGURES),
    "dashboards:benchmark": page(FIGURES),
    "dashboards:places-gap": page(FIGURES),
    "dashboards:forecast": page(FIGURES),
    "dashboards:strategy": page(FIGURES),
    "dashboards:board": page(FIGURES),
    "dashboards:in-care": page(FIGURES),
    "dashboards:where-children-live": page(FIGURES),
    "dashboards:stability": page(FIGURES),
    "dashboards:health": page(FIGURES),
    "dashboards:care-leavers": page(FIGURES),
    # Reports to the board
    "dashboards:reports": page(FIGURES),
    "dashboards:report-draft": page(CHILDREN),
    "dashboards:report-publish": action((COMMISSIONING,)),
    "dashboards:report": of_one(page(FIGURES)),
    "dashboards:report-word": of_one(page(FIGURES)),
    "dashboards:report-figures": of_one(page(FIGURES)),
    "dashboards:report-paper": of_one(form(FIGURES)),
    "dashboards:report-paper-cancel": of_one(action(FIGURES)),
    "dashboards:report-paper-download": of_one(page(FIGURES)),
    "dashboards:report-annex": of_one(page(CHILDREN)),
    "dashboards:report-annex-download": of_one(page(CHILDREN)),
    # Rows about single children and places
    "dashboards:children": page(CHILDREN),
    "dashboards:children-download": page(CHILDREN),
    "dashboards:costs": page(CHILDREN),
    "dashboards:cost-children": page(CHILDREN),
    "dashboards:cost-children-download": page(CHILDREN),
    "dashboards:cost-faults": page(CHILDREN),
    "dashboards:unregulated": page(CHILDREN),
    "dashboards:unregulated-print": page(CHILDREN),
    "dashboards:homes": page(CHILDREN),
    "dashboards:pipeline": page(CHILDREN),
    "dashboards:contracts": page(CHILDREN),
    "dashboards:providers": page(CHILDREN),
    "dashboards:places-download": page(CHILDREN),
    "dashboards:fostering": page(CHILDREN),
    "dashboards:fostering-download": page(CHILDREN),
    "dashboards:leavers": page(CHILDREN),
    "dashboards:leavers-list": page(CHILDREN),
    "dashboards:leavers-download": page(CHILDREN),
    "dashboards:leavers-birthdays": page(CHILDREN),
    "dashboards:leavers-birthdays-download": page(CHILDREN),
    "dashboards:leavers-return": page(CHILDREN),
    "dashboards:leavers-return-download": page(CHILDREN),
    "dashboards:leavers-lodgings": page(CHILDREN),
    # Registers
    "registers:index": page(CHILDREN),
    "registers:list": page(CHILDREN),
    "registers:download": page(CHILDREN),
    "registers:removed": page(CHILDREN),
    "registers:template": page(CHILDREN),
    "registers:view-save": action(CHILDREN),
    "registers:view-forget": action(CHILDREN),  # one's own alone
    "registers:new": form(EDITORS),
    "registers:entry": of_one(page(CHILDREN)),
    "registers:edit": of_one(form(EDITORS)),
    "registers:remove": of_one(form(EDITORS)),
    "registers:restore": of_one(form(EDITORS)),
    # Loading
    "dashboards:loads": page(LOADERS),
    "dashboards:load-new": form(LOADERS),
    "dashboards:load-published": form(LOADERS),
    "dashboards:kinds": page(LOADERS),
    "dashboards:template-download": page(LOADERS),
    "dashboards:quality": page(LOADERS),
    "dashboards:quality-download": page(LOADERS),
    "dashboards:load": of_one(page(LOADERS)),
    "dashboards:load-commit": of_one(action(LOADERS)),
    "dashboards:load-sound-rows": of_one(action(LOADERS)),
    "dashboards:load-check-again": of_one(action(LOADERS)),
    "dashboards:load-mended": of_one(form(LOADERS)),
    "dashboards:load-undo": of_one(form(LOADERS)),
    "dashboards:problems-download": of_one(page(LOADERS)),
    "dashboards:original-download": of_one(page(LOADERS)),
    "dashboards:to-mend-download": of_one(page(LOADERS)),
    # People and the trail
    "dashboards:people": page((ADMINISTRATOR,)),
    "dashboards:person-add": form((ADMINISTRATOR,)),
    "dashboards:person": of_one(page((ADMINISTRATOR,))),
    "dashboards:person-give": of_one(form((ADMINISTRATOR,))),
    "dashboards:person-end": of_one(form((ADMINISTRATOR,))),
    "dashboards:person-password": of_one(form((ADMINISTRATOR,))),
    "dashboards:person-single-sign-on": of_one(form((ADMINISTRATOR,))),
    "dashboards:person-sign-out": of_one(action((ADMINISTRATOR,))),
    "dashboards:audit": page((AUDITOR,)),
    "dashboards:audit-download": page((AUDITOR,)),
}
