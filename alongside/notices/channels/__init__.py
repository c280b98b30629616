"""What carries a notice to its provider. Only the engine imports these."""
