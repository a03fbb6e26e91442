"""What geoecon is measured against."""
