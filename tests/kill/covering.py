# SPDX-License-Identifier: GPL-3.0-or-later
"""A selection of cases in which every pair of values of two dimensions occurs.

A case is a dictionary, dimension → value. Not every case is possible: which
ones are is told by a function, and a pair that no possible case has isn't
asked for.
"""

import itertools
import random

# How many ways to fill a case are looked at before the best of them is taken.
TRIES = 40


def pairs_of(case):
    return [pair for pair in itertools.combinations(sorted(case.items()), 2)]


def product(dimensions, is_possible):
    names = list(dimensions)
    for values in itertools.product(*dimensions.values()):
        case = dict(zip(names, values))
        if is_possible(case):
            yield case


def all_pairs(dimensions, is_possible):
    """Every pair that some possible case has, in an order that doesn't change."""
    seen = {}
    for case in product(dimensions, is_possible):
        for pair in pairs_of(case):
            seen.setdefault(pair)
    return list(seen)


def fill(dimensions, is_possible, pair, chance):
    """A possible case with this pair, the rest by chance; None when it found none."""
    for _ in range(400):
        case = {name: chance.choice(values) for name, values in dimensions.items()}
        case.update(pair)
        if is_possible(case):
            return case
    return None


def select_pairs(dimensions, is_possible, seed=1):
    """Returns the cases, and how many pairs there are: all of them are covered."""
    chance = random.Random(seed)
    pairs = all_pairs(dimensions, is_possible)
    missing = dict.fromkeys(pairs)
    cases = []
    while missing:
        pair = next(iter(missing))
        best, most = None, -1
        for _ in range(TRIES):
            case = fill(dimensions, is_possible, pair, chance)
            if case is None:
                break
            new = sum(other in missing for other in pairs_of(case))
            if new > most:
                best, most = case, new
        if best is None:
            # Chance didn't find one: the product has it.
            best = next(case for case in product(dimensions, is_possible) if pair in pairs_of(case))
        cases.append(best)
        for other in pairs_of(best):
            missing.pop(other, None)
    return cases, len(pairs)


def select_sample(dimensions, is_possible, count, seed):
    cases = list(product(dimensions, is_possible))
    return random.Random(seed).sample(cases, min(count, len(cases))), len(cases)
