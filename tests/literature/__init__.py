"""Signs and sizes stated in advance, each with the study that they come from."""
