"""The house as a whole: what spans rooms."""
