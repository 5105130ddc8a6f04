"""The demonstration: three real portfolios and one fictional university, as data files and their loader."""
