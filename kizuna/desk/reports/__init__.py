"""Reports over the rooms: what was done, how, with how many, with whose money, and what had been planned."""
