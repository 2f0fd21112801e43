"""Input formats: each finds the text in a file and leaves every other byte alone."""
