/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "sbx-seed.h"

typedef struct
{
  SbxOptions *options;
  SbxWorld   *world;
} Seeded;

static void
seeded_clear (Seeded *seeded)
{
  sbx_world_free (seeded->world);
  sbx_options_free (seeded->options);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Seeded, seeded_clear)

static void
seeded_init (Seeded *seeded,
             guint   number,
             guint   customers,
             guint   items,
             guint   work_orders)
{
  seeded->options = sbx_options_new ();
  seeded->options->seed = number;
  seeded->options->customers = customers;
  seeded->options->items = items;
  seeded->options->work_orders = work_orders;
  seeded->world = sbx_world_new (seeded->options);
  sbx_seed_fill (seeded->world);
}

static SbxTable *
bc (Seeded     *seeded,
    const char *set)
{
  return sbx_bc_table (seeded->world->bc, set);
}

static SbxTable *
wello (Seeded     *seeded,
       const char *set)
{
  SbxTable *table = sbx_wello_table (seeded->world->wello, set);

  g_assert_nonnull (table);
  return table;
}

static char *
dump (Seeded *seeded)
{
  GString *out = g_string_new (NULL);

  sbx_wello_dump (seeded->world->wello, out);
  for (guint i = 0; i < sbx_table_end (bc (seeded, "customers")); i++)
    {
      SbxRow *row = sbx_table_at (bc (seeded, "customers"), i);

      g_string_append_printf (out, "%s %s %s %" G_GINT64_FORMAT "\n", sbx_row_id (row), sbx_row_text (row, "displayName"),
                              sbx_row_text (row, "taxRegistrationNumber"), row->modified);
    }
  return g_string_free (out, FALSE);
}

#define WALK(row, table) \
  for (guint row##_i = 0; row##_i < sbx_table_end (table); row##_i++) \
    for (SbxRow *row = sbx_table_at (table, row##_i); row != NULL; row = NULL)

static void
test_deterministic (void)
{
  g_auto (Seeded) one = { 0 };
  g_auto (Seeded) same = { 0 };
  g_auto (Seeded) other = { 0 };
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  seeded_init (&one, 7, 40, 40, 20);
  seeded_init (&same, 7, 40, 40, 20);
  seeded_init (&other, 8, 40, 40, 20);
  first = dump (&one);
  second = dump (&same);
  third = dump (&other);
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpstr (first, !=, third);
}

/* In floating point, unlike what made the figures: exact to half a unit of the fifth place. */
static void
check_line (SbxRow *line,
            double *net,
            double *vat)
{
  double quantity = sbx_row_decimal (line, "quantity_decimal") / 1e5, price = sbx_row_decimal (line, "article_price") / 1e5;
  double discount = sbx_row_decimal (line, "discount") / 1e5, percent = sbx_row_decimal (line, "discount_percentage") / 1e5;
  double rate = sbx_row_decimal (line, "vat_rate") / 1e5, unit_vat = sbx_row_decimal (line, "vat_value") / 1e5;
  double cents = quantity * (price - discount) * 100;

  g_assert_cmpfloat_with_epsilon (unit_vat, (price - discount) * rate, 1e-9);
  g_assert_cmpfloat_with_epsilon (sbx_row_decimal (line, "total_line") / 1e5, quantity * (price - discount + unit_vat), 1e-7);
  g_assert_cmpfloat_with_epsilon (cents, (double) (gint64) (cents + 0.5), 1e-6);
  g_assert_cmpint (sbx_row_int (line, "quantity"), ==, (gint64) quantity);
  if (percent > 0)
    g_assert_cmpfloat_with_epsilon (discount, price * percent / 100, 1e-9);
  *net += quantity * (price - discount);
  *vat += quantity * unit_vat;
}

static void
test_totals (void)
{
  g_auto (Seeded) seeded = { 0 };
  guint checked = 0;

  seeded_init (&seeded, 1, 200, 150, 400);
  WALK (invoice, wello (&seeded, "Invoice"))
    {
      GPtrArray *lines = sbx_table_list_by (wello (&seeded, "InvoiceDetails"), "invoice_id", sbx_row_id (invoice));
      double left = 1 - sbx_row_decimal (invoice, "discount") / 1e7, net = 0, vat = 0;

      g_assert_nonnull (lines);
      g_assert_cmpint (sbx_row_int (invoice, "total_lines"), ==, lines->len);
      for (guint i = 0; i < lines->len; i++)
        check_line (lines->pdata[i], &net, &vat);
      g_assert_cmpfloat_with_epsilon (sbx_row_decimal (invoice, "total_amount") / 1e5, net * left, 1e-4);
      g_assert_cmpfloat_with_epsilon (sbx_row_decimal (invoice, "total_taxes") / 1e5, vat * left, 1e-4);
      checked++;
    }
  g_assert_cmpuint (checked, >, 400);
}

/* What a clean line says is what Business Central will find. */
static void
check_clean (Seeded *seeded,
             SbxRow *invoice)
{
  GPtrArray *lines = sbx_table_list_by (wello (seeded, "InvoiceDetails"), "invoice_id", sbx_row_id (invoice));
  SbxRow *customer = sbx_table_find_by (bc (seeded, "customers"), "number", sbx_row_text (invoice, "company_code"));
  const char *business;

  g_assert_nonnull (customer);
  g_assert_cmpstr (sbx_row_text (customer, "blocked"), ==, "_x0020_");
  business = sbx_row_text (customer, "al.vatBusPostingGroup");
  for (guint i = 0; i < lines->len; i++)
    {
      SbxRow *line = lines->pdata[i];
      const char *code = sbx_row_text (line, "article_code");
      SbxRow *item = *code != '\0' ? sbx_table_find_by (bc (seeded, "items"), "number", code) : NULL;
      g_autofree char *key = NULL;
      SbxRow *vat;
      SbxDecimal percent;

      if (*code != '\0')
        {
          g_assert_nonnull (item);
          g_assert_cmpint (sbx_row_decimal (item, "unitPrice"), ==, sbx_row_decimal (line, "article_price"));
          g_assert_false (sbx_row_int (item, "blocked"));
        }
      key = g_strdup_printf ("%s|%s", business, item != NULL ? sbx_row_text (item, "taxGroupCode") : "S3");
      vat = sbx_table_find_by (bc (seeded, "al.vatSetup"), "key", key);
      g_assert_nonnull (vat);
      percent = sbx_row_int (vat, "reverseCharge") ? 0 : sbx_row_decimal (vat, "percent");
      g_assert_cmpint (percent, ==, sbx_row_decimal (line, "vat_rate") * 100);
    }
}

static const char *
feature_of (GPtrArray *lines)
{
  const char *feature = "parts";

  for (guint i = 0; i < lines->len; i++)
    {
      if (sbx_row_decimal (lines->pdata[i], "vat_rate") != 21000)
        return "vat";
      if (sbx_row_decimal (lines->pdata[i], "discount") != 0)
        feature = "discount";
      else if (strcmp (feature, "discount") != 0 && strcmp (sbx_row_text (lines->pdata[i], "source_db_table_name"), "job_non_part_usage") == 0)
        feature = "labour";
    }
  return feature;
}

static void
test_clean (void)
{
  static const char *const features[] = { "parts", "labour", "discount", "vat" };
  g_auto (Seeded) seeded = { 0 };
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  guint count[G_N_ELEMENTS (features)] = { 0 }, place = 0;

  seeded_init (&seeded, 1, 200, 150, 120);
  WALK (invoice, wello (&seeded, "Invoice"))
    {
      GPtrArray *lines = sbx_table_list_by (wello (&seeded, "InvoiceDetails"), "invoice_id", sbx_row_id (invoice));

      g_assert_true (g_hash_table_add (numbers, (gpointer) sbx_row_text (invoice, "internal_number")));
      g_assert_nonnull (sbx_table_find (wello (&seeded, "Company"), sbx_row_text (invoice, "company_id")));
      if (place++ >= 120)
        continue;
      g_assert_cmpstr (sbx_row_text (invoice, "invoice_status_name"), ==, "Ready for ERP");
      check_clean (&seeded, invoice);
      for (guint i = 0; i < G_N_ELEMENTS (features); i++)
        count[i] += strcmp (features[i], feature_of (lines)) == 0;
    }
  for (guint i = 0; i < G_N_ELEMENTS (features); i++)
    g_assert_cmpuint (count[i], ==, 30);
}

static void
test_sources (void)
{
  g_auto (Seeded) seeded = { 0 };
  guint with_location = 0, lines = 0;

  seeded_init (&seeded, 1, 200, 150, 40);
  WALK (line, wello (&seeded, "InvoiceDetails"))
    {
      const char *source = sbx_row_text (line, "source_db_table_name");
      gboolean labour = strcmp (source, "job_non_part_usage") == 0;
      SbxRow *usage = *source != '\0' ? sbx_table_find (wello (&seeded, labour ? "JobNonPartUsage" : "JobPartUsage"),
                                                        sbx_row_text (line, "source_id_in_table"))
                                      : NULL;

      lines++;
      with_location += strcmp (sbx_row_text (line, "article_stock_location_id"), SBX_ZERO_GUID) != 0;
      if (*source == '\0')
        continue;
      g_assert_nonnull (usage);
      g_assert_cmpint (sbx_row_decimal (usage, "quantity"), ==, sbx_row_decimal (line, "quantity_decimal"));
      g_assert_nonnull (sbx_table_find (wello (&seeded, "Jobs"), sbx_row_text (usage, "jobs_id")));
    }
  g_assert_cmpuint (with_location * 10, >=, lines * 4);
  g_assert_cmpuint (with_location * 10, <=, lines * 6);
}

static void
test_coupling (void)
{
  g_auto (Seeded) seeded = { 0 };
  static const char *const sets[][3] = { { "customers", "Company", "number" }, { "items", "Article", "number" } };

  seeded_init (&seeded, 1, 2000, 2000, 2);
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      guint same = 0, by_code = 0, missing = 0;
      g_autoptr (GHashTable) codes = g_hash_table_new (g_str_hash, g_str_equal);

      WALK (target, wello (&seeded, sets[i][1]))
        g_hash_table_add (codes, (gpointer) sbx_row_text (target, "code"));
      WALK (source, bc (&seeded, sets[i][0]))
        {
          if (sbx_table_find (wello (&seeded, sets[i][1]), sbx_row_id (source)) != NULL)
            same++;
          else if (g_hash_table_contains (codes, sbx_row_text (source, "number")))
            by_code++;
          else
            missing++;
        }
      g_assert_cmpuint (missing, >, 950);
      g_assert_cmpuint (missing, <, 1010);
      g_assert_cmpuint (same, >, 480);
      g_assert_cmpuint (by_code, >, 480);
    }
}

/* By their definition: what is left of 97 or 11, digits alone. */
static void
test_numbers (void)
{
  g_auto (Seeded) seeded = { 0 };
  guint belgian = 0;
  gboolean accents = FALSE, hundred = FALSE;

  seeded_init (&seeded, 3, 500, 50, 2);
  WALK (row, bc (&seeded, "customers"))
    {
      const char *name = sbx_row_text (row, "displayName"), *vat = sbx_row_text (row, "taxRegistrationNumber");
      guint64 number = 0;

      g_assert_true (g_utf8_validate (name, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (name, -1), <=, 100);
      hundred |= g_utf8_strlen (name, -1) == 100;
      accents |= strstr (name, "Établissements Dûrand") != NULL;
      if (strcmp (sbx_row_text (row, "country"), "BE") != 0)
        continue;
      for (; *vat != '\0'; vat++)
        number = g_ascii_isdigit (*vat) ? number * 10 + (guint64) (*vat - '0') : number;
      g_assert_cmpuint (number, <, 1000000000);
      g_assert_cmpuint (number / 100 % 97 + number % 100, ==, 97);
      belgian++;
    }
  g_assert_cmpuint (belgian, >, 400);
  g_assert_true (accents && hundred);
}

static void
test_stock (void)
{
  g_auto (Seeded) seeded = { 0 };
  guint stocked = 0;

  seeded_init (&seeded, 1, 5, 150, 2);
  WALK (item, bc (&seeded, "items"))
    {
      GPtrArray *entries = sbx_table_list_by (bc (&seeded, "itemLedgerEntries"), "itemNumber", sbx_row_text (item, "number"));
      SbxDecimal sum = 0;

      for (guint i = 0; entries != NULL && i < entries->len; i++)
        sum += sbx_row_decimal (entries->pdata[i], "quantity");
      g_assert_cmpint (sum, ==, sbx_row_decimal (item, "inventory"));
      stocked += entries != NULL;
    }
  g_assert_cmpuint (stocked, >, 100);
}

static void
test_cases (void)
{
  static const char *const wanted[] = {
    "several-invoices", "contract", "hand-typed-part", "warranty", "zero-price", "zero-total", "long-notes", "blocked-customer",
    "blocked-item", "deleted-item", "us-dollars", "order-number", "before-start", "credit-note", "unmapped-labour", "open",
    "ready-for-review", "imported", "erp-error", "sales-unit-box", "line-discount-customer", "prices-including-vat",
    "bill-to-another", "co-contractor-goods", "order-number-missing", "unknown-customer", "bill-to-unknown", "bill-to-blocked",
    "long-day", "unknown-currency", "long-number", "co-contractor-job", "mixed-vat-codes",
  };
  g_auto (Seeded) seeded = { 0 };
  g_autofree char *text = NULL;
  guint ready = 0;

  seeded_init (&seeded, 1, 200, 150, 40);
  text = dump (&seeded);
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_autofree char *name = g_strdup_printf ("\"%s\"", wanted[i]);

      if (strstr (text, name) == NULL)
        g_error ("There is no invoice for the case %s", name);
    }
  g_assert_nonnull (strstr (text, "imported_before"));
  WALK (invoice, wello (&seeded, "Invoice"))
    ready += strcmp (sbx_row_text (invoice, "invoice_status_name"), "Ready for ERP") == 0;
  g_assert_cmpuint (ready, >, 60);
}

static void
test_sizes (void)
{
  static const guint sizes[][3] = { { 0, 0, 0 }, { 1, 0, 1 }, { 0, 5, 2 }, { 5, 5, 2 }, { 10, 10, 10 }, { 40, 60, 100 }, { 3000, 3000, 1000 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_auto (Seeded) seeded = { 0 };
      guint deleted = sizes[i][1] > 6;

      seeded_init (&seeded, 1, sizes[i][0], sizes[i][1], sizes[i][2]);
      g_assert_cmpuint (sbx_table_size (bc (&seeded, "customers")), ==, sizes[i][0]);
      /* Three service items are there anyway, and one item is gone. */
      g_assert_cmpuint (sbx_table_size (bc (&seeded, "items")), ==, sizes[i][1] + 3 - deleted);
      if (sizes[i][0] > 0)
        {
          g_assert_cmpuint (sbx_table_size (wello (&seeded, "Jobs")), >=, sizes[i][2]);
          g_assert_cmpuint (sbx_table_size (wello (&seeded, "Invoice")), >=, sizes[i][2]);
        }
    }
}

/* Of every kind, and for nothing that is billed. */
static void
test_prices (void)
{
  g_auto (Seeded) seeded = { 0 };
  SbxTable *lines;
  guint kinds[8] = { 0 };

  seeded_init (&seeded, 7, 40, 40, 20);
  lines = bc (&seeded, "al.priceListLines");
  WALK (line, lines)
    {
      const char *item = sbx_row_text (line, "assetNumber");
      gint64 start = sbx_row_int (line, "startingDate"), end = sbx_row_int (line, "endingDate");

      g_assert_nonnull (sbx_table_find_by (bc (&seeded, "items"), "number", item));
      WALK (article, wello (&seeded, "Article"))
        g_assert_cmpstr (sbx_row_text (article, "code"), !=, item);
      kinds[0] += strcmp (sbx_row_text (line, "sourceType"), "Customer") == 0;
      kinds[1] += strcmp (sbx_row_text (line, "sourceType"), "Customer_x0020_Price_x0020_Group") == 0;
      kinds[2] += start > sbx_today ();
      kinds[3] += end >= sbx_today ();
      kinds[4] += strcmp (sbx_row_text (line, "amountType"), "Discount") == 0;
      kinds[5] += *sbx_row_text (line, "currencyCode") != '\0';
      kinds[6] += strcmp (sbx_row_text (line, "status"), "Active") != 0;
      kinds[7] += sbx_row_int (line, "priceIncludesVat") != 0;
    }
  g_assert_cmpuint (sbx_table_size (lines), >=, 30);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_assert_cmpuint (kinds[i], >, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sandbox/seed/deterministic", test_deterministic);
  g_test_add_func ("/sandbox/seed/prices", test_prices);
  g_test_add_func ("/sandbox/seed/totals", test_totals);
  g_test_add_func ("/sandbox/seed/clean", test_clean);
  g_test_add_func ("/sandbox/seed/sources", test_sources);
  g_test_add_func ("/sandbox/seed/coupling", test_coupling);
  g_test_add_func ("/sandbox/seed/numbers", test_numbers);
  g_test_add_func ("/sandbox/seed/stock", test_stock);
  g_test_add_func ("/sandbox/seed/cases", test_cases);
  g_test_add_func ("/sandbox/seed/sizes", test_sizes);
  return g_test_run ();
}
