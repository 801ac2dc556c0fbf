"""`souk new`: a service, a micro frontend or an event, begun with the habits of the house."""
