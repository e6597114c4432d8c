"""Ball networks as model folders."""
