"""Runs a network on the fastest engine that gives the same results."""
