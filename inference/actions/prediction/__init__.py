"""From a ball's path to scored events and rallies."""
