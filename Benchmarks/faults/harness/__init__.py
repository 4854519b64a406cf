"""Faults, injected into one Site under load: nginx, the component, and clients that count what they lose."""
