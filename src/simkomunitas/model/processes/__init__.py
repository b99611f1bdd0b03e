"""The processes of a week: compiled loops over residents and hamlets that apply the rules."""
