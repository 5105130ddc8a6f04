"""Visits: delegations that travel or arrive, whom they meet, what they prepare, and what was promised."""
