"""From clips to probabilities of their classes."""
