/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-seed.h"

/* What the files sbx-seed-*.c share. */

/* What is special about a customer; the first customers have one each, in this order, from SBX_SEED_PLAIN_CUSTOMERS on. */
typedef enum
{
  SBX_CUSTOMER_PLAIN,
  SBX_CUSTOMER_CO_CONTRACTOR,
  SBX_CUSTOMER_BLOCKED_ALL,
  SBX_CUSTOMER_LINE_DISCOUNT,
  SBX_CUSTOMER_PRICES_INCLUDING_VAT,
  SBX_CUSTOMER_BILLED_TO_ANOTHER, /* in Wello */
  SBX_CUSTOMER_DOLLARS,
  SBX_CUSTOMER_LONG_NAME,
  SBX_CUSTOMER_EU,
  SBX_CUSTOMER_EXPORT,
  SBX_CUSTOMER_BLOCKED_INVOICE,
  SBX_CUSTOMER_BLOCKED_SHIP,
  SBX_CUSTOMER_BC_BILLS_TO_ANOTHER,
  SBX_CUSTOMER_INVOICE_DISCOUNT,
  SBX_CUSTOMER_PRIVACY,
  SBX_CUSTOMER_ORDER_NUMBERS,
  SBX_CUSTOMER_N_TRAITS,
} SbxCustomerTrait;

typedef enum
{
  SBX_ITEM_GOODS_21,
  SBX_ITEM_GOODS_6,
  SBX_ITEM_GOODS_12,
  SBX_ITEM_GOODS_0,
  SBX_ITEM_SERVICE,
  SBX_ITEM_N_POOLS,
} SbxItemPool;

/* Items that only the awkward cases use. */
typedef enum
{
  SBX_ITEM_BOX,
  SBX_ITEM_BLOCKED,
  SBX_ITEM_DELETED,
  SBX_ITEM_PRICE_WITH_VAT,
  SBX_ITEM_METRES,
  SBX_ITEM_NEGATIVE,
  SBX_ITEM_SALES_BLOCKED,
  SBX_ITEM_LONG_NAME,
  SBX_ITEM_N_TRAITS,
} SbxItemTrait;

#define SBX_SEED_PLAIN_CUSTOMERS 3
#define SBX_SEED_PLAIN_ITEMS 4

typedef struct
{
  SbxRow *bc;      /* NULL: gone there */
  SbxRow *wello;   /* company or article; NULL: not there yet */
  SbxRow *contact; /* of a company */
} SbxPair;

typedef struct
{
  SbxWorld  *world;
  GRand     *rand;
  GArray    *plain_customers; /* of SbxPair, those in both services */
  SbxPair    customers[SBX_CUSTOMER_N_TRAITS];
  GArray    *pools[SBX_ITEM_N_POOLS]; /* of SbxPair, those in both services */
  SbxPair    items[SBX_ITEM_N_TRAITS];
  GPtrArray *locations;       /* of SbxRow of Wello, coupled ones */
  SbxRow    *lost_location;   /* of Wello; Business Central doesn't know it */
  guint      invoices, jobs, lines;
  gint64     wello_time;      /* when the next row of Wello was changed */
  gint64     bc_time;
} SbxSeed;

/* sbx-seed-names.c */
char       *sbx_seed_company_name   (SbxSeed *seed);
char       *sbx_seed_long_name      (SbxSeed *seed, guint characters);
char       *sbx_seed_part_name      (SbxSeed *seed);
char       *sbx_seed_note           (guint characters);
char       *sbx_seed_vat_number     (SbxSeed *seed, const char *country);
const char *sbx_seed_pick           (SbxSeed *seed, const char *const *words);
extern const char *const sbx_seed_streets[];
extern const char *const sbx_seed_towns[][2];
guint       sbx_seed_n_towns        (void);

/* sbx-seed.c */
SbxTable   *sbx_seed_bc             (SbxSeed *seed, const char *set);
/* NULL when Wello has no such table. */
SbxTable   *sbx_seed_wello          (SbxSeed *seed, const char *controller);
/* A row with a random id, and with the next time of change. */
SbxRow     *sbx_seed_row            (SbxSeed *seed, SbxTable *table);
/* The row whose column has this text, found by walking. */
SbxRow     *sbx_seed_find           (SbxTable *table, const char *column, const char *text);
/* The id of the row of a small table of Wello by its code; NULL when there is none. */
const char *sbx_seed_reference      (SbxSeed *seed, const char *controller, const char *code);
/* NULL when there is none. */
SbxRow     *sbx_seed_first          (SbxSeed *seed, const char *controller);

/* sbx-seed-customers.c, sbx-seed-items.c */
void        sbx_seed_customers      (SbxSeed *seed);
void        sbx_seed_locations      (SbxSeed *seed);
void        sbx_seed_items          (SbxSeed *seed);

/* sbx-seed-work.c: one work order with a clean invoice for each of the number asked for. */
void        sbx_seed_work           (SbxSeed *seed);
/* sbx-seed-cases.c: what makes trouble. */
void        sbx_seed_cases          (SbxSeed *seed);
/* sbx-seed-neighbours.c: what a second sales organization has, where there is one. */
void        sbx_seed_neighbours     (SbxSeed *seed);
/* sbx-seed-prices.c: price list lines, for items that nobody has used. */
void        sbx_seed_prices         (SbxSeed *seed);
/* sbx-seed-contacts.c: contacts of Business Central, and some of them in Wello. */
void        sbx_seed_contacts       (SbxSeed *seed);
void        sbx_seed_visits         (SbxSeed *seed);
