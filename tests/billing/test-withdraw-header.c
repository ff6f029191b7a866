/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fake-world-private.h"
#include "psr-echo-check.h"
#include "psr-json.h"
#include "quote-fixture.h"
#include "withdraw-fixture.h"

static Fixture *
with_converted (PsrBillingKind kind)
{
  Fixture *fixture = with_quote ("1001");
  gint64 id = id_of (fixture, "1001");

  psr_billing_report_unref (expect_boxed (fixture, psr_billing_approve (fixture->context, &id, 1, kind, PSR_APPROVE_NAMED, "An")));
  push_until_rest (fixture);
  assert_converted_once (fixture, "1001");

  return fixture;
}

static char *
dup_header (FakeDocument *draft,
            const char   *member)
{
  if (g_str_equal (member, "customerPurchaseOrderReference"))
    return g_strdup (draft->reference);

  return g_strdup (json_object_get_string_member_with_default (draft->header, member, ""));
}

/* Whoever writes to a header has edited the draft, whichever of its members it is; once it is
 * as it was, it is ours. */
static void
test_edited (void)
{
  static const struct
  {
    const char *member;
    const char *text;
  } edits[] = {
    { "customerPurchaseOrderReference", "PO 77" },
    { "customerPurchaseOrderReference", "" },
    { "date", "2026-08-31" },
    { "postingDate", "2026-08-31" },
    { "dueDate", "2026-12-31" },
    { "shipToName", "The other one" },
    { "shipToContact", "Mr. B." },
    { "shipToAddressLine1", "Rue du Feu 2" },
    { "shipToAddressLine2", "Back door" },
    { "shipToCity", "Liège" },
    { "shipToCountry", "FR" },
    { "shipToPostCode", "4000" },
    { "salesperson", "JR" },
  };

  for (guint round = 0; round < 4; round++)
    {
      PsrBillingKind kind = round % 2 == 0 ? PSR_BILLING_KIND_INVOICE : PSR_BILLING_KIND_ORDER;
      g_autoptr(Fixture) fixture = round < 2 ? with_draft (kind) : with_converted (kind);
      FakeDocument *draft = fake_world_find (fixture->world, "W-1001");

      for (gsize i = 0; i < G_N_ELEMENTS (edits); i++)
        {
          g_autofree char *before = dup_header (draft, edits[i].member);

          /* Orders have no such thing. */
          if (draft->is_order && g_str_equal (edits[i].member, "customerPurchaseOrderReference"))
            continue;

          g_assert_cmpstr (before, !=, edits[i].text);
          fake_world_write_header (fixture->world, draft, edits[i].member, edits[i].text);
          withdraw (fixture);
          assert_state (fixture, "1001", "followed: not-withdrawn-changed");
          g_assert_cmpuint (fixture->world->n_document_deletes, ==, 0);
          g_assert_true (has_live_lines (fixture));
          fake_world_write_header (fixture->world, draft, edits[i].member, before);
        }

      withdraw (fixture);
      assert_withdrawn (fixture, "withdrawn: withdrawn-imported");
    }
}

/* A quote can't carry the buyer's reference. That we write it afterwards is no edit of
 * somebody's, whatever is answered. */
static void
test_own_change (void)
{
  static const FakeFate fates[] = { FAKE_MADE, FAKE_DROP_BEFORE, FAKE_DROP_AFTER, FAKE_GARBAGE };

  for (gsize i = 0; i < G_N_ELEMENTS (fates); i++)
    {
      g_autoptr(Fixture) fixture = with_quote ("1001");

      plan (fixture->world->patch_fates, fates[i]);
      push_until_rest (fixture);
      assert_converted_once (fixture, "1001");
      withdraw (fixture);
      assert_withdrawn (fixture, "withdrawn: withdrawn-imported");
    }
}

/* What can't be written is for a person, at once when it is refused, else not for ever; the
 * draft is ours all the same. */
static void
test_reference_unwritten (void)
{
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr(Fixture) fixture = with_quote ("1001");

      for (guint i = 0; i < (round == 0 ? 1 : 200); i++)
        plan (fixture->world->patch_fates, round == 0 ? FAKE_REFUSED : FAKE_DROP_BEFORE);

      push_until_rest (fixture);
      assert_state (fixture, "1001", "needs-look: reference-refused");
      withdraw (fixture);
      assert_withdrawn (fixture, "withdrawn: withdrawn");
    }
}

/* What somebody wrote into the header before the draft was compared isn't ours either. */
static void
test_edited_before_compared (void)
{
  static const struct
  {
    const char *member;
    const char *text;
  } edits[] = {
    { NULL, NULL },
    { "customerPurchaseOrderReference", "PO 77" },
    { "date", "2026-08-31" },
    { "postingDate", "2026-08-31" },
    { "shipToName", "The other one" },
    { "shipToAddressLine1", "Rue du Feu 2" },
    { "shipToCity", "Liège" },
    { "shipToPostCode", "4000" },
    { "billToCustomerId", "2f1c6a5e-0000-4000-8000-000000000009" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      g_autoptr(Fixture) fixture = not_compared ();

      if (edits[i].member != NULL)
        fake_world_write_header (fixture->world, fake_world_find (fixture->world, "W-1001"), edits[i].member, edits[i].text);

      push_until_rest (fixture);
      assert_state (fixture, "1001", "followed");
      withdraw (fixture);

      if (edits[i].member == NULL)
        assert_withdrawn (fixture, "withdrawn: withdrawn-imported");
      else
        assert_state (fixture, "1001", "followed: not-withdrawn-changed");
    }
}

/* Compared only days later, by whoever comes back then: it bears the day on which it was
 * sent all the same. */
static void
test_compared_late (void)
{
  g_autoptr(Fixture) fixture = not_compared ();

  advance (fixture, 3 * 24 * 60 * MINUTE);
  push_until_rest (fixture);
  assert_state (fixture, "1001", "followed");
  withdraw (fixture);
  assert_withdrawn (fixture, "withdrawn: withdrawn-imported");
}

static void
add_line (GString         *print,
          const PsrBcLine *line)
{
  g_string_append_printf (print, "%s\n%s\n%s\n%s\n%s\n%s\n", line->id, psr_bc_line_type_to_string (line->type),
                          line->object_number, line->description, line->unit_code,
                          line->location_id != NULL ? line->location_id : "");
  g_string_append_printf (print, "%" G_GINT64_FORMAT "\n%" G_GINT64_FORMAT "\n%" G_GINT64_FORMAT "\n%" G_GINT64_FORMAT "\n%" G_GINT64_FORMAT "\n",
                          (gint64) line->quantity.units, (gint64) line->unit_price.units, (gint64) line->discount_percent.units,
                          (gint64) line->discount_amount.units, (gint64) line->tax_percent.units);
}

/* As fingerprints were before the header was in them. */
static char *
dup_former_print (Fixture    *fixture,
                  const char *prefix)
{
  FakeDocument *draft = fake_world_find (fixture->world, "W-1001");
  g_autofree char *json = fake_world_document_json (fixture->world, draft, TRUE);
  g_autoptr(GBytes) bytes = g_bytes_new (json, strlen (json));
  g_autoptr(JsonNode) node = psr_json_parse (bytes, NULL);
  g_autoptr(PsrBcDocument) document = psr_bc_document_from_json (PSR_BC_DOCUMENT_INVOICE, json_node_get_object (node), NULL);
  g_autoptr(GString) print = g_string_new (NULL);
  g_autofree char *sum = NULL;

  g_string_append_printf (print, "invoice\n%s\n%s\n%s\n%s\nnet\n", document->external_number, document->customer_id,
                          document->bill_to_customer_number, document->currency_code);

  for (guint i = 0; i < document->lines->len; i++)
    add_line (print, g_ptr_array_index (document->lines, i));

  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, print->str, print->len);

  return g_strconcat (prefix, sum, NULL);
}

/* A ledger of before keeps fingerprints of before. Of the header they say nothing: it is as it
 * would have been sent, or somebody has written to it. */
static void
test_former_print (void)
{
  for (guint round = 0; round < 6; round++)
    {
      g_autoptr(Fixture) fixture = with_draft (PSR_BILLING_KIND_INVOICE);
      g_autofree char *print = dup_former_print (fixture, round == 2 ? "v1.0 " : "");
      char *sql = g_strdup_printf ("UPDATE documents SET made_as = '%s'", print);

      expect_done (fixture, psr_database_write (psr_store_get_ledger_database (fixture->store), run_sql_func, sql, g_free));

      if (round == 1)
        fake_world_raise_price (fake_world_find (fixture->world, "W-1001"));

      /* It isn't known when it was due. */
      if (round == 3)
        fake_world_write_header (fixture->world, fake_world_find (fixture->world, "W-1001"), "dueDate", "2026-12-31");
      if (round == 4)
        fake_world_write_header (fixture->world, fake_world_find (fixture->world, "W-1001"), "shipToName", "The other one");
      if (round == 5)
        fake_world_write_header (fixture->world, fake_world_find (fixture->world, "W-1001"), "postingDate", "2026-08-31");

      withdraw (fixture);

      if (round == 1 || round >= 4)
        assert_state (fixture, "1001", "followed: not-withdrawn-changed");
      else if (round == 2)
        assert_state (fixture, "1001", "followed: not-withdrawn-version");
      else
        assert_withdrawn (fixture, "withdrawn: withdrawn-imported");
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/billing/withdraw-header/edited", test_edited);
  g_test_add_func ("/billing/withdraw-header/own-change", test_own_change);
  g_test_add_func ("/billing/withdraw-header/reference-unwritten", test_reference_unwritten);
  g_test_add_func ("/billing/withdraw-header/edited-before-compared", test_edited_before_compared);
  g_test_add_func ("/billing/withdraw-header/compared-late", test_compared_late);
  g_test_add_func ("/billing/withdraw-header/former-print", test_former_print);

  return g_test_run ();
}
