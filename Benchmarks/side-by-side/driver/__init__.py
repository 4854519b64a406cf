"""Measures the component side by side with its peers."""
