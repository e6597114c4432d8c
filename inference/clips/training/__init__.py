"""Trains nets that classify clips."""
