"""Measures that could lower risk, and the crisis simulation that tests them.

A crisis is played in weekly steps between a few actors. Two rival structures are played side by
side and never averaged: *spiral* (hostility from misperception and fear) and *deterrence*
(hostility from opportunity and doubted resolve). Every number of the model is a named parameter
with a range (``codebook/crisis_parameters.csv``); what a measure does is a factor on some of them
(``codebook/measure_effects.csv``).
"""
