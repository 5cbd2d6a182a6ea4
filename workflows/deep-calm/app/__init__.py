"""DeepCalm: what a new customer costs, campaign by campaign."""
