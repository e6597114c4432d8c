"""Model folders: card, weights, catalogue."""
