"""The calendar: spans of days, what takes place in them, and feeds of it."""
