"""Calibration: fit parameters to series or moments, and say which of them the data pin down."""
