"""People moving: flows as stated, students enrolled, single stays without names, and the balance."""
