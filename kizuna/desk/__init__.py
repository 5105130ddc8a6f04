"""The staff pages that look over several rooms: partner overview, departments, search, and the demonstration."""
