"""The panel of events: what is listed, how sure proposals must be, what can be done."""
