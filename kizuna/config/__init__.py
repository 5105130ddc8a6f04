"""Settings and the places where the doors of all rooms are mounted."""
