"""The pages of the window: which widgets stand where."""
