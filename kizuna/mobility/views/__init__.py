"""The pages of mobility, by subject."""
