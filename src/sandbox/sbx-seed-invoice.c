/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-seed-invoice"

#include "sbx-seed-invoice.h"

#include <string.h>

#define FIRST_DAY G_GINT64_CONSTANT (1767600000000000) /* 2026-01-05 08:00 */
#define DAYS 230
#define COMPLETED "6557b9dc-6106-4327-8e26-6f24d0329c33"

static gint64
day_of (guint n)
{
  return FIRST_DAY + (gint64) (n * 37 % DAYS) * G_TIME_SPAN_DAY + (gint64) (n % 480) * G_TIME_SPAN_MINUTE;
}

SbxRow *
sbx_seed_job (SbxSeed       *seed,
              const SbxPair *customer)
{
  static const char *const names[] = { "Onderhoud ketel", "Dépannage ascenseur", "Herstelling lek", "Entretien annuel", "Plaatsing thermostaat", NULL };
  SbxTable *table = sbx_seed_wello (seed, "Jobs");
  SbxRow *type = sbx_seed_first (seed, "JobType");
  guint n = seed->jobs++;
  gint64 closed = day_of (n) - 2 * G_TIME_SPAN_HOUR;
  SbxRow *row;

  if (table == NULL)
    return NULL;
  row = sbx_seed_row (seed, table);
  sbx_row_set_int (row, "id2", 1001 + n);
  if (n % 3 != 2)
    {
      g_autofree char *reference = g_strdup_printf ("WO26-%05u", 1001 + n);

      sbx_row_set_text (row, "reference_back_office", reference);
    }
  sbx_row_set_text (row, "name", sbx_seed_pick (seed, names));
  sbx_row_set_text (row, "description", "Intern: sleutel bij de buren.");
  sbx_row_set_text (row, "job_status_id", COMPLETED);
  sbx_row_set_text (row, "job_status_name", "Completed");
  if (type != NULL)
    {
      sbx_row_set_text (row, "job_type_id", sbx_row_id (type));
      sbx_row_set_text (row, "job_type_name", sbx_row_text (type, "name"));
    }
  sbx_row_set_text (row, "requested_company_id", sbx_row_id (customer->wello));
  if (customer->contact != NULL)
    sbx_row_set_text (row, "contact_id", sbx_row_id (customer->contact));
  sbx_row_set_int (row, "date_create", closed - 3 * G_TIME_SPAN_DAY);
  sbx_row_set_int (row, "date_closed", closed);
  return sbx_table_insert (table, row);
}

static void
set_company (SbxDraft *draft)
{
  SbxRow *company = draft->customer->wello, *row = draft->row;
  SbxTable *countries = sbx_seed_wello (draft->seed, "DbCountry");
  SbxRow *country = countries != NULL ? sbx_table_find (countries, sbx_row_text (company, "db_country_id")) : NULL;
  g_autofree char *street = g_strdup_printf ("%s 7", sbx_seed_streets[draft->seed->invoices % 4]);

  sbx_row_set_text (row, "company_id", sbx_row_id (company));
  sbx_row_set_text (row, "company_code", sbx_row_text (company, "code"));
  sbx_row_set_text (row, "company_name", sbx_row_text (company, "name"));
  sbx_row_set_text (row, "bill_to_company_id", sbx_row_id (company));
  sbx_row_set_text (row, "bill_to_party", sbx_row_text (company, "name"));
  sbx_row_set_text (row, "email", sbx_row_text (company, "email"));
  sbx_row_set_text (row, "delivery_name", sbx_row_text (company, "name"));
  sbx_row_set_text (row, "delivery_street", draft->seed->invoices % 2 == 0 ? sbx_row_text (company, "street") : street);
  sbx_row_set_text (row, "delivery_zip", sbx_row_text (company, "zip"));
  sbx_row_set_text (row, "delivery_city", sbx_row_text (company, "city"));
  sbx_row_set_text (row, "delivery_db_country_name", country != NULL ? sbx_row_text (country, "name") : "");
}

void
sbx_draft_begin (SbxDraft      *draft,
                 SbxSeed       *seed,
                 const SbxPair *customer,
                 SbxRow        *job)
{
  guint n = seed->invoices++;
  gint64 date = job != NULL ? sbx_row_int (job, "date_closed") + 2 * G_TIME_SPAN_HOUR : day_of (n);
  g_autofree char *number = g_strdup_printf ("INV26%06u", n + 1);

  *draft = (SbxDraft) { .seed = seed, .customer = customer, .job = job };
  draft->row = sbx_seed_row (seed, sbx_seed_wello (seed, "Invoice"));
  sbx_row_set_text (draft->row, "internal_number", number);
  sbx_row_set_int (draft->row, "id2", n + 1);
  sbx_row_set_int (draft->row, "date_create", date);
  sbx_row_set_int (draft->row, "dateutc_confirmation", date);
  sbx_row_set_int (draft->row, "due_date", date + 30 * G_TIME_SPAN_DAY);
  sbx_row_set_text (draft->row, "db_currency_id", sbx_seed_reference (seed, "DbCurrency", "EUR"));
  set_company (draft);
  if (job != NULL)
    {
      sbx_row_set_text (draft->row, "invoice_type", "WorkOrderApproval");
      sbx_row_set_text (draft->row, "source_type", "jobs");
      sbx_row_set_text (draft->row, "source_db_table_name", "jobs");
      sbx_row_set_text (draft->row, "source_id_in_table", sbx_row_id (job));
      sbx_row_set_text (draft->row, "description", sbx_row_text (job, "name"));
      sbx_row_set_text (draft->row, "contact_id", sbx_row_text (job, "contact_id"));
    }
  else
    {
      g_autofree char *contract = sbx_guid_random (seed->rand);

      sbx_row_set_text (draft->row, "invoice_type", "ContractGenerated");
      sbx_row_set_text (draft->row, "source_type", "contract");
      sbx_row_set_text (draft->row, "source_db_table_name", "contract");
      sbx_row_set_text (draft->row, "source_id_in_table", contract);
      sbx_row_set_text (draft->row, "description", "Onderhoudscontract 2026");
    }
}

/* The row of job_part_usage or job_non_part_usage that the line bills. */
static void
add_usage (SbxDraft           *draft,
           const SbxDraftLine *line,
           SbxRow             *detail)
{
  SbxTable *table = sbx_seed_wello (draft->seed, line->type != NULL ? "JobNonPartUsage" : "JobPartUsage");
  gint64 day;
  SbxRow *row;

  if (draft->job == NULL || table == NULL)
    return;
  row = sbx_seed_row (draft->seed, table);
  day = sbx_row_int (draft->job, "date_closed") / G_TIME_SPAN_DAY * G_TIME_SPAN_DAY;
  sbx_row_set_text (row, "jobs_id", sbx_row_id (draft->job));
  sbx_row_set_int (row, "working_date", day);
  sbx_row_set_decimal (row, "quantity", line->quantity);
  sbx_row_set_decimal (row, "price", sbx_row_decimal (detail, "article_price"));
  sbx_row_set_int (row, "signed_by_company", TRUE);
  sbx_row_set_int (row, "is_under_warranty", line->warranty);
  sbx_row_set_text (row, "description", sbx_row_text (detail, "article_name"));
  if (line->type != NULL)
    {
      sbx_row_set_text (row, "type_code", line->type);
      sbx_row_set_text (row, "line_code", line->code);
      sbx_row_set_int (row, "timesheet_date_from", day + 8 * G_TIME_SPAN_HOUR);
      sbx_row_set_int (row, "timesheet_date_to", day + 8 * G_TIME_SPAN_HOUR + line->quantity * 36000);
    }
  else
    {
      sbx_row_set_text (row, "article_id", sbx_row_text (detail, "article_id"));
      sbx_row_set_text (row, "code", sbx_row_text (detail, "article_code"));
      sbx_row_set_text (row, "name", sbx_row_text (detail, "article_name"));
      sbx_row_set_text (row, "article_stock_location_id", sbx_row_text (detail, "article_stock_location_id"));
    }
  sbx_row_set_text (detail, "source_db_table_name", line->type != NULL ? "job_non_part_usage" : "job_part_usage");
  sbx_row_set_text (detail, "source_id_in_table", sbx_row_id (row));
  sbx_table_insert (table, row);
}

/* Wello, Help/Api, InvoiceDetails: VAT and discount are a unit's, and total_line has VAT in it. */
static void
set_amounts (SbxDraft           *draft,
             const SbxDraftLine *line,
             SbxRow             *detail)
{
  SbxDecimal rate = SBX_DECIMAL_INT (line->vat) / 100;
  SbxDecimal price = line->free || line->warranty ? 0 : line->price;
  SbxDecimal discount = line->discount, vat;

  if (price == 0 && !line->free && !line->warranty && line->item != NULL)
    price = line->item->bc != NULL ? sbx_row_decimal (line->item->bc, "unitPrice") : sbx_row_decimal (line->item->wello, "entered_price");
  if (line->percent != 0)
    discount = sbx_decimal_mul_div (price, line->percent, SBX_DECIMAL_INT (100));
  vat = sbx_decimal_mul (price - discount, rate);

  sbx_row_set_int (detail, "quantity", line->quantity / SBX_DECIMAL_ONE);
  sbx_row_set_decimal (detail, "quantity_decimal", line->quantity);
  sbx_row_set_decimal (detail, "article_price", price);
  sbx_row_set_decimal (detail, "discount", discount);
  sbx_row_set_decimal (detail, "discount_percentage", line->percent);
  sbx_row_set_decimal (detail, "vat_rate", rate);
  sbx_row_set_decimal (detail, "vat_value", vat);
  sbx_row_set_decimal (detail, "total_line", sbx_decimal_mul (line->quantity, price - discount + vat));
  if (line->item != NULL && line->item->bc != NULL)
    sbx_row_set_decimal (detail, "cost_price", sbx_row_decimal (line->item->bc, "unitCost"));
  draft->net += sbx_decimal_mul (line->quantity, price - discount);
  draft->vat += sbx_decimal_mul (line->quantity, vat);
}

void
sbx_draft_add (SbxDraft           *draft,
               const SbxDraftLine *line)
{
  SbxTable *table = sbx_seed_wello (draft->seed, "InvoiceDetails");
  SbxRow *row = sbx_seed_row (draft->seed, table), *location = line->location;
  guint n = draft->seed->lines++;
  g_autofree char *code = line->vat_code != NULL ? g_strdup (line->vat_code) : g_strdup_printf ("%d", line->vat);

  sbx_row_set_text (row, "invoice_id", sbx_row_id (draft->row));
  sbx_row_set_int (row, "line_num", ++draft->lines);
  if (line->item != NULL)
    {
      sbx_row_set_text (row, "article_id", sbx_row_id (line->item->wello));
      sbx_row_set_text (row, "article_code", sbx_row_text (line->item->wello, "code"));
    }
  sbx_row_set_text (row, "article_name", line->name != NULL ? line->name : sbx_row_text (line->item->wello, "name"));
  sbx_row_set_text (row, "company_vat_code", code);
  sbx_row_set_text (row, "company_vat_id", sbx_seed_reference (draft->seed, "CompanyVat", code));
  sbx_row_set_int (row, "is_under_warranty", line->warranty);
  sbx_row_set_text (row, "no_warranty_reason", line->reason);
  sbx_row_set_text (row, "serial_number", line->serial);
  if (location == NULL && n % 2 == 0 && draft->seed->locations->len > 0)
    location = draft->seed->locations->pdata[n / 2 % draft->seed->locations->len];
  if (location != NULL)
    sbx_row_set_text (row, "article_stock_location_id", sbx_row_id (location));
  set_amounts (draft, line, row);
  add_usage (draft, line, row);
  sbx_table_insert (table, row);
}

void
sbx_draft_end (SbxDraft      *draft,
               SbxWelloStatus status,
               const char    *case_name)
{
  SbxRow *state = sbx_wello_status (draft->seed->world->wello, status);
  /* The header's discount is a percentage, and the totals are what is left. */
  SbxDecimal left = SBX_DECIMAL_INT (100) - sbx_row_decimal (draft->row, "discount");

  sbx_row_set_text (draft->row, "invoice_status_id", sbx_row_id (state));
  sbx_row_set_text (draft->row, "invoice_status_name", sbx_row_text (state, "name"));
  sbx_row_set_int (draft->row, "total_lines", draft->lines);
  sbx_row_set_decimal (draft->row, "total_amount", sbx_decimal_mul_div (draft->net, left, SBX_DECIMAL_INT (100)));
  sbx_row_set_decimal (draft->row, "total_taxes", sbx_decimal_mul_div (draft->vat, left, SBX_DECIMAL_INT (100)));
  if (case_name != NULL)
    sbx_wello_add_case (draft->seed->world->wello, "wello", "Invoice", sbx_row_id (draft->row), case_name);
  sbx_table_insert (draft->row->table, draft->row);
  draft->row = NULL;
}

void
sbx_draft_add_part (SbxDraft      *draft,
                    const SbxPair *item,
                    guint          quantity,
                    int            vat)
{
  SbxDraftLine line = { .item = item, .quantity = SBX_DECIMAL_INT (quantity), .vat = vat };

  sbx_draft_add (draft, &line);
}

void
sbx_draft_add_hours (SbxDraft   *draft,
                     SbxDecimal  hours,
                     int         vat,
                     const char *vat_code)
{
  SbxDraftLine line = { .name = "Werkuren technieker", .type = "WorkingTime", .code = "STD", .quantity = hours, .price = SBX_DECIMAL_INT (65),
                        .vat = vat, .vat_code = vat_code };

  sbx_draft_add (draft, &line);
}

void
sbx_draft_add_travel (SbxDraft   *draft,
                      SbxDecimal  hours,
                      int         vat,
                      const char *vat_code)
{
  SbxDraftLine line = { .name = "Déplacement", .type = "TravelTime", .code = "TRAVEL", .quantity = hours, .price = SBX_DECIMAL_INT (45),
                        .vat = vat, .vat_code = vat_code };

  sbx_draft_add (draft, &line);
}

void
sbx_draft_add_overtime (SbxDraft  *draft,
                        SbxDecimal hours)
{
  SbxDraftLine line = { .name = "Overuren 150 %", .type = "WorkingTime", .code = "OT150", .quantity = hours, .price = 9750000, .vat = 21 };

  sbx_draft_add (draft, &line);
}

const SbxPair *
sbx_seed_any_item (SbxSeed    *seed,
                   SbxItemPool pool)
{
  GArray *items = seed->pools[pool]->len > 0 ? seed->pools[pool] : seed->pools[SBX_ITEM_GOODS_21];

  return items->len > 0 ? &g_array_index (items, SbxPair, g_rand_int_range (seed->rand, 0, (gint32) items->len)) : NULL;
}

int
sbx_seed_rate_of (const SbxPair *item)
{
  static const int rates[] = { 0, 6, 12, 21 };
  const char *group = item->bc != NULL ? sbx_row_text (item->bc, "taxGroupCode") : "G3";

  return rates[group[1] - '0'];
}
