"""One video under review: session, gestures, tracking, panels."""
