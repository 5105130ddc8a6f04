"""Makes the pages of a home's public site from its published records, and says where they differ from what is shown."""
