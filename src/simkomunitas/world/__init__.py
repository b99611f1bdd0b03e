"""What there is: residents, their ties, their hamlets, and chance."""
