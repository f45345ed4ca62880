"""Faults caused on purpose: runs killed at chosen points, and hostile pages. `make faults` runs many, the tests a few."""
