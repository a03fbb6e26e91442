"""One reader for each publisher: a file in the publisher's layout gives a checked table."""
