/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* A number with five decimals, counted in 1/100000ths. The arithmetic is this
 * program's own: it must not share a rounding error with what it checks. */
typedef gint64 SbxDecimal;

#define SBX_DECIMAL_ONE G_GINT64_CONSTANT (100000)
#define SBX_DECIMAL_INT(n) ((SbxDecimal) (n) * SBX_DECIMAL_ONE)

/* Plain or exponent form ("19.99", "-3", "1e-2"); more than five decimals are
 * rounded half away from zero. FALSE when text is no number or too large. */
gboolean   sbx_decimal_parse       (const char *text, SbxDecimal *out);
/* The nearest decimal to a parsed JSON number. */
SbxDecimal sbx_decimal_from_double (double number);
/* Shortest plain text: "19.99", "-3", "0.5". */
char      *sbx_decimal_to_string   (SbxDecimal value);
void       sbx_decimal_append      (GString *out, SbxDecimal value);
/* Rounded to five places, half away from zero; 0 when b is 0. */
SbxDecimal sbx_decimal_mul         (SbxDecimal a, SbxDecimal b);
SbxDecimal sbx_decimal_div         (SbxDecimal a, SbxDecimal b);
/* a * b / c with one rounding at the end. */
SbxDecimal sbx_decimal_mul_div     (SbxDecimal a, SbxDecimal b, SbxDecimal c);
/* Half away from zero to 0–5 places. */
SbxDecimal sbx_decimal_round       (SbxDecimal value, guint places);
