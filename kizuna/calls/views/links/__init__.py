"""The pages of signed links, by who holds them: leads, who judges, the partner's office; nobody has an account."""
