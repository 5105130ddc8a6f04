"""The ground: homes, accounts, the one write path, history, sources, figures, values and components; it knows no noun of the rooms."""
