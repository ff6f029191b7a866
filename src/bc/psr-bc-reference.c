/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-bc-reference"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-bc-error.h"
#include "psr-bc-reference.h"
#include "psr-explain.h"
#include "psr-json-writer.h"
#include "psr-json.h"

G_DEFINE_BOXED_TYPE (PsrBcReference, psr_bc_reference, psr_bc_reference_ref, psr_bc_reference_unref)

/* What moves with each posting says nothing of how a company is set up, nor does when it
 * was changed. */
static const char * const moving[] = { "netChange", "lastModifiedDateTime" };

static void
psr_bc_reference_finalize (gpointer data)
{
  PsrBcReference *self = data;

  g_free (self->id);
  g_free (self->code);
  g_free (self->name);
  g_free (self->values);
}

static char *
dup_values (JsonObject *object)
{
  g_autoptr (PsrJsonWriter) writer = psr_json_writer_new ();
  g_autoptr (GBytes) bytes = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  psr_json_writer_begin_object (writer);
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      gboolean moves = FALSE;

      for (guint i = 0; i < G_N_ELEMENTS (moving); i++)
        moves |= g_str_equal (moving[i], name);
      if (!moves && JSON_NODE_HOLDS_VALUE (node) && strchr (name, '@') == NULL)
        psr_json_writer_add_raw (writer, name, node);
    }
  psr_json_writer_end_object (writer);
  bytes = psr_json_writer_finish (writer);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/**
 * psr_bc_reference_from_json:
 * @object: a row as the service sent it
 * @error: return location for %PSR_BC_ERROR_BAD_ROW
 *
 * Reads a record of whatever small set, with all that it says of itself. May run on any
 * thread.
 *
 * Returns: (transfer full) (nullable): the record; %NULL with @error set
 */
PsrBcReference *
psr_bc_reference_from_json (JsonObject  *object,
                            GError     **error)
{
  g_autofree char *id = NULL;
  PsrBcReference *self;

  g_return_val_if_fail (object != NULL, NULL);

  id = psr_json_dup_guid (object, "id");
  if (id == NULL)
    {
      psr_set_explained_error (error, PSR_BC_ERROR, PSR_BC_ERROR_BAD_ROW,
                               _("Business Central sent a record that can’t be read."), _("It has no id."),
                               _("If it looks right in Business Central, report this."));
      return NULL;
    }

  self = g_atomic_rc_box_new0 (PsrBcReference);
  self->id = g_steal_pointer (&id);
  self->code = g_strdup (psr_json_get_string (object, json_object_has_member (object, "code") ? "code" : "number"));
  self->name = g_strdup (psr_json_get_string (object, json_object_has_member (object, "displayName") ? "displayName" : "description"));
  self->values = dup_values (object);

  return self;
}

/**
 * psr_bc_reference_ref:
 * @self: a record
 *
 * Returns: (transfer full): @self
 */
PsrBcReference *
psr_bc_reference_ref (PsrBcReference *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_bc_reference_unref:
 * @self: (transfer full): a record
 *
 * Gives up a reference.
 */
void
psr_bc_reference_unref (PsrBcReference *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, psr_bc_reference_finalize);
}
