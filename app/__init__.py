"""Wires everything: window, pages, actions, jobs, edits, settings, command line."""
