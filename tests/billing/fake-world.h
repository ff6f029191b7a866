/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-clock.h"
#include "psr-transport.h"

G_BEGIN_DECLS

/* What becomes of the next POST of a document. */
typedef enum
{
  FAKE_MADE,
  FAKE_DROP_BEFORE,
  FAKE_DROP_AFTER,
  FAKE_COMMIT_LATE,
  FAKE_GATEWAY_AFTER,
  FAKE_NOT_SENT,
  FAKE_THROTTLED,
  FAKE_UNAUTHORIZED,
  FAKE_REFUSED,
  FAKE_GARBAGE,
} FakeFate;

#define FAKE_COMPANY  "0f7e0000-0000-4000-8000-000000000001"
#define FAKE_CUSTOMER "2f1c6a5e-0000-4000-8000-000000000001"
#define FAKE_ITEM     "77a0b1f2-0000-4000-8000-000000000001"
#define FAKE_WELLO_COMPANY "aaaa0000-0000-4000-8000-000000000001"
#define FAKE_WELLO_ARTICLE "bbbb0000-0000-4000-8000-000000000001"

/* On which everything is posted. */
#define FAKE_DAY "2026-08-24"

#define FAKE_READY    "284b65d7-d5c8-419f-91d5-10a2f5132bab"
#define FAKE_IMPORTED "ae838a69-aea7-4f31-abdd-eafc577ddc5c"
#define FAKE_ERROR    "b47eb12c-8f28-4cde-b8f8-32428f4bec03"
#define FAKE_OPEN     "00000000-1111-4000-8000-000000000001"

typedef struct _FakeDocument FakeDocument;

/* What Wello lets an imported invoice become again. */
typedef enum
{
  FAKE_STAYS_IMPORTED,
  FAKE_BECOMES_READY,
  FAKE_BECOMES_ERROR,
} FakeReturn;

/* Business Central and Wello, as far as billing has to do with them. */
#define FAKE_TYPE_WORLD (fake_world_get_type ())
G_DECLARE_FINAL_TYPE (FakeWorld, fake_world, FAKE, WORLD, GObject)

struct _FakeWorld
{
  GObject    parent_instance;
  PsrClock  *clock;
  /* By how much the services' clock is ahead of ours. */
  gint64     ahead;
  GPtrArray *documents;
  GPtrArray *invoices;
  GArray    *fates;
  GArray    *post_fates;
  /* What becomes of the next POST of a quote, of its conversion, of its removal,
   * and of a PATCH. */
  GArray    *quote_fates;
  GArray    *convert_fates;
  GArray    *delete_fates;
  GArray    *patch_fates;
  GPtrArray *quotes;
  guint      n_quote_posts;
  guint      n_converts;
  guint      n_deletes;
  /* Of orders and invoices, and how many of them there ever were. */
  guint      n_document_deletes;
  guint      n_made;
  FakeReturn gives_back;
  /* Deleting a draft leaves an empty posted invoice. */
  gboolean   leaves_void;
  /* What somebody does right before a draft is deleted, once. */
  void     (*before_delete) (FakeDocument *document);
  guint      n_patches;
  /* Another desktop makes a quote, or bills, at the moment at which we make ours. */
  gboolean   other_quotes_too;
  gboolean   other_bills_too;
  /* Nothing can be read by its id. */
  gboolean   ids_unread;
  /* There is another customer, who isn't blocked. */
  gboolean   two_customers;
  /* There is no such entity, and what quotes are when they are made. */
  gboolean   quotes_missing;
  /* Nor may we read, make or remove any. */
  gboolean   quotes_forbidden;
  /* From this PATCH on. */
  guint      forbids_at;
  const char *quote_status;
  /* The server applies the price before the quantity, which fetches its own. */
  gboolean   quote_prices_lost;
  /* Nobody approves the quotes, without which none is converted. */
  gboolean   quotes_need_approval;
  /* An extension commits between the new document and the quote's removal. */
  gboolean   commits_between;
  gboolean   edits_before_delete;
  /* Somebody else converts the quote right before us. */
  gboolean   other_converts_first;
  gint64     late;
  gboolean   blind;
  /* Something in between takes the Date out of its answers. */
  gboolean   undated;
  /* Or out of Wello's only. */
  gboolean   wello_undated;
  /* It is Wello that answers. */
  gboolean   is_wello;
  /* For how many seconds whoever asks too often is asked to wait; NULL for 7. */
  const char *retry_after;
  gboolean   prices_include_tax;
  /* What Business Central asks for the item when nobody says a price; LINDA costs 60. */
  const char *own_price;
  /* What Business Central says in `blocked`; NULL for nothing. */
  const char *blocked;

  /* The customer's currency; NULL for that of the company, which is EUR. */
  const char *currency;
  /* The rate of lines without a VAT product posting group of their own. */
  guint      tax_percent;
  /* Nobody answers what is read of Business Central. */
  gboolean   bc_away;
  /* Nor what is asked about invoices and orders. */
  gboolean   documents_away;
  FakeFate   wello_fate;
  /* The status of which @wello_fate is meant; NULL for whichever comes first. */
  const char *wello_fate_for;
  /* What Wello was told with FAKE_COMMIT_LATE and hasn't heard yet. */
  char      *wello_late;
  /* Nor does anybody answer who tells Wello something. */
  gboolean   wello_mute;
  /* The sales organization of the only account; NULL for none. */
  const char *organization;
  /* Wello lets the number of what is imported be changed. */
  gboolean   renumbers;
  /* What is posted isn't shown; nor are drafts of invoices. */
  gboolean   posted_hidden;
  /* The account may not read orders. */
  gboolean   orders_forbidden;
  /* The external number of an order that was shipped. */
  const char *shipped;
  /* What else is answered to who asks for shipments; 1 for nothing at all. */
  guint      shipments_status;
  gboolean   drafts_hidden;
  /* Drafts are shown again as soon as it is asked whether any are. */
  gboolean   drafts_back;
  /* Credit memos, as they are listed; what the general ledger has of them. */
  GPtrArray *memos;
  gboolean   ledger_hidden;
  /* The day that its entries bear, where that isn't the documents'. */
  const char *ledger_day;
  /* The list of posted invoices can't be read at all. */
  gboolean   posted_missing;
  /* Nobody answers what is asked of that list. */
  gboolean   posted_away;
  /* Whoever asks for what has this in its URL is answered so, each time. */
  const char *always;
  guint      always_status;
  guint      n_always;
  guint      n_actions;
  guint      n_posted;
  guint      n_posts;
  PsrTimestamp posted_at;
  guint      n_lookups;
  guint      n_views;
  guint      n_requests;
  /* Of these, those that ask for a change. */
  guint      n_writes;
  guint      n_running;
  guint      most_running;
  /* The request with this number is carried out, and its answer never comes;
   * with @freeze_before it isn't even carried out. */
  guint      freeze_at;
  gboolean   freeze_before;
  gboolean   frozen;
  /* The answer to the next request with this in its URL is held back. */
  const char *hold;
  DexPromise *held;
  DexFuture  *held_answer;
};

struct _FakeDocument
{
  gboolean    is_order;
  gboolean    is_quote;
  char       *reference;
  guint       revision;
  PsrTimestamp modified;
  char       *id;
  char       *number;
  char       *order_number;
  gboolean    is_posted;
  char       *external;
  /* The day that it bears, or NULL for that of @header. */
  const char *day;
  /* Its days and where it is shipped to; NULL for none. */
  JsonObject *header;
  char       *customer;
  char       *status;
  PsrTimestamp appears;
  GPtrArray  *lines;
};

typedef struct
{
  char *id;
  char *number;
  char *status;
  char *erp_number;
  char *message;
  char *memo;
  char *price;
  char *vat_rate;
  char *discount;
  char *total;
} FakeInvoice;

FakeWorld      *fake_world_new            (PsrClock   *clock);
void            fake_world_let_arrive     (FakeWorld  *self);
void            fake_world_let_hear       (FakeWorld  *self);
FakeInvoice    *fake_world_add_invoice    (FakeWorld  *self,
                                           const char *number);
FakeInvoice    *fake_world_get_invoice    (FakeWorld  *self,
                                           guint       i);
void            fake_world_plan           (FakeWorld  *self,
                                           FakeFate    fate);
guint           fake_world_count          (FakeWorld  *self,
                                           const char *external);
FakeDocument   *fake_world_find           (FakeWorld  *self,
                                           const char *external);
FakeDocument   *fake_world_get_quote      (FakeWorld    *self,
                                           guint         i);
FakeDocument   *fake_world_copy_quote     (FakeWorld    *self,
                                           FakeDocument *from,
                                           const char   *number);
void            fake_world_edit           (FakeWorld    *self,
                                           FakeDocument *document);
void            fake_world_set_price      (FakeWorld    *self,
                                           FakeDocument *document,
                                           guint         line,
                                           const char   *price);
FakeDocument   *fake_world_convert        (FakeWorld    *self,
                                           FakeDocument *quote,
                                           gboolean      order);
void            fake_world_set_tax        (FakeDocument *document,
                                           guint       percent);
FakeDocument   *fake_world_add_typed      (FakeWorld    *self,
                                           const char   *number,
                                           const char   *external,
                                           guint         amount);
void            fake_world_raise_price    (FakeDocument *document);
void            fake_world_set_text       (FakeDocument *document,
                                           guint         line,
                                           const char   *text);
void            fake_world_write_header   (FakeWorld    *self,
                                           FakeDocument *document,
                                           const char   *member,
                                           const char   *text);
void            fake_world_add_comment    (FakeDocument *document);
void            fake_world_release        (FakeDocument *document);
void            fake_world_post           (FakeDocument *document,
                                           guint       number);
void            fake_world_credit         (FakeWorld    *self,
                                           FakeDocument *document,
                                           const char   *status,
                                           const char   *amount);
PsrTransport   *fake_world_get_transport  (FakeWorld  *self);

G_END_DECLS
