"""The report to the board: drafted from the figures of a day, frozen as data when it is published, rendered from them.

:mod:`.content` is what a report says; :mod:`.drafting` works it out; the others make of it a page, a paper, a document
for the committee clerk and a table of all figures. None of these asks the database.
"""
