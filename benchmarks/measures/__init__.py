"""The measurements, one a module; each registers itself."""
