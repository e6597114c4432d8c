"""Draws what it is given and says what the user did."""
