/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "psr-binding"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-audit-writer.h"
#include "psr-binding.h"
#include "psr-explain.h"
#include "psr-fields.h"
#include "psr-store-error.h"

/* In the order in which psr_row_bind() and psr_row_read() use them. */
const PsrRowField psr_binding_fields[] = {
  PSR_ROW_FIELD (PsrBinding, id, ID),
  PSR_ROW_FIELD (PsrBinding, tenant, TEXT),
  PSR_ROW_FIELD (PsrBinding, environment, TEXT),
  PSR_ROW_FIELD (PsrBinding, environment_type, TEXT),
  PSR_ROW_FIELD (PsrBinding, company_id, TEXT),
  PSR_ROW_FIELD (PsrBinding, company_name, TEXT),
  PSR_ROW_FIELD (PsrBinding, wello_domain, TEXT),
  PSR_ROW_FIELD (PsrBinding, wello_organisation, TEXT),
  PSR_ROW_FIELD (PsrBinding, confirmed_at, TIMESTAMP),
  PSR_ROW_FIELD (PsrBinding, confirmed_by, TEXT),
  PSR_ROW_END,
};

G_DEFINE_BOXED_TYPE (PsrBinding, psr_binding, psr_binding_ref, psr_binding_unref)

/**
 * psr_binding_new:
 *
 * Makes a binding without values.
 *
 * Returns: (transfer full): a new #PsrBinding
 */
PsrBinding *
psr_binding_new (void)
{
  PsrBinding *self;

  self = g_atomic_rc_box_new0 (PsrBinding);
  psr_row_init (self, psr_binding_fields);

  return self;
}

/**
 * psr_binding_ref:
 * @self: a #PsrBinding
 *
 * Returns: (transfer full): @self
 */
PsrBinding *
psr_binding_ref (PsrBinding *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
psr_binding_finalize (gpointer data)
{
  g_assert (data != NULL);

  psr_row_clear (data, psr_binding_fields);
}

/**
 * psr_binding_unref:
 * @self: (transfer full): a #PsrBinding
 */
void
psr_binding_unref (PsrBinding *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_binding_finalize);
}

static gboolean
read_current (PsrConnection  *connection,
              PsrBinding    **current,
              GError        **error)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (PsrBinding) binding = NULL;
  g_autofree char *columns = psr_row_columns (psr_binding_fields, NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM bindings ORDER BY id DESC LIMIT 1", columns);
  gboolean has_row;

  g_assert (connection != NULL);
  g_assert (current != NULL);

  *current = NULL;

  if (!(statement = psr_connection_prepare (connection, sql, error)) ||
      !psr_statement_step (statement, &has_row, error))
    return FALSE;

  if (!has_row)
    return TRUE;

  binding = psr_binding_new ();
  if (!psr_row_read (binding, psr_binding_fields, statement, 0, error))
    return FALSE;

  *current = g_steal_pointer (&binding);

  return TRUE;
}

static DexFuture *
get_current_func (PsrConnection *connection,
                  gpointer       data)
{
  PsrBinding *current;
  GError *error = NULL;

  if (!read_current (connection, &current, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_take_boxed (PSR_TYPE_BINDING, current);
}

/**
 * psr_binding_get_current:
 * @ledger: the ledger's database
 *
 * Asks to which accounts the state folder belongs.
 *
 * Returns: (transfer full): a future that resolves to a #PsrBinding, or to %NULL
 *   when it belongs to none yet
 */
DexFuture *
psr_binding_get_current (PsrDatabase *ledger)
{
  g_return_val_if_fail (PSR_IS_DATABASE (ledger), NULL);

  return psr_database_read (ledger, get_current_func, NULL, NULL);
}

/**
 * psr_binding_read_file:
 * @path: (type filename): the ledger.db of some state folder, maybe in use
 * @error: return location for a #PsrStoreError
 *
 * Asks to which accounts a state belongs that isn't ours, and changes nothing of it.
 * Reads from the disk: for a job of an executor.
 *
 * Returns: (transfer full) (nullable): the accounts, or %NULL without an error when
 *   it belongs to none yet
 */
PsrBinding *
psr_binding_read_file (const char  *path,
                       GError     **error)
{
  g_autoptr(PsrConnection) connection = NULL;
  PsrBinding *current = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  if ((connection = psr_connection_open (path, PSR_CONNECTION_READ_ONLY, error)))
    read_current (connection, &current, error);

  return current;
}

/* The value that differs, of which the name is translated. */
static gboolean
find_difference (const PsrBinding  *was,
                 const PsrBinding  *is,
                 const char       **name,
                 const char       **old_value,
                 const char       **new_value)
{
  const struct {
    const char *name;
    const char *old_value;
    const char *new_value;
  } values[] = {
    { _("Tenant"), was->tenant, is->tenant },
    { _("Environment"), was->environment, is->environment },
    { _("Type of environment"), was->environment_type, is->environment_type },
    { _("Company"), was->company_id, is->company_id },
    { _("Wello domain"), was->wello_domain, is->wello_domain },
    { _("Wello sales organization"), was->wello_organisation, is->wello_organisation },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      if (g_ascii_strcasecmp (values[i].old_value, values[i].new_value) == 0)
        continue;

      /* Not every account may ask of what type an environment is. */
      if (values[i].old_value == was->environment_type &&
          (*was->environment_type == '\0' || *is->environment_type == '\0'))
        continue;

      *name = values[i].name;
      *old_value = values[i].old_value;
      *new_value = values[i].new_value;
      /* People know companies by name. */
      if (values[i].old_value == was->company_id && *was->company_name != '\0' && *is->company_name != '\0' &&
          strcmp (was->company_name, is->company_name) != 0)
        {
          *old_value = was->company_name;
          *new_value = is->company_name;
        }
      return TRUE;
    }

  return FALSE;
}

/* Writing begins a binding where there is none; without it that is told by
 * resolving to FALSE. */
typedef struct {
  PsrBinding *binding;
  PsrTimestamp now;
  gboolean write;
} BindingJob;

static BindingJob *
job_new (PsrDatabase *ledger,
         PsrBinding  *binding,
         gboolean     write)
{
  BindingJob *job = g_new0 (BindingJob, 1);

  job->binding = psr_binding_ref (binding);
  job->now = psr_clock_now (psr_database_get_clock (ledger));
  job->write = write;

  return job;
}

static void
job_free (gpointer data)
{
  BindingJob *job = data;

  g_clear_pointer (&job->binding, psr_binding_unref);
  g_free (job);
}

static gboolean
insert_binding (PsrConnection  *connection,
                BindingJob     *job,
                GError        **error)
{
  g_autoptr (PsrStatement) statement = NULL;
  g_autoptr (PsrAuditEntry) entry = NULL;
  g_autoptr (PsrBinding) row = NULL;
  g_autofree char *sql = psr_row_insert_sql (psr_binding_fields, "bindings");

  g_assert (connection != NULL);
  g_assert (job != NULL);

  if (!(statement = psr_connection_prepare (connection, sql, error)))
    return FALSE;

  row = psr_binding_new ();
  psr_row_copy (row, job->binding, psr_binding_fields, PSR_ROW_PLAIN);
  row->id = 0;
  row->confirmed_at = job->now;
  if (row->confirmed_by[0] == '\0')
    g_set_str (&row->confirmed_by, "passerelle");

  psr_row_bind (row, psr_binding_fields, statement);
  if (!psr_statement_run (statement, error))
    return FALSE;

  entry = psr_audit_entry_new (row->confirmed_by, "confirm-accounts", 0);
  g_free (entry->new_value);
  entry->new_value = g_strdup_printf ("%s/%s (%s)/%s, %s/%s", row->tenant, row->environment,
                                      row->environment_type, row->company_id,
                                      row->wello_domain, row->wello_organisation);

  return psr_audit_writer_add (connection, entry, job->now, error);
}

static void
set_bound (GError           **error,
           const PsrBinding  *binding,
           const char        *name,
           const char        *old_value,
           const char        *new_value)
{
  /* Translators: a name such as “Environment”, then two values. */
  g_autofree char *why = g_strdup_printf (_("%s: it was “%s” and is “%s” now."), name, old_value, new_value);
  g_autofree char *mend = NULL;

  mend = g_strdup_printf (_("If the change is meant, confirm it (“passerellectl check --confirm \"%s\"”). Otherwise mend the profile, or use another state folder."),
                          binding->company_name[0] != '\0' ? binding->company_name : binding->company_id);
  psr_set_explained_error (error, PSR_STORE_ERROR, PSR_STORE_ERROR_BOUND,
                           _("The data kept here belongs to other accounts; nothing is written to either service."),
                           why, mend);
}

static DexFuture *
check_func (PsrConnection *connection,
            gpointer       data)
{
  g_autoptr (PsrBinding) current = NULL;
  BindingJob *job = data;
  GError *error = NULL;
  const char *name;
  const char *old_value;
  const char *new_value;

  g_assert (connection != NULL);
  g_assert (job != NULL);

  if (!read_current (connection, &current, &error))
    return dex_future_new_for_error (error);

  if (current == NULL)
    {
      if (!job->write)
        return dex_future_new_for_boolean (FALSE);

      if (!insert_binding (connection, job, &error))
        return dex_future_new_for_error (error);

      return dex_future_new_true ();
    }

  if (find_difference (current, job->binding, &name, &old_value, &new_value))
    {
      set_bound (&error, job->binding, name, old_value, new_value);
      return dex_future_new_for_error (error);
    }

  return dex_future_new_true ();
}

typedef struct {
  PsrDatabase *ledger;
  PsrBinding *binding;
} Checking;

static void
checking_free (gpointer data)
{
  Checking *checking = data;

  g_clear_object (&checking->ledger);
  g_clear_pointer (&checking->binding, psr_binding_unref);
  g_free (checking);
}

static DexFuture *
bind_if_unbound (DexFuture *future,
                 gpointer   data)
{
  Checking *checking = data;

  if (g_value_get_boolean (dex_future_get_value (future, NULL)))
    return dex_future_new_true ();

  /* Compared once more: another process may have been faster. */
  return psr_database_write (checking->ledger, check_func,
                             job_new (checking->ledger, checking->binding, TRUE), job_free);
}

/**
 * psr_binding_check:
 * @ledger: the ledger's database
 * @binding: (transfer none): the accounts in use
 *
 * Compares the accounts in use with those to which the state folder belongs.
 * The company's name isn't compared. A folder that belongs to none yet belongs
 * to these from then on.
 *
 * Returns: (transfer full): a future that resolves to %TRUE when they are the
 *   same, or rejects with %PSR_STORE_ERROR_BOUND when they differ
 */
DexFuture *
psr_binding_check (PsrDatabase *ledger,
                   PsrBinding  *binding)
{
  Checking *checking;

  g_return_val_if_fail (PSR_IS_DATABASE (ledger), NULL);
  g_return_val_if_fail (binding != NULL, NULL);

  checking = g_new0 (Checking, 1);
  checking->ledger = g_object_ref (ledger);
  checking->binding = psr_binding_ref (binding);

  return dex_future_then (psr_database_read (ledger, check_func, job_new (ledger, binding, FALSE), job_free),
                          bind_if_unbound, checking, checking_free);
}

static DexFuture *
confirm_func (PsrConnection *connection,
              gpointer       data)
{
  GError *error = NULL;

  if (!insert_binding (connection, data, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_true ();
}

/**
 * psr_binding_confirm:
 * @ledger: the ledger's database
 * @binding: (transfer none): the accounts, with @confirmed_by set
 *
 * Makes the state folder belong to these accounts from now on. That it belonged
 * to others is kept.
 *
 * Returns: (transfer full): a future that resolves to %TRUE or rejects with a
 *   %PSR_STORE_ERROR
 */
DexFuture *
psr_binding_confirm (PsrDatabase *ledger,
                     PsrBinding  *binding)
{
  g_return_val_if_fail (PSR_IS_DATABASE (ledger), NULL);
  g_return_val_if_fail (binding != NULL, NULL);

  return psr_database_write (ledger, confirm_func, job_new (ledger, binding, TRUE), job_free);
}

static DexFuture *
saw_production_func (PsrConnection *connection,
                     gpointer       data)
{
  g_autoptr (PsrStatement) statement = NULL;
  const char *domain = data;
  GError *error = NULL;
  gboolean has_row;

  g_assert (connection != NULL);
  g_assert (domain != NULL);

  if (!(statement = psr_connection_prepare (connection,
                                            "SELECT 1 FROM bindings WHERE wello_domain = ? COLLATE NOCASE "
                                            "AND environment_type = 'Production' COLLATE NOCASE LIMIT 1",
                                            &error)))
    return dex_future_new_for_error (error);

  psr_statement_bind_static_text (statement, 1, domain);
  if (!psr_statement_step (statement, &has_row, &error))
    return dex_future_new_for_error (error);

  return dex_future_new_for_boolean (has_row);
}

/**
 * psr_binding_wello_saw_production:
 * @ledger: the ledger's database
 * @wello_domain: domain of Wello
 *
 * Asks whether this state ever joined that Wello to an environment of type
 * Production: then a sandbox may not write to it just like that.
 *
 * Returns: (transfer full): a future that resolves to a #gboolean or rejects
 *   with a %PSR_STORE_ERROR
 */
DexFuture *
psr_binding_wello_saw_production (PsrDatabase *ledger,
                                  const char  *wello_domain)
{
  g_return_val_if_fail (PSR_IS_DATABASE (ledger), NULL);
  g_return_val_if_fail (wello_domain != NULL, NULL);

  return psr_database_read (ledger, saw_production_func, g_strdup (wello_domain), g_free);
}
