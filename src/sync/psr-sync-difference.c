/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-difference"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-field-back.h"
#include "psr-field-label.h"
#include "psr-fingerprint.h"
#include "psr-sync-difference.h"

/**
 * psr_sync_difference_new:
 * @verdict: what is to become of the value
 * @field: which value; has to live longer
 * @theirs: what Wello has
 * @ours: (nullable): what Business Central has, in Wello's form
 *
 * Returns: (transfer full): a difference
 */
PsrSyncDifference *
psr_sync_difference_new (PsrSyncVerdict   verdict,
                         const PsrField  *field,
                         const PsrValue  *theirs,
                         const PsrValue  *ours)
{
  PsrSyncDifference *self;

  g_return_val_if_fail (field != NULL, NULL);
  g_return_val_if_fail (theirs != NULL, NULL);

  self = g_new0 (PsrSyncDifference, 1);
  self->verdict = verdict;
  self->field = field;
  self->theirs = psr_value_copy (theirs);
  self->ours = ours != NULL ? psr_value_copy (ours) : NULL;

  return self;
}

/**
 * psr_sync_difference_free:
 * @self: (transfer full): a difference
 *
 * Frees it; a #GDestroyNotify.
 */
void
psr_sync_difference_free (gpointer data)
{
  PsrSyncDifference *self = data;

  g_return_if_fail (self != NULL);

  psr_value_free (self->theirs);
  psr_value_free (self->ours);
  g_free (self);
}

/**
 * psr_sync_difference_dup_text:
 * @self: a difference
 *
 * Returns: (transfer full): it in words, translated
 */
char *
psr_sync_difference_dup_text (const PsrSyncDifference *self)
{
  g_autofree char *ours = NULL;
  g_autofree char *theirs = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  ours = self->ours != NULL ? psr_value_to_text (self->ours) : g_strdup ("");
  theirs = psr_value_to_text (self->theirs);

  /* Translators: the name of a field, then its value in each of the two services. */
  return g_strdup_printf (_("%s: “%s” in Business Central, “%s” in Wello"),
                          psr_field_label_get (self->field->target), ours, theirs);
}

/**
 * psr_sync_differences_dup_question:
 * @differences: (nullable) (element-type PsrSyncDifference): differences
 *
 * Returns: (transfer full): what stands for the values that a person is asked about, in no
 *   language: what is chosen holds for these only; "" where there are none
 */
char *
psr_sync_differences_dup_question (GPtrArray *differences)
{
  g_autoptr (GString) text = g_string_new (NULL);
  PsrFingerprint fingerprint;

  for (guint i = 0; differences != NULL && i < differences->len; i++)
    {
      const PsrSyncDifference *difference = g_ptr_array_index (differences, i);
      g_autofree char *ours = difference->ours != NULL ? psr_value_to_text (difference->ours) : g_strdup ("");
      g_autofree char *theirs = psr_value_to_text (difference->theirs);

      if (difference->verdict != PSR_SYNC_CONFLICT && difference->verdict != PSR_SYNC_PROPOSAL)
        continue;

      /* With the zeros that texts end with: none can seem to begin earlier. */
      g_string_append_printf (text, "%d %s", (int) difference->verdict, difference->field->target);
      g_string_append_c (text, '\0');
      g_string_append_len (text, ours, (gssize) strlen (ours) + 1);
      g_string_append_len (text, theirs, (gssize) strlen (theirs) + 1);
    }

  if (text->len == 0)
    return g_strdup ("");

  psr_fingerprint_compute (text->str, text->len, &fingerprint);

  return g_strdup (fingerprint.text);
}

/* Enough that two questions about one record aren't taken for the same, and short enough
 * to be copied from a list. */
#define MARK_LENGTH 12

/**
 * psr_sync_question_dup_mark:
 * @questions: (array length=n_questions): what psr_sync_differences_dup_question() made of
 *   each part of a record
 * @n_questions: how many parts it has
 *
 * Returns: (transfer full): what stands for all that a person is asked about a record; ""
 *   where nothing is asked
 */
char *
psr_sync_question_dup_mark (const char * const *questions,
                            guint               n_questions)
{
  g_autoptr (GString) text = g_string_new (NULL);
  PsrFingerprint fingerprint;
  gboolean asks = FALSE;

  g_return_val_if_fail (questions != NULL, NULL);

  for (guint i = 0; i < n_questions; i++)
    {
      asks |= *questions[i] != '\0';
      g_string_append_printf (text, "%s/", questions[i]);
    }
  if (!asks)
    return g_strdup ("");

  psr_fingerprint_compute (text->str, text->len, &fingerprint);

  return g_strndup (fingerprint.text, MARK_LENGTH);
}

/**
 * psr_sync_differences_dup_reason:
 * @differences: (nullable) (element-type PsrSyncDifference): differences
 * @verdict: which of them are meant
 *
 * Returns: (transfer full) (nullable): those in words, translated; %NULL where there are none
 */
char *
psr_sync_differences_dup_reason (GPtrArray      *differences,
                                 PsrSyncVerdict  verdict)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  for (guint i = 0; differences != NULL && i < differences->len; i++)
    {
      const PsrSyncDifference *difference = g_ptr_array_index (differences, i);

      if (difference->verdict == verdict)
        g_strv_builder_take (texts, psr_sync_difference_dup_text (difference));
    }
  all = g_strv_builder_end (texts);

  return *all != NULL ? g_strjoinv ("; ", all) : NULL;
}

/**
 * psr_sync_differences_can_be_accepted:
 * @differences: (nullable) (element-type PsrSyncDifference): differences
 *
 * Returns: whether Wello's value can be taken for one that waits for a person
 */
gboolean
psr_sync_differences_can_be_accepted (GPtrArray *differences)
{
  for (guint i = 0; differences != NULL && i < differences->len; i++)
    {
      const PsrSyncDifference *difference = g_ptr_array_index (differences, i);

      if (difference->verdict == PSR_SYNC_CONFLICT ||
          (difference->verdict == PSR_SYNC_PROPOSAL && psr_field_goes_back (difference->field)))
        return TRUE;
    }

  return FALSE;
}

/**
 * psr_sync_differences_have:
 * @differences: (nullable) (element-type PsrSyncDifference): differences
 * @verdict: a verdict
 *
 * Returns: whether there is one with @verdict
 */
gboolean
psr_sync_differences_have (GPtrArray      *differences,
                           PsrSyncVerdict  verdict)
{
  for (guint i = 0; differences != NULL && i < differences->len; i++)
    {
      if (((const PsrSyncDifference *) g_ptr_array_index (differences, i))->verdict == verdict)
        return TRUE;
    }

  return FALSE;
}
