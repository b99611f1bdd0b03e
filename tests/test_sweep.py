"""A sweep makes every run once, keeps it for good, and says so."""

import json
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import duckdb
