"""What is done together: activities and their editions in series, who takes part, and what they teach."""
