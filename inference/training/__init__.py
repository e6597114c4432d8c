"""The trainer that every task shares."""
