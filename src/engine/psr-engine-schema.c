/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-engine-schema"

#include "config.h"

#include "psr-engine-work.h"
#include "psr-interval.h"
#include "psr-sync-error.h"
#include "psr-sync-lack.h"

/* It is big, and a filter that is wrong is refused with each run. */
#define DOUBT (15 * 60 * (gint64) G_USEC_PER_SEC)

/* What is kept: when it was last tried, and what was last read, or "". */
typedef struct
{
  char         *name;
  PsrTimestamp  tried;
  char         *text;
} Kept;

static void
kept_clear (Kept *kept)
{
  g_free (kept->name);
  g_free (kept->text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Kept, kept_clear)

/* Per company and version of the API: a company may be changed in the same state. */
static char *
dup_name (PsrBcClient *bc)
{
  const char *company = psr_bc_client_get_company (bc);

  return g_strdup_printf ("schema.%s.%s", psr_bc_client_is_v1 (bc) ? "v1.0" : "v2.0", company != NULL ? company : "");
}

static gboolean
read_kept (PsrEngine  *self,
           Kept       *kept,
           GError    **error)
{
  g_autofree char *value = NULL;
  g_autoptr(GError) local = NULL;
  char *end = NULL;

  kept->name = dup_name (psr_session_get_bc (self->session));
  kept->tried = PSR_TIMESTAMP_NONE;
  value = dex_await_string (psr_mirror_store_get_fact (psr_store_get_mirror (self->store), kept->name), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (value == NULL || *value == '\0')
    return TRUE;

  kept->tried = g_ascii_strtoll (value, &end, 10);
  kept->text = g_strdup (*end == '\n' ? end + 1 : "");

  return TRUE;
}

static gboolean
write_kept (PsrEngine     *self,
            const char    *name,
            PsrTimestamp   tried,
            const char    *text,
            GError       **error)
{
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT "\n%s", tried, text != NULL ? text : "");

  return dex_await (psr_mirror_store_set_fact (psr_store_get_mirror (self->store), name, value), error);
}

/* Whoever tried it meanwhile, in this program or another one, has read what is fresher: a check
 * or a trial reads beside what else is under way, without waiting for it. */
static gboolean
write_tried (PsrEngine     *self,
             const Kept    *before,
             PsrTimestamp   began,
             const char    *text,
             GError       **error)
{
  g_auto(Kept) kept = { 0, };

  if (!read_kept (self, &kept, error))
    return FALSE;
  if (kept.tried != before->tried && kept.tried >= began && kept.tried <= psr_clock_now (self->clock) &&
      (text == NULL || g_strcmp0 (kept.text, before->text) != 0))
    return TRUE;

  return write_kept (self, kept.name, began, text != NULL ? text : kept.text, error);
}

/**
 * psr_engine_read_schema:
 * @self: an engine that is signed in
 * @at_once: whether it is read even where that was done a while ago only
 * @was_read: (out) (optional): whether it was read just now
 * @problem: (out) (optional): why it couldn't be read; then all goes on as before
 * @error: return location for an error of the store
 *
 * Reads which properties records have in Business Central, once per company and version of
 * the API, and again as often as how it is set up. Has to be called in a fiber.
 *
 * Returns: whether the store works
 */
gboolean
psr_engine_read_schema (PsrEngine  *self,
                        gboolean    at_once,
                        gboolean   *was_read,
                        GError    **problem,
                        GError    **error)
{
  gint64 age = psr_interval_get (self->profile, psr_sync_flow_to_string (PSR_SYNC_REFERENCE)) / 2;
  PsrTimestamp now = psr_clock_now (self->clock);
  g_auto(Kept) kept = { 0, };
  g_autoptr(PsrBcSchema) schema = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GError) local = NULL;

  if (was_read != NULL)
    *was_read = FALSE;
  if (!read_kept (self, &kept, error))
    return FALSE;
  if (!at_once && kept.tried != PSR_TIMESTAMP_NONE && kept.tried <= now && now - kept.tried < age)
    return TRUE;

  if (was_read != NULL)
    *was_read = TRUE;
  schema = dex_await_boxed (psr_bc_client_read_schema (psr_session_get_bc (self->session)), &local);
  if (schema != NULL)
    {
      text = psr_bc_schema_to_text (schema);
      return write_tried (self, &kept, now, text, error);
    }

  g_info ("$metadata couldn’t be read: %s", local->message);
  /* What ends every request says so by itself, and this is tried with the next run. */
  if (!at_once && psr_sync_error_is_general (local))
    return TRUE;
  if (problem != NULL)
    *problem = g_steal_pointer (&local);

  return write_tried (self, &kept, now, NULL, error);
}

/**
 * psr_engine_apply_schema:
 * @self: an engine that is signed in
 * @context: what flows work with, before one was run
 * @error: return location for an error of the store
 *
 * Has @context do without what isn't there, as far as it is known. Has to be called in a
 * fiber.
 *
 * Returns: whether the store works
 */
gboolean
psr_engine_apply_schema (PsrEngine       *self,
                         PsrSyncContext  *context,
                         GError         **error)
{
  g_auto(Kept) kept = { 0, };
  PsrBcSchema *schema;

  if (!read_kept (self, &kept, error))
    return FALSE;

  schema = kept.text != NULL && *kept.text != '\0' ? psr_bc_schema_new_from_text (kept.text) : NULL;
  if (schema == NULL)
    return TRUE;

  psr_sync_context_take_schema (context, schema);

  return TRUE;
}

/**
 * psr_engine_doubt_schema:
 * @self: an engine that is signed in
 * @error: return location for an error of the store
 *
 * Has the next run read what there is: Business Central refused a request, which may be for
 * what isn't there any more. For whom it is refused over and over this is done every quarter
 * of an hour only. Has to be called in a fiber.
 *
 * Returns: whether the store works
 */
gboolean
psr_engine_doubt_schema (PsrEngine  *self,
                         GError    **error)
{
  PsrTimestamp now = psr_clock_now (self->clock);
  g_auto(Kept) kept = { 0, };

  if (self->doubted_at != PSR_TIMESTAMP_NONE && self->doubted_at <= now && now - self->doubted_at < DOUBT)
    return TRUE;

  self->doubted_at = now;
  if (!read_kept (self, &kept, error))
    return FALSE;

  return kept.tried == PSR_TIMESTAMP_NONE || write_kept (self, kept.name, PSR_TIMESTAMP_NONE, kept.text, error);
}
