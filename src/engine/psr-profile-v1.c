/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-profile-v1"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-profile-flow.h"
#include "psr-profile-private.h"
#include "psr-profile-v1.h"

/* Flows of which API v1.0 has nothing to read. */
static const char * const absent_flows[] = { "contacts", "stock", NULL };

/* Sources: Microsoft, OpenAPI of API v1.0; "Transition to API v2.0". */
static const char * const absent[] = {
  N_("contacts of customers"),
  N_("locations: parts are billed without the one that they came from, and there is no stock per location"),
  N_("resources: hours are billed as items or accounts"),
  N_("moves of stock: the stock of all items is read each time instead"),
  N_("what was shipped of an order, and archived orders: an order that is gone, or that isn’t found after its answer was lost, needs a look"),
  N_("when the company lets something be posted"),
  N_("exchange rates: prices in other currencies aren’t converted"),
  N_("changes that are made to an address in Wello"),
  N_("changes that are made to articles in Wello"),
};

/**
 * psr_profile_is_v1:
 * @self: a profile
 *
 * Returns: whether Business Central is reached over API v1.0
 */
gboolean
psr_profile_is_v1 (PsrProfile *self)
{
  g_return_val_if_fail (PSR_IS_PROFILE (self), FALSE);

  return strcmp (psr_profile_get_string (self, PSR_PROFILE_BC_API_VERSION), "v1.0") == 0;
}

/**
 * psr_profile_v1_has_flow:
 * @flow: the stable name of a flow
 *
 * Returns: whether API v1.0 has what the flow reads
 */
gboolean
psr_profile_v1_has_flow (const char *flow)
{
  g_return_val_if_fail (flow != NULL, FALSE);

  return !g_strv_contains (absent_flows, flow);
}

static gboolean
refuse (GError     **error,
        const char  *what,
        const char  *why,
        const char  *mend)
{
  psr_set_explained_error (error, PSR_PROFILE_ERROR, PSR_PROFILE_ERROR_VALUE, what, why, mend);

  return FALSE;
}

static gboolean
refuse_flow (PsrProfile  *self,
             const char  *where,
             const char  *flow,
             GError     **error)
{
  g_autofree char *what = g_strdup_printf (_("The profile %s can’t be used: %s"), self->path, where);
  g_autofree char *why = g_strdup_printf (_("API v1.0 of Business Central has nothing for the flow “%s” to read."), flow);

  return refuse (error, what, why, _("Switch the flow off, or write ApiVersion=v2.0 under [BusinessCentral]."));
}

/* What nobody asked for is simply off. */
static gboolean
check_flows (PsrProfile  *self,
             GError     **error)
{
  g_auto(GStrv) listed = psr_profile_get_list (self, PSR_PROFILE_SYNC_FLOWS);

  for (gsize i = 0; absent_flows[i] != NULL; i++)
    {
      const char *enabled = psr_profile_flow_get (self, absent_flows[i], "Enabled");

      if (g_strcmp0 (enabled, "yes") == 0)
        {
          g_autofree char *where = g_strdup_printf ("[Flow %s] Enabled", absent_flows[i]);

          return refuse_flow (self, where, absent_flows[i], error);
        }

      if (enabled == NULL && self->values[PSR_PROFILE_SYNC_FLOWS] != NULL &&
          g_strv_contains ((const char * const *) listed, absent_flows[i]))
        return refuse_flow (self, "[Sync] Flows", absent_flows[i], error);
    }

  if (psr_profile_get_string (self, PSR_PROFILE_STOCK_SOURCE) != NULL)
    return refuse_flow (self, "[Stock] Source", "stock", error);

  return TRUE;
}

/* A new item would have no posting groups, and its unit has another shape. */
static gboolean
check_items (PsrProfile  *self,
             GError     **error)
{
  g_autofree char *what = NULL;

  if (g_strcmp0 (psr_profile_flow_get (self, "items", "Direction"), "both") != 0)
    return TRUE;

  what = g_strdup_printf (_("The profile %s can’t be used: %s"), self->path, "[Flow items] Direction");

  return refuse (error, what, _("Items of API v1.0 of Business Central have no posting groups, so that none can be made from Wello’s articles."),
                 _("Take the line out, or write ApiVersion=v2.0 under [BusinessCentral]."));
}

static gboolean
check_labour (PsrProfile  *self,
              GError     **error)
{
  GPtrArray *entries = psr_profile_get_entries (self, "Labour");

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const PsrProfileEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *what = NULL;

      if (!g_str_has_prefix (entry->value, "resource:"))
        continue;

      what = g_strdup_printf (_("The profile %s can’t be used: [Labour] %s"), self->path, entry->name);
      return refuse (error, what, _("API v1.0 of Business Central can’t make lines of resources."),
                     _("Write item:NUMBER or account:NUMBER, or ApiVersion=v2.0 under [BusinessCentral]."));
    }

  return TRUE;
}

/**
 * psr_profile_v1_check:
 * @self: a profile that was read
 * @error: return location for a %PSR_PROFILE_ERROR
 *
 * Looks for what the profile asks for and API v1.0 can't do.
 *
 * Returns: whether there is nothing of that
 */
gboolean
psr_profile_v1_check (PsrProfile  *self,
                      GError     **error)
{
  g_return_val_if_fail (PSR_IS_PROFILE (self), FALSE);

  return !psr_profile_is_v1 (self) || (check_flows (self, error) && check_items (self, error) && check_labour (self, error));
}

/**
 * psr_profile_v1_check_flow:
 * @self: a profile
 * @flow: the stable name of a flow that somebody named
 * @error: return location for a %PSR_PROFILE_ERROR
 *
 * Returns: whether it can be run with the version of the API that the profile names
 */
gboolean
psr_profile_v1_check_flow (PsrProfile  *self,
                           const char  *flow,
                           GError     **error)
{
  g_autofree char *what = NULL;
  g_autofree char *why = NULL;

  g_return_val_if_fail (PSR_IS_PROFILE (self), FALSE);
  g_return_val_if_fail (flow != NULL, FALSE);

  if (!psr_profile_is_v1 (self) || psr_profile_v1_has_flow (flow))
    return TRUE;

  what = g_strdup_printf (_("The flow “%s” can’t be run."), flow);
  why = g_strdup_printf (_("API v1.0 of Business Central has nothing for the flow “%s” to read."), flow);

  return refuse (error, what, why, _("Write ApiVersion=v2.0 under [BusinessCentral], where Business Central has that."));
}

/**
 * psr_profile_v1_list_off:
 * @self: a profile
 *
 * Returns: (transfer full) (element-type utf8): what is off because of the version of the
 *   API that it names, translated; none with v2.0
 */
GPtrArray *
psr_profile_v1_list_off (PsrProfile *self)
{
  g_autoptr(GPtrArray) off = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (PSR_IS_PROFILE (self), NULL);

  for (gsize i = 0; psr_profile_is_v1 (self) && i < G_N_ELEMENTS (absent); i++)
    g_ptr_array_add (off, g_strdup (_(absent[i])));

  return g_steal_pointer (&off);
}
