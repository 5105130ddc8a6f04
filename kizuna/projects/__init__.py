"""Projects and collaborations, and the money behind programmes, partnerships and projects."""
