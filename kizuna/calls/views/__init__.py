"""Pages of calls: the office's at the desk, and those of signed links."""
