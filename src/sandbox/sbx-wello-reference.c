/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-wello-reference"

#include "sbx-wello-private.h"

#include <string.h>

#define BEGINNING G_GINT64_CONSTANT (1735689600000000) /* 2025-01-01 */

/* What a tenant has before it has data. */

static SbxRow *
add (SbxWello   *wello,
     const char *set,
     const char *id,
     const char *code,
     const char *name)
{
  SbxTable *table = sbx_wello_table (wello, set);
  SbxRow *row = sbx_row_new (table);

  if (id != NULL)
    sbx_row_set_text (row, "id", id);
  if (code != NULL)
    sbx_row_set_text (row, "code", code);
  sbx_row_set_text (row, "name", name);
  row->modified = BEGINNING;
  return sbx_table_insert (table, row);
}

/* Ids and names of those for an ERP: Wello, Documentation/HelpGuide/ChangeInvoiceStatus; the others' names are those of
 * its help centre's article on the invoice overview, their ids are invented. */
static const struct
{
  const char *id, *own_id, *english, *dutch;
} statuses[] = {
  [SBX_WELLO_STATUS_OPEN] = { "0c5b7a4e-52d1-4f0b-9a06-5f1d2f9e7a01", NULL, "Open", "Open" },
  [SBX_WELLO_STATUS_REVIEW] = { "3d1f9c62-7a0e-4b83-8c55-1e6a4d2b9f02", NULL, "Ready for review", "Klaar voor nazicht" },
  [SBX_WELLO_STATUS_WAITING] = { "51e0b8d7-94c3-4a6f-b2e1-7c8f3a5d6e03", NULL, "Waiting", "In wacht" },
  [SBX_WELLO_STATUS_PRINTED] = { "6f2a7c90-1b5d-4e38-a4d9-8b0c2e7f1a04", NULL, "Printed", "Afgedrukt" },
  [SBX_WELLO_STATUS_SENT] = { "7e94d1b3-2c6f-4d5a-9b17-0a3e5c8d4f05", NULL, "Sent to customer", "Naar klant verzonden" },
  [SBX_WELLO_STATUS_READY] = { "284b65d7-d5c8-419f-91d5-10a2f5132bab", "a1c3e5f7-0b2d-4c6e-8f90-1a2b3c4d5e06", "Ready for ERP", "Klaar voor ERP" },
  [SBX_WELLO_STATUS_IMPORTED] = { "ae838a69-aea7-4f31-abdd-eafc577ddc5c", "b2d4f6a8-1c3e-4d7f-9a01-2b3c4d5e6f07", "ERP Imported", "ERP geïmporteerd" },
  [SBX_WELLO_STATUS_ERROR] = { "b47eb12c-8f28-4cde-b8f8-32428f4bec03", "c3e5a7b9-2d4f-4e8a-8b12-3c4d5e6f7a08", "ERP Error", "ERP-fout" },
};

static const char *
status_id (SbxWello      *wello,
           SbxWelloStatus status)
{
  gboolean own = sbx_options_is (wello->options, "wello.status-ids", "own") && statuses[status].own_id != NULL;

  return own ? statuses[status].own_id : statuses[status].id;
}

SbxRow *
sbx_wello_status (SbxWello      *wello,
                  SbxWelloStatus status)
{
  return sbx_table_find (sbx_wello_table (wello, "InvoiceStatus"), status_id (wello, status));
}

int
sbx_wello_status_of (SbxWello   *wello,
                     const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      if (strcmp (status_id (wello, i), id) == 0)
        return (int) i;
    }
  return -1;
}

static void
add_statuses (SbxWello *wello)
{
  const char *names = sbx_options_get (wello->options, "wello.status-names");

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      const char *name = strcmp (names, "dutch") == 0 ? statuses[i].dutch : statuses[i].english;
      SbxRow *row;

      if (i == SBX_WELLO_STATUS_READY && strcmp (names, "old") == 0)
        name = "Sent to ERP";
      row = add (wello, "InvoiceStatus", status_id (wello, i), NULL, name);
      sbx_row_set_int (row, "allowed_for_invoice", TRUE);
      sbx_row_set_int (row, "allowed_for_credit_note", i != SBX_WELLO_STATUS_WAITING);
    }
}

/* Wello, Documentation/HelpGuide/JobStatus, and the status list of its public client. */
static void
add_job_statuses (SbxWello *wello)
{
  static const char *const rows[][3] = {
    { "69268600-d3e0-4222-859f-06e47cf4041e", "WAITING", "Waiting" },
    { "8ba9da71-ef32-423a-bb50-ae767315f55c", "OPEN", "Open" },
    { "497acff2-9ff6-4c94-85dd-daa0689553e2", "TOPLAN", "To be Planned" },
    { "8adbc894-d612-de11-bd84-0030488c6c36", "POOLING", "Pooling" },
    { "143cf9cd-c3c1-406a-a19a-58d766d9dda9", "SUGGESTED", "Suggested" },
    { "a60bc691-ab2f-42f5-8a5b-998a29a27537", "DISPATCHED", "Dispatched" },
    { "eb014da9-5850-4e16-b1e9-527162f1a9e0", "REJECTED", "Dispatch - Rejected" },
    { "10f456d2-000e-48ea-93d7-e016107b7a98", "PLANNED", "Planned" },
    { "f79e58ee-ee04-4590-bcb1-49e8bd551659", "PROGRESS", "In Progress" },
    { "136e1585-dff6-4990-bfc6-dba958b71f30", "FURTHER", "Waiting Further Actions" },
    { "6557b9dc-6106-4327-8e26-6f24d0329c33", "COMPLETED", "Completed" },
    { "06ea451c-5863-4c97-9592-cc928dfdf869", "CANCELED", "Canceled" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    add (wello, "JobStatus", rows[i][0], rows[i][1], rows[i][2]);
}

static void
add_organizations (SbxWello *wello)
{
  guint count = (guint) g_ascii_strtoull (sbx_options_get (wello->options, "wello.sales-organizations"), NULL, 10);
  SbxRow *country = sbx_wello_find_by_key (sbx_wello_find_set (wello, "DbCountry", NULL), "code", "BE");
  SbxRow *currency = sbx_wello_find_by_key (sbx_wello_find_set (wello, "DbCurrency", NULL), "code", "EUR");

  for (guint i = 1; i <= count; i++)
    {
      g_autofree char *code = i == 1 ? g_strdup ("CRONUS") : g_strdup_printf ("CRONUS%u", i);
      g_autofree char *name = i == 1 ? g_strdup ("CRONUS BE") : g_strdup_printf ("CRONUS BE %u", i);
      SbxRow *row = add (wello, "SalesOrganization", NULL, code, name);

      sbx_row_set_text (row, "db_country_id", sbx_row_id (country));
      sbx_row_set_text (row, "db_currency_id", sbx_row_id (currency));
      sbx_row_set_text (row, "vat_reg_code", "BE0123456749");
    }
}

void
sbx_wello_add_references (SbxWello *wello)
{
  /* set, code, name */
  static const char *const rows[][3] = {
    { "DbCountry", "BE", "Belgium" },        { "DbCountry", "NL", "Netherlands" },    { "DbCountry", "FR", "France" },
    { "DbCountry", "DE", "Germany" },        { "DbCountry", "LU", "Luxembourg" },     { "DbCountry", "GB", "United Kingdom" },
    { "DbCountry", "US", "United States" },  { "DbCountry", "IE", "Ireland" },        { "DbCountry", "CH", "Switzerland" },
    { "DbCountry", "IT", "Italy" },          { "DbCountry", "ES", "Spain" },          { "DbCountry", "AT", "Austria" },
    { "DbLanguage", "nl", "Dutch" },         { "DbLanguage", "fr", "French" },        { "DbLanguage", "en", "English" },
    { "DbLanguage", "de", "German" },        { "DbCurrency", "EUR", "Euro" },         { "DbCurrency", "USD", "US dollar" },
    { "DbCurrency", "GBP", "Pound sterling" }, { "CompanyType", "CLIENT", "Client" }, { "ArticleCategory", "PARTS", "Parts" },
    { "ArticleCategory", "SERVICE", "Services" }, { "DbUnitOfMeasure", "PCS", "Piece" }, { "DbUnitOfMeasure", "HOUR", "Hour" },
    { "CompanyVat", "21", "VAT 21 %" },      { "CompanyVat", "12", "VAT 12 %" },      { "CompanyVat", "6", "VAT 6 %" },
    { "CompanyVat", "0", "VAT 0 %" },        { "CompanyVat", "CC", "Co-contractor" }, { "CompanyVat", "EU", "Intra-Community" },
    { "CompanyVat", "EXP", "Export" },       { "JobType", "REPAIR", "Repair" },       { "JobType", "MAINT", "Maintenance" },
    { "JobType", "INSTALL", "Installation" },
  };
  SbxRow *row;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    add (wello, rows[i][0], NULL, rows[i][1], rows[i][2]);
  row = add (wello, "DbPaymentMethods", NULL, NULL, "Bank transfer");
  sbx_row_set_text (row, "reference_back_office", "BANK");
  sbx_row_set_int (row, "activated", TRUE);
  add_statuses (wello);
  add_job_statuses (wello);
  add_organizations (wello);
}
