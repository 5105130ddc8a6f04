"""The open web site of each home, made from published records only."""
