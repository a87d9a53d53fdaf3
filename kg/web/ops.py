"""For operators: is it up, has it something to serve, what has it been doing, what does the data set hold."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import Any

from flask import Blueprint, Response, jsonify, request

from kg import __version__
from kg.errors import NoSnapshot
from kg.opendata.graphs import name_of, shared_graphs
from kg.rdf.namespaces import PREFIXES
from kg.web.catalogue import NamedGraph, add_distributions, named_graph
