"""Comparisons of trustsim with what users might choose instead: whether results agree, and how fast each is."""
