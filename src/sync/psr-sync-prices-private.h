/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-price-book.h"
#include "psr-sync-price-rules.h"
#include "psr-sync-private.h"

G_BEGIN_DECLS

/* A label of Wello, and what its prices are found by. */
typedef struct
{
  char     *code;
  char     *currency;
  /* One of those who have it: for all of them every item costs the same. */
  char     *customer;
  char     *id;
  char     *wello_id;
  gboolean  is_own_currency;
  guint     n_customers;
  /* By PsrPriceVerdict, of a run that reckons everything: the lines that a label can't
   * represent, "item list line". */
  GHashTable *lost;
} PsrSyncLabel;

/* What prices are reckoned from, while the flow runs. */
typedef struct
{
  PsrSyncRun              *run;
  const PsrSyncPriceRules *rules;
  PsrPriceBook            *book;
  /* Links of items and customers, by id in Business Central; of items by id in Wello, too. */
  GHashTable              *items;
  GHashTable              *articles;
  GHashTable              *customers;
  /* Labels in the order of their codes, and by code. */
  GPtrArray               *labels;
  GHashTable              *by_code;
  /* Id of a customer in Business Central → its label; %NULL of one whose groups aren't known. */
  GHashTable              *label_of;
  /* Whether labels that were given stay, because so many would be taken back. */
  gboolean                 keeps_labels;
} PsrSyncPrices;

PsrSyncLabel *psr_sync_label_new             (const char     *code,
                                              const char     *currency,
                                              const char     *customer,
                                              const char     *company_id);
void          psr_sync_label_free            (gpointer        label);
char         *psr_sync_label_dup_price_id    (const PsrSyncLabel *label,
                                              const PsrLink  *link);

gboolean      psr_sync_prices_read_customers (PsrSyncPrices  *prices,
                                              PsrTimestamp    since,
                                              PsrTimestamp   *date,
                                              GError        **error);
gboolean      psr_sync_prices_find_labels    (PsrSyncPrices  *prices,
                                              GError        **error);
gboolean      psr_sync_prices_index          (PsrSyncPrices  *prices,
                                              GError        **error);
gboolean      psr_sync_prices_make_labels    (PsrSyncPrices  *prices,
                                              GError        **error);
gboolean      psr_sync_prices_label_companies (PsrSyncPrices *prices,
                                               GError       **error);
char         *psr_sync_prices_dup_many_id    (PsrSyncPrices  *prices);
gboolean      psr_sync_prices_process_items  (PsrSyncPrices  *prices,
                                              GPtrArray      *items,
                                              gboolean        counts,
                                              GError        **error);
void          psr_sync_prices_tell_lost      (PsrSyncPrices  *prices);

G_END_DECLS
