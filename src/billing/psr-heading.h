/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What stands first on a document where the profile says nothing. */
#define PSR_HEADING_DEFAULT "{number} · {date} · {name}"

/**
 * PsrHeading:
 * @number: number of the work order
 * @date: the day on which the work was done
 * @name: what the work order is called
 * @invoice: number of the Wello invoice
 * @site: where the work was done
 * @reference: the customer's own reference
 *
 * What the first comment line of a document can tell; each may be %NULL or "".
 */
typedef struct
{
  const char *number;
  const char *date;
  const char *name;
  const char *invoice;
  const char *site;
  const char *reference;
} PsrHeading;

gboolean psr_heading_is_template (const char       *text);
char    *psr_heading_fill        (const char       *text,
                                  const PsrHeading *values) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
