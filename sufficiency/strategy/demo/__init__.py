"""The demo's files of the strategy's registers."""
