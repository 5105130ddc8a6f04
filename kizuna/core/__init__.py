"""The ground: homes, accounts, the one write path, history, sources, figures, values; no noun of the rooms."""
