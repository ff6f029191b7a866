/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-bc-action"

#include "sbx-bc-document.h"

#include <string.h>

/* Permission filters show less without saying so on invoices and credit memos ([AL] SalesInvoiceAggregator, SetPermissionFilters). */
gboolean
sbx_bc_is_hidden (SbxCompany *company,
                  SbxRow     *row)
{
  const char *set = sbx_table_get_schema (row->table)->set;

  if (strcmp (set, "salesInvoices") != 0 && strcmp (set, "salesCreditMemos") != 0)
    return FALSE;
  return sbx_options_is (company->options, sbx_row_int (row, "al.posted") ? "bc.posted-visible" : "bc.drafts-visible", "no");
}

/* The status isn't documented, nor is the member of the family Authorization_* that comes with 403. */
gboolean
sbx_problem_permission (SbxProblem *problem,
                        SbxOptions *options,
                        const char *what)
{
  gboolean forbidden = sbx_options_is (options, "bc.permission-status", "403");

  return sbx_problem_set (problem, forbidden ? 403 : 400, forbidden ? "Authorization_RequestDenied" : "Application_DialogException",
                          "Sorry, the current permissions prevented the action. (%s: Base Application)", what);
}

/* A customisation that asks breaks both actions (Microsoft, Error codes: Application_CallbackNotAllowed). */
static gboolean
ask (SbxProblem *problem,
     const char *object)
{
  return sbx_problem_set (problem, 400, "Application_CallbackNotAllowed",
                          "Microsoft Dynamics 365 Business Central Server attempted to issue a client callback to show a confirmation dialog "
                          "box. %s", object);
}

static gboolean
post (SbxCall    *call,
      SbxRow     *row,
      SbxProblem *problem)
{
  const char *set = sbx_table_get_schema (row->table)->set;

  /* [AL] APIV2 - Sales Invoices, Post; APIV2 - Sales Credit Memos, Post. */
  if (sbx_bc_is_posted (row))
    return sbx_problem_dialog (problem, "The action can be applied to a draft %s only.", sbx_bc_kind (set)->noun);
  if (sbx_options_is (call->bc->options, "bc.may-post", "no"))
    return sbx_problem_permission (problem, call->bc->options, "TableData 112 Sales Invoice Header Insert");
  if (sbx_options_is (call->bc->options, "bc.post-dialog", "yes"))
    return ask (problem, "Do you want to post the document?");
  return sbx_bc_post (call->company, row, problem);
}

static gboolean
convert (SbxCall    *call,
         SbxRow     *row,
         const char *target,
         SbxProblem *problem)
{
  /* Orders ask about open opportunities; Archive Quotes may ask ([AL] Sales-Quote to Order). */
  if (sbx_options_is (call->bc->options, "bc.quote-dialog", "yes"))
    return ask (problem, "Do you want to convert the quote?");
  return sbx_bc_convert (call->company, row, target, problem);
}

gboolean
sbx_call_action (SbxCall    *call,
                 const char *set,
                 const char *key,
                 const char *name,
                 SbxProblem *problem)
{
  static const struct
  {
    const char *set;
    const char *action;
  } known[] = {
    { "salesInvoices", "post" }, { "salesInvoices", "postAndSend" }, { "salesInvoices", "cancel" }, { "salesOrders", "shipAndInvoice" },
    { "salesInvoices", "makeCorrectiveCreditMemo" }, { "salesCreditMemos", "post" },
    { "salesQuotes", "makeInvoice" }, { "salesQuotes", "makeOrder" },
  };
  const char *action = name + strlen ("Microsoft.NAV.");
  gboolean found = FALSE, good;
  SbxRow *row;

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    found = found || (strcmp (known[i].set, set) == 0 && strcmp (known[i].action, action) == 0);
  if (!found)
    return sbx_call_find (call, set, key, problem) != NULL
           && sbx_problem_set (problem, 501, "BadRequest_MethodNotImplemented", "The bound action '%s' is not supported.", name);
  if (strcmp (call->request->method, "POST") != 0)
    return sbx_problem_set (problem, 405, "BadRequest_MethodNotAllowed", "'%s' requests for '%s' are not allowed.", call->request->method, name);

  row = sbx_call_find (call, set, key, problem);
  if (row == NULL)
    {
      /* Whether the page's own text or the key's 404 comes isn't documented. */
      if (problem->status == 404 && sbx_options_is (call->bc->options, "bc.action-not-found", "dialog"))
        sbx_problem_dialog (problem, "The %s cannot be found.", sbx_bc_kind (set)->noun);
      return FALSE;
    }
  /* Bound actions check If-Match only when it is sent (decompiled service). */
  if (!sbx_call_check_match (call, row, FALSE, problem))
    return FALSE;

  if (strcmp (action, "cancel") == 0 || strcmp (action, "makeCorrectiveCreditMemo") == 0)
    good = sbx_bc_credit (call->company, row, strcmp (action, "cancel") == 0, problem);
  else if (strcmp (set, "salesQuotes") == 0)
    good = convert (call, row, strcmp (action, "makeOrder") == 0 ? "salesOrders" : "salesInvoices", problem);
  else
    good = post (call, row, problem);
  /* It posts, commits, and only then e-mails: an error although posted (Microsoft, API v2.0, postAndSend). */
  if (good && strcmp (action, "postAndSend") == 0 && sbx_options_is (call->bc->options, "bc.mail", "fails"))
    good = sbx_problem_dialog (problem, "An email account must be configured to send emails.");
  if (good)
    sbx_response_set (call->response, 204, NULL, NULL);
  return good;
}
