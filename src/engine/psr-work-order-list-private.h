/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-ledger-view.h"
#include "psr-work-order-list.h"

G_BEGIN_DECLS

/* The revision of what is marked and was never shown: it is never sent. */
#define PSR_WORK_ORDER_NOT_SEEN -1

/**
 * PsrWorkOrderList:
 *
 * The work of one queue, as a list model of #PsrWorkOrderRow. It holds the ids
 * of all, and rows only for what somebody looks at: a queue may have a hundred
 * thousand. Marks are of documents, not of places: they outlast another order,
 * another search and a refresh.
 */
struct _PsrWorkOrderList
{
  GObject         parent_instance;

  PsrEngine      *engine;
  PsrQueue        queue;
  char           *search;
  char           *since;
  char           *until;
  char           *customer;
  char           *technician;
  char           *kind;
  char           *state;
  PsrWorkOrderOrder order;
  gboolean        descending;
  gboolean        is_replacing;

  GArray         *ids;      /* gint64, in their order */
  guint           n_told;   /* how many of them the list is said to have by now */
  GPtrArray      *blanks;   /* rows after those, without a document; they are about to go */
  DexFuture      *trimming; /* takes them away */
  GHashTable     *rows;     /* id → PsrWorkOrderRow, not owned; those that are alive */
  GHashTable     *marked;   /* id → the revision that was seen, or PSR_WORK_ORDER_NOT_SEEN */
  guint           n_asking; /* how many were left out when all were marked, since they ask something */
  GHashTable     *wanted;   /* ids whose rows are to be read */
  GHashTable     *fresh;    /* id → PsrWorkOrder, not owned; what was just read, or NULL */
  DexFuture      *reading;  /* of the wanted ones */
  DexFuture      *refreshing;
  GCancellable   *giving_up;    /* of the reading of that one */
  guint           reads;    /* what was to be listed when that one began */
  DexPromise     *again;    /* of the refresh after that one, when there is to be one */
  guint           changed;  /* grows with what is listed, so that a late answer is known */
  guint           listed;   /* what was to be listed when all of it was read last */
};

/* A view makes widgets for some two hundred rows as soon as it hears of them, which takes
 * it a fraction of a millisecond each. It hears of so many at once, with frames in between,
 * until it has enough. */
#define PSR_WORK_ORDER_LIST_STEP   20
#define PSR_WORK_ORDER_LIST_ENOUGH 240

DexFuture *psr_work_order_list_wait_for_idle
                                     (void);
void psr_work_order_list_swap        (PsrWorkOrderList *self,
                                      GArray           *ids);
void psr_work_order_list_drop_blanks (PsrWorkOrderList *self);
PsrWorkOrderRow *psr_work_order_list_get_blank
                                     (PsrWorkOrderList *self,
                                      guint             index);
void psr_work_order_list_take_row    (PsrWorkOrderList *self,
                                      PsrWorkOrderRow  *row);
void psr_work_order_list_narrow      (PsrWorkOrderList *self,
                                      PsrLedgerView    *view);
PsrLedgerView *psr_work_order_list_make_view
                                     (PsrWorkOrderList *self);
GPtrArray *psr_work_order_list_read (PsrEngine        *engine,
                                     GArray           *ids,
                                     GError          **error);
void psr_work_order_list_append      (GArray           *ids,
                                      const GPtrArray  *read,
                                      GPtrArray        *rows);
void psr_work_order_list_want        (PsrWorkOrderList *self,
                                      gint64            id);
void psr_work_order_list_show_one    (PsrWorkOrderList *self,
                                      PsrWorkOrderRow  *row,
                                      PsrWorkOrder     *work_order);
void psr_work_order_list_show        (PsrWorkOrderList *self,
                                      GPtrArray        *work_orders);
void psr_work_order_list_show_mark   (PsrWorkOrderList *self,
                                      gint64            id,
                                      gboolean          marked);
void psr_work_order_list_drop_marks  (PsrWorkOrderList *self,
                                      const GArray     *present);
void psr_work_order_list_set_replacing
                                     (PsrWorkOrderList *self,
                                      gboolean          is_replacing);
void psr_work_order_list_announce_replacing
                                     (PsrWorkOrderList *self);
gboolean psr_work_order_list_is_narrowed
                                     (PsrWorkOrderList *self);
void psr_work_order_list_marks_moved (PsrWorkOrderList *self);

G_END_DECLS
