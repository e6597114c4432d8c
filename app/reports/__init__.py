"""Results for people and programs: tables, files, plots."""
