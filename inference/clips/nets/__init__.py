"""Networks that classify clips, under the published names of their weights."""
