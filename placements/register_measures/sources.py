"""Words that the measures of registers share."""

CHILDREN_FILES = ("header", "episodes", "uasc")  # the children in care on a day follow from these
EPISODES = "SSDA903 return: episodes"
ENTRIES_OF = "the entries of the register "
