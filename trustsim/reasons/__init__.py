"""Why trust moved: one run is replayed phase by phase, and what happens to one customer is recorded.

Nothing in the rules knows of it. The numbers before and after each rule come from the rules that read trust, so the
parts add up to the change of trust, whatever the lens and the mechanisms.
"""
