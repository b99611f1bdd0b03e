"""What a problem of each domain is like: facts of the domain, the same in every village; all assumed, 0 to 1."""

# The order is that of world.community.DOMAINS: education, health, economy, environment, infrastructure.
DOMAIN_DIFFICULTY = (0.4, 0.5, 0.3, 0.3, 0.7)  # how much skilled work a solution takes
DOMAIN_EXCLUDABILITY = (0.5, 0.5, 1.0, 0.0, 0.0)  # how far users who do not pay can be shut out
AUTHORITY_ROLE = (0.7, 0.4, 0.1, 0.3, 0.7)  # how far a solution needs an authority; see engine.needs.needs_leave
CAPTURED_DOMAIN = 4  # roads past the better houses: what a captured decision is spent on
