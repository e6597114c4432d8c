"""Runs a network on the select_engine engine that gives the same results."""
