"""The export wizard's pages."""
