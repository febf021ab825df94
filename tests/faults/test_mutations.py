"""Every fault planted in a policy is noticed: the check refuses it, or a compiled target changes.

A mutation that the check lets through is *lawful*; at most one in ten may be, and for each the test
prints the line of a compiled target that changed. Nobody could plant a fault that changes nothing.
"""

from __future__ import annotations

import difflib
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from seloste.cli.documents import Reading, read_document
from seloste.policy.check import Given, check
from seloste.policy.compile import evidence, notice, postgres, record
from seloste.policy.compile.dpv import jsonld
from seloste.policy.findings import DocumentRefused, Severity
from seloste.policy.text.read import Source
from seloste.policy.tree.document import Document, load
from tests.faults.mutations import KINDS, Mutation, NothingToChange, mutated
from tests.policy.documents import ROOT

TODAY = date(2026, 11, 22)
POLICIES = ["medtime-pro", "association"]
