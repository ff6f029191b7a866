/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sync-reference"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-bc-error.h"
#include "psr-bc-reference.h"
#include "psr-explain.h"
#include "psr-fingerprint.h"
#include "psr-json.h"
#include "psr-reference-facts.h"
#include "psr-sync-error.h"
#include "psr-sync-reference.h"
#include "psr-sync-tables.h"
#include "psr-text.h"

/* Source: Microsoft, API v2.0. */
static const struct
{
  const char *set;
  const char *title;
} sets[] = {
  { "companyInformation", N_("Company") },
  { "generalLedgerSetup", N_("General ledger setup") },
  { "unitsOfMeasure", N_("Units of measure") },
  { "currencies", N_("Currencies") },
  { "paymentTerms", N_("Payment terms") },
  { "paymentMethods", N_("Payment methods") },
  { "taxGroups", N_("VAT product posting groups") },
  { "taxAreas", N_("VAT business posting groups") },
  { "accounts", N_("G/L accounts") },
  { "locations", N_("Locations") },
  { "itemCategories", N_("Item categories") },
  { "dimensions", N_("Dimensions") },
  { "salespeoplePurchasers", N_("Salespeople") },
};

/* A set that was read, and what the job makes of it. */
typedef struct
{
  const char *set;
  GPtrArray  *rows;    /* of PsrBcReference */
  GPtrArray  *records; /* of PsrMirrorRecord */
  gint64      run;
  char       *country;
} Made;

static void
made_finalize (gpointer data)
{
  Made *made = data;

  g_clear_pointer (&made->rows, g_ptr_array_unref);
  g_clear_pointer (&made->records, g_ptr_array_unref);
  g_free (made->country);
}

static void
made_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, made_finalize);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Made, made_unref)

static JsonNode *
parse_values (const PsrBcReference *row)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (row->values, strlen (row->values));

  return psr_json_parse (bytes, NULL);
}

/* What billing asks again and again. */
static void
make_facts (Made *made)
{
  if (!g_str_equal (made->set, "companyInformation"))
    return;

  for (guint i = 0; i < made->rows->len; i++)
    {
      g_autoptr (JsonNode) node = parse_values (g_ptr_array_index (made->rows, i));

      g_clear_pointer (&made->country, g_free);
      if (node != NULL)
        made->country = psr_text_code (psr_json_get_string (json_node_get_object (node), "country"));
    }
}

/* On the "parse" lane. */
static DexFuture *
make_job (gpointer data)
{
  Made *made = data;

  made->records = g_ptr_array_new_full (made->rows->len, (GDestroyNotify) psr_mirror_record_unref);
  for (guint i = 0; i < made->rows->len; i++)
    {
      const PsrBcReference *row = g_ptr_array_index (made->rows, i);
      g_autofree char *number = g_strconcat (made->set, "/", row->code, NULL);
      PsrMirrorRecord *record;
      PsrFingerprint hash;

      psr_fingerprint_compute (row->values, strlen (row->values), &hash);
      record = psr_mirror_record_new_read (PSR_ENTITY_REFERENCE, PSR_MIRROR_BC, row->id, number, hash.text, row->values);
      record->seen_run = made->run;
      g_ptr_array_add (made->records, record);
    }
  make_facts (made);

  return dex_future_new_true ();
}

static GHashTable *
read_known (PsrSyncRun  *run,
            GPtrArray   *records,
            GError     **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  for (guint i = 0; i < records->len; i++)
    g_strv_builder_add (builder, ((const PsrMirrorRecord *) g_ptr_array_index (records, i))->id);
  ids = g_strv_builder_end (builder);

  return dex_await_boxed (psr_mirror_store_get_records (run->context->mirror, PSR_ENTITY_REFERENCE, PSR_MIRROR_BC,
                                                        (const char * const *) ids),
                          error);
}

static void
note_event (PsrSyncRun            *run,
            const PsrMirrorRecord *record,
            PsrSyncOutcome         outcome,
            PsrMirrorPage         *page)
{
  g_autoptr (PsrRowEvent) event = NULL;

  if (outcome == PSR_SYNC_UNCHANGED || run->run == NULL)
    return;

  event = psr_row_event_new (run->run->id, psr_sync_flow_to_string (run->flow), record->id);
  g_set_str (&event->number, record->number);
  g_set_str (&event->outcome, outcome == PSR_SYNC_CREATED ? "created" : "changed");
  psr_mirror_page_add_event (page, event);
}

static gboolean
store (PsrSyncRun  *run,
       Made        *made,
       GError     **error)
{
  PsrMirrorStore *mirror = run->context->mirror;
  g_autoptr (GHashTable) known = read_known (run, made->records, error);
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autofree char *fact = NULL;

  if (known == NULL)
    return FALSE;

  for (guint i = 0; i < made->records->len; i++)
    {
      const PsrMirrorRecord *record = g_ptr_array_index (made->records, i);
      const PsrMirrorRecord *before = g_hash_table_lookup (known, record->id);
      PsrSyncOutcome outcome = before == NULL                                 ? PSR_SYNC_CREATED
                               : !g_str_equal (before->hash, record->hash) ? PSR_SYNC_CHANGED
                                                                             : PSR_SYNC_UNCHANGED;

      run->report->n_read++;
      psr_sync_report_count (run->report, outcome);
      note_event (run, record, outcome, page);
      psr_mirror_page_add_record (page, g_ptr_array_index (made->records, i));
    }
  psr_sync_run_put_figures (run, page);
  if (psr_sync_run_is_dry (run))
    return TRUE;
  if (!dex_await (psr_mirror_store_commit (mirror, page), error))
    return FALSE;
  if (made->country == NULL)
    return TRUE;

  fact = g_strconcat (PSR_REFERENCE_COUNTRY, psr_bc_client_get_company (run->context->bc), NULL);

  return dex_await (psr_mirror_store_set_fact (mirror, fact, made->country), error);
}

/* What the account may not see, or can't be read, stays as it was last read; nothing depends
 * on it alone. */
static void
tell_hidden (PsrSyncRun   *run,
             guint         set,
             const GError *error)
{
  g_autoptr (PsrExplanation) words = psr_explain (error);
  g_autofree char *what = g_strdup_printf (_("Business Central doesn’t show them: %s"),
                                           *words->why != '\0' ? words->why : words->what);
  g_autoptr (PsrSyncRow) row = NULL;

  row = psr_sync_row_new (PSR_SYNC_UNCHANGED, sets[set].set, _(sets[set].title), "hidden", what, NULL, NULL);
  psr_sync_report_add_note (run->report, row);
}

/* What wasn't among what was read is gone. */
static gboolean
finish (PsrSyncRun    *run,
        GHashTable    *read,
        PsrTimestamp   now,
        GError       **error)
{
  PsrMirrorStore *mirror = run->context->mirror;
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_autoptr (PsrWatermark) watermark = psr_watermark_new (PSR_REFERENCE_STREAM);
  g_autoptr (GHashTable) records = NULL;
  g_auto (GStrv) ids = NULL;
  GHashTableIter iter;
  gpointer value;

  ids = dex_await_boxed (psr_mirror_store_list_unseen (mirror, PSR_ENTITY_REFERENCE, PSR_MIRROR_BC, run->seen_run, 0), error);
  if (ids == NULL)
    return FALSE;
  records = dex_await_boxed (psr_mirror_store_get_records (mirror, PSR_ENTITY_REFERENCE, PSR_MIRROR_BC,
                                                           (const char * const *) ids),
                             error);
  if (records == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, records);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const PsrMirrorRecord *record = value;
      g_autofree char *set = g_strndup (record->number, strcspn (record->number, "/"));

      if (g_hash_table_contains (read, set))
        psr_mirror_page_remove_record (page, PSR_ENTITY_REFERENCE, PSR_MIRROR_BC, record->id);
    }
  watermark->since = now;
  psr_mirror_page_set_watermark (page, watermark);

  return dex_await (psr_mirror_store_commit (mirror, page), error);
}

static gboolean
is_own (PsrSyncRun  *run,
        gboolean    *own,
        GError     **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *company = dex_await_string (psr_mirror_store_get_fact (run->context->mirror, PSR_REFERENCE_COMPANY), &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  *own = g_strcmp0 (company, psr_bc_client_get_company (run->context->bc)) == 0;

  return TRUE;
}

/* What was read of another company isn't that of this one: two profiles may take turns on one
 * local state. That it isn't any more is known before anything else is. */
static gboolean
begin (PsrSyncRun  *run,
       GError     **error)
{
  PsrMirrorStore *mirror = run->context->mirror;
  g_autoptr (PsrWatermark) watermark = psr_watermark_new (PSR_REFERENCE_STREAM);
  g_autoptr (PsrMirrorPage) page = psr_mirror_page_new ();
  g_auto (GStrv) ids = NULL;
  gboolean own;

  if (psr_sync_run_is_dry (run))
    return TRUE;
  if (!is_own (run, &own, error))
    return FALSE;
  if (own)
    return TRUE;

  /* Also what this one's account may not see. */
  ids = dex_await_boxed (psr_mirror_store_list_unseen (mirror, PSR_ENTITY_REFERENCE, PSR_MIRROR_BC, G_MAXINT64, 0), error);
  if (ids == NULL)
    return FALSE;
  for (gsize i = 0; ids[i] != NULL; i++)
    psr_mirror_page_remove_record (page, PSR_ENTITY_REFERENCE, PSR_MIRROR_BC, ids[i]);
  psr_mirror_page_set_watermark (page, watermark);

  return dex_await (psr_mirror_store_commit (mirror, page), error) &&
         dex_await (psr_mirror_store_set_fact (mirror, PSR_REFERENCE_COMPANY, psr_bc_client_get_company (run->context->bc)), error);
}

static gboolean
is_fresh (PsrSyncRun  *run,
          gboolean    *fresh,
          GError     **error)
{
  g_autoptr (PsrWatermark) watermark = dex_await_boxed (psr_mirror_store_get_watermark (run->context->mirror,
                                                                                       PSR_REFERENCE_STREAM),
                                                        error);
  gboolean own;
  gint64 age;

  if (watermark == NULL || !is_own (run, &own, error))
    return FALSE;

  *fresh = FALSE;
  if (!own || psr_sync_run_is_full (run) || watermark->since == PSR_TIMESTAMP_NONE)
    return TRUE;
  age = psr_clock_now (run->context->clock) - watermark->since;
  *fresh = age >= 0 && age < run->context->reference_age;

  return TRUE;
}

/**
 * psr_sync_reference_work:
 * @run: a run that was begun
 * @error: return location for an error
 *
 * Reads how Business Central is set up into the mirror: nothing is written to either
 * service. Where it was read a while ago only, a run that isn't a full one reads nothing.
 * Has to be called in a fiber.
 *
 * Returns: whether all was read that the account may see
 */
gboolean
psr_sync_reference_work (PsrSyncRun  *run,
                         GError     **error)
{
  g_autoptr (GHashTable) read = g_hash_table_new (g_str_hash, g_str_equal);
  PsrTimestamp now;
  gboolean fresh;

  g_return_val_if_fail (run != NULL, FALSE);

  if (!is_fresh (run, &fresh, error))
    return FALSE;
  if (fresh)
    return TRUE;
  if (!begin (run, error))
    return FALSE;

  now = psr_clock_now (run->context->clock);
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      g_autoptr (Made) made = NULL;
      g_autoptr (GError) local = NULL;

      if (!psr_sync_run_goes_on (run, error))
        return FALSE;

      made = g_atomic_rc_box_new0 (Made);
      made->set = sets[i].set;
      made->run = run->seen_run;
      made->rows = dex_await_boxed (psr_bc_client_list_references (run->context->bc, sets[i].set), &local);
      /* That we aren't let in at all is another matter. */
      if (made->rows == NULL && !psr_sync_error_is_general (local) &&
          (psr_sync_tables_is_hidden (local) || local->domain == PSR_BC_ERROR))
        {
          tell_hidden (run, i, local);
          continue;
        }
      if (made->rows == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }

      if (!dex_await (psr_executor_run (run->context->executor, "parse", make_job, g_atomic_rc_box_acquire (made), made_unref),
                      error) ||
          !store (run, made, error))
        return FALSE;
      g_hash_table_add (read, (gpointer) sets[i].set);
      psr_sync_run_notify (run);
    }

  return psr_sync_run_is_dry (run) || finish (run, read, now, error);
}
