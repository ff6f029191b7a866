/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-client"

#include "config.h"

#include "psr-bc-client-private.h"
#include "psr-bc-v1.h"
#include "psr-fetch.h"
#include "psr-json.h"
#include "psr-text.h"

static DexFuture *
fetch_rows (PsrBcClient  *self,
            const char   *set_name,
            const char   *select,
            PsrFetchFunc  read,
            GDestroyNotify row_free)
{
  g_autoptr (PsrODataQuery) query = psr_odata_query_new (set_name);
  g_autofree char *url = NULL;

  psr_odata_query_select (query, select);
  url = psr_bc_client_dup_url (self, "", query);

  return psr_fetch_rows (psr_odata_pager_new (psr_bc_client_get_service (self), url, 0), read, NULL, row_free);
}

/* A PsrFetchFunc. */
static gpointer
read_country (JsonObject  *object,
              gpointer     data,
              GError     **error)
{
  g_autofree char *country = psr_json_dup_text (object, "country");

  psr_bc_v1_take_text (object, "address", "countryLetterCode", &country);

  return psr_text_code (country != NULL ? country : "");
}

static DexFuture *
take_country (DexFuture *completed,
              gpointer   data)
{
  PsrODataPage *page = g_value_get_object (dex_future_get_value (completed, NULL));
  GPtrArray *rows = psr_odata_page_get_rows (page);

  return dex_future_new_take_string (g_strdup (rows->len > 0 ? g_ptr_array_index (rows, 0) : ""));
}

/**
 * psr_bc_client_get_own_country:
 * @self: a client with a company
 *
 * Source: Microsoft, API v2.0, companyInformation.
 *
 * Returns: (transfer full): a future of the code of the company's country, upper case; ""
 *   where it has none; rejects with #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_get_own_country (PsrBcClient *self)
{
  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  return dex_future_then (fetch_rows (self, "companyInformation", psr_bc_client_is_v1 (self) ? "address" : "country",
                                      read_country, g_free),
                          take_country, NULL, NULL);
}

static void
free_pair (gpointer pair)
{
  g_strfreev (pair);
}

/* A PsrFetchFunc: the code of a unit and its standard code. */
static gpointer
read_unit (JsonObject  *object,
           gpointer     data,
           GError     **error)
{
  g_autofree char *code = psr_json_dup_text (object, "code");
  g_autofree char *standard = psr_json_dup_text (object, "internationalStandardCode");
  char **pair = g_new0 (char *, 3);

  pair[0] = psr_text_code (code);
  pair[1] = psr_text_code (standard);

  return pair;
}

static DexFuture *
take_units (DexFuture *completed,
            gpointer   data)
{
  PsrODataPage *page = g_value_get_object (dex_future_get_value (completed, NULL));
  GPtrArray *rows = psr_odata_page_get_rows (page);
  g_autoptr (GHashTable) units = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < rows->len; i++)
    {
      char **pair = g_ptr_array_index (rows, i);

      g_hash_table_replace (units, g_strdup (pair[0]), g_strdup (pair[1]));
    }

  return dex_future_new_take_boxed (G_TYPE_HASH_TABLE, g_steal_pointer (&units));
}

/**
 * psr_bc_client_get_unit_standards:
 * @self: a client with a company
 *
 * Source: Microsoft, API v2.0, unitsOfMeasure.
 *
 * Returns: (transfer full): a future of a #GHashTable of the code of each unit of measure,
 *   upper case, to its international standard code, or ""; rejects with
 *   #PsrServiceErrorCode
 */
DexFuture *
psr_bc_client_get_unit_standards (PsrBcClient *self)
{
  g_return_val_if_fail (PSR_IS_BC_CLIENT (self), NULL);

  if (psr_bc_client_get_company (self) == NULL)
    return psr_bc_client_reject ();

  return dex_future_then (fetch_rows (self, "unitsOfMeasure", "code,internationalStandardCode", read_unit, free_pair),
                          take_units, NULL, NULL);
}
