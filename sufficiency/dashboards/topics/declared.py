"""The pages of figures, as declared."""

from .care_leavers import CARE_LEAVERS
from .children import IN_CARE, WHERE
from .settled import STABILITY
from .topic import Topic
from .wellbeing import WELLBEING

TOPICS: dict[str, Topic] = {topic.slug: topic for topic in (IN_CARE, WHERE, STABILITY, WELLBEING, CARE_LEAVERS)}
