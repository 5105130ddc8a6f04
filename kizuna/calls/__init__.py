"""Calls: two universities ask for proposals together, review them on both sides and award what they decide."""
