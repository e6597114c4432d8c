"""Models that classify clips: architectures, cards, published weights."""
