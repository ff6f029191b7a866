/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-show"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-bc-client.h"
#include "psr-bill-command.h"
#include "psr-billable.h"
#include "psr-billing-act.h"
#include "psr-billing-state.h"
#include "psr-billing-step.h"
#include "psr-billing-table.h"
#include "psr-document-builder.h"
#include "psr-engine-error.h"
#include "psr-engine-jobs.h"
#include "psr-engine-work.h"
#include "psr-executor.h"
#include "psr-explain.h"
#include "psr-order-checks.h"
#include "psr-order-exact.h"
#include "psr-price-source.h"
#include "psr-text.h"

/* As much of the history is shown. */
#define MOST_EVENTS 500

typedef struct
{
  PsrEngine *engine;
  char      *number;
  gint64     id;        /* instead of a number, or 0 */
  gboolean   is_exact;  /* whether services are asked */
} Show;

static void
show_clear (gpointer data)
{
  Show *show = data;

  g_clear_object (&show->engine);
  g_free (show->number);
}

static void
show_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, show_clear);
}

static PsrLedgerDocument *
read_document (PsrEngine  *self,
               gint64      id,
               GError    **error)
{
  g_autoptr(PsrLedgerQuery) query = psr_ledger_query_new ();
  g_autoptr(GPtrArray) documents = NULL;

  psr_ledger_query_set_ids (query, &id, 1);
  psr_ledger_query_set_with_lines (query, TRUE);
  documents = dex_await_boxed (psr_ledger_find (psr_store_get_ledger (self->store), query), error);
  if (documents == NULL)
    return NULL;

  if (documents->len == 0)
    {
      psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_NOT_FOUND,
                               _("The work order isn’t here any more."), NULL, NULL);
      return NULL;
    }

  return psr_ledger_document_ref (g_ptr_array_index (documents, 0));
}

static PsrLedgerDocument *
find_document (PsrEngine   *self,
               const char  *number,
               GError     **error)
{
  PsrLedger *ledger = psr_store_get_ledger (self->store);
  const char * const numbers[] = { number, NULL };
  g_autoptr(PsrBillRequest) request = psr_bill_request_new (numbers, NULL, "");
  g_autoptr(PsrBillCommand) command = psr_bill_command_new (request);
  g_autoptr(GArray) ids = NULL;

  ids = psr_bill_command_resolve (command, ledger, error);

  return ids != NULL ? read_document (self, g_array_index (ids, gint64, 0), error) : NULL;
}

static void
set_totals (PsrOrderTotals *totals,
            PsrDecimal      net,
            PsrDecimal      vat,
            PsrDecimal      gross)
{
  totals->known = TRUE;
  totals->net = net;
  totals->vat = vat;
  totals->gross = gross;
}

static void
add_texts (PsrOrderView *view,
           const char   *text)
{
  g_auto(GStrv) lines = psr_text_wrap (text, PSR_COMMENT_LENGTH);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      if (*lines[i] != '\0')
        psr_order_view_add_line (view, NULL, lines[i]);
    }
}

static void
add_predicted_line (PsrOrderView          *view,
                    const PsrBillableLine *from,
                    const PsrPricedLine   *priced,
                    const PsrLedgerLine   *kept)
{
  PsrOrderLine *line = psr_order_view_add_line (view, from->target_number,
                                                *from->description != '\0' || kept == NULL ? from->description
                                                                                           : kept->description);

  line->quantity = from->quantity;
  g_set_str (&line->unit, from->unit_code);
  line->vat_percent = from->vat_percent;
  g_set_str (&line->vat_code, from->vat_code);
  line->price = priced->unit_price;
  line->discount = priced->discount_amount;
  line->net = priced->net;
  g_free (line->price_source);
  line->price_source = psr_price_source_explain (from, priced);
  line->price_from = from->warranty ? PSR_ORDER_PRICE_WARRANTY : from->bc_price ? PSR_ORDER_PRICE_BC_LATER : PSR_ORDER_PRICE_WELLO;
  if (from->target == PSR_LINE_TARGET_ITEM)
    g_set_str (&line->item, from->target_number);
  view->n_warranty += from->warranty && from->part == PSR_VAT_PART;
  add_texts (view, from->note);
}

/* What can't be made yet is shown as far as it is known. */
static void
add_known_lines (PsrOrderView      *view,
                 PsrLedgerDocument *document)
{
  for (guint i = 0; document->lines != NULL && i < document->lines->len; i++)
    {
      const PsrLedgerLine *kept = g_ptr_array_index (document->lines, i);
      PsrOrderLine *line = psr_order_view_add_line (view, kept->target_number, kept->description);

      line->quantity = kept->quantity;
      g_set_str (&line->unit, kept->unit);
      line->vat_percent = kept->vat_percent;
      g_set_str (&line->vat_code, kept->vat_code);
      line->price = kept->unit_price;
      line->net = kept->net;
      if (strcmp (kept->target_kind, "item") == 0)
        g_set_str (&line->item, kept->target_number);
    }
}

typedef struct
{
  PsrOrderView      *view;
  PsrLedgerDocument *document;
  char              *work;
  GTimeZone         *zone;
} Predict;

static void
predict_free (gpointer data)
{
  Predict *predict = data;

  psr_order_view_unref (predict->view);
  psr_ledger_document_unref (predict->document);
  g_free (predict->work);
  g_time_zone_unref (predict->zone);
  g_free (predict);
}

/* On the "parse" lane: what the document will be. */
static DexFuture *
predict_run (gpointer data)
{
  Predict *predict = data;
  PsrOrderView *view = predict->view;
  PsrLedgerDocument *document = predict->document;
  g_autoptr(PsrBillable) billable = NULL;
  g_autoptr(PsrPricing) pricing = NULL;

  view->has_job = *document->job_id != '\0';
  if (*predict->work != '\0')
    view->work = psr_work_done_from_json (predict->work, predict->zone);
  if (*document->details != '\0')
    billable = psr_billable_from_json (document->details, NULL);
  psr_order_checks_add (view, document, billable);
  if (billable != NULL)
    {
      g_autofree char *site = psr_billable_dup_site (billable);

      psr_order_checks_add_other (view, document, billable);
      g_set_str (&view->site, site);
      pricing = psr_pricing_new (billable, NULL);
    }

  if (pricing == NULL)
    {
      add_known_lines (view, document);
      set_totals (&view->predicted, document->net, document->vat, document->gross);
      return dex_future_new_true ();
    }

  g_set_str (&view->reference, billable->your_reference);
  view->is_internal = billable->internal;
  if (billable->has_wello_totals)
    set_totals (&view->wello, billable->wello_net, billable->wello_vat, billable->wello_gross);
  set_totals (&view->predicted, pricing->net, pricing->vat, pricing->gross);

  add_texts (view, billable->heading);
  for (guint i = 0; i < billable->lines->len; i++)
    add_predicted_line (view, g_ptr_array_index (billable->lines, i),
                        &g_array_index (pricing->lines, PsrPricedLine, i),
                        document->lines != NULL && i < document->lines->len ? g_ptr_array_index (document->lines, i) : NULL);
  for (guint i = 0; i < billable->notes->len; i++)
    add_texts (view, g_ptr_array_index (billable->notes, i));

  return dex_future_new_true ();
}

static gboolean
predict (PsrEngine          *self,
         PsrOrderView       *view,
         PsrLedgerDocument  *document,
         const char         *work,
         GError            **error)
{
  Predict *job = g_new0 (Predict, 1);

  job->view = psr_order_view_ref (view);
  job->document = psr_ledger_document_ref (document);
  job->work = g_strdup (work);
  job->zone = g_time_zone_new_identifier (psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_TIME_ZONE));
  if (job->zone == NULL)
    job->zone = g_time_zone_new_utc ();

  if (!dex_await (psr_executor_run (self->executor, "parse", predict_run, job, predict_free), error))
    return FALSE;

  if (strcmp (psr_profile_get_string (self->profile, strcmp (document->kind, "order") == 0 ? PSR_PROFILE_BILLING_INVOICE_DATE
                                                                                           : PSR_PROFILE_BILLING_POSTING_DATE),
              "completed") == 0 && view->row->date != NULL)
    g_set_str (&view->price_date, view->row->date);

  /* The card of one's own, by its number. */
  if (view->is_internal && psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_INTERNAL) != NULL)
    {
      const char *target = psr_profile_get_string (self->profile, PSR_PROFILE_BILLING_INTERNAL);
      const char *number = strchr (target, ':');

      g_set_str (&view->bill_to, number != NULL ? number + 1 : target);
    }

  return TRUE;
}

/* Reads the document where there is one. What can't be read is predicted, and the
 * warning says why. */
static void
read_exact (PsrEngine         *self,
            PsrOrderView      *view,
            PsrLedgerDocument *document)
{
  PsrBcDocumentKind kind = strcmp (document->kind, "order") == 0 ? PSR_BC_DOCUMENT_ORDER : PSR_BC_DOCUMENT_INVOICE;
  const char *id = document->bc_id;
  g_autoptr(PsrBcDocument) made = NULL;
  g_autoptr(GError) error = NULL;

  /* A quote is what the document will be. */
  if (*id == '\0' && *document->quote_id != '\0')
    {
      kind = PSR_BC_DOCUMENT_QUOTE;
      id = document->quote_id;
    }

  if (*id == '\0' || self->session == NULL)
    return;

  made = dex_await_boxed (psr_bc_client_get_document (psr_session_get_bc (self->session), kind, id, TRUE), &error);

  if (made != NULL && made->lines != NULL)
    {
      psr_order_exact_take (view, made);
      return;
    }

  if (error == NULL)
    return;

  psr_explain_prefix (&error, _("The document is shown as it was predicted."));
  psr_engine_set_warning (self, g_steal_pointer (&error));
}

/* What the table of states lets a person do. */
static void
add_acts (PsrOrderView            *view,
          const PsrLedgerDocument *document)
{
  static const struct
  {
    PsrBillingActKind act;
    PsrBillingEvent   event;
  } acts[] = {
    { PSR_BILLING_ACT_UNAPPROVE, PSR_BILLING_EVENT_UNAPPROVE },
    { PSR_BILLING_ACT_TAKE, PSR_BILLING_EVENT_TAKE },
    { PSR_BILLING_ACT_WITHDRAW, PSR_BILLING_EVENT_WITHDRAW },
    { PSR_BILLING_ACT_SKIP, PSR_BILLING_EVENT_SKIP },
    { PSR_BILLING_ACT_UNSKIP, PSR_BILLING_EVENT_UNSKIP },
    { PSR_BILLING_ACT_MARK_BILLED, PSR_BILLING_EVENT_MARK_BILLED },
    { PSR_BILLING_ACT_UNMARK, PSR_BILLING_EVENT_UNMARK },
  };
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  PsrBillingState state;
  PsrBillingState next;

  if (psr_billing_state_from_string (document->state, &state))
    {
      if (state == PSR_BILLING_STATE_REFUSED || psr_billing_step_is_stuck (document) ||
          (state == PSR_BILLING_STATE_NEEDS_LOOK &&
           g_str_equal (document->reason_code, psr_billing_reason_to_string (PSR_REASON_QUOTE_UNREAD))))
        g_strv_builder_add (builder, psr_billing_act_to_string (PSR_BILLING_ACT_RETRY));
      for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
        {
          if (psr_billing_table_look_up (state, acts[i].event, &next) == PSR_BILLING_VERDICT_MOVES)
            g_strv_builder_add (builder, psr_billing_act_to_string (acts[i].act));
        }
      if (state == PSR_BILLING_STATE_FOLLOWED && !document->post && g_str_equal (document->bc_status, "draft"))
        g_strv_builder_add (builder, PSR_ORDER_ACT_POST);
    }

  view->acts = g_strv_builder_end (builder);
}

static gboolean
add_history (PsrEngine                *self,
             PsrOrderView             *view,
             const PsrLedgerDocument  *document,
             GError                  **error)
{
  g_autoptr(GPtrArray) entries = NULL;

  entries = dex_await_boxed (psr_ledger_list_audit (psr_store_get_ledger (self->store), document->id, 0, MOST_EVENTS),
                             error);
  if (entries == NULL)
    return FALSE;

  /* They come newest first. */
  for (guint i = entries->len; i > 0; i--)
    {
      const PsrAuditEntry *entry = g_ptr_array_index (entries, i - 1);
      PsrOrderEvent *event = g_new0 (PsrOrderEvent, 1);

      event->at = entry->at;
      event->who = g_strdup (entry->who);
      event->action = g_strdup (entry->action);
      event->old_value = g_strdup (entry->old_value);
      event->new_value = g_strdup (entry->new_value);
      event->reason = g_strdup (entry->reason);
      g_ptr_array_add (view->history, event);
    }

  return TRUE;
}

/* What was done is no reason not to show the rest. */
static char *
read_work (PsrEngine               *self,
           const Show              *show,
           const PsrLedgerDocument *document)
{
  g_autoptr(GError) error = NULL;
  char *work;

  /* By number the session was opened for the list. */
  if (show->is_exact && show->number == NULL)
    psr_engine_open_session (self, NULL);

  work = psr_engine_read_job (self, document, show->is_exact, &error);
  if (error == NULL)
    return work;

  g_message ("What was done can't be read: %s", error->message);
  if (psr_engine_get_warning (self) == NULL)
    {
      psr_explain_prefix (&error, _("What was done in the field can’t be shown as Wello has it now."));
      psr_engine_set_warning (self, g_steal_pointer (&error));
    }

  return work;
}

static DexFuture *
show_fiber (gpointer data)
{
  Show *show = data;
  PsrEngine *self = show->engine;
  g_autoptr(PsrLedgerDocument) document = NULL;
  g_autoptr(PsrOrderView) view = NULL;
  g_autofree char *work = NULL;
  GError *error = NULL;

  if (show->number != NULL ? !psr_engine_refresh (self, &error) : !psr_engine_open_store (self, &error))
    return dex_future_new_for_error (error);

  document = show->number != NULL ? find_document (self, show->number, &error)
                                  : read_document (self, show->id, &error);
  if (document == NULL)
    return dex_future_new_for_error (error);

  view = psr_order_view_new (psr_engine_to_work_order (self, document));
  add_acts (view, document);

  work = read_work (self, show, document);
  if (!predict (self, view, document, work, &error) || !psr_engine_lead_to_proposals (self, view, document, &error) ||
      !add_history (self, view, document, &error))
    return dex_future_new_for_error (error);

  if (show->is_exact && self->session != NULL)
    read_exact (self, view, document);

  return dex_future_new_take_boxed (PSR_TYPE_ORDER_VIEW, g_steal_pointer (&view));
}

/**
 * psr_engine_show_work_order:
 * @self: an engine
 * @number: number of a Wello invoice, an external document number, or a work
 *   order's that has one invoice
 *
 * Tells everything known of a work order: the document as predicted or, once it is
 * in Business Central, as it is there, the checks, and what was done.
 *
 * Returns: (transfer full): a future that resolves to a #PsrOrderView; see also
 *   psr_engine_get_warning()
 */
DexFuture *
psr_engine_show_work_order (PsrEngine  *self,
                            const char *number)
{
  Show *show;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));
  dex_return_error_if_fail (number != NULL);

  show = g_atomic_rc_box_new0 (Show);
  show->engine = g_object_ref (self);
  show->number = g_strdup (number);
  show->is_exact = TRUE;

  return dex_scheduler_spawn (NULL, 0, show_fiber, show, show_unref);
}

/**
 * psr_engine_view_work_order:
 * @self: an engine
 * @id: a document's id in the ledger
 * @is_exact: whether Business Central is asked for the document, once it is there
 *
 * Tells what is known of a work order here and now; Wello isn't asked, so this is for
 * looking through a list.
 *
 * Returns: (transfer full): a future that resolves to a #PsrOrderView
 */
DexFuture *
psr_engine_view_work_order (PsrEngine *self,
                            gint64     id,
                            gboolean   is_exact)
{
  Show *show;

  dex_return_error_if_fail (PSR_IS_ENGINE (self));

  show = g_atomic_rc_box_new0 (Show);
  show->engine = g_object_ref (self);
  show->id = id;
  show->is_exact = is_exact;

  return dex_scheduler_spawn (NULL, 0, show_fiber, show, show_unref);
}
