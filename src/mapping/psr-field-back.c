/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-field-back"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-field-back.h"
#include "psr-field-label.h"
#include "psr-mapping-error.h"
#include "psr-text.h"

/**
 * psr_field_goes_back:
 * @self: a field
 *
 * Returns: whether its target is ever written back to its source
 */
gboolean
psr_field_goes_back (const PsrField *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->source != NULL && (self->back_length > 0 || self->number_back);
}

static PsrValue *
set_aside (const PsrField  *self,
           const char      *text,
           GError         **error)
{
  g_autofree char *why = g_strdup_printf (ngettext ("“%s” is “%s”; Business Central takes %u character, and it must not be cut.",
                                                    "“%s” is “%s”; Business Central takes %u characters, and it must not be cut.",
                                                    self->back_length),
                                          psr_field_label_get (self->target), text, self->back_length);

  psr_set_explained_error (error, PSR_MAPPING_ERROR, PSR_MAPPING_ERROR_SET_ASIDE,
                           _("The record was set aside."), why, _("Shorten it in Wello."));

  return NULL;
}

/**
 * psr_field_make_back:
 * @self: a field that goes back
 * @value: what the target has
 * @error: return location for %PSR_MAPPING_ERROR_SET_ASIDE
 *
 * Makes what the source is to have. A number is the same there. A text is cut at a word where the field is one
 * that is cut; codes, VAT numbers, addresses of e-mail and telephone numbers never are.
 *
 * Returns: (transfer full) (nullable): the value; %NULL with @error when it is too long
 */
PsrValue *
psr_field_make_back (const PsrField  *self,
                     const PsrValue  *value,
                     GError         **error)
{
  g_autofree char *text = NULL;
  g_autofree char *made = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (psr_field_goes_back (self), NULL);
  g_return_val_if_fail (value != NULL, NULL);

  if (self->number_back)
    return psr_value_copy (value);

  text = psr_value_to_text (value);
  if (self->transform == PSR_TRANSFORM_CUT)
    made = psr_text_cut (text, self->back_length);
  else if (self->transform == PSR_TRANSFORM_UPPER)
    made = psr_text_code (text);
  else
    made = g_strdup (text);

  if (psr_text_length (made) > self->back_length)
    return set_aside (self, text, error);

  return psr_value_new_string (made);
}

/**
 * psr_field_make_again:
 * @self: a field that goes back
 * @back: what psr_field_make_back() made
 *
 * Returns: (transfer full): what the target is to have once the source has @back
 */
PsrValue *
psr_field_make_again (const PsrField *self,
                      const PsrValue *back)
{
  g_autofree char *cut = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (back != NULL && (back->type == PSR_VALUE_STRING || self->number_back), NULL);

  if (self->transform != PSR_TRANSFORM_CUT)
    return psr_value_copy (back);

  cut = psr_text_cut (back->text, self->max_length);

  return psr_value_new_string (cut);
}
