/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-seed-private.h"

/* A Wello invoice in the making: its lines, and the rows of usage that they come from. */
typedef struct
{
  SbxSeed       *seed;
  const SbxPair *customer;
  SbxRow        *job;   /* NULL: it bills no work order */
  SbxRow        *row;   /* not in its table yet */
  guint          lines;
  SbxDecimal     net, vat;
} SbxDraft;

typedef struct
{
  const SbxPair *item;     /* NULL: none */
  const char    *name;     /* NULL: the item's */
  const char    *type;     /* of hours: "WorkingTime", "TravelTime"; NULL: a part */
  const char    *code;     /* of hours: their hour type's */
  SbxDecimal     quantity;
  SbxDecimal     price;    /* a unit; 0: the item's */
  SbxDecimal     discount; /* a unit */
  SbxDecimal     percent;  /* in its stead */
  int            vat;      /* percent */
  const char    *vat_code; /* NULL: the rate's */
  gboolean       free;     /* price 0 */
  gboolean       warranty;
  const char    *reason;
  const char    *serial;
  SbxRow        *location; /* NULL: every other line has one */
} SbxDraftLine;

/* A completed work order. Times are a day of 2026 that number, counted on, chooses. */
SbxRow *sbx_seed_job      (SbxSeed *seed, const SbxPair *customer);
/* job may be NULL: a contract's invoice. */
void    sbx_draft_begin   (SbxDraft *draft, SbxSeed *seed, const SbxPair *customer, SbxRow *job);
void    sbx_draft_add     (SbxDraft *draft, const SbxDraftLine *line);
void    sbx_draft_end     (SbxDraft *draft, SbxWelloStatus status, const char *case_name);
/* At the prices of Business Central. */
void    sbx_draft_add_part  (SbxDraft *draft, const SbxPair *item, guint quantity, int vat);
void    sbx_draft_add_hours (SbxDraft *draft, SbxDecimal hours, int vat, const char *vat_code);
void    sbx_draft_add_travel (SbxDraft *draft, SbxDecimal hours, int vat, const char *vat_code);
void    sbx_draft_add_overtime (SbxDraft *draft, SbxDecimal hours);
/* Any item of that kind, else of the most usual kind; NULL when there is none in both services. */
const SbxPair *sbx_seed_any_item (SbxSeed *seed, SbxItemPool pool);
/* The rate of that item's VAT group for a customer in Belgium. */
int     sbx_seed_rate_of (const SbxPair *item);
