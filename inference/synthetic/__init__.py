"""Rendered training footage."""
