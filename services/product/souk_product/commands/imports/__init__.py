"""Catalogue files from elsewhere: read, checked as a whole, then written as a whole."""
