/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bc-lookup.h"
#include "psr-decimal.h"
#include "psr-timestamp.h"

G_BEGIN_DECLS

/**
 * PsrSight:
 * @PSR_SIGHT_NOTHING: there was no such document
 * @PSR_SIGHT_FITS: there is one, of the right customer and amount
 * @PSR_SIGHT_DIFFERS: there is one of another customer or another amount
 * @PSR_SIGHT_SEVERAL: there are several
 *
 * What a look-up by one external document number saw.
 */
typedef enum
{
  PSR_SIGHT_NOTHING,
  PSR_SIGHT_FITS,
  PSR_SIGHT_DIFFERS,
  PSR_SIGHT_SEVERAL,
} PsrSight;

PsrSight     psr_lookup_judge     (const PsrBcLookup  *lookup,
                                   const char         *external_number,
                                   const char         *customer_id,
                                   const PsrDecimal   *net,
                                   guint               n_lines,
                                   PsrBcDocument     **found);
char        *psr_lookup_dup_ids   (const PsrBcLookup  *lookup,
                                   const char         *external_number);
char        *psr_lookup_dup_names (const PsrBcLookup  *lookup,
                                   const char         *external_number);
gboolean     psr_lookup_was_shown (const PsrBcLookup  *lookup,
                                   const char         *external_number,
                                   const char         *shown);
gboolean     psr_lookup_is_proof  (const PsrBcLookup  *lookup,
                                   PsrTimestamp        intent_server_date,
                                   gint64              longest_request);
PsrTimestamp psr_lookup_next      (PsrTimestamp        sent_at,
                                   PsrTimestamp        now,
                                   gint64              longest_request);
PsrDecimal   psr_lookup_tolerance (guint               n_lines);

G_END_DECLS
