# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults that somebody could make in the product, and that must be found.

Each is a change of one file of src/. What is replaced has to be there exactly
once: a mutation that no longer applies is a failure, so that the list stays
one of this product.
"""

from collections import namedtuple

# rare: found only after thousands of documents.
Mutation = namedtuple("Mutation", "name file old new rare", defaults=[False])

SEND = "src/billing/psr-push-send.c"
POST = "src/billing/psr-push-post.c"
OUTCOME = "src/net/psr-write-outcome.c"
CLIENT = "src/net/psr-service-client.c"
TABLE = "src/billing/psr-billing-table.c"
WITHDRAW = "src/billing/psr-push-withdraw.c"
WAY = "src/billing/psr-push-way.c"

MUTATIONS = [
    Mutation(
        "send a POST again when its answer was lost", CLIENT,
        """      if (response == NULL)
        return dex_future_new_take_object (psr_write_outcome_new_for_failure (error, self->kind));
""",
        """      if (g_error_matches (error, PSR_TRANSPORT_ERROR, PSR_TRANSPORT_ERROR_NO_ANSWER))
        continue;
      if (response == NULL)
        return dex_future_new_take_object (psr_write_outcome_new_for_failure (error, self->kind));
"""),
    Mutation(
        "send a POST again after a 504", CLIENT,
        """      /* 401 proves that nothing was done. */
""",
        """      if (psr_response_get_status (response) == 504)
        continue;
"""),
    Mutation(
        "skip the look-up before sending", SEND,
        """  if (psr_push_judge (run, document, plan, lookup, &moved))
    {
      psr_push_verify_if_created (run, moved, plan, lookup, PSR_ECHO_READ);
      return NULL;
    }
""",
        ""),
    Mutation(
        "commit the intent after the send", SEND,
        """  intent = commit_intent (run, document, lookup, looked_up);

  if (intent == NULL)
    return NULL;

""",
        """  outcome = dex_await_object (psr_bc_client_create_document (context->bc, kind, plan->built->body), &error);
  intent = commit_intent (run, document, lookup, looked_up);

  if (intent == NULL || outcome != NULL)
    return NULL;

"""),
    Mutation(
        "send however late", "src/billing/psr-push-run.c",
        "  if (psr_push_run_get_age (self, since) <= LATEST)\n", "  if (psr_push_run_get_age (self, since) >= 0)\n"),
    Mutation(
        "ignore the waiting rule", "src/billing/psr-lookup.c",
        "  return lookup->earliest >= intent_server_date + longest_request;\n",
        "  return TRUE;\n"),
    Mutation(
        "wait by our own clock", SEND,
        "  PsrTimestamp server_date = lookup->latest + psr_push_run_get_age",
        "  PsrTimestamp server_date = psr_clock_now (context->clock) + psr_push_run_get_age"),
    Mutation(
        "take a lost answer for not sent", OUTCOME,
        "  if (psr_transport_error_is_unsent (reason))\n",
        "  if (TRUE)\n"),
    Mutation(
        "take 5xx for not made", OUTCOME,
        "  if (error->status == 401 || error->status == 429)\n    return PSR_WRITE_NOT_MADE;\n",
        "  if (error->status == 401 || error->status == 429 || error->status >= 500)\n    return PSR_WRITE_NOT_MADE;\n"),
    Mutation(
        "take a deadlock for a refusal", OUTCOME,
        "error->status >= 500 || psr_service_error_is_lock (error))\n",
        "error->status >= 500)\n"),
    Mutation(
        "swap two arrows: unknown and not made", TABLE,
        "never, created, appro, refus_g, check, check,\n",
        "never, created, check, refus_g, appro, check,\n"),
    Mutation(
        "trust the status Open", POST,
        """  if (!psr_bc_document_is_draft (draft))
    {
      if""",
        """  if (draft->status == PSR_BC_STATUS_OPEN)
    {
      g_autoptr(PsrBcPosted) said = g_atomic_rc_box_new0 (PsrBcPosted);

      said->number = g_strdup (draft->number);
      said->document_id = g_strdup (draft->id);
      psr_push_posted (run, document, said);
      return FALSE;
    }
  if (!psr_bc_document_is_draft (draft))
    {
      if"""),
    Mutation(
        "share a holder", "src/billing/psr-recovery.c",
        "  if (holder[0] == '\\0')\n",
        "  if (TRUE)\n"),
    Mutation(
        "never take over from the dead", "src/billing/psr-recovery.c",
        "      if (!is_ours (run, document) && !is_gone (run, known, document->holder))\n        continue;\n",
        "      if (!is_ours (run, document))\n        continue;\n"),
    Mutation(
        "drop the sweep", "src/billing/psr-sweep.c",
        "      if (documents->len == 0)\n        return TRUE;\n      if (!sweep_page",
        "      if (TRUE)\n        return TRUE;\n      if (!sweep_page"),
    Mutation(
        "look among orders only", "src/bc/psr-bc-client-documents.c",
        "    add_fetches (futures, lookup->pagers[kind], kind);\n",
        "    if (kind != PSR_BC_DOCUMENT_INVOICE)\n      add_fetches (futures, lookup->pagers[kind], kind);\n"),
    Mutation(
        "don't compare what was made", "src/billing/psr-echo-check.c",
        "  g_return_val_if_fail (billable != NULL && pricing != NULL && echo != NULL, NULL);\n\n"
        "  made = psr_echo_check_get_lines (echo);\n\n  if (made->len != billable->lines->len)\n",
        "  made = psr_echo_check_get_lines (echo);\n\n  if (made != NULL)\n    return NULL;\n\n"
        "  if (made->len != billable->lines->len)\n"),
    Mutation(
        "don't compare what was posted", POST,
        "  differs = plan != NULL ? compare (plan, invoice, document, PSR_REASON_POSTED_DIFFERS, &reason, &shown)\n"
        "                         : psr_billing_step_dup_words (error);\n",
        "  differs = plan != NULL ? NULL : psr_billing_step_dup_words (error);\n"),
    Mutation(
        "keep the draft's number in Wello", "src/billing/psr-push-confirm.c",
        "              if (target != PSR_WELLO_STATUS_IMPORTED || !is_other_number (number, document))\n                return TOLD;\n",
        "              if (number != NULL)\n                return TOLD;\n"),
    Mutation(
        "delete what is posted", WITHDRAW,
        "  else if (!psr_bc_document_is_draft (draft))\n    settle_not_draft (run, document);\n", ""),
    Mutation(
        "post what nobody asked to post", "src/billing/psr-approve.c",
        "(ask->flags & PSR_APPROVE_POST) != 0);", "TRUE);"),
    Mutation(
        "delete a draft that a person has edited", WITHDRAW,
        "  else if ((change = find_change (run, document, draft)) != PSR_REASON_NONE)\n"
        "    keep (run, document, change, draft->number);\n", ""),
    Mutation(
        "wait half as long", "src/billing/psr-lookup.c",
        "  return lookup->earliest >= intent_server_date + longest_request;\n",
        "  return lookup->earliest >= intent_server_date + longest_request / 2;\n"),
    Mutation(
        "forget the time of the intent when it was unknown", SEND,
        "  psr_billing_step_set_reason (step, PSR_REASON_CHECKING, words);\n  moved = psr_push_run_commit (run, step);\n",
        "  psr_ledger_transition_set_timestamp (step, PSR_LEDGER_COLUMN_INTENT_SERVER_DATE, 1);\n"
        "  psr_billing_step_set_reason (step, PSR_REASON_CHECKING, words);\n  moved = psr_push_run_commit (run, step);\n"),
    Mutation(
        "swap two arrows: holder-gone and not made", TABLE,
        "never, created, appro, refus_g, check, check,\n",
        "never, created, check, refus_g, check, appro,\n"),
    Mutation(
        "move a document whatever its state is now", "src/store/psr-sqlite-transition.c",
        "  if (!g_str_equal (document->state, transition->expected_state))\n",
        "  if (TRUE)\n    return TRUE;\n\n  if (!g_str_equal (document->state, transition->expected_state))\n"),
    Mutation(
        "delete a draft in whichever version", WITHDRAW,
        "                                                                   draft->etag), &error);\n",
        "                                                                   \"*\"), &error);\n"),
    Mutation(
        "take what was read for what we made", "src/billing/psr-echo-check-ours.c",
        "  if (source == PSR_ECHO_ANSWERED)\n", "  if (TRUE)\n", rare=True),
    Mutation(
        "withdraw an order that is invoiced in part", WITHDRAW,
        "  if (draft->kind != PSR_BC_DOCUMENT_ORDER || draft->number[0] == '\\0')\n    return FALSE;\n",
        "  if (draft->kind != PSR_BC_N_DOCUMENT_KINDS || draft->number[0] == '\\0')\n    return FALSE;\n"),
    Mutation(
        "take what rights hide for never made", "src/billing/psr-push-settle.c",
        "  if (psr_push_may_see (run, kind, &error))\n", "  if (TRUE || psr_push_may_see (run, kind, &error))\n"),
    Mutation(
        "take what rights hide for deleted", WITHDRAW,
        "  gboolean sure = seen || !psr_push_may_be (run, document, PSR_BILLING_KIND_INVOICE);\n", "  gboolean sure = TRUE;\n"),
    Mutation(
        "tell Wello while an earlier word may still arrive", "src/billing/psr-push-told.c",
        "  return MAX (*until - at_least, 0);\n", "  return 0;\n"),
    Mutation(
        "look for what is known by its id by its number only", "src/billing/psr-push-own.c",
        "  if (document->bc_id[0] == '\\0' || find_id (lookup->voids, document->bc_id) != NULL)\n",
        "  if (TRUE)\n", rare=True),
    Mutation(
        "prove by the first number only that something is posted", "src/billing/psr-push-proof.c",
        "  return is_order (document) ? NULL : find_by_own_number (run, document, error);\n",
        "  return NULL;\n", rare=True),
    Mutation(
        "look for what it is to be, not for what was sent", "src/billing/psr-push-sent.c",
        "  if (document->sent_kind[0] == '\\0')\n    return", "  if (TRUE)\n    return", rare=True),
    Mutation(
        "take what may not be read for not shipped", "src/billing/psr-push-settle.c",
        "  else if (g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_FORBIDDEN) ||\n",
        "  else if (local != NULL)\n    return TRUE;\n"
        "  else if (g_error_matches (local, PSR_SERVICE_ERROR, PSR_SERVICE_ERROR_FORBIDDEN) ||\n"),
    Mutation(
        "delete what another version of the API can't compare", WITHDRAW,
        "        case PSR_ECHO_PRINT_OTHER_API:\n          return PSR_REASON_NOT_WITHDRAWN_VERSION;\n",
        "        case PSR_ECHO_PRINT_OTHER_API:\n          return PSR_REASON_NONE;\n"),
    Mutation(
        "take quotes for unavailable and make documents directly", WAY,
        "  if (trial != NULL && trial->result == PSR_QUOTE_TRIAL_WORKS)\n",
        "  if (trial != NULL)\n    return TRUE;\n\n  if (trial != NULL && trial->result == PSR_QUOTE_TRIAL_WORKS)\n"),
    Mutation(
        "make directly what can't be quoted, whatever was asked for", WAY,
        "  if (via == PSR_BILLING_VIA_AUTO && !psr_push_run_concerns_all (error))\n    return TRUE;\n",
        "  if (!psr_push_run_concerns_all (error))\n    return TRUE;\n"),
    Mutation(
        "make a new quote of itself when one is gone", TABLE,
        "    /* followed-read gone finished */ never, look, never,\n"
        "    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,\n"
        "  },\n  [PSR_BILLING_STATE_UNQUOTING] = {\n",
        "    /* followed-read gone finished */ never, appro, never,\n"
        "    /* quote convert drop-quote quote-dropped refer */ never, never, never, never, never,\n"
        "  },\n  [PSR_BILLING_STATE_UNQUOTING] = {\n"),
]
