"""From candidates to a trajectory with calibrated confidence."""
