"""Template tags of mobility."""
