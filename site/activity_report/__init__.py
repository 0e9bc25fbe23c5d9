"""The office's own figures: how much of what it published, by month, for each year."""
