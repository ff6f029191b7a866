/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-couple"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-guid.h"
#include "psr-json.h"
#include "psr-store-error.h"
#include "psr-sync-couple.h"
#include "psr-sync-error.h"
#include "psr-sync-left.h"
#include "psr-sync-prices.h"
#include "psr-sync-target.h"
#include "psr-text.h"

static void
set_missing (GError     **error,
             const char  *service,
             const char  *key)
{
  g_autofree char *what = g_strdup_printf (_("“%s” wasn’t found in %s."), key, service);

  psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_NOT_FOUND, what,
                           _("No record has this number or id, or the account may not see it."),
                           _("Look the number up there, and ask again."));
}

/* Of a record of Business Central. */
typedef struct
{
  char *id;
  char *number;
} Key;

static void
key_free (gpointer data)
{
  Key *key = data;

  g_free (key->id);
  g_free (key->number);
  g_free (key);
}

/* On the "parse" lane. */
static GPtrArray *
make_keys (JsonArray  *rows,
           gpointer    data,
           GError    **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (key_free);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *node = json_array_get_element (rows, i);
      char *id = JSON_NODE_HOLDS_OBJECT (node) ? psr_json_dup_guid (json_node_get_object (node), "id") : NULL;
      Key *key;

      if (id == NULL)
        continue;

      key = g_new0 (Key, 1);
      key->id = id;
      key->number = g_strdup (psr_json_get_string (json_node_get_object (node), "number"));
      g_ptr_array_add (keys, key);
    }

  return g_steal_pointer (&keys);
}

/**
 * psr_sync_set_no_coupling:
 * @error: (out) (optional): return location for the error
 * @flow: a flow whose records aren't coupled
 *
 * Says that there is nothing to couple in it.
 */
void
psr_sync_set_no_coupling (GError      **error,
                          PsrSyncFlow   flow)
{
  psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_NOT_FOUND,
                           _("In this flow there are no records to couple."),
                           flow == PSR_SYNC_REFERENCE ? _("Reference data is only read.")
                                                      : _("What Wello gets is reckoned from other records."),
                           _("Couple customers, items or contacts."));
}

static gboolean
check_flow (PsrSyncFlow   flow,
            GError      **error)
{
  if (psr_sync_flow_couples (flow))
    return TRUE;

  psr_sync_set_no_coupling (error, flow);

  return FALSE;
}

static gboolean
find_bc (PsrSyncContext  *context,
         PsrSyncFlow      flow,
         const char      *key,
         char           **id,
         char           **number,
         GError         **error)
{
  PsrBcSet set = psr_sync_target_get_bc_set (flow);
  const char *filter = psr_sync_target_get_bc_filter (flow);
  g_autofree char *guid = psr_guid_normalize (key);
  g_autofree char *code = psr_text_code (key);
  const char *keys[] = { guid != NULL ? guid : code, NULL };
  g_autoptr (GPtrArray) pagers = NULL;
  g_autoptr (PsrODataPage) page = NULL;
  const Key *found;

  pagers = guid != NULL ? psr_bc_client_pull_by_id (context->bc, set, "id,number", filter, keys)
                        : psr_bc_client_pull_by_number (context->bc, set, "id,number", filter, keys);
  page = dex_await_object (psr_odata_pager_next (g_ptr_array_index (pagers, 0), make_keys, NULL, NULL), error);
  if (page == NULL)
    return FALSE;

  if (psr_odata_page_get_rows (page)->len == 0)
    {
      set_missing (error, "Business Central", key);
      return FALSE;
    }

  found = g_ptr_array_index (psr_odata_page_get_rows (page), 0);
  *id = g_strdup (found->id);
  *number = g_strdup (found->number);

  return TRUE;
}

static const char *
get_wello_id (PsrSyncFlow    flow,
              gconstpointer  row)
{
  switch (flow)
    {
    case PSR_SYNC_CUSTOMERS:
      return ((const PsrWelloCompany *) row)->id;
    case PSR_SYNC_CONTACTS:
      return ((const PsrWelloContact *) row)->id;
    case PSR_SYNC_ITEMS:
    case PSR_SYNC_STOCK:
    case PSR_SYNC_PRICES:
    case PSR_SYNC_REFERENCE:
    case PSR_N_SYNC_FLOWS:
    default:
      return ((const PsrWelloArticle *) row)->id;
    }
}

static GDestroyNotify
get_wello_free_func (PsrSyncFlow flow)
{
  switch (flow)
    {
    case PSR_SYNC_CUSTOMERS:
      return (GDestroyNotify) psr_wello_company_unref;
    case PSR_SYNC_CONTACTS:
      return (GDestroyNotify) psr_wello_contact_unref;
    case PSR_SYNC_ITEMS:
    case PSR_SYNC_STOCK:
    case PSR_SYNC_PRICES:
    case PSR_SYNC_REFERENCE:
    case PSR_N_SYNC_FLOWS:
    default:
      return (GDestroyNotify) psr_wello_article_unref;
    }
}

static DexFuture *
read_wello (PsrSyncContext *context,
            PsrSyncFlow     flow,
            const char     *guid)
{
  switch (flow)
    {
    case PSR_SYNC_CUSTOMERS:
      return psr_wello_client_get_company (context->wello, guid);
    case PSR_SYNC_CONTACTS:
      return psr_wello_client_get_contact (context->wello, guid);
    case PSR_SYNC_ITEMS:
    case PSR_SYNC_STOCK:
    case PSR_SYNC_PRICES:
    case PSR_SYNC_REFERENCE:
    case PSR_N_SYNC_FLOWS:
    default:
      return psr_wello_client_get_article (context->wello, guid);
    }
}

/* Which of several is meant is said by its id. */
static gboolean
set_several (GError      **error,
             PsrSyncFlow   flow,
             GPtrArray    *rows,
             const char   *key)
{
  g_autoptr (GString) ids = g_string_new (NULL);
  g_autofree char *why = NULL;

  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? ", " : "", get_wello_id (flow, rows->pdata[i]));

  why = g_strdup_printf (_("More than one record has the code “%s”: %s."), key, ids->str);
  psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_AMBIGUOUS,
                           _("Several records in Wello could be meant."), why,
                           _("Name the one that is meant by its id."));

  return FALSE;
}

/* Customers of one company never become another’s. */
static gboolean
check_organization (PsrSyncContext         *context,
                    const PsrWelloCompany  *company,
                    GError                **error)
{
  g_autofree char *why = NULL;

  if (!context->has_organizations ||
      g_strcmp0 (company->sales_organization_id, context->sales_organization_id) == 0)
    return TRUE;

  why = g_strdup_printf (company->sales_organization_id != NULL
                           ? _("“%s” belongs to another sales organization than the one in the profile.")
                           : _("“%s” has no sales organization, and Wello has several."),
                         company->name);
  psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_TAKEN,
                           _("The two can’t be coupled."), why,
                           _("Choose the company’s sales organization in Wello, or name another company."));

  return FALSE;
}

/* The default contact stands for the customer itself. */
static gboolean
check_person (PsrSyncContext         *context,
              const PsrWelloContact  *contact,
              GError                **error)
{
  g_autoptr (PsrLink) link = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *why = NULL;

  link = dex_await_boxed (psr_link_store_find_by_wello (context->links, PSR_ENTITY_CONTACT, contact->id), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (link == NULL)
    return TRUE;

  why = g_strdup_printf (_("“%s” is the default contact of the customer %s."), contact->lastname, link->bc_number);
  psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_TAKEN,
                           _("The two can’t be coupled."), why, _("Name another contact, or make one in Wello."));

  return FALSE;
}

static gboolean
find_wello (PsrSyncContext  *context,
            PsrSyncFlow      flow,
            const char      *key,
            char           **id,
            GError         **error)
{
  g_autofree char *guid = psr_guid_normalize (key);
  g_autofree char *code = psr_text_code (key);
  g_autoptr (GPtrArray) rows = NULL;

  if (guid != NULL)
    {
      gpointer row = dex_await_boxed (read_wello (context, flow, guid), error);

      if (row == NULL)
        return FALSE;

      rows = g_ptr_array_new_with_free_func (get_wello_free_func (flow));
      g_ptr_array_add (rows, row);
    }
  else if (flow == PSR_SYNC_CONTACTS)
    {
      psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_NOT_FOUND,
                               _("A contact in Wello is named by its id."), _("It has no number of its own."),
                               _("Its id stands in the address of its page in Wello."));
      return FALSE;
    }
  else
    {
      rows = dex_await_boxed (flow == PSR_SYNC_CUSTOMERS ? psr_wello_client_find_companies (context->wello, code)
                                                         : psr_wello_client_find_articles (context->wello, code),
                              error);
      if (rows == NULL)
        return FALSE;
    }

  if (rows->len == 0)
    {
      set_missing (error, "Wello", key);
      return FALSE;
    }

  if (rows->len > 1)
    return set_several (error, flow, rows, key);

  if (flow == PSR_SYNC_CUSTOMERS && !check_organization (context, rows->pdata[0], error))
    return FALSE;
  if (flow == PSR_SYNC_CONTACTS && !check_person (context, rows->pdata[0], error))
    return FALSE;

  *id = g_strdup (get_wello_id (flow, rows->pdata[0]));

  return TRUE;
}

/* What was agreed on with another record says nothing about this one, and the next
 * run is to look at it: a row that waits, as if it had never been tried. All of that
 * comes before the coupling: one that nobody looks at would stay as it is. */
static gboolean
look_again (PsrSyncContext  *context,
            PsrSyncFlow      flow,
            const char      *id,
            const char      *number,
            const char      *what,
            GError         **error)
{
  PsrSyncTarget targets[PSR_SYNC_MAX_PARTS];
  guint n_parts = psr_sync_target_list (context, flow, targets);
  g_autoptr (PsrMirrorPage) forget = psr_mirror_page_new ();
  g_autoptr (PsrMirrorPage) wait = psr_mirror_page_new ();
  g_autoptr (PsrSkippedRow) row = psr_skipped_row_new (psr_sync_flow_to_string (flow), id);

  for (guint i = 0; i < n_parts; i++)
    psr_mirror_page_remove_agreed (forget, targets[i].entity, id);
  psr_mirror_page_clear_skipped (forget, psr_sync_flow_to_string (flow), id);

  g_set_str (&row->number, number);
  g_set_str (&row->code, "coupled");
  g_set_str (&row->what, what);
  g_set_str (&row->why, _("It hasn’t been compared since."));
  g_set_str (&row->mend, _("The next run does it."));
  psr_mirror_page_add_skipped (wait, row);

  return dex_await (psr_mirror_store_commit (context->mirror, forget), error) &&
         dex_await (psr_mirror_store_commit (context->mirror, wait), error);
}

/* What somebody else coupled is about what was asked for, not about our own state. */
static void
take_store_error (GError **error,
                  GError  *local)
{
  g_autoptr (PsrExplanation) words = NULL;

  if (!g_error_matches (local, PSR_STORE_ERROR, PSR_STORE_ERROR_CONFLICT) &&
      !g_error_matches (local, PSR_STORE_ERROR, PSR_STORE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, local);
      return;
    }

  words = psr_explain (local);
  psr_set_explained_error (error, PSR_SYNC_ERROR,
                           local->code == PSR_STORE_ERROR_CONFLICT ? PSR_SYNC_ERROR_TAKEN : PSR_SYNC_ERROR_NOT_FOUND,
                           words->what, words->why, words->mend);
  g_error_free (local);
}

/**
 * psr_sync_couple:
 * @context: what flows work with
 * @flow: of which flow the records are
 * @bc: number or GUID of the record in Business Central
 * @wello: code or GUID of the record in Wello
 * @who: who asks for it, for the audit
 * @error: return location for an error
 *
 * Couples two records that are the same thing, whatever their numbers and ids are. What the one of
 * Wello was coupled with gives its place where it is gone in Business Central, and a customer’s
 * default contact goes with it.
 * The next run compares the two. Has to be called in a fiber, while no flow runs.
 *
 * Returns: (transfer full) (nullable): the link, also when they were coupled
 *   already; %NULL with %PSR_SYNC_ERROR_NOT_FOUND, %PSR_SYNC_ERROR_AMBIGUOUS,
 *   %PSR_SYNC_ERROR_TAKEN when one of them is coupled to another one or belongs to
 *   another company, a #PsrServiceErrorCode or a %PSR_STORE_ERROR
 */
PsrLink *
psr_sync_couple (PsrSyncContext  *context,
                 PsrSyncFlow      flow,
                 const char      *bc,
                 const char      *wello,
                 const char      *who,
                 GError         **error)
{
  PsrSyncTarget targets[PSR_SYNC_MAX_PARTS];
  g_autoptr (PsrLink) link = NULL;
  g_autoptr (PsrLink) known = NULL;
  g_autoptr (PsrLink) taken = NULL;
  g_autofree char *bc_id = NULL;
  g_autofree char *bc_number = NULL;
  g_autofree char *wello_id = NULL;
  g_autoptr (GError) local = NULL;
  gboolean is_gone = FALSE;

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (bc != NULL, NULL);
  g_return_val_if_fail (wello != NULL, NULL);
  g_return_val_if_fail (who != NULL, NULL);

  psr_sync_target_list (context, flow, targets);

  if (!check_flow (flow, error) || !find_bc (context, flow, bc, &bc_id, &bc_number, error) ||
      !find_wello (context, flow, wello, &wello_id, error))
    return NULL;

  known = dex_await_boxed (psr_link_store_find_by_bc (context->links, targets[0].entity, bc_id), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (known != NULL && g_str_equal (known->wello_id, wello_id))
    return g_steal_pointer (&known);

  link = psr_link_new (targets[0].entity, bc_id, wello_id, bc_number, PSR_LINK_MANUAL);

  taken = dex_await_boxed (psr_link_store_find_by_wello (context->links, targets[0].entity, wello_id), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  if (known == NULL && taken != NULL && !psr_sync_left_is_gone (context, flow, taken->bc_id, &is_gone, error))
    return NULL;

  /* What is going to be refused changes nothing. */
  if (known == NULL && (taken == NULL || is_gone) &&
      !look_again (context, flow, bc_id, bc_number, _("It was coupled by hand."), error))
    return NULL;

  if (is_gone ? !psr_sync_left_take_place (context, flow, taken->bc_id, link, who, &local)
              : !dex_await (psr_link_store_couple (context->links, link, who), &local))
    {
      take_store_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&link);
}

/**
 * psr_sync_uncouple:
 * @context: what flows work with
 * @flow: of which flow the record is
 * @bc: number or GUID of the record in Business Central; a number is looked for
 *   among what is coupled, so that a record that is gone can be named
 * @who: who asks for it, for the audit
 * @error: return location for an error
 *
 * Uncouples a record from the one in Wello, and a customer’s default contact with
 * it. Nothing is changed in either service; the next run looks for its record in
 * Wello anew, by id and by code. Has to be called in a fiber, while no flow runs.
 *
 * Returns: (transfer full) (nullable): the link as it was; %NULL with
 *   %PSR_SYNC_ERROR_NOT_FOUND when the record isn’t coupled, or a %PSR_STORE_ERROR
 */
PsrLink *
psr_sync_uncouple (PsrSyncContext  *context,
                   PsrSyncFlow      flow,
                   const char      *bc,
                   const char      *who,
                   GError         **error)
{
  PsrSyncTarget targets[PSR_SYNC_MAX_PARTS];
  g_autofree char *guid = NULL;
  g_autofree char *code = NULL;
  g_autoptr (GPtrArray) links = NULL;
  g_autoptr (PsrLink) link = NULL;
  guint n_parts;

  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (bc != NULL, NULL);
  g_return_val_if_fail (who != NULL, NULL);

  if (!check_flow (flow, error))
    return NULL;

  guid = psr_guid_normalize (bc);
  code = psr_text_code (bc);
  n_parts = psr_sync_target_list (context, flow, targets);

  links = dex_await_boxed (psr_link_store_list (context->links, targets[0].entity), error);
  if (links == NULL)
    return NULL;

  for (guint i = 0; i < links->len && link == NULL; i++)
    {
      PsrLink *candidate = links->pdata[i];

      if (guid != NULL ? g_str_equal (candidate->bc_id, guid) : g_str_equal (candidate->bc_number, code))
        link = psr_link_ref (candidate);
    }

  if (link == NULL)
    {
      g_autofree char *what = g_strdup_printf (_("“%s” isn’t coupled."), bc);

      psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_NOT_FOUND, what,
                               _("No record of this number or id is coupled with one of Wello."),
                               _("Look the number up in Business Central, and ask again."));
      return NULL;
    }

  if (!look_again (context, flow, link->bc_id, link->bc_number, _("It was uncoupled by hand."), error))
    return NULL;

  /* The customer’s own goes last: until it is gone, all of this can be asked for
   * once more. */
  for (guint part = n_parts; part > 0; part--)
    {
      g_autoptr (GError) local = NULL;

      if (dex_await (psr_link_store_remove (context->links, targets[part - 1].entity, link->bc_id, who, ""), &local) ||
          (part > 1 && g_error_matches (local, PSR_STORE_ERROR, PSR_STORE_ERROR_NOT_FOUND)))
        continue;

      take_store_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&link);
}

/**
 * psr_sync_reset:
 * @context: what flows work with
 * @flow: a flow
 * @error: return location for a %PSR_STORE_ERROR
 *
 * Has the next run read everything again, as the first one did. What is coupled and
 * what was agreed on stay. Has to be called in a fiber, while no flow runs.
 *
 * Returns: whether it worked
 */
gboolean
psr_sync_reset (PsrSyncContext  *context,
                PsrSyncFlow      flow,
                GError         **error)
{
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (PsrWatermark) watermark = NULL;

  g_return_val_if_fail (context != NULL, FALSE);

  watermark = psr_watermark_new (psr_sync_flow_to_string (flow));
  psr_mirror_page_set_watermark (page, watermark);
  if (flow == PSR_SYNC_PRICES)
    {
      g_autoptr (PsrWatermark) prices = psr_watermark_new (PSR_SYNC_PRICES_STREAM);

      psr_mirror_page_set_watermark (page, prices);
    }

  return dex_await (psr_mirror_store_commit (context->mirror, page), error);
}
