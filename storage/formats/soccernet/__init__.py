"""SoccerNet's event labels."""
