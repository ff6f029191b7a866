/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-wello-statuses"

#include "config.h"

#include "psr-json.h"
#include "psr-wello-statuses.h"

G_DEFINE_BOXED_TYPE (PsrWelloStatuses, psr_wello_statuses, psr_wello_statuses_ref, psr_wello_statuses_unref)

/* Source: Wello, "Change invoice status", and its help centre's article on
 * the invoice overview; the second name of the first is its older label. */
static const struct
{
  const char     *name;
  PsrWelloStatus  status;
} known_names[] = {
  { "ready for erp", PSR_WELLO_STATUS_READY },
  { "erp imported", PSR_WELLO_STATUS_IMPORTED },
  { "erp error", PSR_WELLO_STATUS_ERROR },
  { "sent to erp", PSR_WELLO_STATUS_READY },
};

static void
psr_wello_statuses_finalize (gpointer data)
{
  PsrWelloStatuses *self = data;

  g_assert (self != NULL);

  g_clear_pointer (&self->ready, g_free);
  g_clear_pointer (&self->imported, g_free);
  g_clear_pointer (&self->error, g_free);
}

static void
take_id (PsrWelloStatuses *self,
         PsrWelloStatus    status,
         const char       *id)
{
  g_assert (self != NULL);
  g_assert (id != NULL);

  switch (status)
    {
    case PSR_WELLO_STATUS_READY:
      self->ready_by_name = TRUE;
      g_set_str (&self->ready, id);
      break;

    case PSR_WELLO_STATUS_IMPORTED:
      self->imported_by_name = TRUE;
      g_set_str (&self->imported, id);
      break;

    case PSR_WELLO_STATUS_ERROR:
      self->error_by_name = TRUE;
      g_set_str (&self->error, id);
      break;

    case PSR_WELLO_STATUS_OTHER:
    default:
      g_assert_not_reached ();
    }
}

/* The id of the row with this name, in any case; NULL when there is none. */
static char *
find_by_name (JsonArray  *rows,
              const char *name)
{
  g_assert (rows != NULL);
  g_assert (name != NULL);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *node = json_array_get_element (rows, i);
      g_autofree char *folded = NULL;
      char *id;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;

      folded = g_utf8_casefold (psr_json_get_string (json_node_get_object (node), "name"), -1);
      g_strstrip (folded);

      if (!g_str_equal (folded, name))
        continue;

      id = psr_json_dup_guid (json_node_get_object (node), "id");
      if (id != NULL)
        return id;
    }

  return NULL;
}

static gboolean
is_by_name (const PsrWelloStatuses *self,
            PsrWelloStatus          status)
{
  return (status == PSR_WELLO_STATUS_READY && self->ready_by_name) ||
         (status == PSR_WELLO_STATUS_IMPORTED && self->imported_by_name) ||
         (status == PSR_WELLO_STATUS_ERROR && self->error_by_name);
}

/**
 * psr_wello_statuses_from_json:
 * @rows: the rows of InvoiceStatus
 *
 * Finds the statuses by their names, and takes the published ids for those
 * whose names were translated.
 *
 * Returns: (transfer full): the statuses
 */
PsrWelloStatuses *
psr_wello_statuses_from_json (JsonArray *rows)
{
  PsrWelloStatuses *self;

  g_return_val_if_fail (rows != NULL, NULL);

  self = g_atomic_rc_box_new0 (PsrWelloStatuses);
  self->ready = g_strdup (PSR_WELLO_STATUS_ID_READY);
  self->imported = g_strdup (PSR_WELLO_STATUS_ID_IMPORTED);
  self->error = g_strdup (PSR_WELLO_STATUS_ID_ERROR);

  for (guint i = 0; i < G_N_ELEMENTS (known_names); i++)
    {
      g_autofree char *id = NULL;

      if (is_by_name (self, known_names[i].status))
        continue;

      id = find_by_name (rows, known_names[i].name);
      if (id != NULL)
        take_id (self, known_names[i].status, id);
    }

  return self;
}

/**
 * psr_wello_statuses_ref:
 * @self: statuses
 *
 * Returns: (transfer full): @self
 */
PsrWelloStatuses *
psr_wello_statuses_ref (PsrWelloStatuses *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_wello_statuses_unref:
 * @self: (transfer full): statuses
 *
 * Gives up a reference.
 */
void
psr_wello_statuses_unref (PsrWelloStatuses *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_wello_statuses_finalize);
}

/**
 * psr_wello_statuses_get_id:
 * @self: statuses
 * @status: one of them
 *
 * Returns: (transfer none) (nullable): its canonical GUID; %NULL for
 *   %PSR_WELLO_STATUS_OTHER
 */
const char *
psr_wello_statuses_get_id (const PsrWelloStatuses *self,
                           PsrWelloStatus          status)
{
  g_return_val_if_fail (self != NULL, NULL);

  switch (status)
    {
    case PSR_WELLO_STATUS_READY:
      return self->ready;

    case PSR_WELLO_STATUS_IMPORTED:
      return self->imported;

    case PSR_WELLO_STATUS_ERROR:
      return self->error;

    case PSR_WELLO_STATUS_OTHER:
      return NULL;

    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * psr_wello_statuses_classify:
 * @self: statuses
 * @status_id: (nullable): canonical GUID
 *
 * Returns: which one @status_id is
 */
PsrWelloStatus
psr_wello_statuses_classify (const PsrWelloStatuses *self,
                             const char             *status_id)
{
  g_return_val_if_fail (self != NULL, PSR_WELLO_STATUS_OTHER);

  for (PsrWelloStatus status = PSR_WELLO_STATUS_READY; status <= PSR_WELLO_STATUS_ERROR; status++)
    {
      if (g_strcmp0 (psr_wello_statuses_get_id (self, status), status_id) == 0)
        return status;
    }

  return PSR_WELLO_STATUS_OTHER;
}
