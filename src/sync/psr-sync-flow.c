/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-flow"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-sync-flow.h"

static const struct
{
  const char *name;
  const char *title;
} flows[] = {
  [PSR_SYNC_CUSTOMERS] = { "customers", N_("Customers") },
  [PSR_SYNC_ITEMS] = { "items", N_("Items") },
  [PSR_SYNC_CONTACTS] = { "contacts", N_("Contacts") },
  [PSR_SYNC_STOCK] = { "stock", N_("Stock per Location") },
  [PSR_SYNC_PRICES] = { "prices", N_("Prices") },
  [PSR_SYNC_REFERENCE] = { "reference", N_("Reference Data") },
};

G_STATIC_ASSERT (G_N_ELEMENTS (flows) == PSR_N_SYNC_FLOWS);

/**
 * psr_sync_flow_to_string:
 * @flow: a flow
 *
 * Returns: its stable name, as in the profile
 */
const char *
psr_sync_flow_to_string (PsrSyncFlow flow)
{
  g_return_val_if_fail (flow < PSR_N_SYNC_FLOWS, NULL);

  return flows[flow].name;
}

/**
 * psr_sync_flow_from_string:
 * @text: a name
 * @out: (out): return location for the flow
 *
 * Returns: whether there is a flow of this name
 */
gboolean
psr_sync_flow_from_string (const char  *text,
                           PsrSyncFlow *out)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  for (guint i = 0; i < PSR_N_SYNC_FLOWS; i++)
    {
      if (g_str_equal (text, flows[i].name))
        {
          *out = (PsrSyncFlow) i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * psr_sync_flow_get_title:
 * @flow: a flow
 *
 * Returns: its name for people, translated
 */
const char *
psr_sync_flow_get_title (PsrSyncFlow flow)
{
  g_return_val_if_fail (flow < PSR_N_SYNC_FLOWS, NULL);

  return _(flows[flow].title);
}
