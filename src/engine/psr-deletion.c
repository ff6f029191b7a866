/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-deletion"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-deletion.h"
#include "psr-engine-error.h"
#include "psr-explain.h"

G_DEFINE_BOXED_TYPE (PsrDeletion, psr_deletion, psr_deletion_ref, psr_deletion_unref)

/**
 * psr_deletion_new:
 *
 * Returns: (transfer full): nothing to delete
 */
PsrDeletion *
psr_deletion_new (void)
{
  return g_atomic_rc_box_new0 (PsrDeletion);
}

/**
 * psr_deletion_ref:
 * @self: what there is to delete
 *
 * Returns: (transfer full): @self
 */
PsrDeletion *
psr_deletion_ref (PsrDeletion *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * psr_deletion_unref:
 * @self: (transfer full): what there is to delete
 */
void
psr_deletion_unref (PsrDeletion *self)
{
  g_atomic_rc_box_release (self);
}

static void
add_reason (GPtrArray *reasons,
            char      *text,
            guint      n)
{
  if (n > 0)
    g_ptr_array_add (reasons, text);
  else
    g_free (text);
}

/**
 * psr_deletion_check:
 * @self: what there is to delete
 * @error: return location for %PSR_ENGINE_ERROR_UNFINISHED
 *
 * What isn't finished would never be looked after again: a draft that nobody posts, an
 * answer that nobody looks for.
 *
 * Returns: whether it may be deleted
 */
gboolean
psr_deletion_check (const PsrDeletion  *self,
                    GError            **error)
{
  g_autoptr(GPtrArray) reasons = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *why = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  add_reason (reasons, g_strdup_printf (ngettext ("%u document is on its way, needs a look, or isn’t posted yet.",
                                                  "%u documents are on their way, need a look, or aren’t posted yet.",
                                                  self->unfinished), self->unfinished), self->unfinished);
  add_reason (reasons, g_strdup_printf (ngettext ("%u request isn’t carried out yet.",
                                                  "%u requests aren’t carried out yet.", self->requests), self->requests),
              self->requests);
  add_reason (reasons, g_strdup_printf (ngettext ("Of %u new account it isn’t known yet whether it became a customer.",
                                                  "Of %u new accounts it isn’t known yet whether they became customers.",
                                                  self->accounts), self->accounts), self->accounts);
  if (reasons->len == 0 && self->listed_again > 0 && self->is_automatic)
    {
      psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_UNFINISHED,
                               _("The data can’t be deleted yet."),
                               _("What was skipped or marked as billed would be listed again, and sent by itself."),
                               _("Write Send=no under [Automatic] of the profile first."));
      return FALSE;
    }
  if (reasons->len == 0)
    return TRUE;

  g_ptr_array_add (reasons, NULL);
  why = g_strjoinv (" ", (char **) reasons->pdata);
  psr_set_explained_error (error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_UNFINISHED,
                           _("The data can’t be deleted yet."), why,
                           _("Post, withdraw or take what is open, and let what is under way come to its end. Without the data nobody would look after it any more."));

  return FALSE;
}
