"""Sweeps: a study at many points, chosen by a design and stored like any study, and what its outcomes depend on."""
