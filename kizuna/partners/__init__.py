"""Whom a home works with: programmes, phases, tiers, partnerships, their members and teams, plans and outcomes."""
