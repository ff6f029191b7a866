#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes decimals.golden: what Python's decimal says of five-decimal arithmetic
that rounds half away from zero.  One case a line: operation, operands, result."""
import random
from decimal import Decimal, ROUND_HALF_UP, getcontext

getcontext().prec = 60
random.seed(20260824)


def text(value):
    out = format(value.normalize(), 'f')
    return '0' if out in ('-0', '') else out


def rounded(value, places):
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def number():
    places = random.choice((0, 0, 1, 2, 2, 2, 3, 5, 5))
    size = random.choice((1, 10, 100, 1000, 100000, 10000000))
    return rounded(Decimal(random.randint(-size * 10**places, size * 10**places)).scaleb(-places), 5)


def main():
    ties = [Decimal(n).scaleb(-3) for n in (5, -5, 15, -15, 1005, -1005, 2675, -2675, 994, 995, 996)]
    with open('decimals.golden', 'w', encoding='ascii') as out:
        for value in ties:
            for places in range(6):
                out.write(f'round {text(value)} {places} {text(rounded(value, places))}\n')
        for _ in range(600):
            a, b = number(), number()
            out.write(f'mul {text(a)} {text(b)} {text(rounded(a * b, 5))}\n')
            if b:
                out.write(f'div {text(a)} {text(b)} {text(rounded(a / b, 5))}\n')
            places = random.randint(0, 5)
            out.write(f'round {text(a)} {places} {text(rounded(a, places))}\n')
            rate = random.choice((6, 12, 21))
            out.write(f'percent {text(rounded(a, 2))} {rate} {text(rounded(rounded(a, 2) * rate / 100, 2))}\n')
            spelling = random.choice((str(a), f'{a:e}', f'{a * 1000:.6f}e-3'))
            out.write(f'parse {spelling} 0 {text(a)}\n')


main()
