#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes decimal-golden.txt: what Python's decimal module says of products,
# quotients and roundings with five decimal places, half away from zero.
#
#   tests/core/make-decimal-golden.py >tests/core/decimal-golden.txt

import random
from decimal import ROUND_HALF_UP, Decimal, localcontext

LIMIT = Decimal("90000000000000")
STEP = Decimal("0.00001")
SPECIAL = [
    "0", "1", "-1", "0.00001", "-0.00001", "0.5", "-0.5", "0.005", "-0.005", "0.015", "2.675", "1.005",
    "-1.005", "19.99", "0.1", "0.2", "0.3", "3", "7", "12", "100", "0.21", "1.21", "33.33333", "66.66667",
    "0.99999", "99999.99999", "-99999.99999", "90000000000000", "-90000000000000", "89999999999999.99999",
    "9486832.98050", "-9486832.98051", "300000000.00001",
]


def text(value):
    value = value.normalize()
    return "0" if value == 0 else format(value, "f")


def result(value):
    value = value.quantize(STEP, rounding=ROUND_HALF_UP)
    return "overflow" if abs(value) > LIMIT else text(value)


def main():
    generator = random.Random(20260824)
    values = [Decimal(v) for v in SPECIAL]
    for _ in range(160):
        digits = generator.randint(1, 14)
        units = generator.randint(-(10 ** digits), 10 ** digits)
        values.append(Decimal(units).scaleb(-5))

    print("# Made by make-decimal-golden.py. Operation, operands, result.")
    with localcontext() as context:
        context.prec = 60
        pairs = [(a, b) for a in values[:len(SPECIAL)] for b in values[:len(SPECIAL)]]
        pairs += [(generator.choice(values), generator.choice(values)) for _ in range(700)]
        for a, b in pairs:
            print("add", text(a), text(b), result(a + b))
            print("sub", text(a), text(b), result(a - b))
            print("mul", text(a), text(b), result(a * b))
            print("div", text(a), text(b), "zero" if b == 0 else result(a / b))
        for a in values:
            for places in range(6):
                rounded = a.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
                print("round", text(a), places, text(rounded))
                fixed = format(rounded, "f")
                print("fixed", text(a), places, fixed.lstrip("-") if rounded == 0 else fixed)


main()
