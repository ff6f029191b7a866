/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-request-log"

#include "config.h"

#include <string.h>

#include "psr-logged-transport.h"
#include "psr-redact.h"
#include "psr-request-log-private.h"
#include "psr-service-error.h"

/* What is asked before the local state is open waits for it. */
#define MAX_WAITING 200

#define MAX_TEXT 2000

/* Longer error bodies than that aren't a service's own words. */
#define MAX_BODY (64 * 1024)

struct _PsrRequestLog
{
  GObject             parent_instance;

  PsrRequestLogLevel  level;
  PsrClock           *clock;
  PsrMirrorStore     *mirror;
  GPtrArray          *waiting;
  gboolean            failed;
};

G_DEFINE_FINAL_TYPE (PsrRequestLog, psr_request_log, G_TYPE_OBJECT)

static const char * const levels[] = {
  [PSR_REQUEST_LOG_OFF] = "off",
  [PSR_REQUEST_LOG_ERRORS] = "errors",
  [PSR_REQUEST_LOG_ALL] = "all",
};

/* Kept or not, nothing that is under way waits for it. */
static DexFuture *
on_written (DexFuture *completed,
            gpointer   data)
{
  PsrRequestLog *self = data;
  g_autoptr(GError) error = NULL;

  if (dex_future_get_value (completed, &error) == NULL && !self->failed)
    {
      self->failed = TRUE;
      g_message ("The log of requests isn’t kept: %s", error->message);
    }

  return dex_future_new_true ();
}

static void
write_entry (PsrRequestLog   *self,
             PsrRequestEntry *entry)
{
  dex_future_disown (dex_future_finally (psr_mirror_store_add_request (self->mirror, entry),
                                         on_written, g_object_ref (self), g_object_unref));
}

static char *
dup_masked (const char *text)
{
  g_autofree char *masked = psr_redact (text);
  g_autofree char *valid = g_utf8_make_valid (masked, -1);

  return g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), MAX_TEXT));
}

/* The service's own words; of a page of HTML its status says as much. */
static void
set_answer (PsrRequestEntry *entry,
            PsrResponse     *response)
{
  gsize size = g_bytes_get_size (psr_response_get_body (response));
  const char *id = psr_response_get_request_id (response);
  g_autoptr(PsrServiceError) said = NULL;
  g_autofree char *words = NULL;

  entry->status = psr_response_get_status (response);
  entry->bytes = (gint64) size;

  if (id != NULL)
    g_set_str (&entry->correlation, id);

  if (psr_response_is_success (response) || size == 0 || size > MAX_BODY)
    return;

  said = psr_service_error_from_response (response);

  if (said->correlation_id != NULL)
    g_set_str (&entry->correlation, said->correlation_id);

  words = g_strdup_printf ("%s%s%s", said->code, *said->code != '\0' && *said->message != '\0' ? ": " : "", said->message);
  g_free (entry->message);
  entry->message = dup_masked (words);
}

/*
 * Keeps a request, where it is wanted. Neither headers nor bodies are, and every text is
 * masked.
 */
void
psr_request_log_add (PsrRequestLog *self,
                     const char    *service,
                     PsrRequest    *request,
                     PsrTimestamp   at,
                     gint64         microseconds,
                     PsrResponse   *response,
                     const GError  *error)
{
  g_autoptr(PsrRequestEntry) entry = NULL;

  g_return_if_fail (PSR_IS_REQUEST_LOG (self));
  g_return_if_fail (PSR_IS_REQUEST (request));

  if (self->level == PSR_REQUEST_LOG_OFF ||
      (self->level == PSR_REQUEST_LOG_ERRORS && response != NULL && psr_response_is_success (response)))
    return;

  entry = psr_request_entry_new ();
  entry->at = at;
  entry->microseconds = microseconds;
  g_set_str (&entry->service, service);
  g_set_str (&entry->method, psr_request_get_method (request));
  g_free (entry->url);
  entry->url = dup_masked (psr_request_get_url (request));

  if (response != NULL)
    {
      set_answer (entry, response);
    }
  else if (error != NULL)
    {
      g_free (entry->message);
      entry->message = dup_masked (error->message);
    }

  if (self->mirror != NULL)
    write_entry (self, entry);
  else if (self->waiting->len < MAX_WAITING)
    g_ptr_array_add (self->waiting, g_steal_pointer (&entry));
}

PsrClock *
psr_request_log_get_clock (PsrRequestLog *self)
{
  g_return_val_if_fail (PSR_IS_REQUEST_LOG (self), NULL);

  return self->clock;
}

/**
 * psr_request_log_set_mirror:
 * @self: a log
 * @mirror: where it is kept
 *
 * Begins to keep requests; those that were made before are kept, too.
 */
void
psr_request_log_set_mirror (PsrRequestLog  *self,
                            PsrMirrorStore *mirror)
{
  g_return_if_fail (PSR_IS_REQUEST_LOG (self));
  g_return_if_fail (PSR_IS_MIRROR_STORE (mirror));

  g_set_object (&self->mirror, mirror);

  for (guint i = 0; i < self->waiting->len; i++)
    write_entry (self, g_ptr_array_index (self->waiting, i));

  g_ptr_array_set_size (self->waiting, 0);
}

/**
 * psr_request_log_wrap:
 * @self: a log
 * @transport: what reaches a service
 * @service: `bc` or `wello`
 *
 * Returns: (transfer full): @transport, all of whose requests @self sees
 */
PsrTransport *
psr_request_log_wrap (PsrRequestLog *self,
                      PsrTransport  *transport,
                      const char    *service)
{
  g_return_val_if_fail (PSR_IS_REQUEST_LOG (self), NULL);
  g_return_val_if_fail (PSR_IS_TRANSPORT (transport), NULL);
  g_return_val_if_fail (service != NULL, NULL);

  return psr_logged_transport_new (transport, service, self);
}

/**
 * psr_request_log_level_parse:
 * @text: a level as a profile or a person names it
 * @level: (out): the level
 *
 * Returns: whether there is one of that name
 */
gboolean
psr_request_log_level_parse (const char         *text,
                             PsrRequestLogLevel *level)
{
  g_return_val_if_fail (text != NULL && level != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      if (strcmp (levels[i], text) == 0)
        {
          *level = i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * psr_request_log_new:
 * @level: which requests are kept
 * @clock: a clock
 *
 * Returns: (transfer full): a log that keeps them once it has a mirror
 */
PsrRequestLog *
psr_request_log_new (PsrRequestLogLevel  level,
                     PsrClock           *clock)
{
  PsrRequestLog *self;

  g_return_val_if_fail (PSR_IS_CLOCK (clock), NULL);

  self = g_object_new (PSR_TYPE_REQUEST_LOG, NULL);
  self->level = level;
  self->clock = g_object_ref (clock);

  return self;
}

static void
psr_request_log_dispose (GObject *object)
{
  PsrRequestLog *self = PSR_REQUEST_LOG (object);

  g_clear_object (&self->mirror);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);

  G_OBJECT_CLASS (psr_request_log_parent_class)->dispose (object);
}

static void
psr_request_log_class_init (PsrRequestLogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = psr_request_log_dispose;
}

static void
psr_request_log_init (PsrRequestLog *self)
{
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_request_entry_unref);
}
