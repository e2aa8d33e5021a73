"""The ground floor: authorities, postcodes, populations, who may see what, and the audit trail."""

from .access import Membership, OneTimePassword, PersonSession
from .audit import AuditEvent
from .calendar import BankHoliday
from .place import Authority, AuthorityCode, Postcode
from .population import Population

__all__ = [
    "AuditEvent",
    "Authority",
    "AuthorityCode",
    "BankHoliday",
    "Membership",
    "OneTimePassword",
    "PersonSession",
    "Population",
    "Postcode",
]
