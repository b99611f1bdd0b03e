"""The community: residents, their ties, their hamlets, and what surrounds them."""
