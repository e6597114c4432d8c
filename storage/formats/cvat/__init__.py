"""CVAT for video 1.1 (XML)."""
