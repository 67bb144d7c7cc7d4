"""All tests, as one package, so that a folder of tests never hides the package it is about."""
