/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-response.h"
#include "sim-amount.h"
#include "sim-timeline.h"

G_BEGIN_DECLS

/* State folders in one world. */
#define SIM_STATES 2

/* Begins numbers that people write. */
#define SIM_REWRITTEN "REF-"

#define SIM_COMPANY  "0f7e0000-0000-4000-8000-000000000001"
#define SIM_READY    "284b65d7-d5c8-419f-91d5-10a2f5132bab"
#define SIM_IMPORTED "ae838a69-aea7-4f31-abdd-eafc577ddc5c"
#define SIM_FAILED   "b47eb12c-8f28-4cde-b8f8-32428f4bec03"
#define SIM_DRAFTED  "00000000-1111-4000-8000-000000000001"

/* The only account of the general ledger on which something is billed. */
#define SIM_ACCOUNT        "acc00000-0000-4000-8000-000000000001"
#define SIM_ACCOUNT_NUMBER "705000"

typedef struct
{
  char       *id;
  char       *number;
  char       *company;
  const char *blocked;
  gboolean    prices_with_vat;
  SimAmount   discount;
} SimCustomer;

typedef struct
{
  char     *id;
  char     *number;
  char     *article;
  guint     rate;
  gboolean  boxed;
  gboolean  blocked;
} SimItem;

/* What a line of Wello's invoice should cost, by the model's own reckoning. */
typedef struct
{
  char      *id;
  SimItem   *item;
  char      *usage;
  SimAmount  quantity;
  SimAmount  price;
  SimAmount  off;
  SimAmount  percent;
  guint      rate;
} SimWelloLine;

typedef struct
{
  SimAmount net;
  SimAmount vat;
  guint     n_lines;
} SimTruth;

typedef enum
{
  SIM_WELLO_DRAFTED,
  SIM_WELLO_READY,
  SIM_WELLO_IMPORTED,
  SIM_WELLO_FAILED,
} SimWelloStatus;

typedef struct
{
  guint           index;
  char           *id;
  char           *number;
  char           *external;
  char           *job;
  SimCustomer    *customer;
  GPtrArray      *lines;
  SimWelloStatus  status;
  char           *told;
  /* The state folder of whose desks that was. */
  guint           teller;
  char           *message;
  PsrTimestamp    modified;
  gboolean        there;
  /* A person changed its status after it was imported. */
  gboolean        taken_back;
  /* What it should cost, once for each content that it had. */
  GArray         *truths;
  /* By state folder: what a person approved, and whether to post it. */
  gboolean        approved[SIM_STATES];
  gboolean        may_post[SIM_STATES];
  SimAmount       approved_net[SIM_STATES];
  /* What somebody is asked about there. */
  gboolean        needs_look[SIM_STATES];
  /* Creates that were sent and may still take effect. */
  guint           in_flight[SIM_STATES];
  /* When it was committed that it is about to be sent. */
  PsrTimestamp    intent_at[SIM_STATES];
  /* The quote that the ledger keeps. */
  char           *quote_id[SIM_STATES];
  /* Who committed its last intent, and in which of its lives. */
  gconstpointer   owner[SIM_STATES];
  guint           owner_life[SIM_STATES];
} SimInvoice;

typedef enum
{
  SIM_BY_US,
  SIM_BY_PROXY,
  SIM_BY_PERSON,
} SimCause;

typedef enum
{
  SIM_DRAFT,
  SIM_IN_REVIEW,
  SIM_RELEASED,
  SIM_POSTED,
  SIM_PAID,
  SIM_CANCELED,
} SimStatus;

typedef struct
{
  char      *id;
  SimItem   *item;
  char      *type;
  char      *number;
  char      *unit;
  char      *text;
  SimAmount  quantity;
  SimAmount  price;
  SimAmount  percent;
  SimAmount  off;
  /* Of an order: how much of it is on posted invoices. */
  SimAmount  invoiced;
  guint      rate;
  guint      etag;
  /* How often a person set another price, since we last did. */
  guint      repriced;
} SimLine;

typedef struct
{
  char        *id;
  char        *number;
  char        *external;
  char        *order_number;
  char        *reference;
  SimCustomer *customer;
  SimInvoice  *invoice;
  GPtrArray   *lines;
  SimStatus    status;
  gboolean     is_order;
  gboolean     is_quote;
  gboolean     is_gone;
  gboolean     is_void;
  /* All of it, by posted credit memos. */
  gboolean     credited;
  /* An order and what was invoiced of it are one document. */
  guint        chain;
  gboolean     with_vat;
  SimCause     cause;
  guint        state;
  /* How much of it somebody changed, and is still so. */
  guint        edited;
  /* A ledger has its id, and has taken it for right. */
  gboolean     known;
  gboolean     half_posted;
  /* An order that was invoiced together with others: that invoice has neither its number nor
   * ours. Only its shipment has. */
  gboolean     is_combined;
  /* It wasn't shown when it was looked for. */
  gboolean     was_hidden;
  guint        etag;
  PsrTimestamp made_at;
  PsrTimestamp modified;
} SimDocument;

/* A credit memo of an invoice. */
typedef struct
{
  char        *id;
  char        *number;
  SimDocument *document;
  SimAmount    gross;
  SimAmount    net;
  gboolean     posted;
  /* Settled with the invoice; otherwise it only looks open, as one that is released. */
  gboolean     closed;
  PsrTimestamp modified;
} SimMemo;

typedef struct
{
  SimAmount net;
  SimAmount vat;
  guint     n_lines;
} SimTotals;

/* How often what goes wrong, in a million. */
typedef struct
{
  guint lost;
  guint late;
  guint doubled;
  guint busy;
  guint crash;
  guint pause;
  guint refuse;
  guint edit;
} SimFaults;

typedef struct
{
  guint64 documents;
  guint64 worlds;
  guint64 requests;
  guint64 creates;
  guint64 conversions;
  guint64 posts;
  guint64 withdrawals;
  guint64 lost;
  guint64 late;
  guint64 doubled;
  guint64 busy;
  guint64 deadlocks;
  guint64 unsigned_in;
  guint64 crashes;
  guint64 pauses;
  guint64 jumps;
  guint64 edits;
  guint64 meddled;
  guint64 hidden;
  guint64 parts;
  guint64 combined;
  guint64 rekinded;
  guint64 spoken_v1;
  guint64 credits;
  guint64 followed;
  guint64 closed;
  guint64 refused;
  guint64 needs_look;
  guint64 others;
} SimCounts;

typedef struct _SimWorld
{
  SimTimeline *timeline;
  SimFaults    faults;
  SimCounts   *counts;
  GPtrArray   *customers;
  GPtrArray   *items;
  GPtrArray   *invoices;
  GPtrArray   *documents;
  GPtrArray   *memos;
  gboolean     calm;
  /* What is rare comes often. */
  gboolean     dense;
  guint        n_ids;
  guint        n_drafts;
  guint        n_posted;
  guint        n_quotes;
  guint        n_chains;
  guint        n_posted_memos;
  /* How this Wello and this Business Central are set up. */
  gboolean     renumbers;
  gboolean     reopens;
  gboolean     fails_again;
  gboolean     shared_series;
  /* People write other numbers on what the ledger knows; another state wouldn't know it. */
  gboolean     rewrites;
  /* Wello is told of what is posted only. */
  gboolean     tells_late;
  /* Wello hears what it is told long after, and everybody is quick. */
  gboolean     hectic;
  /* How often, in a million, somebody is at what is about to be deleted. */
  guint        meddles;
  /* Which rights the accounts lack for a while. */
  gboolean     hides_drafts;
  gboolean     hides_posted;
  gboolean     refuses_orders;
  /* Nor are shipments shown to them, as long as the world lasts. */
  gboolean     refuses_shipments;
  /* How often, in a million, an order whose answer is lost, or that is to be something else,
   * is shipped and invoiced together with others. */
  guint        combines;
  /* Which versions of its API Business Central has, and in which it is asked now; and which
   * the profile of each state folder names. */
  gboolean     has_v1;
  gboolean     has_v2;
  gboolean     v1;
  gboolean     speaks_v1[SIM_STATES];
  /* Everybody makes documents over quotes: not even two states make two. */
  gboolean     only_quotes;
  PsrTimestamp closed_until;
  PsrTimestamp token_until;
  guint        token;
  /* The first promise that was broken. */
  char        *broken;
  guint64      broken_step;
} SimWorld;

SimWorld    *sim_world_new             (guint64       seed,
                                        FILE         *trace,
                                        SimCounts    *counts);
void         sim_world_free            (SimWorld     *self);
void         sim_world_remove_tree     (const char   *path);
char        *sim_world_new_id          (SimWorld     *self,
                                        const char   *prefix);
void         sim_world_break           (SimWorld     *self,
                                        const char   *format,
                                        ...) G_GNUC_PRINTF (2, 3);
SimInvoice  *sim_world_add_invoice     (SimWorld     *self);
void         sim_invoice_reckon        (SimInvoice   *invoice,
                                        SimTruth     *truth);
SimAmount    sim_wello_line_net        (SimWelloLine *line);
SimInvoice  *sim_world_find_invoice    (SimWorld     *self,
                                        const char   *text);
SimInvoice  *sim_world_find_external   (SimWorld     *self,
                                        const char   *external);
SimDocument *sim_world_find_document   (SimWorld     *self,
                                        const char   *id);
void         sim_document_reckon       (SimDocument  *document,
                                        SimTotals    *totals);
gboolean     sim_document_is_live      (SimDocument  *document);
gboolean     sim_document_is_hidden    (SimWorld     *self,
                                        SimDocument  *document);
guint        sim_world_count_all       (SimWorld     *self,
                                        SimInvoice   *invoice);
guint        sim_world_count_live      (SimWorld     *self,
                                        SimInvoice   *invoice,
                                        guint         state);

/* The services. They answer by the time of the world. */
PsrResponse *sim_answer                (SimWorld     *self,
                                        guint         status,
                                        const char   *body);
PsrResponse *sim_refuse                (SimWorld     *self,
                                        guint         status,
                                        const char   *code,
                                        const char   *message);
PsrResponse *sim_bc_serve              (SimWorld     *self,
                                        const char   *method,
                                        const char   *url,
                                        const char   *body,
                                        const char   *match,
                                        guint         state,
                                        SimCause      cause);
PsrResponse *sim_wello_serve           (SimWorld     *self,
                                        const char   *method,
                                        const char   *url,
                                        const char   *body,
                                        guint         state);
void         sim_bc_post               (SimWorld     *self,
                                        SimDocument  *document);
void         sim_bc_delete             (SimWorld     *self,
                                        SimDocument  *document);
void         sim_bc_append_lines       (GString      *json,
                                        SimDocument  *document,
                                        gboolean      v1);
void         sim_bc_combine            (SimWorld     *self,
                                        SimDocument  *order);
gboolean     sim_bc_invoice_part       (SimWorld     *self,
                                        SimDocument  *order);
void         sim_bc_credit             (SimWorld     *self,
                                        SimDocument  *document);
void         sim_bc_post_memo          (SimWorld     *self);
void         sim_memo_free             (gpointer      data);

/* Whoever else works in these services. */
void         sim_people_act            (SimWorld     *self);
gboolean     sim_people_renumber       (SimWorld     *self,
                                        SimDocument  *document);
void         sim_people_meddle         (SimWorld     *self,
                                        const char   *id);
void         sim_people_post           (SimWorld     *self,
                                        SimInvoice   *invoice);
void         sim_people_combine        (SimWorld     *self,
                                        SimInvoice   *invoice);

G_END_DECLS
