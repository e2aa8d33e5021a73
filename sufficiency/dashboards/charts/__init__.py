"""Charts: plain functions from values to a picture, a sentence and a table. Nothing here asks the database.

A chart is one figure in the words of plotly, as plain dictionaries. In the browser plotly draws it; where scripts do
not run, on paper and in a download, :mod:`.painting` draws the same figure as SVG. Tests check figures against plotly's
own schema, so that pages need not.
"""
