/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-order-checks"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-check-results.h"
#include "psr-order-checks.h"

/* Two checks are about orders only. */
#define E_INVOICE_ORDER "e-invoice-order"

static gboolean
is_order (const PsrOrderView *view)
{
  return g_strcmp0 (view->row->document, "order") == 0;
}

static PsrOrderCheckResult
result_of (const PsrCheckResult    *result,
           const PsrLedgerDocument *document)
{
  switch (result->verdict)
    {
    case PSR_CHECK_ASKED:
      return psr_check_is_accepted (document->accepted, result->check->id) ? PSR_ORDER_CHECK_ACCEPTED
                                                                           : PSR_ORDER_CHECK_ASKS;

    case PSR_CHECK_BLOCKED:
      return PSR_ORDER_CHECK_BLOCKS;

    case PSR_CHECK_LATER:
      return PSR_ORDER_CHECK_LATER;

    case PSR_CHECK_PASSED:
    default:
      return PSR_ORDER_CHECK_PASSED;
    }
}

/* What is in the way of orders only isn't told of what becomes an invoice, unless it is what
 * the document stands there for: somebody has just asked for an order. */
static void
add_results (PsrOrderView            *view,
             const PsrLedgerDocument *document,
             GPtrArray               *results,
             gboolean                 as_order)
{
  g_autofree char *open = psr_check_results_dup_open (results, document->accepted, NULL);

  for (guint i = 0; i < results->len; i++)
    {
      const PsrCheckResult *result = g_ptr_array_index (results, i);
      g_autoptr(PsrExplanation) words = NULL;
      PsrOrderCheck *check;

      if (!as_order && result->verdict == PSR_CHECK_BLOCKED && result->check->weight == PSR_CHECK_BLOCKS_ORDERS &&
          !g_str_equal (document->reason_code, result->check->id))
        continue;

      check = psr_order_view_add_check (view, result->check->id, result_of (result, document),
                                        _(result->check->sentence));

      if (result->verdict != PSR_CHECK_ASKED && result->verdict != PSR_CHECK_BLOCKED)
        continue;

      words = psr_check_result_explain (result, check->result == PSR_ORDER_CHECK_ASKS ? open : "");
      g_set_str (&check->about, result->about);
      g_set_str (&check->what, words->what);
      g_set_str (&check->why, words->why);
      g_set_str (&check->mend, words->mend);
      check->button = psr_mend_new_for_check (check->id, words->mend);
    }
}

/* What was found when it was read, of what it becomes by the profile: where somebody chose
 * something else, that asks something else. */
static GPtrArray *
find_results (const PsrLedgerDocument *document,
              const PsrBillable       *billable,
              gboolean                 as_order)
{
  GPtrArray *results = psr_check_results_from_text (document->checks);

  if (billable != NULL && !billable->internal)
    psr_check_results_set (results, E_INVOICE_ORDER, as_order ? billable->e_invoiced : "");

  return results;
}

/**
 * psr_order_checks_add:
 * @view: a view that nobody else sees yet
 * @document: what it is of
 * @billable: (nullable): what it is made from, as long as that is open
 *
 * Adds what the checks found of what becomes of it as things stand.
 */
void
psr_order_checks_add (PsrOrderView            *view,
                      const PsrLedgerDocument *document,
                      const PsrBillable       *billable)
{
  g_autoptr(GPtrArray) results = NULL;
  gboolean is_open;

  g_return_if_fail (view != NULL && document != NULL);

  is_open = psr_work_order_can_choose_kind (view->row);
  results = find_results (document, is_open ? billable : NULL, is_order (view));
  add_results (view, document, results, is_order (view));
}

/**
 * psr_order_checks_lead_to_proposal:
 * @check: a check for an account that isn't coupled, of a view that nobody else sees yet
 * @row: canonical GUID of that account in Wello
 * @name: its name
 *
 * The account waits among the proposals: that is where the check is put right.
 */
void
psr_order_checks_lead_to_proposal (PsrOrderCheck *check,
                                   const char    *row,
                                   const char    *name)
{
  g_return_if_fail (check != NULL && row != NULL && name != NULL);

  g_free (check->why);
  check->why = g_strdup_printf (_("The Wello account %s waits as a proposal to be made a customer."), name);
  g_free (check->mend);
  check->mend = g_strdup_printf (_("Accept it: “passerellectl proposals --accept %s”. If Business Central has it already, couple the two: “passerellectl couple customers NUMBER %s”."),
                                 row, row);
  g_clear_pointer (&check->button, psr_mend_free);
  check->button = psr_mend_new (check->mend);
  check->button->action = PSR_MEND_PROPOSAL;
  g_free (check->button->argument);
  check->button->argument = g_strdup_printf ("%s %s", row, name);
}

/**
 * psr_order_checks_ask_for_proposal:
 * @check: a check for an account that isn't coupled, of a view that nobody else sees yet
 * @name: its name
 * @n_alike: how many proposals have it
 *
 * One of several accounts that wait is meant: a person has to say which.
 */
void
psr_order_checks_ask_for_proposal (PsrOrderCheck *check,
                                   const char    *name,
                                   guint          n_alike)
{
  g_return_if_fail (check != NULL && name != NULL);

  g_free (check->why);
  check->why = g_strdup_printf (ngettext ("%u Wello account called %s waits as a proposal to be made a customer.",
                                          "%u Wello accounts called %s wait as proposals to be made customers.", n_alike),
                                n_alike, name);
  g_free (check->mend);
  check->mend = g_strdup (_("Look in Wello which of them pays, and accept that one: “passerellectl proposals” lists them."));
  g_clear_pointer (&check->button, psr_mend_free);
  check->button = psr_mend_new (check->mend);
}

/**
 * psr_order_checks_add_other:
 * @view: a view that has its checks, and that nobody else sees yet
 * @document: what it is of
 * @billable: what it is made from
 *
 * Adds what the checks find of the other kind of document, where a person may choose that:
 * an order may ask what an invoice doesn't.
 */
void
psr_order_checks_add_other (PsrOrderView            *view,
                            const PsrLedgerDocument *document,
                            const PsrBillable       *billable)
{
  g_autoptr(GPtrArray) results = NULL;
  gboolean as_order;

  g_return_if_fail (view != NULL && document != NULL && billable != NULL);

  if (!psr_work_order_can_choose_kind (view->row) || billable->internal)
    return;

  as_order = !is_order (view);
  results = find_results (document, billable, as_order);
  psr_order_view_begin_other_checks (view);
  add_results (view, document, results, as_order);
}
