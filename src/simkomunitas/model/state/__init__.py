"""The state of a run: residents, hamlets, groups and the programme, and the record that is kept of it."""
