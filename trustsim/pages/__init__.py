"""Self-contained HTML pages: an article with the verdicts on its claims, and the report of a study."""
