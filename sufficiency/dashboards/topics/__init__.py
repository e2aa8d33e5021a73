"""Topics: pages of figures that are declared, not written: what is asked, and by which panels it is answered.

:mod:`.topic` says what a page can be made of, :mod:`.declared` lists the pages, :mod:`.showing` works all the panels of
a page out with a number of queries that depends neither on days nor on children.
"""
