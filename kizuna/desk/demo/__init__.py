"""The demonstration: three real portfolios from public pages and one fictional university, as data files and their loader."""
