"""The pages of partners, one file per subject."""
