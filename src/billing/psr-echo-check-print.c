/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-echo-check-print"

#include "config.h"

#include <string.h>

#include "psr-echo-check.h"

/* The ids of lines are others over API v1.0, and it doesn't tell where they are. */
#define V1_PRINT "v1.0 "

/* What a fingerprint is made of. One without a form is of the first, which knew of the
 * header only whom the document is for. Any change below, and any of what
 * psr_bc_header_read() keeps, needs another form; ledgers keep those of before. */
#define FORM "2 "

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  const PsrBcLine *one = *(PsrBcLine * const *) a;
  const PsrBcLine *two = *(PsrBcLine * const *) b;

  return (one->sequence > two->sequence) - (one->sequence < two->sequence);
}

static void
add_text (GString    *print,
          const char *text)
{
  g_string_append (print, text != NULL ? text : "");
  g_string_append_c (print, '\n');
}

static void
add_amount (GString    *print,
            PsrDecimal  amount)
{
  g_string_append_printf (print, "%" G_GINT64_FORMAT "\n", (gint64) amount.units);
}

static char *
make_sum (const PsrBcDocument *echo,
          gboolean             with_header)
{
  g_autoptr(GString) print = g_string_new (NULL);
  g_autoptr(GPtrArray) lines = g_ptr_array_new ();

  for (guint i = 0; i < echo->lines->len; i++)
    g_ptr_array_add (lines, g_ptr_array_index (echo->lines, i));

  g_ptr_array_sort (lines, compare_lines);
  add_text (print, psr_bc_document_kind_to_string (echo->kind));
  add_text (print, echo->external_number);
  add_text (print, echo->customer_id);
  add_text (print, echo->bill_to_customer_number);
  add_text (print, echo->currency_code);
  add_text (print, echo->prices_include_tax ? "gross" : "net");

  if (with_header)
    add_text (print, echo->header);

  for (guint i = 0; i < lines->len; i++)
    {
      const PsrBcLine *line = g_ptr_array_index (lines, i);

      add_text (print, line->id);
      add_text (print, psr_bc_line_type_to_string (line->type));
      add_text (print, line->object_number);
      add_text (print, line->description);
      add_text (print, line->unit_code);
      add_text (print, line->location_id);
      add_amount (print, line->quantity);
      add_amount (print, line->unit_price);
      add_amount (print, line->discount_percent);
      add_amount (print, line->discount_amount);
      add_amount (print, line->tax_percent);
    }

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, print->str, print->len);
}

/**
 * psr_echo_check_dup_print:
 * @echo: a document with its lines
 * @is_v1: whether it was read over API v1.0
 *
 * What people change of a draft changes its fingerprint; what Business Central
 * reckons anew by itself, the totals and the shares of a header's discount, doesn't.
 * What it fills in by itself, such as the day on which an invoice is due, is in it as
 * Business Central said it.
 *
 * Returns: (transfer full): a fingerprint of the document's content
 */
char *
psr_echo_check_dup_print (const PsrBcDocument *echo,
                          gboolean             is_v1)
{
  g_autofree char *sum = NULL;

  g_return_val_if_fail (echo != NULL && echo->lines != NULL, NULL);

  sum = make_sum (echo, TRUE);

  return g_strconcat (is_v1 ? V1_PRINT : "", FORM, sum, NULL);
}

/**
 * psr_echo_check_compare_print:
 * @print: a fingerprint, perhaps of a former form
 * @echo: the document as it is now, with its lines
 * @is_v1: whether it was read over API v1.0
 *
 * Returns: whether @echo is what @print was made of
 */
PsrEchoPrint
psr_echo_check_compare_print (const char          *print,
                              const PsrBcDocument *echo,
                              gboolean             is_v1)
{
  g_autofree char *sum = NULL;
  gboolean was_v1, has_form;

  g_return_val_if_fail (print != NULL, PSR_ECHO_PRINT_CHANGED);
  g_return_val_if_fail (echo != NULL && echo->lines != NULL, PSR_ECHO_PRINT_CHANGED);

  was_v1 = g_str_has_prefix (print, V1_PRINT);

  if (was_v1 != (is_v1 != FALSE))
    return PSR_ECHO_PRINT_OTHER_API;

  print += was_v1 ? strlen (V1_PRINT) : 0;
  has_form = g_str_has_prefix (print, FORM);
  print += has_form ? strlen (FORM) : 0;
  sum = make_sum (echo, has_form);

  if (!g_str_equal (print, sum))
    return PSR_ECHO_PRINT_CHANGED;

  return has_form ? PSR_ECHO_PRINT_SAME : PSR_ECHO_PRINT_SAME_LINES;
}
