"""Who exists: organisations and their names, units, people with the posts they hold, networks, themes."""
