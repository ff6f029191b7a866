/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-bc-client.h"
#include "psr-bc-schema.h"
#include "psr-clock.h"
#include "psr-executor.h"
#include "psr-field-map.h"
#include "psr-link-store.h"
#include "psr-mirror-store.h"
#include "psr-sync-flow.h"
#include "psr-sync-price-rules.h"
#include "psr-sync-rules.h"
#include "psr-sync-stock-rules.h"
#include "psr-wello-client.h"

G_BEGIN_DECLS

/**
 * PsrSyncContext:
 * @bc: Business Central, with its company chosen
 * @wello: Wello
 * @links: the link table
 * @mirror: what was read before
 * @clock: the time
 * @executor: where pages are mapped
 * @customers: customers → companies
 * @contacts: customers → default contacts
 * @people: contacts → contacts
 * @items: items → articles
 * @plain_items: the same as it was read: no price goes back
 * @rules: (array): how each flow is to work; to be set by psr_sync_context_set_rules()
 * @schema: (nullable): which properties records have in Business Central; %NULL where it
 *   isn't known
 * @schema_problem: (nullable): why it was to be read and couldn't be
 * @lacks: (array) (nullable) (element-type PsrSyncLack): of each flow, which properties it
 *   would read that aren't there; to be set by psr_sync_context_take_schema()
 * @awaited: (nullable): who of the accounts that Wello has and Business Central doesn't is
 *   proposed, by id or name: those that have work to be billed; %NULL where each is
 * @would_couple: customers that a dry run would couple, with the records in Wello
 * @longest_request: after how many microseconds a request whose answer was lost can't
 *   take effect any more; 20 minutes unless it is set
 * @reference_age: after how many microseconds reference data is read anew; 12 hours unless
 *   it is set
 * @item_template: (nullable): number of the item whose posting groups new items get; to
 *   be set by psr_sync_context_set_item_template()
 * @sales_organization_id: (nullable): canonical GUID that new companies get
 * @stock: (nullable): how stock per location is carried over; %NULL where it isn't
 * @prices: (nullable): how prices are carried over; %NULL where they are not
 * @most_gone: what share of what is coupled is believed to be gone at once, in per cent; 5
 *   unless it is set
 * @has_organizations: whether Wello has several sales organizations, so that
 *   companies of others are left alone; to be set before the first run
 *
 * What the flows work with. Reference counted; the fields may be read.
 */
typedef struct
{
  PsrBcClient    *bc;
  PsrWelloClient *wello;
  PsrLinkStore   *links;
  PsrMirrorStore *mirror;
  PsrClock       *clock;
  PsrExecutor    *executor;
  PsrFieldMap    *customers;
  PsrFieldMap    *contacts;
  PsrFieldMap    *people;
  PsrFieldMap    *items;
  PsrFieldMap    *plain_items;
  PsrSyncRules    rules[PSR_N_SYNC_FLOWS];
  PsrBcSchema    *schema;
  GError         *schema_problem;
  GPtrArray      *lacks[PSR_N_SYNC_FLOWS];
  GHashTable     *awaited;
  GHashTable     *would_couple;
  PsrSyncStockRules *stock;
  PsrSyncPriceRules *prices;
  gint64          longest_request;
  gint64          reference_age;
  char           *item_template;
  char           *sales_organization_id;
  guint           most_gone;
  gboolean        has_organizations;
} PsrSyncContext;

#define PSR_TYPE_SYNC_CONTEXT (psr_sync_context_get_type ())

GType           psr_sync_context_get_type (void) G_GNUC_CONST;
PsrSyncContext *psr_sync_context_new      (PsrBcClient     *bc,
                                           PsrWelloClient  *wello,
                                           PsrLinkStore    *links,
                                           PsrMirrorStore  *mirror,
                                           PsrClock        *clock,
                                           PsrExecutor     *executor,
                                           const char      *maps_folder,
                                           const char      *sales_organization_id,
                                           GError         **error);
PsrSyncContext *psr_sync_context_ref      (PsrSyncContext  *self);
void            psr_sync_context_unref    (PsrSyncContext  *self);
void            psr_sync_context_set_rules (PsrSyncContext     *self,
                                            PsrSyncFlow         flow,
                                            const PsrSyncRules *rules);
void            psr_sync_context_take_schema (PsrSyncContext   *self,
                                            PsrBcSchema        *schema);
gboolean        psr_sync_context_shows_moves (PsrSyncContext   *self);
char           *psr_sync_context_dup_select (PsrSyncContext    *self,
                                            const char         *set,
                                            const char         *select);
void            psr_sync_context_set_item_template (PsrSyncContext *self,
                                            const char         *number);
void            psr_sync_context_take_awaited (PsrSyncContext  *self,
                                               GHashTable      *awaited);
void            psr_sync_context_take_stock (PsrSyncContext    *self,
                                             PsrSyncStockRules *rules);
void            psr_sync_context_take_prices (PsrSyncContext    *self,
                                              PsrSyncPriceRules *rules);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PsrSyncContext, psr_sync_context_unref)

G_END_DECLS
