"""Made-up rallies with exact labels: a court in perspective, players, and a ball that flies."""
