"""What the files of the SSDA903 return must look like, and which rules hold across their rows.

The file on care leavers (OC3) belongs to the return too; ``leavers`` declares it.
"""

from .adoption import AD1, PLACED_FOR_ADOPTION, PREVIOUS_PERMANENCE
from .children import HEADER, UASC
from .episodes import EPISODES
from .family import RETURN
from .wellbeing import MISSING, OC2, REVIEWS

__all__ = ["KINDS", "RETURN"]

KINDS = (HEADER, EPISODES, REVIEWS, UASC, OC2, AD1, PLACED_FOR_ADOPTION, PREVIOUS_PERMANENCE, MISSING)
