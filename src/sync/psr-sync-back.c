/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-back"

#include "config.h"

#include <glib/gi18n.h>

#include "psr-explain.h"
#include "psr-field-back.h"
#include "psr-json-writer.h"
#include "psr-json.h"
#include "psr-sync-error.h"
#include "psr-sync-private.h"

/* What the job that looks at Business Central's record needs. */
typedef struct
{
  GBytes       *changes;
  PsrTimestamp  modified;
} Back;

static void
back_finalize (gpointer data)
{
  Back *back = data;

  g_clear_pointer (&back->changes, g_bytes_unref);
}

static void
back_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, back_finalize);
}

/* On the "parse" lane: what was decided holds for the record as it was read. */
static GBytes *
check_version (JsonObject  *current,
               gpointer     data,
               GError     **error)
{
  Back *back = data;
  PsrTimestamp modified = PSR_TIMESTAMP_NONE;

  if (!psr_json_get_timestamp (current, "lastModifiedDateTime", &modified, error))
    return NULL;

  if (modified != back->modified)
    {
      psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_UNCERTAIN,
                               _("The record was just changed in Business Central."),
                               _("What is in Wello was compared with an earlier version of it."),
                               _("It is looked at again by the next run."));
      return NULL;
    }

  return g_bytes_ref (back->changes);
}

/* The properties to set; NULL with @error when a value doesn't fit. */
static GBytes *
make_changes (GPtrArray  *differences,
              GError    **error)
{
  g_autoptr (PsrJsonWriter) writer = psr_json_writer_new ();

  psr_json_writer_begin_object (writer);
  for (guint i = 0; i < differences->len; i++)
    {
      const PsrSyncDifference *difference = g_ptr_array_index (differences, i);
      g_autoptr (PsrValue) value = NULL;

      if (difference->verdict != PSR_SYNC_TO_BC)
        continue;

      value = psr_field_make_back (difference->field, difference->theirs, error);
      if (value == NULL)
        return NULL;

      psr_json_writer_member (writer, difference->field->source);
      psr_value_write_json (value, writer);
    }
  psr_json_writer_end_object (writer);

  return psr_json_writer_finish (writer);
}

/**
 * psr_sync_back_set_outcome:
 * @error: return location for an error
 * @outcome: what a write to Business Central came to, but for %PSR_WRITE_MADE
 *
 * Says for a person what it came to.
 */
void
psr_sync_back_set_outcome (GError          **error,
                           PsrWriteOutcome  *outcome)
{
  const GError *reason = psr_write_outcome_get_reason (outcome);
  g_autoptr (PsrExplanation) words = NULL;

  g_return_if_fail (reason != NULL);

  words = psr_explain (reason);
  switch (psr_write_outcome_get_kind (outcome))
    {
    case PSR_WRITE_REFUSED:
      psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_REFUSED,
                               _("Business Central refused what was changed in Wello."),
                               *words->why != '\0' ? words->why : words->what,
                               *words->mend != '\0' ? words->mend
                                                    : _("Correct the record in Wello, or what it refers to in Business Central."));
      return;

    case PSR_WRITE_STALE:
    case PSR_WRITE_UNKNOWN:
      psr_set_explained_error (error, PSR_SYNC_ERROR, PSR_SYNC_ERROR_UNCERTAIN,
                               _("It isn’t known whether Business Central took what was changed in Wello."),
                               *words->why != '\0' ? words->why : words->what,
                               _("It is looked at again by the next run."));
      return;

    case PSR_WRITE_NOT_MADE:
      g_propagate_error (error, g_error_copy (reason));
      return;

    case PSR_WRITE_MADE:
    default:
      g_assert_not_reached ();
    }
}

/**
 * psr_sync_back_write:
 * @run: a run
 * @candidate: a record that was compared with Wello's
 * @part: number of a part
 * @written: (out): whether Business Central was changed, or would be in a dry run
 * @error: return location for an error
 *
 * Writes to Business Central what was decided to be written there. Only what was changed
 * in Wello since both last agreed ever is: a first sync writes nothing. Has to be called
 * in a fiber.
 *
 * Returns: whether nothing is left to be written
 */
gboolean
psr_sync_back_write (PsrSyncRun        *run,
                     PsrSyncCandidate  *candidate,
                     guint              part,
                     gboolean          *written,
                     GError           **error)
{
  GPtrArray *differences;
  g_autoptr (PsrWriteOutcome) outcome = NULL;
  g_autoptr (GBytes) changes = NULL;
  Back *back;

  g_return_val_if_fail (run != NULL, FALSE);
  g_return_val_if_fail (candidate != NULL && part < candidate->n_parts, FALSE);
  g_return_val_if_fail (written != NULL, FALSE);

  *written = FALSE;
  differences = candidate->parts[part].differences;
  if (!psr_sync_differences_have (differences, PSR_SYNC_TO_BC))
    return TRUE;

  changes = make_changes (differences, error);
  if (changes == NULL)
    return FALSE;

  *written = TRUE;
  if (psr_sync_run_is_dry (run))
    return TRUE;

  back = g_atomic_rc_box_new0 (Back);
  back->changes = g_bytes_ref (changes);
  back->modified = candidate->modified;
  outcome = dex_await_object (psr_bc_client_modify_record (run->context->bc, psr_sync_target_get_bc_set (run->flow),
                                                           candidate->id, check_version, back, back_unref),
                              error);
  if (outcome == NULL)
    return FALSE;

  if (psr_write_outcome_get_kind (outcome) != PSR_WRITE_MADE)
    {
      psr_sync_back_set_outcome (error, outcome);
      return FALSE;
    }

  for (guint i = 0; i < differences->len; i++)
    {
      PsrSyncDifference *difference = g_ptr_array_index (differences, i);

      difference->written = difference->verdict == PSR_SYNC_TO_BC;
    }

  return TRUE;
}

static char *
dup_reason (const PsrSyncCandidate *candidate,
            PsrSyncVerdict          verdict)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint part = 0; part < candidate->n_parts; part++)
    {
      char *text = psr_sync_differences_dup_reason (candidate->parts[part].differences, verdict);

      if (text != NULL)
        g_ptr_array_add (texts, text);
    }

  if (texts->len == 0)
    return NULL;
  g_ptr_array_add (texts, NULL);

  return g_strjoinv ("; ", (char **) texts->pdata);
}

static gboolean
can_be_accepted (const PsrSyncCandidate *candidate)
{
  gboolean can = FALSE;

  for (guint part = 0; part < candidate->n_parts; part++)
    can |= psr_sync_differences_can_be_accepted (candidate->parts[part].differences);

  return can;
}

/**
 * psr_sync_back_ask:
 * @candidate: a record that was dealt with
 *
 * Where values of it wait for a person, says so as its problem.
 */
void
psr_sync_back_ask (PsrSyncCandidate *candidate)
{
  g_autofree char *conflict = NULL;
  g_autofree char *proposal = NULL;

  g_return_if_fail (candidate != NULL);

  conflict = dup_reason (candidate, PSR_SYNC_CONFLICT);
  if (conflict != NULL)
    {
      psr_set_explained_error (&candidate->problem, PSR_SYNC_ERROR, PSR_SYNC_ERROR_CONFLICT,
                               candidate->outdated ? _("A value changed since they were shown: nothing was chosen.")
                                                        : _("Both sides changed the same, and differ."),
                               conflict,
                               _("Choose one of them: “passerellectl conflicts” lists them, and takes either with --take."));
      return;
    }

  proposal = dup_reason (candidate, PSR_SYNC_PROPOSAL);
  if (proposal != NULL)
    psr_set_explained_error (&candidate->problem, PSR_SYNC_ERROR, PSR_SYNC_ERROR_PROPOSAL,
                             candidate->outdated ? _("A value changed since they were shown: nothing was chosen.")
                                                      : _("Wello proposes a change of what Business Central decides."),
                             proposal,
                             can_be_accepted (candidate)
                               ? _("Accept or reject it: “passerellectl proposals” lists them.")
                               : _("Change it in Business Central, or reject it: “passerellectl proposals” lists them."));
}
