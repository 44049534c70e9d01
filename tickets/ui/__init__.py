"""What answers buttons and forms: who asks, one use case, one answer."""
