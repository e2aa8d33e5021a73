"""Care leavers: what the yearly return says of them."""
