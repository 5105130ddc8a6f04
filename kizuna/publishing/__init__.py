"""What a home publishes: its pages, and of each page the editions that were drafted, checked, signed and replaced."""
