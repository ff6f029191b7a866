/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PSR_DECIMAL_SCALE:
 *
 * How many units of a #PsrDecimal make one: five decimal places, as many as
 * Business Central keeps of quantities and unit prices.
 */
#define PSR_DECIMAL_SCALE 100000

/**
 * PSR_DECIMAL_MAX_UNITS:
 *
 * The largest magnitude of a #PsrDecimal, 9 × 10¹³. It is a multiple of every
 * rounding step, so that rounding never overflows.
 */
#define PSR_DECIMAL_MAX_UNITS G_GINT64_CONSTANT (9000000000000000000)

/**
 * PSR_DECIMAL_INIT:
 * @units_: hundred-thousandths
 *
 * A #PsrDecimal in an expression: `PSR_DECIMAL_INIT (1999000)` is 19.99.
 */
#define PSR_DECIMAL_INIT(units_) ((PsrDecimal) { .units = (units_) })

/**
 * PsrDecimal:
 * @units: hundred-thousandths
 *
 * An amount of money, a price, a quantity or a percentage. It is passed by
 * value. Never a floating-point number.
 */
typedef struct
{
  gint64 units;
} PsrDecimal;

#define PSR_TYPE_DECIMAL (psr_decimal_get_type ())
GType psr_decimal_get_type (void) G_GNUC_CONST;

/**
 * PsrDecimalError:
 * @PSR_DECIMAL_ERROR_SYNTAX: the text is not a number
 * @PSR_DECIMAL_ERROR_OVERFLOW: the result is beyond 9 × 10¹³
 * @PSR_DECIMAL_ERROR_PRECISION: the number has more than five decimal places
 * @PSR_DECIMAL_ERROR_DIVISION_BY_ZERO: the divisor is zero
 */
typedef enum
{
  PSR_DECIMAL_ERROR_SYNTAX,
  PSR_DECIMAL_ERROR_OVERFLOW,
  PSR_DECIMAL_ERROR_PRECISION,
  PSR_DECIMAL_ERROR_DIVISION_BY_ZERO,
} PsrDecimalError;

#define PSR_DECIMAL_ERROR (psr_decimal_error_quark ())
GQuark psr_decimal_error_quark (void);

/**
 * PsrRoundDirection:
 * @PSR_ROUND_NEAREST: to the nearest step, half away from zero
 * @PSR_ROUND_UP: away from zero
 * @PSR_ROUND_DOWN: towards zero
 *
 * As the directions '=', '>' and '<' of AL's Round().
 */
typedef enum
{
  PSR_ROUND_NEAREST,
  PSR_ROUND_UP,
  PSR_ROUND_DOWN,
} PsrRoundDirection;

PsrDecimal psr_decimal_zero          (void) G_GNUC_CONST;
gboolean   psr_decimal_from_int      (gint64       value,
                                      PsrDecimal  *out,
                                      GError     **error);
gboolean   psr_decimal_parse         (const char  *text,
                                      PsrDecimal  *out,
                                      GError     **error);
char      *psr_decimal_to_string     (PsrDecimal   value);
char      *psr_decimal_to_fixed      (PsrDecimal   value,
                                      guint        places);
gboolean   psr_decimal_add           (PsrDecimal   a,
                                      PsrDecimal   b,
                                      PsrDecimal  *out,
                                      GError     **error);
gboolean   psr_decimal_sub           (PsrDecimal   a,
                                      PsrDecimal   b,
                                      PsrDecimal  *out,
                                      GError     **error);
gboolean   psr_decimal_mul           (PsrDecimal   a,
                                      PsrDecimal   b,
                                      PsrDecimal  *out,
                                      GError     **error);
gboolean   psr_decimal_div           (PsrDecimal   a,
                                      PsrDecimal   b,
                                      PsrDecimal  *out,
                                      GError     **error);
gboolean   psr_decimal_mul_div       (PsrDecimal   a,
                                      PsrDecimal   b,
                                      PsrDecimal   c,
                                      PsrDecimal  *out,
                                      GError     **error);
PsrDecimal psr_decimal_round         (PsrDecimal   value,
                                      guint        places);
gboolean   psr_decimal_round_to_step (PsrDecimal   value,
                                      PsrDecimal   step,
                                      PsrRoundDirection direction,
                                      PsrDecimal  *out,
                                      GError     **error);
gboolean   psr_decimal_to_int        (PsrDecimal   value,
                                      gint64      *out,
                                      GError     **error);
gint64     psr_decimal_floor         (PsrDecimal   value);
int        psr_decimal_compare       (PsrDecimal   a,
                                      PsrDecimal   b);
gboolean   psr_decimal_equal         (PsrDecimal   a,
                                      PsrDecimal   b);
PsrDecimal psr_decimal_negate        (PsrDecimal   value);
PsrDecimal psr_decimal_abs           (PsrDecimal   value);
gboolean   psr_decimal_is_zero       (PsrDecimal   value);
gboolean   psr_decimal_is_negative   (PsrDecimal   value);

char *psr_decimal_punctuate (const char *plain,
                             const char *point,
                             const char *separator,
                             const char *minus);
char *psr_decimal_localise  (const char *plain,
                             const char *minus);

G_END_DECLS
