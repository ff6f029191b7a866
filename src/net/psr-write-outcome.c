/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-write-outcome"

#include "config.h"

#include "psr-write-outcome.h"

#include <glib/gi18n.h>
#include <string.h>

#include "psr-explain.h"
#include "psr-json.h"
#include "psr-retry.h"
#include "psr-transport.h"

struct _PsrWriteOutcome
{
  GObject              parent_instance;
  PsrResponse         *response;
  PsrServiceError     *error;
  GError              *reason;
  gint64               retry_after;
  PsrWriteOutcomeKind  kind;
};

G_DEFINE_FINAL_TYPE (PsrWriteOutcome, psr_write_outcome, G_TYPE_OBJECT)

static void
psr_write_outcome_finalize (GObject *object)
{
  PsrWriteOutcome *self = PSR_WRITE_OUTCOME (object);

  g_clear_object (&self->response);
  g_clear_pointer (&self->error, psr_service_error_unref);
  g_clear_error (&self->reason);

  G_OBJECT_CLASS (psr_write_outcome_parent_class)->finalize (object);
}

static void
psr_write_outcome_class_init (PsrWriteOutcomeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = psr_write_outcome_finalize;
}

static void
psr_write_outcome_init (PsrWriteOutcome *self)
{
  self->retry_after = PSR_RETRY_NO_ADVICE;
}

/*
 * Whether a success is the service's own. A gateway or a sign-in page in
 * between may answer 200 with HTML, and an answer may end in the middle.
 */
static gboolean
is_own_success (PsrResponse     *response,
                PsrServiceKind   kind,
                GError         **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *type = NULL;
  GBytes *body = psr_response_get_body (response);

  if (g_bytes_get_size (body) == 0)
    return TRUE;

  type = psr_response_dup_content_type (response);

  /* It isn't documented what Wello's actions answer with. */
  if (kind == PSR_SERVICE_WELLO && strstr (type, "json") == NULL && strstr (type, "html") == NULL)
    return TRUE;

  node = psr_json_parse (body, error);

  return node != NULL;
}

static PsrWriteOutcomeKind
classify (const PsrServiceError *error)
{
  if (error->status == 401 || error->status == 429)
    return PSR_WRITE_NOT_MADE;

  if (error->status == 408 || error->status >= 500 || psr_service_error_is_lock (error))
    return PSR_WRITE_UNKNOWN;

  /* A proxy may say 412, too, of a condition of its own. */
  if ((error->status == 412 && error->is_own) || (error->status == 409 && g_str_equal (error->code, "Request_EntityChanged")))
    return PSR_WRITE_STALE;

  if (error->status >= 400 && error->is_own && error->is_complete)
    return PSR_WRITE_REFUSED;

  return PSR_WRITE_UNKNOWN;
}

/* Takes the place of words such as "try again": that would be wrong here. */
static void
set_unknown_reason (PsrWriteOutcome *self,
                    PsrServiceKind   kind,
                    GError          *reason)
{
  g_autoptr (GError) old = reason;
  g_autoptr (PsrExplanation) explanation = psr_explain (reason);
  g_autofree char *what = g_strdup_printf (_("It isn’t known yet whether %s carried it out."), psr_service_kind_get_name (kind));
  g_autofree char *why = g_strjoin (" ", explanation->what, explanation->why, NULL);
  gboolean ours = reason->domain == PSR_SERVICE_ERROR;

  psr_set_explained_error (&self->reason, PSR_SERVICE_ERROR, ours ? reason->code : PSR_SERVICE_ERROR_BAD_ANSWER,
                           what, g_strchomp (why), _("It is looked up before anything is sent again."));
}

/**
 * psr_write_outcome_new_for_response:
 * @response: a complete answer to a write
 * @kind: which service gave it
 * @now: when, for a Retry-After that names a time
 *
 * Decides what a write came to. Parses, so it belongs on a worker's lane.
 *
 * Returns: (transfer full): the outcome
 */
PsrWriteOutcome *
psr_write_outcome_new_for_response (PsrResponse    *response,
                                    PsrServiceKind  kind,
                                    PsrTimestamp    now)
{
  g_autoptr (PsrWriteOutcome) self = NULL;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (PSR_IS_RESPONSE (response), NULL);

  self = g_object_new (PSR_TYPE_WRITE_OUTCOME, NULL);
  self->response = g_object_ref (response);
  self->retry_after = psr_retry_get_after (response, now);

  if (psr_response_is_success (response))
    {
      if (is_own_success (response, kind, &error))
        {
          self->kind = PSR_WRITE_MADE;
          return g_steal_pointer (&self);
        }

      self->kind = PSR_WRITE_UNKNOWN;
      set_unknown_reason (self, kind, g_steal_pointer (&error));
      return g_steal_pointer (&self);
    }

  self->error = psr_service_error_from_response (response);
  self->kind = classify (self->error);
  psr_service_error_set_gerror (self->error, kind, &self->reason);

  if (self->kind == PSR_WRITE_UNKNOWN)
    set_unknown_reason (self, kind, g_steal_pointer (&self->reason));

  return g_steal_pointer (&self);
}

/**
 * psr_write_outcome_new_for_failure:
 * @reason: why there is no answer
 * @kind: which service was asked
 *
 * Returns: (transfer full): *not made* when @reason proves that nothing was
 *   sent, otherwise *unknown*
 */
PsrWriteOutcome *
psr_write_outcome_new_for_failure (const GError   *reason,
                                   PsrServiceKind  kind)
{
  PsrWriteOutcome *self;

  g_return_val_if_fail (reason != NULL, NULL);

  self = g_object_new (PSR_TYPE_WRITE_OUTCOME, NULL);
  psr_service_error_set_transport (reason, kind, &self->reason);

  if (psr_transport_error_is_unsent (reason))
    {
      self->kind = PSR_WRITE_NOT_MADE;
    }
  else
    {
      self->kind = PSR_WRITE_UNKNOWN;
      set_unknown_reason (self, kind, g_steal_pointer (&self->reason));
    }

  return self;
}

/**
 * psr_write_outcome_new_not_made:
 * @reason: why it wasn't even tried, such as a sign-in that failed
 *
 * Returns: (transfer full): *not made*
 */
PsrWriteOutcome *
psr_write_outcome_new_not_made (const GError *reason)
{
  PsrWriteOutcome *self;

  g_return_val_if_fail (reason != NULL, NULL);

  self = g_object_new (PSR_TYPE_WRITE_OUTCOME, NULL);
  self->kind = PSR_WRITE_NOT_MADE;
  self->reason = g_error_copy (reason);

  return self;
}

/**
 * psr_write_outcome_get_kind:
 * @self: an outcome
 *
 * Returns: what the write came to
 */
PsrWriteOutcomeKind
psr_write_outcome_get_kind (PsrWriteOutcome *self)
{
  g_return_val_if_fail (PSR_IS_WRITE_OUTCOME (self), PSR_WRITE_UNKNOWN);

  return self->kind;
}

/**
 * psr_write_outcome_kind_to_string:
 * @kind: what a write came to
 *
 * Returns: a word for logs, untranslated
 */
const char *
psr_write_outcome_kind_to_string (PsrWriteOutcomeKind kind)
{
  switch (kind)
    {
    case PSR_WRITE_MADE:
      return "made";
    case PSR_WRITE_NOT_MADE:
      return "not-made";
    case PSR_WRITE_REFUSED:
      return "refused";
    case PSR_WRITE_STALE:
      return "stale";
    case PSR_WRITE_UNKNOWN:
      return "unknown";
    default:
      g_return_val_if_reached ("unknown");
    }
}

/**
 * psr_write_outcome_get_response:
 * @self: an outcome
 *
 * Returns: (transfer none) (nullable): the answer, when a complete one came
 */
PsrResponse *
psr_write_outcome_get_response (PsrWriteOutcome *self)
{
  g_return_val_if_fail (PSR_IS_WRITE_OUTCOME (self), NULL);

  return self->response;
}

/**
 * psr_write_outcome_get_error:
 * @self: an outcome
 *
 * Returns: (transfer none) (nullable): what the service said instead of success
 */
PsrServiceError *
psr_write_outcome_get_error (PsrWriteOutcome *self)
{
  g_return_val_if_fail (PSR_IS_WRITE_OUTCOME (self), NULL);

  return self->error;
}

/**
 * psr_write_outcome_get_retry_after:
 * @self: an outcome
 *
 * Returns: how long the service asks us to wait, in microseconds;
 *   %PSR_RETRY_NO_ADVICE when it doesn't say
 */
gint64
psr_write_outcome_get_retry_after (PsrWriteOutcome *self)
{
  g_return_val_if_fail (PSR_IS_WRITE_OUTCOME (self), PSR_RETRY_NO_ADVICE);

  return self->retry_after;
}

/**
 * psr_write_outcome_get_reason:
 * @self: an outcome
 *
 * Returns: (transfer none) (nullable): why it wasn't made, in words; %NULL when
 *   it was
 */
const GError *
psr_write_outcome_get_reason (PsrWriteOutcome *self)
{
  g_return_val_if_fail (PSR_IS_WRITE_OUTCOME (self), NULL);

  return self->reason;
}
