/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-service-client"

#include "config.h"

#include "psr-service-client-private.h"

#include "psr-explain.h"
#include "psr-net-future.h"
#include "psr-retry-budget.h"
#include "psr-retry.h"

#define PARSE_LANE "parse"

G_DEFINE_FINAL_TYPE (PsrServiceClient, psr_service_client, G_TYPE_OBJECT)

/* One call of a caller: a fiber and what it needs. */
typedef struct
{
  PsrServiceClient *client;
  PsrRequest       *request;
  char             *header;   /* what was last sent as Authorization */
  char             *rejected; /* what was answered with 401 */
  PsrTimestamp      asked_at; /* when the caller called, by both clocks */
  gint64            began_at;
} Call;

static Call *
call_new (PsrServiceClient *client,
          PsrRequest       *request)
{
  Call *self = g_new0 (Call, 1);

  self->client = g_object_ref (client);
  self->request = g_object_ref (request);
  self->asked_at = psr_clock_now (client->clock);
  self->began_at = psr_clock_monotonic (client->clock);

  return self;
}

static void
call_free (gpointer data)
{
  Call *self = data;

  g_clear_object (&self->client);
  g_clear_object (&self->request);
  g_clear_pointer (&self->header, g_free);
  g_clear_pointer (&self->rejected, g_free);
  g_free (self);
}

static void
psr_service_client_dispose (GObject *object)
{
  PsrServiceClient *self = PSR_SERVICE_CLIENT (object);

  psr_service_client_set_wait_func (self, NULL, NULL, NULL);
  g_clear_object (&self->transport);
  g_clear_object (&self->token_source);
  g_clear_object (&self->throttle);
  g_clear_object (&self->clock);
  g_clear_object (&self->random);
  g_clear_object (&self->executor);
  g_clear_object (&self->stop);
  g_clear_object (&self->root);
  g_clear_pointer (&self->budgets, g_hash_table_unref);

  G_OBJECT_CLASS (psr_service_client_parent_class)->dispose (object);
}

static void
psr_service_client_class_init (PsrServiceClientClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = psr_service_client_dispose;
}

static void
psr_service_client_init (PsrServiceClient *self)
{
  psr_server_time_init (&self->time);
  self->budgets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static PsrRetryBudget *
get_budget (Call *call)
{
  return psr_retry_budget_of (call->client->budgets, psr_request_get_url (call->request));
}

static void
set_default_header (PsrRequest *request,
                    const char *name,
                    const char *value)
{
  if (psr_request_get_header (request, name) == NULL)
    psr_request_set_header (request, name, value);
}

/* Puts our headers on a copy. Awaits, so only from within a fiber. */
static PsrRequest *
call_sign (Call    *call,
           GError **error)
{
  g_autoptr (PsrRequest) request = NULL;
  g_autofree char *header = NULL;

  header = dex_await_string (psr_token_source_authorize (call->client->token_source, call->rejected), error);

  if (header == NULL)
    return NULL;

  request = psr_request_copy (call->request);
  psr_request_set_header (request, "Authorization", header);
  set_default_header (request, "Accept", "application/json");

  /* Messages are matched by their words, and those follow the language. */
  set_default_header (request, "Accept-Language", "en-US");

  g_set_str (&call->header, header);

  return g_steal_pointer (&request);
}

static PsrResponse *
call_send (Call        *call,
           PsrRequest  *request,
           GError     **error)
{
  PsrServiceClient *self = call->client;
  g_autoptr (PsrResponse) response = NULL;
  gint64 began_at = psr_clock_monotonic (self->clock);
  PsrTimestamp asked_at = psr_clock_now (self->clock);
  gint64 took;

  self->n_requests++;
  if (self->root != NULL)
    self->root->n_requests++;
  response = dex_await_object (psr_transport_send (self->transport, request), error);
  took = psr_clock_monotonic (self->clock) - began_at;
  psr_throttle_note (self->throttle, response != NULL ? psr_response_get_status (response) : 0, took,
                     response != NULL ? psr_retry_get_after (response, psr_clock_now (self->clock)) : PSR_RETRY_NO_ADVICE);

  if (response != NULL)
    psr_server_time_note (self->root != NULL ? &self->root->time : &self->time, response, self->clock, asked_at, began_at);

  return g_steal_pointer (&response);
}

/* Whether a 401 may be answered with a fresh sign-in: once a call. */
static gboolean
call_may_refresh (Call        *call,
                  PsrResponse *response)
{
  if (psr_response_get_status (response) != 401 || call->rejected != NULL)
    return FALSE;

  call->rejected = g_strdup (call->header);

  return TRUE;
}

static DexFuture *
read_error_job (gpointer data)
{
  return dex_future_new_take_boxed (PSR_TYPE_SERVICE_ERROR, psr_service_error_from_response (data));
}

typedef struct
{
  PsrResponse    *response;
  PsrServiceKind  kind;
  PsrTimestamp    now;
} OutcomeJob;

static void
outcome_job_free (gpointer data)
{
  OutcomeJob *self = data;

  g_clear_object (&self->response);
  g_free (self);
}

static DexFuture *
outcome_job (gpointer data)
{
  const OutcomeJob *self = data;

  return dex_future_new_take_object (psr_write_outcome_new_for_response (self->response, self->kind, self->now));
}

static guint
notify_wait (PsrServiceClient *self,
             gint64            usec,
             PsrWaitReason     reason)
{
  g_autofree char *text = psr_retry_describe_wait (self->kind, usec, reason);
  guint wait = ++self->last_wait;

  if (self->wait_func != NULL)
    self->wait_func (self, wait, usec, text, self->wait_data);

  return wait;
}

static void
notify_wait_over (PsrServiceClient *self,
                  guint             wait)
{
  if (self->wait_func != NULL)
    self->wait_func (self, wait, 0, NULL, self->wait_data);
}

static gboolean
is_stopped (PsrServiceClient *self)
{
  return g_cancellable_is_cancelled (self->stop);
}

/* Rejects with %G_IO_ERROR_CANCELLED once somebody wants an end. */
static DexFuture *
or_stopped (PsrServiceClient *self,
            DexFuture        *future)
{
  if (self->stop == NULL)
    return future;

  return dex_future_first (future, dex_cancellable_new_from_cancellable (self->stop), NULL);
}

/* Once somebody wants an end, only as long as the service doesn't ask us to wait: what is
 * under way comes to its end where it can. */
static PsrThrottlePass *
await_turn (PsrServiceClient  *self,
            GError           **error)
{
  g_autoptr (GError) local = NULL;
  PsrThrottlePass *pass = NULL;

  if (!is_stopped (self))
    {
      pass = dex_await_object (or_stopped (self, psr_throttle_acquire (self->throttle)), &local);

      if (pass == NULL && (!is_stopped (self) || !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
        g_propagate_error (error, g_steal_pointer (&local));

      if (pass != NULL || local == NULL)
        return pass;

      g_clear_error (&local);
    }

  psr_throttle_set_impatient (self->throttle, TRUE);
  pass = dex_await_object (psr_throttle_acquire (self->throttle), &local);

  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_BUSY))
    psr_retry_set_stopped (self->kind, error);
  else if (pass == NULL)
    g_propagate_error (error, g_steal_pointer (&local));

  return pass;
}

/* Waits for a turn, and lets it be seen when the service is why. */
static PsrThrottlePass *
call_acquire (Call    *call,
              GError **error)
{
  PsrServiceClient *self = call->client;
  gint64 pause = psr_throttle_get_pause (self->throttle);
  PsrThrottlePass *pass;
  guint wait = 0;

  if (pause > 0)
    wait = notify_wait (self, pause, PSR_WAIT_ASKED);

  pass = await_turn (self, error);

  if (pause > 0)
    notify_wait_over (self, wait);

  return pass;
}

/* Waits, and lets that be seen. */
static gboolean
call_wait (Call           *call,
           gint64          usec,
           PsrWaitReason   reason,
           GError        **error)
{
  PsrServiceClient *self = call->client;
  DexFuture *future;
  gboolean done;
  guint wait;

  g_info ("Trying again in %" G_GINT64_FORMAT " ms", usec / 1000);
  wait = notify_wait (self, usec, reason);
  future = psr_clock_sleep (self->clock, usec);
  done = dex_await (usec > PSR_RETRY_BRIEF ? or_stopped (self, future) : future, error);
  notify_wait_over (self, wait);

  return done;
}

static DexFuture *
call_give_up (Call            *call,
              const GError    *reason,
              PsrServiceError *failure)
{
  PsrServiceClient *self = call->client;
  GError *error = NULL;

  if (failure == NULL)
    psr_service_error_set_transport (reason, self->kind, &error);
  else if (failure->status == 401)
    psr_token_source_explain_rejection (self->token_source, &error);
  else
    psr_service_error_set_gerror (failure, self->kind, &error);

  return dex_future_new_for_error (error);
}

static DexFuture *
read_fiber (gpointer data)
{
  Call *call = data;
  PsrServiceClient *self = call->client;

  for (guint retry = 0;;)
    {
      g_autoptr (PsrThrottlePass) pass = NULL;
      g_autoptr (PsrRequest) request = NULL;
      g_autoptr (PsrResponse) response = NULL;
      g_autoptr (PsrServiceError) failure = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) ended = NULL;
      gint64 retry_after = PSR_RETRY_NO_ADVICE;
      PsrWaitReason reason;
      gboolean throttled;
      gint64 delay;

      if (!(pass = call_acquire (call, &error)))
        return call_give_up (call, error, NULL);

      if ((request = call_sign (call, &error)))
        response = call_send (call, request, &error);

      psr_throttle_pass_release (pass);

      if (response != NULL)
        {
          if (psr_response_is_success (response))
            {
              psr_retry_budget_repay (get_budget (call));
              return dex_future_new_take_object (g_steal_pointer (&response));
            }

          if (call_may_refresh (call, response))
            continue;

          failure = dex_await_boxed (psr_executor_run (self->executor, PARSE_LANE, read_error_job,
                                                       g_object_ref (response), g_object_unref), &error);

          if (failure == NULL)
            return call_give_up (call, error, NULL);

          retry_after = psr_retry_get_after (response, psr_clock_now (self->clock));
        }

      if (!psr_retry_is_worthwhile (error, failure) || retry + 1 >= PSR_RETRY_ATTEMPTS ||
          retry_after > PSR_RETRY_LONGEST_WAIT ||
          !psr_retry_budget_take (get_budget (call)))
        return call_give_up (call, error, failure);

      throttled = failure != NULL && failure->status == 429;
      delay = psr_retry_get_delay (self->random, retry, throttled, retry_after);
      reason = retry_after >= 0 ? PSR_WAIT_ASKED : failure != NULL ? PSR_WAIT_BUSY : PSR_WAIT_UNREACHABLE;

      /* Whoever wants an end is told what it was about. */
      if (!call_wait (call, delay, reason, &ended))
        return is_stopped (self) ? call_give_up (call, error, failure) : call_give_up (call, ended, NULL);

      retry++;
    }
}

/* The monotonic clock stands still while the computer sleeps, the other one may
 * be put back: the later one counts. */
static gint64
call_get_waited (Call *call)
{
  PsrServiceClient *self = call->client;

  return MAX (psr_clock_monotonic (self->clock) - call->began_at, psr_clock_now (self->clock) - call->asked_at);
}

static DexFuture *
write_fiber (gpointer data)
{
  Call *call = data;
  PsrServiceClient *self = call->client;

  for (;;)
    {
      g_autoptr (PsrThrottlePass) pass = NULL;
      g_autoptr (PsrRequest) request = NULL;
      g_autoptr (PsrResponse) response = NULL;
      g_autoptr (PsrWriteOutcome) outcome = NULL;
      g_autoptr (GError) error = NULL;
      OutcomeJob *job;

      if (!(pass = call_acquire (call, &error)) ||
          !(request = call_sign (call, &error)) ||
          !psr_retry_is_timely (request, self->kind, call_get_waited (call), &error))
        {
          g_autoptr (GError) reason = NULL;

          psr_service_error_set_transport (error, self->kind, &reason);
          return dex_future_new_take_object (psr_write_outcome_new_not_made (reason));
        }

      response = call_send (call, request, &error);
      psr_throttle_pass_release (pass);

      if (response == NULL)
        return dex_future_new_take_object (psr_write_outcome_new_for_failure (error, self->kind));

      /* 401 proves that nothing was done. */
      if (call_may_refresh (call, response))
        continue;

      if (psr_response_get_status (response) == 401)
        {
          psr_token_source_explain_rejection (self->token_source, &error);
          return dex_future_new_take_object (psr_write_outcome_new_not_made (error));
        }

      job = g_new0 (OutcomeJob, 1);
      job->response = g_object_ref (response);
      job->kind = self->kind;
      job->now = psr_clock_now (self->clock);
      outcome = dex_await_object (psr_executor_run (self->executor, PARSE_LANE, outcome_job, job, outcome_job_free), &error);

      if (outcome == NULL)
        outcome = psr_write_outcome_new_for_failure (error, self->kind);

      g_info ("%s: %u, %s", psr_request_get_method (request), psr_response_get_status (response),
              psr_write_outcome_kind_to_string (psr_write_outcome_get_kind (outcome)));

      return dex_future_new_take_object (g_steal_pointer (&outcome));
    }
}

/**
 * psr_service_client_new:
 * @transport: sends one request
 * @token_source: says who we are
 * @throttle: says when it's our turn
 * @clock: for waits
 * @random: for the jitter of retries
 * @executor: for reading answers on its lane "parse"
 * @kind: which service it is
 *
 * Returns: (transfer full): a client of one service
 */
PsrServiceClient *
psr_service_client_new (PsrTransport   *transport,
                        PsrTokenSource *token_source,
                        PsrThrottle    *throttle,
                        PsrClock       *clock,
                        PsrRandom      *random,
                        PsrExecutor    *executor,
                        PsrServiceKind  kind)
{
  PsrServiceClient *self;

  g_return_val_if_fail (PSR_IS_TRANSPORT (transport), NULL);
  g_return_val_if_fail (PSR_IS_TOKEN_SOURCE (token_source), NULL);
  g_return_val_if_fail (PSR_IS_THROTTLE (throttle), NULL);
  g_return_val_if_fail (PSR_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (PSR_IS_RANDOM (random), NULL);
  g_return_val_if_fail (PSR_IS_EXECUTOR (executor), NULL);

  self = g_object_new (PSR_TYPE_SERVICE_CLIENT, NULL);
  self->transport = g_object_ref (transport);
  self->token_source = g_object_ref (token_source);
  self->throttle = g_object_ref (throttle);
  self->clock = g_object_ref (clock);
  self->random = g_object_ref (random);
  self->executor = g_object_ref (executor);
  self->kind = kind;

  return self;
}

/**
 * psr_service_client_new_beside:
 * @self: a client
 *
 * Makes another one of the same service, for something else that goes on at the same time: what it
 * waits for and how often it asks is told apart, all else is shared.
 *
 * Returns: (transfer full): a client
 */
PsrServiceClient *
psr_service_client_new_beside (PsrServiceClient *self)
{
  PsrServiceClient *other;

  g_return_val_if_fail (PSR_IS_SERVICE_CLIENT (self), NULL);

  other = psr_service_client_new (self->transport, self->token_source, self->throttle, self->clock,
                                  self->random, self->executor, self->kind);
  other->root = g_object_ref (self->root != NULL ? self->root : self);
  g_set_object (&other->stop, self->stop);
  g_hash_table_unref (other->budgets);
  other->budgets = g_hash_table_ref (self->budgets);

  return other;
}

/**
 * psr_service_client_read:
 * @self: a client
 * @request: a GET; Authorization and the usual headers are added to a copy
 *
 * Reads. What fails for a passing reason is tried up to five times, as long as
 * the host's budget of retries lasts; Retry-After is obeyed up to ten minutes;
 * a 401 leads to one fresh sign-in. Dropping the future cancels at any point; see also
 * psr_service_client_set_stop().
 *
 * Returns: (transfer full): a future of a #PsrResponse with a status of 2xx; it
 *   rejects with %PSR_SERVICE_ERROR, or an error of the secret store, in words
 */
DexFuture *
psr_service_client_read (PsrServiceClient *self,
                         PsrRequest       *request)
{
  g_return_val_if_fail (PSR_IS_SERVICE_CLIENT (self), NULL);
  g_return_val_if_fail (PSR_IS_REQUEST (request), NULL);
  g_return_val_if_fail (psr_request_is_read (request), NULL);

  return psr_net_spawn (read_fiber, call_new (self, request), call_free);
}

/**
 * psr_service_client_write:
 * @self: a client
 * @request: anything but a GET; Authorization and the usual headers are added
 *   to a copy
 *
 * Writes, once: only a 401, which proves that nothing was done, leads to a
 * fresh sign-in and a second try. What had to wait longer than its patience isn't
 * sent at all. Whatever happens, the future resolves; what it
 * means is in the outcome. Dropping the future cancels the request, and then
 * nobody knows what became of it.
 *
 * Returns: (transfer full): a future of a #PsrWriteOutcome
 */
DexFuture *
psr_service_client_write (PsrServiceClient *self,
                          PsrRequest       *request)
{
  g_return_val_if_fail (PSR_IS_SERVICE_CLIENT (self), NULL);
  g_return_val_if_fail (PSR_IS_REQUEST (request), NULL);
  g_return_val_if_fail (!psr_request_is_read (request), NULL);

  return psr_net_spawn (write_fiber, call_new (self, request), call_free);
}
