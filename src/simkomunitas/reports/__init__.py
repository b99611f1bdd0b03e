"""Tables, figures, reports and the ODD description, in English and Indonesian."""
