/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-company"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-bc-company.h"
#include "psr-bc-error.h"
#include "psr-bc-row.h"
#include "psr-explain.h"
#include "psr-guid.h"

#define MAX_NAMES 10

G_DEFINE_BOXED_TYPE (PsrBcCompany, psr_bc_company, psr_bc_company_ref, psr_bc_company_unref)

static const PsrJsonField fields[] = {
  PSR_JSON_FIELD (PsrBcCompany, id, "id", ID),
  PSR_JSON_FIELD (PsrBcCompany, name, "name", TEXT),
  PSR_JSON_FIELD (PsrBcCompany, display_name, "displayName", TEXT),
  PSR_JSON_FIELDS_END
};

static void
psr_bc_company_finalize (gpointer data)
{
  PsrBcCompany *self = data;

  g_assert (self != NULL);

  psr_json_fields_clear (fields, self);
}

/**
 * psr_bc_company_from_json:
 * @object: a row as the service sent it
 * @error: return location for a PsrBcError
 *
 * Reads a company. May run on any thread.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrBcCompany *
psr_bc_company_from_json (JsonObject *object,
                          GError **error)
{
  g_autoptr (PsrBcCompany) self = NULL;

  g_return_val_if_fail (object != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrBcCompany);

  if (!psr_bc_row_read (fields, object, self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * psr_bc_company_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrBcCompany *
psr_bc_company_ref (PsrBcCompany *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_bc_company_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_bc_company_unref (PsrBcCompany *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_bc_company_finalize);
}

static char *
join_names (GPtrArray *companies)
{
  g_autoptr (GString) names = g_string_new (NULL);

  g_assert (companies != NULL);

  for (guint i = 0; i < companies->len; i++)
    {
      const PsrBcCompany *company = g_ptr_array_index (companies, i);

      if (i == MAX_NAMES)
        {
          g_string_append (names, ", …");
          break;
        }

      g_string_append_printf (names, "%s“%s”", i > 0 ? ", " : "", company->name);
    }

  return g_string_free (g_steal_pointer (&names), FALSE);
}

static gboolean
same_text (const char *a,
           const char *b)
{
  g_autofree char *folded_a = g_utf8_casefold (a, -1);
  g_autofree char *folded_b = g_utf8_casefold (b, -1);

  return g_str_equal (folded_a, folded_b);
}

/* The companies with this id; else with exactly this name; else those whose
 * name or display name differs from it in case only. */
static GPtrArray *
find_companies (GPtrArray  *companies,
                const char *id_or_name)
{
  g_autoptr (GPtrArray) exact = g_ptr_array_new ();
  g_autoptr (GPtrArray) close = g_ptr_array_new ();
  g_autofree char *id = psr_guid_normalize (id_or_name);

  g_assert (companies != NULL);
  g_assert (id_or_name != NULL);

  for (guint i = 0; i < companies->len; i++)
    {
      PsrBcCompany *company = g_ptr_array_index (companies, i);

      if (g_str_equal (company->name, id_or_name) || g_strcmp0 (company->id, id) == 0)
        g_ptr_array_add (exact, company);
      else if (same_text (company->name, id_or_name) || same_text (company->display_name, id_or_name))
        g_ptr_array_add (close, company);
    }

  if (exact->len > 0)
    return g_steal_pointer (&exact);

  return g_steal_pointer (&close);
}

/**
 * psr_bc_company_choose:
 * @companies: (element-type PsrBcCompany): what the environment has
 * @id_or_name: a GUID, a name or a display name
 * @error: return location for a #PsrBcError
 *
 * Finds the one company that is meant. An id or exact name wins over a display
 * name and over letters in another case.
 *
 * Returns: (transfer full) (nullable): the company; %NULL with @error set when
 *   none or several answer to @id_or_name
 */
PsrBcCompany *
psr_bc_company_choose (GPtrArray   *companies,
                       const char  *id_or_name,
                       GError     **error)
{
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *names = NULL;
  g_autofree char *what = NULL;
  g_autofree char *why = NULL;

  g_return_val_if_fail (companies != NULL, NULL);
  g_return_val_if_fail (id_or_name != NULL, NULL);

  found = find_companies (companies, id_or_name);

  if (found->len == 1)
    return psr_bc_company_ref (g_ptr_array_index (found, 0));

  if (found->len > 1)
    {
      names = join_names (found);
      what = g_strdup_printf (_("Several companies of Business Central are called “%s”."), id_or_name);
      why = g_strdup_printf (_("Those that are called so: %s."), names);
      psr_set_explained_error (error, PSR_BC_ERROR, PSR_BC_ERROR_MANY_COMPANIES, what, why,
                               _("Set Company in the profile to the id of the right one."));
      return NULL;
    }

  names = join_names (companies);
  what = g_strdup_printf (_("Business Central has no company “%s”."), id_or_name);

  if (companies->len > 0)
    why = g_strdup_printf (_("This environment has %s."), names);
  else
    why = g_strdup (_("This environment shows no company to this user."));

  psr_set_explained_error (error, PSR_BC_ERROR, PSR_BC_ERROR_NO_COMPANY, what, why,
                           companies->len > 0
                             ? _("Set Company in the profile to one of them.")
                             : _("Give the user or app a permission set in Business Central."));
  return NULL;
}
