/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fuzz.h"
#include "psr-decimal.h"

/* Two numbers, a line each. */

typedef __int128 Wide;

static Wide
divide (Wide a,
        Wide b)
{
  Wide half;

  if (b < 0)
    {
      a = -a;
      b = -b;
    }
  half = b / 2;

  return a >= 0 ? (a + half) / b : -((-a + half) / b);
}

/* What the arithmetic of the product says, beside what it has to. */
static void
check_result (gboolean    success,
              PsrDecimal  result,
              GError     *error,
              Wide        expected)
{
  gboolean fits = expected <= PSR_DECIMAL_MAX_UNITS && expected >= -PSR_DECIMAL_MAX_UNITS;

  g_assert_cmpint (success, ==, fits);

  if (success)
    g_assert_true (result.units == expected);
  else
    fuzz_check_error (error);

  g_clear_error (&error);
}

static gboolean
read_number (const char *text,
             PsrDecimal *out)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *written = NULL;
  PsrDecimal again;

  if (!psr_decimal_parse (text, out, &error))
    {
      fuzz_check_error (error);
      g_assert_cmpuint (error->domain, ==, PSR_DECIMAL_ERROR);
      return FALSE;
    }

  g_assert_true (out->units <= PSR_DECIMAL_MAX_UNITS && out->units >= -PSR_DECIMAL_MAX_UNITS);
  written = psr_decimal_to_string (*out);
  g_assert_true (psr_decimal_parse (written, &again, NULL));
  g_assert_true (again.units == out->units);

  for (guint places = 0; places <= 5; places++)
    {
      g_autofree char *fixed = psr_decimal_to_fixed (*out, places);
      PsrDecimal rounded = psr_decimal_round (*out, places);

      if (rounded.units > PSR_DECIMAL_MAX_UNITS || rounded.units < -PSR_DECIMAL_MAX_UNITS)
        continue;

      g_assert_true (psr_decimal_parse (fixed, &again, NULL));
      g_assert_true (again.units == rounded.units);
    }

  g_assert_true (psr_decimal_equal (psr_decimal_negate (psr_decimal_negate (*out)), *out));
  g_assert_false (psr_decimal_is_negative (psr_decimal_abs (*out)));

  return TRUE;
}

static void
calculate (PsrDecimal a,
           PsrDecimal b)
{
  PsrDecimal out = psr_decimal_zero ();
  GError *error = NULL;
  gboolean success;

  success = psr_decimal_add (a, b, &out, &error);
  check_result (success, out, g_steal_pointer (&error), (Wide) a.units + b.units);
  success = psr_decimal_sub (a, b, &out, &error);
  check_result (success, out, g_steal_pointer (&error), (Wide) a.units - b.units);
  success = psr_decimal_mul (a, b, &out, &error);
  check_result (success, out, g_steal_pointer (&error), divide ((Wide) a.units * b.units, PSR_DECIMAL_SCALE));

  success = psr_decimal_div (a, b, &out, &error);
  if (b.units != 0)
    check_result (success, out, g_steal_pointer (&error), divide ((Wide) a.units * PSR_DECIMAL_SCALE, b.units));
  else
    g_assert_error (error, PSR_DECIMAL_ERROR, PSR_DECIMAL_ERROR_DIVISION_BY_ZERO);
  g_clear_error (&error);

  for (PsrRoundDirection direction = PSR_ROUND_NEAREST; direction <= PSR_ROUND_DOWN; direction++)
    {
      g_autoptr (GError) step_error = NULL;

      if (psr_decimal_round_to_step (a, b, direction, &out, &step_error))
        {
          Wide difference = (Wide) out.units - a.units;

          g_assert_cmpint (out.units % b.units, ==, 0);
          g_assert_true (difference < b.units && -difference < b.units);
        }
      else
        {
          fuzz_check_error (step_error);
        }
    }

  g_assert_cmpint (psr_decimal_compare (a, b), ==, -psr_decimal_compare (b, a));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GBytes) rest = NULL;
  g_autofree char *first = fuzz_take_line (data, size, &rest);
  g_autofree char *second = fuzz_take_line (g_bytes_get_data (rest, NULL), g_bytes_get_size (rest), NULL);
  PsrDecimal a;
  PsrDecimal b;

  if (read_number (first, &a) && read_number (second, &b))
    calculate (a, b);

  return 0;
}
