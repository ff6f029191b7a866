/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "billing-fixture.h"

static inline void
approve_to_post (Fixture *fixture)
{
  g_autoptr(GPtrArray) documents = list_documents (fixture);
  g_autoptr(PsrBillingReport) report = NULL;
  PsrLedgerDocument *document = g_ptr_array_index (documents, 0);

  report = expect_boxed (fixture, psr_billing_approve (fixture->context, &document->id, 1, PSR_BILLING_KIND_DEFAULT,
                                                       PSR_APPROVE_NAMED | PSR_APPROVE_POST, "An"));
  g_assert_cmpuint (report->approved, ==, 1);
}

static inline Fixture *
with_one_to_post (PsrBillingKind kind)
{
  Fixture *fixture = fixture_new ();
  g_autoptr(PsrBillingReport) report = NULL;

  psr_billing_rules_set_kind (fixture->rules, kind);
  fake_world_add_invoice (fixture->world, "1001");
  report = collect (fixture);
  approve_to_post (fixture);

  return fixture;
}

static inline void
assert_posted_once (Fixture *fixture)
{
  FakeDocument *document = fake_world_find (fixture->world, "W-1001");
  FakeInvoice *invoice = fake_world_get_invoice (fixture->world, 0);
  g_autoptr(GPtrArray) documents = list_documents (fixture);
  const PsrLedgerDocument *row = g_ptr_array_index (documents, 0);

  g_assert_cmpuint (fake_world_count (fixture->world, "W-1001"), ==, 1);
  g_assert_true (document->is_posted);
  g_assert_cmpuint (fixture->world->n_posted, ==, 1);
  g_assert_cmpstr (invoice->status, ==, FAKE_IMPORTED);
  g_assert_cmpstr (invoice->erp_number, ==, document->number);
  g_assert_cmpstr (row->state, ==, "closed");
  g_assert_cmpstr (row->bc_number, ==, document->number);
  g_assert_cmpstr (row->told_number, ==, document->number);
  g_assert_cmpstr (row->bc_status, ==, "posted");
  g_assert_true (row->intent_server_date == PSR_TIMESTAMP_NONE);
}

static inline const char *
status_of (Fixture *fixture)
{
  g_autoptr(GPtrArray) documents = list_documents (fixture);

  return g_intern_string (((PsrLedgerDocument *) g_ptr_array_index (documents, 0))->bc_status);
}
