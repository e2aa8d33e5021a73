"""Care leavers: status, contact, accommodation, activity and pathway plans."""
