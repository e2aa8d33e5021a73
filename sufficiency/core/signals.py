"""What the ground floor announces to the floors above, which it cannot import."""

from django.dispatch import Signal

# Postcodes came, went or moved to another authority: what was worked out from them must be worked out
# anew. Sent with ``sender=Postcode`` inside the transaction that changes the directory, so that a
# receiver that fails leaves the old directory and everything derived from it in force.
postcodes_replaced = Signal()
