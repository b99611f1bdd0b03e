"""The command line: it reads words, calls the study, and says clearly what is wrong."""
