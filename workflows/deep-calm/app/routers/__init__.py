"""The service's routes, one file per noun."""
