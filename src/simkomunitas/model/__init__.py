"""The model, all that a social scientist reads: schedule, rules, processes, community, programme, outcomes."""
