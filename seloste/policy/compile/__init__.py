"""Compile: one document, five readings (notice, Art. 30 record, DPV, SQL, evidence).

Each compiler reads the tree and returns plain values; nothing here writes a file or asks a clock.
A compiler that cannot express a clause raises; it never guesses.
"""
