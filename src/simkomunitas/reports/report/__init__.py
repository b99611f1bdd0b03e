"""Reports: one HTML file with everything in it, to be read offline, on paper, by day and by night."""
