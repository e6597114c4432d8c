"""The zoomable timeline and its lanes."""
