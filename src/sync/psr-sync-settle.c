/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-settle"

#include "config.h"

#include "psr-explain.h"
#include "psr-field-back.h"
#include "psr-sync-compare.h"
#include "psr-sync-error.h"
#include "psr-sync-private.h"

/* Whether what was lost on the way is what was lost the last time as well. */
static gboolean
is_known (const PsrSyncPart *part)
{
  return part->link != NULL && part->agreed != NULL && g_str_equal (part->agreed->hash, part->hash) &&
         g_str_equal (part->agreed->lossy, part->lossy);
}

/* What was written to Business Central is agreed on as well. What wasn't, though it is
 * to be, or waits for a person, stays as it last was agreed on: else the next run would
 * take one side's value for an old one. */
static void
put_differences (const PsrSyncPart *part,
                 PsrAgreed         *agreed)
{
  g_autoptr (PsrRecord) values = psr_record_from_json_text (part->values, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  PsrFingerprint hash;

  for (guint i = 0; i < part->differences->len; i++)
    {
      const PsrSyncDifference *difference = g_ptr_array_index (part->differences, i);
      const char *name = difference->field->name;
      const PsrValue *before = part->agreed_record != NULL ? psr_record_get_value (part->agreed_record, name) : NULL;

      if (difference->verdict == PSR_SYNC_PROPOSAL)
        continue;

      if (difference->written)
        {
          g_autoptr (PsrValue) back = psr_field_make_back (difference->field, difference->theirs, NULL);
          g_autoptr (PsrValue) again = psr_field_make_again (difference->field, back);

          psr_record_set_value (values, name, again);
        }
      else if (before != NULL)
        {
          psr_record_set_value (values, name, before);
        }
    }

  psr_record_render (values, text, &hash);
  g_set_str (&agreed->values, text->str);
  g_set_str (&agreed->hash, hash.text);
}

/* Where the two sides were left different, what Wello has is remembered beside what
 * Business Central has, which alone the fingerprint is of. */
static void
put_apart (const PsrSyncPart *part,
           PsrAgreed         *agreed)
{
  g_autoptr (PsrRecord) values = psr_record_from_json_text (agreed->values, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < psr_record_get_n_values (part->apart); i++)
    {
      const char *name = psr_record_get_name (part->apart, i);

      psr_record_set_value (values, name, psr_record_get_value (part->apart, name));
    }

  psr_record_render (values, text, NULL);
  g_set_str (&agreed->values, text->str);
}

/* What was written to Business Central isn't different any more. */
static void
drop_written (PsrSyncPart *part)
{
  for (guint i = 0; part->differences != NULL && part->apart != NULL && i < part->differences->len; i++)
    {
      const PsrSyncDifference *difference = g_ptr_array_index (part->differences, i);

      if (difference->written)
        psr_record_remove (part->apart, psr_sync_compare_get_apart_name (difference->field->name));
    }
}

/* Whether what was found different is what is remembered as such. */
static gboolean
is_apart_as_before (const PsrSyncPart *part)
{
  g_autoptr (PsrRecord) agreed = NULL;
  guint n_before = 0;

  if (part->apart == NULL)
    return TRUE;
  if (part->agreed == NULL)
    return psr_record_get_n_values (part->apart) == 0;

  agreed = psr_record_from_json_text (part->agreed->values, NULL);
  for (guint i = 0; agreed != NULL && i < psr_record_get_n_values (agreed); i++)
    {
      const char *name = psr_record_get_name (agreed, i);
      const PsrValue *apart;

      if (!psr_sync_compare_is_apart_name (name))
        continue;

      apart = psr_record_get_value (part->apart, name);
      if (apart == NULL || !psr_value_equal (apart, psr_record_get_value (agreed, name)))
        return FALSE;
      n_before++;
    }

  return n_before == psr_record_get_n_values (part->apart);
}

/* Of a record that wasn't compared, what was different stays so. */
static void
keep_apart (PsrSyncPart *part)
{
  g_autoptr (PsrRecord) agreed = NULL;

  if (part->apart != NULL || part->agreed == NULL || !part->as_wanted)
    return;

  agreed = psr_record_from_json_text (part->agreed->values, NULL);
  part->apart = psr_record_new ();
  for (guint i = 0; agreed != NULL && i < psr_record_get_n_values (agreed); i++)
    {
      const char *name = psr_record_get_name (agreed, i);

      if (psr_sync_compare_is_apart_name (name))
        psr_record_set_value (part->apart, name, psr_record_get_value (agreed, name));
    }
}

static void
add_agreed (PsrSyncRun             *run,
            PsrSyncCandidate       *candidate,
            guint                   part,
            PsrMirrorPage          *page)
{
  PsrSyncPart *p = &candidate->parts[part];
  g_autoptr (PsrAgreed) agreed = NULL;

  if (!p->done)
    return;

  drop_written (p);
  if (is_known (p) && (p->differences == NULL || p->differences->len == 0) && is_apart_as_before (p))
    return;

  keep_apart (p);

  agreed = psr_agreed_new (run->targets[part].entity, candidate->id);
  g_set_str (&agreed->hash, p->hash);
  g_set_str (&agreed->values, p->values);
  g_set_str (&agreed->lossy, p->lossy);
  if (p->differences != NULL && p->differences->len > 0)
    put_differences (p, agreed);
  if (p->apart != NULL && psr_record_get_n_values (p->apart) > 0)
    put_apart (p, agreed);
  agreed->agreed_at = psr_clock_now (run->context->clock);
  psr_mirror_page_add_agreed (page, agreed);
}

static void
add_record (PsrSyncRun             *run,
            const PsrSyncCandidate *candidate,
            PsrMirrorPage          *page)
{
  const PsrSyncPart *p = &candidate->parts[0];
  g_autoptr (PsrMirrorRecord) record = NULL;

  if (p->values == NULL)
    return;

  /* What is as before needs no row of its own, unless the run wants to know
   * what it came across. */
  if (p->as_wanted && p->link != NULL && !run->indexed)
    return;

  record = psr_mirror_record_new_read (run->targets[0].entity, PSR_MIRROR_BC, candidate->id,
                                       candidate->number, p->hash, p->values);
  record->modified = candidate->modified;
  record->seen_run = run->seen_run;
  psr_mirror_page_add_record (page, record);
}

static void
add_skipped (PsrSyncRun             *run,
             const PsrSyncCandidate *candidate,
             PsrSyncRow             *row,
             PsrMirrorPage          *page)
{
  const char *flow = psr_sync_flow_to_string (run->flow);
  g_autoptr (PsrSkippedRow) skipped = psr_skipped_row_new (flow, candidate->id);

  g_set_str (&skipped->number, candidate->number);
  g_set_str (&skipped->code, row->code);
  g_set_str (&skipped->what, row->what);
  g_set_str (&skipped->why, row->why);
  g_set_str (&skipped->mend, row->mend);
  psr_mirror_page_add_skipped (page, skipped);
}

/* What a record lost on its way is told when it is new, and by a run that reads
 * everything. That Wello already has what remains of it makes no difference. */
static void
tell_notes (PsrSyncRun             *run,
            const PsrSyncCandidate *candidate)
{
  gboolean is_news = run->indexed || candidate->outcome != PSR_SYNC_UNCHANGED;

  for (guint part = 0; part < candidate->n_parts; part++)
    is_news |= !is_known (&candidate->parts[part]);

  for (guint i = 0; is_news && candidate->notes != NULL && i < candidate->notes->len; i++)
    psr_sync_report_add_note (run->report, g_ptr_array_index (candidate->notes, i));
}

/* What is remembered of the record for a month; nothing of one that was the same. */
static void
note_event (PsrSyncRun       *run,
            PsrSyncCandidate *candidate,
            PsrMirrorPage    *page)
{
  static const char *const outcomes[] = {
    [PSR_SYNC_CREATED] = "created",
    [PSR_SYNC_CHANGED] = "changed",
    [PSR_SYNC_SKIPPED] = "skipped",
    [PSR_SYNC_FAILED] = "failed",
  };
  g_autoptr (PsrRowEvent) event = NULL;

  if (candidate->outcome == PSR_SYNC_UNCHANGED || run->run == NULL)
    return;

  event = psr_row_event_new (run->run->id, psr_sync_flow_to_string (run->flow), candidate->id);
  g_set_str (&event->number, candidate->number != NULL ? candidate->number : "");
  g_set_str (&event->outcome, outcomes[candidate->outcome]);
  if (candidate->problem != NULL)
    {
      g_autoptr (PsrExplanation) explanation = psr_explain (candidate->problem);

      g_set_str (&event->what, explanation->what);
      g_set_str (&event->why, explanation->why);
      g_set_str (&event->mend, explanation->mend);
    }

  psr_mirror_page_add_event (page, event);
}

/**
 * psr_sync_settle:
 * @run: a run
 * @candidate: a record that was dealt with
 * @page: what is going to be stored
 *
 * Counts a record and puts into @page what is to be remembered of it.
 */
void
psr_sync_settle (PsrSyncRun       *run,
                 PsrSyncCandidate *candidate,
                 PsrMirrorPage    *page)
{
  const char *flow;

  g_return_if_fail (run != NULL);
  g_return_if_fail (candidate != NULL);
  g_return_if_fail (page != NULL);

  flow = psr_sync_flow_to_string (run->flow);
  run->report->n_read++;

  for (guint part = 0; part < candidate->n_parts; part++)
    add_agreed (run, candidate, part, page);
  if (candidate->parts[0].differences != NULL)
    g_hash_table_add (run->compared, g_strdup (candidate->id));

  if (candidate->problem != NULL)
    {
      gboolean final = psr_sync_error_is_final (candidate->problem);
      g_autoptr (PsrSyncRow) row = NULL;

      candidate->outcome = final ? PSR_SYNC_SKIPPED : PSR_SYNC_FAILED;
      row = psr_sync_row_new_for_error (candidate->outcome, candidate->id, candidate->number,
                                        psr_sync_error_get_code (candidate->problem), candidate->problem);
      psr_sync_report_add_row (run->report, row);
      g_hash_table_add (run->told, g_strdup (candidate->id));
      add_skipped (run, candidate, row, page);
    }
  else
    {
      add_record (run, candidate, page);

      if (g_hash_table_contains (run->was_skipped, candidate->id))
        psr_mirror_page_clear_skipped (page, flow, candidate->id);

      tell_notes (run, candidate);
    }

  note_event (run, candidate, page);
  g_hash_table_remove (run->was_skipped, candidate->id);
  run->report->coupled += candidate->coupled && candidate->problem == NULL;
  run->report->written_back += candidate->written_back;
  psr_sync_report_count (run->report, candidate->outcome);
}

/**
 * psr_sync_skip:
 * @run: a run
 * @page: what is going to be stored
 * @row_id: what the row is about: the id of a record, or a word
 * @number: its number or name, or ""
 * @code: a stable word for the reason
 * @what: what is the matter, translated
 * @why: (nullable): why, translated
 * @mend: (nullable): how to mend it, translated
 *
 * Sets aside what isn't a record on its way, and tells it.
 */
void
psr_sync_skip (PsrSyncRun    *run,
               PsrMirrorPage *page,
               const char    *row_id,
               const char    *number,
               const char    *code,
               const char    *what,
               const char    *why,
               const char    *mend)
{
  g_autoptr (PsrSkippedRow) skipped = psr_skipped_row_new (psr_sync_flow_to_string (run->flow), row_id);
  g_autoptr (PsrSyncRow) row = psr_sync_row_new (PSR_SYNC_SKIPPED, row_id, number, code, what, why, mend);

  psr_sync_report_add_row (run->report, row);
  psr_sync_report_count (run->report, PSR_SYNC_SKIPPED);
  g_hash_table_add (run->told, g_strdup (row_id));

  g_set_str (&skipped->number, number);
  g_set_str (&skipped->code, code);
  g_set_str (&skipped->what, what);
  g_set_str (&skipped->why, row->why);
  g_set_str (&skipped->mend, row->mend);
  psr_mirror_page_add_skipped (page, skipped);
}

/**
 * psr_sync_fail:
 * @run: a run
 * @page: what is going to be stored
 * @id: canonical GUID in Business Central of a record that couldn't be read
 * @number: its number, or ""
 * @problem: why not
 *
 * Sets the record aside, to be tried again by later runs, and tells it.
 */
void
psr_sync_fail (PsrSyncRun    *run,
               PsrMirrorPage *page,
               const char    *id,
               const char    *number,
               const GError  *problem)
{
  const char *flow;
  g_autoptr (PsrSkippedRow) skipped = NULL;
  g_autoptr (PsrSyncRow) row = NULL;

  g_return_if_fail (run != NULL && page != NULL);
  g_return_if_fail (id != NULL && number != NULL && problem != NULL);

  flow = psr_sync_flow_to_string (run->flow);
  row = psr_sync_row_new_for_error (PSR_SYNC_FAILED, id, number, psr_sync_error_get_code (problem), problem);
  psr_sync_report_add_row (run->report, row);
  psr_sync_report_count (run->report, PSR_SYNC_FAILED);
  g_hash_table_add (run->told, g_strdup (id));
  g_hash_table_remove (run->was_skipped, id);

  skipped = psr_skipped_row_new (flow, id);
  g_set_str (&skipped->number, number);
  g_set_str (&skipped->code, row->code);
  g_set_str (&skipped->what, row->what);
  g_set_str (&skipped->why, row->why);
  g_set_str (&skipped->mend, row->mend);
  psr_mirror_page_add_skipped (page, skipped);

  if (run->run != NULL)
    {
      g_autoptr (PsrRowEvent) event = psr_row_event_new (run->run->id, flow, id);

      g_set_str (&event->number, number);
      g_set_str (&event->outcome, "failed");
      g_set_str (&event->what, row->what);
      g_set_str (&event->why, row->why);
      g_set_str (&event->mend, row->mend);
      psr_mirror_page_add_event (page, event);
    }
}
