/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sbx-bc-private.h"

/* How the entries of the item ledger are read besides API v2.0, which has no locations. */
typedef enum
{
  SBX_STOCK_QUERY,   /* api/microsoft/analytics/v1.0/…/itemLedgerEntries */
  SBX_STOCK_SERVICE, /* the published page 38 "Item Ledger Entries" */
} SbxStockView;

/* Writes an entry, and the item's inventory, which is a flow field: the item's modification time stays as it is (Microsoft,
 * API v2.0, items). location may be "". */
void      sbx_stock_enter (SbxCompany *company, SbxRow *item, const char *location, const char *type, SbxDecimal quantity, gint64 date,
                           const char *document);
/* What a person does: {"verb":"adjust-stock"|"transfer-stock","number":ITEM,"location":CODE,"to":CODE,"quantity":N}. */
gboolean  sbx_stock_act   (SbxCompany *company, const char *verb, JsonObject *body, SbxProblem *problem);
/* A table of its own for one request, with what is left of each entry. */
SbxTable *sbx_stock_view  (SbxCompany *company, SbxStockView view);
