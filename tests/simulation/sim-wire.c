/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "sim-desk.h"

/*
 * What may become of a request. The service stops one after 8 minutes in its queue
 * and 8 minutes of running; we stop waiting much earlier.
 * Source: Microsoft, operational limits.
 */
typedef enum
{
  FINE,
  SLOW,
  NOT_SENT,
  LOST_BEFORE,
  LOST_AFTER,
  LATE,
  DOUBLED,
  BUSY,
  GATEWAY_BEFORE,
  GATEWAY_AFTER,
  GATEWAY_LATE,
  DEADLOCK_BEFORE,
  DEADLOCK_AFTER,
  GARBLED,
} Fate;

#define QUEUE (8 * SIM_MINUTE)
#define RUN   (8 * SIM_MINUTE)

typedef struct
{
  SimWorld   *world;
  SimWait    *wait;
  SimInvoice *invoice;
  char       *method;
  char       *url;
  const char *path;
  char       *body;
  char       *match;
  char       *token;
  Fate        fate;
  gint64      deadline;
  guint       state;
  gboolean    is_bc;
} Exchange;

static void
exchange_finalize (gpointer data)
{
  Exchange *self = data;

  sim_wait_unref (self->wait);
  g_free (self->method);
  g_free (self->url);
  g_free (self->body);
  g_free (self->match);
  g_free (self->token);
}

static void
exchange_unref (gpointer self)
{
  g_rc_box_release_full (self, exchange_finalize);
}

static void
plan (Exchange     *self,
      gint64        delay,
      SimEventFunc  func)
{
  sim_timeline_plan (self->world->timeline, delay, func, g_rc_box_acquire (self), exchange_unref);
}

static gint64
between (Exchange *self,
         gint64    least,
         gint64    most)
{
  return sim_timeline_between (self->world->timeline, least, MAX (most, least));
}

static gint64
left (Exchange *self)
{
  return MAX (self->deadline - psr_clock_monotonic (self->world->timeline->clock), 0);
}

/* Whether it still may take effect is counted by the model, not by the program. */
static void
settle (Exchange *self)
{
  if (self->invoice != NULL)
    self->invoice->in_flight[self->state]--;

  self->invoice = NULL;
}

static void
fail (Exchange          *self,
      PsrTransportError  code)
{
  sim_timeline_trace (self->world->timeline, "no answer %d to %.70s", code, self->path);
  sim_wait_answer (self->wait, dex_future_new_reject (PSR_TRANSPORT_ERROR, code, "No answer"));
}

static void
answer (Exchange    *self,
        PsrResponse *response)
{
  sim_timeline_trace (self->world->timeline, "answer %u to %.70s", psr_response_get_status (response), self->path);
  sim_wait_answer (self->wait, dex_future_new_take_object (response));
}

static void
not_sent (gpointer data)
{
  fail (data, PSR_TRANSPORT_ERROR_NOT_SENT);
}

static void
no_answer (gpointer data)
{
  fail (data, PSR_TRANSPORT_ERROR_NO_ANSWER);
}

static void
timed_out (gpointer data)
{
  fail (data, PSR_TRANSPORT_ERROR_TIMED_OUT);
}

static PsrResponse *
serve (Exchange *self,
       SimCause  cause)
{
  if (!self->is_bc)
    return sim_wello_serve (self->world, self->method, self->url, self->body, self->state);

  return sim_bc_serve (self->world, self->method, self->url, self->body, self->match, self->state, cause);
}

static PsrResponse *
gateway (Exchange *self)
{
  g_autoptr(GBytes) body = g_bytes_new_static ("<html>Gateway Timeout</html>", 28);
  PsrResponse *response = psr_response_new (504, body, sim_timeline_now (self->world->timeline));

  psr_response_add_header (response, "Content-Type", "text/html");

  return response;
}

/* The same words come with several statuses, and say nothing of what was done. */
static PsrResponse *
deadlock (Exchange *self)
{
  static const struct { guint status; const char *code; } ways[] = {
    { 409, "Internal_ServerError" }, { 400, "Application_DialogException" }, { 500, "Internal_ServerError" },
  };
  guint way = (guint) sim_timeline_draw (self->world->timeline, G_N_ELEMENTS (ways));

  self->world->counts->deadlocks++;

  return sim_refuse (self->world, ways[way].status, ways[way].code,
                     "The activity was deadlocked with another user who was modifying the No. Series Line table. "
                     "Please retry the activity.");
}

/* It is carried out, and the program sees what comes of it. */
static void
carry_out (gpointer data)
{
  Exchange *self = data;
  PsrResponse *response = serve (self, SIM_BY_US);

  settle (self);
  answer (self, response);
}

/* Somebody does something to what a request is about. */
typedef struct
{
  SimWorld   *world;
  SimInvoice *invoice;
  char       *id;
  gboolean    combines;
} Deed;

static void
deed_free (gpointer data)
{
  Deed *deed = data;

  g_free (deed->id);
  g_free (deed);
}

static void
do_deed (gpointer data)
{
  const Deed *deed = data;

  if (deed->world->calm)
    return;

  if (deed->combines)
    sim_people_combine (deed->world, deed->invoice);
  else if (deed->invoice != NULL)
    sim_people_post (deed->world, deed->invoice);
  else
    sim_people_meddle (deed->world, deed->id);
}

/* What somebody does who is quick, about @invoice or the document @id. */
static void
plan_deed (SimWorld   *world,
           SimInvoice *invoice,
           const char *id,
           gint64      delay)
{
  Deed *deed = g_new0 (Deed, 1);

  deed->world = world;
  deed->invoice = invoice;
  deed->id = id != NULL ? g_strndup (id, 36) : NULL;
  sim_timeline_plan (world->timeline, delay, do_deed, deed, deed_free);
}

/* Somebody ships what is made of @invoice, if it is an order, and invoices it with others. */
void
sim_wire_plan_combining (SimWorld   *world,
                         SimInvoice *invoice,
                         gint64      delay)
{
  Deed *deed = g_new0 (Deed, 1);

  deed->world = world;
  deed->invoice = invoice;
  deed->combines = TRUE;
  sim_timeline_plan (world->timeline, delay, do_deed, deed, deed_free);
}

/* It is carried out, and the program doesn't see it; somebody else may be the first who
 * does, and writes to what was made. */
static void
carry_out_unseen (gpointer data)
{
  Exchange *self = data;
  GPtrArray *documents = self->world->documents;
  guint n = documents->len;

  g_object_unref (serve (self, SIM_BY_US));
  settle (self);

  if (documents->len != n + 1 || self->world->calm)
    return;

  if (self->world->meddles > 0)
    plan_deed (self->world, NULL, ((SimDocument *) g_ptr_array_index (documents, n))->id, between (self, 0, 4 * SIM_SECOND));
  if (sim_timeline_chance (self->world->timeline, self->world->combines))
    sim_wire_plan_combining (self->world, ((SimDocument *) g_ptr_array_index (documents, n))->invoice,
                             between (self, 0, 10 * SIM_MINUTE));
}

static void
carry_out_again (gpointer data)
{
  Exchange *self = data;

  self->world->counts->doubled++;
  g_object_unref (serve (self, SIM_BY_PROXY));
}

static void
carry_out_garbled (Exchange *self)
{
  g_autoptr(PsrResponse) response = serve (self, SIM_BY_US);
  GBytes *whole = psr_response_get_body (response);
  g_autoptr(GBytes) part = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) / 2);
  PsrResponse *garbled = psr_response_new (psr_response_get_status (response), part,
                                           sim_timeline_now (self->world->timeline));

  psr_response_add_header (garbled, "Content-Type", "application/json");
  settle (self);
  answer (self, garbled);
}

/* Some time in the queue, some time running. */
static gint64
draw_lateness (Exchange *self)
{
  self->world->counts->late++;

  if (!self->is_bc)
    return self->world->hectic ? between (self, SIM_SECOND, 170 * SIM_SECOND) : between (self, SIM_SECOND, 60 * SIM_SECOND);

  if (self->world->dense)
    return between (self, QUEUE / 2, QUEUE) + between (self, RUN / 2, RUN);

  return between (self, SIM_SECOND, QUEUE) + between (self, SIM_SECOND, RUN);
}

static void
arrive (gpointer data)
{
  Exchange *self = data;
  SimWorld *world = self->world;
  g_autofree char *valid = g_strdup_printf ("Bearer %u", world->token);
  PsrResponse *response;

  if (g_strcmp0 (self->token, valid) != 0 || world->token_until <= sim_timeline_now (world->timeline))
    {
      world->counts->unsigned_in++;
      settle (self);
      answer (self, sim_refuse (world, 401, "Authentication_InvalidCredentials", "The server has rejected the client credentials."));
      return;
    }

  switch (self->fate)
    {
    case NOT_SENT:
    case LOST_BEFORE:
    case LOST_AFTER:
      carry_out_unseen (self);
      plan (self, between (self, 0, left (self)), no_answer);
      break;

    case LATE:
      {
        gint64 lateness = draw_lateness (self);

        if (lateness < left (self))
          {
            plan (self, lateness, carry_out);
          }
        else
          {
            plan (self, lateness, carry_out_unseen);
            plan (self, left (self), timed_out);
          }
        break;
      }

    case DOUBLED:
      plan (self, between (self, 0, sim_timeline_chance (world->timeline, 500000) ? SIM_SECOND : QUEUE), carry_out_again);
      carry_out (self);
      break;

    case BUSY:
      world->counts->busy++;
      settle (self);
      response = sim_refuse (world, 429, "Application_TooManyRequests", "Too many requests reached. Actual (101). Maximum (100).");
      if (sim_timeline_chance (world->timeline, 700000))
        psr_response_add_header (response, "Retry-After", sim_timeline_chance (world->timeline, 500000) ? "2" : "17");
      answer (self, response);
      break;

    case GATEWAY_BEFORE:
      settle (self);
      answer (self, gateway (self));
      break;

    case GATEWAY_AFTER:
      carry_out_unseen (self);
      answer (self, gateway (self));
      break;

    case GATEWAY_LATE:
      plan (self, draw_lateness (self), carry_out_unseen);
      answer (self, gateway (self));
      break;

    case DEADLOCK_BEFORE:
      settle (self);
      answer (self, deadlock (self));
      break;

    case DEADLOCK_AFTER:
      carry_out_unseen (self);
      answer (self, deadlock (self));
      break;

    case GARBLED:
      carry_out_garbled (self);
      break;

    case FINE:
    case SLOW:
    default:
      carry_out (self);
      break;
    }
}

/* While a draft is about to be deleted somebody writes to it; and what Wello hears late
 * somebody posts at once. */
static void
plan_deeds (Exchange *self)
{
  SimWorld *world = self->world;

  if (world->calm)
    return;

  if (self->is_bc && g_str_equal (self->method, "DELETE"))
    {
      const char *id = strrchr (self->url, '(');

      if (id != NULL && sim_timeline_chance (world->timeline, world->meddles))
        plan_deed (world, NULL, id + 1, SIM_SECOND / 100);
    }
  else if (!self->is_bc && world->hectic && self->fate == GATEWAY_LATE)
    {
      SimInvoice *invoice = sim_world_find_invoice (world, self->body);

      if (invoice != NULL && sim_timeline_chance (world->timeline, 500000))
        plan_deed (world, invoice, NULL, between (self, SIM_SECOND, 6 * SIM_SECOND));
    }
}

static Fate
draw_fate (SimWorld *world,
           gboolean  is_write,
           gboolean  is_bc)
{
  static const Fate lost[] = { NOT_SENT, LOST_BEFORE, LOST_AFTER, GARBLED };
  static const Fate late[] = { LATE, LATE, GATEWAY_LATE };
  static const Fate busy[] = { BUSY, BUSY, GATEWAY_BEFORE, GATEWAY_AFTER, DEADLOCK_BEFORE, DEADLOCK_AFTER };
  SimTimeline *timeline = world->timeline;
  const SimFaults *faults = &world->faults;
  /* Reads are many, and harmless. */
  guint share = is_write ? 1 : 12;

  if (world->calm)
    return FINE;

  if (sim_timeline_chance (timeline, faults->lost / share))
    {
      world->counts->lost++;
      return lost[sim_timeline_draw (timeline, is_write ? 4 : 3)];
    }

  if (sim_timeline_chance (timeline, faults->busy / share))
    return busy[sim_timeline_draw (timeline, is_write ? 6 : 3)];

  if (!is_write)
    return sim_timeline_chance (timeline, faults->late / share) ? SLOW : FINE;

  if (!is_bc && world->hectic && sim_timeline_chance (timeline, 300000))
    return GATEWAY_LATE;

  if (sim_timeline_chance (timeline, faults->late))
    return late[sim_timeline_draw (timeline, G_N_ELEMENTS (late))];

  if (is_bc && sim_timeline_chance (timeline, faults->doubled))
    return DOUBLED;

  return FINE;
}

/* A look-up isn't used when it is older than a minute, and a request isn't sent when
 * it is a minute late; and a look-up may have been slow. */
#define LOOKED_UP_SINCE (5 * SIM_MINUTE)
#define LATEST (62 * SIM_SECOND)

/* A document is being sent: nothing of an earlier try may be there, or on its way. */
static void
judge_sending (Exchange *self)
{
  SimInvoice *invoice = self->invoice;
  guint n_live = sim_world_count_live (self->world, invoice, self->state);

  self->world->counts->creates++;

  if (sim_timeline_now (self->world->timeline) - invoice->intent_at[self->state] > LATEST)
    sim_world_break (self->world, "sent late: the intent for %s was committed long ago", invoice->number);
  else if (invoice->in_flight[self->state] > 0)
    sim_world_break (self->world, "sent too early: an earlier request for %s may still take effect", invoice->number);
  else if (n_live > 0)
    sim_world_break (self->world, "sent although it is there: %s", invoice->number);

  for (guint i = 0; i < self->world->documents->len; i++)
    {
      SimDocument *document = g_ptr_array_index (self->world->documents, i);

      /* Who never sent an order doesn't look for its shipment. */
      if (document->invoice == invoice && sim_document_is_live (document) && !document->is_combined &&
          !sim_document_is_hidden (self->world, document) &&
          document->made_at < sim_timeline_now (self->world->timeline) - LOOKED_UP_SINCE)
        sim_world_break (self->world, "sent unseen: %s has been there as %s for long", invoice->number, document->number);
    }
}

/* A quote is being converted: the one that the ledger keeps, and no other. */
static void
judge_converting (Exchange *self)
{
  const char *place = strstr (self->path, "salesQuotes(");
  g_autofree char *id = NULL;

  place = place != NULL ? place + strlen ("salesQuotes(") : "";
  id = g_strndup (place, strcspn (place, ")"));

  for (guint i = 0; i < self->world->invoices->len; i++)
    if (g_strcmp0 (((SimInvoice *) self->world->invoices->pdata[i])->quote_id[self->state], id) == 0)
      return;

  sim_world_break (self->world, "another quote: %s is converted, which the ledger doesn't keep", id);
}

static SimInvoice *
find_created (SimWorld   *world,
              const char *body)
{
  const char *place = strstr (body, "\"externalDocumentNumber\":\"");
  g_autofree char *external = NULL;

  if (place == NULL)
    return NULL;

  place += strlen ("\"externalDocumentNumber\":\"");
  external = g_strndup (place, strcspn (place, "\""));

  return sim_world_find_external (world, external);
}

DexFuture *
sim_wire_send (SimDesk    *desk,
               PsrRequest *request)
{
  SimWorld *world = desk->world;
  GBytes *bytes = psr_request_get_body (request);
  g_autoptr(DexFuture) future = NULL;
  Exchange *self;
  gboolean is_write = !psr_request_is_read (request);

  if (!desk->is_dead && sim_desk_may_crash (desk))
    sim_desk_crash (desk, "before a request");

  if (desk->is_dead)
    return sim_wait_dead (TRUE);

  world->counts->requests++;
  self = g_rc_box_new0 (Exchange);
  self->world = world;
  self->wait = sim_wait_new (desk, TRUE);
  self->method = g_strdup (psr_request_get_method (request));
  self->url = g_uri_unescape_string (psr_request_get_url (request), NULL);
  self->body = bytes != NULL ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) : g_strdup ("");
  self->match = g_strdup (psr_request_get_header (request, "If-Match"));
  self->token = g_strdup (psr_request_get_header (request, "Authorization"));
  self->deadline = psr_clock_monotonic (world->timeline->clock) + psr_request_get_deadline (request);
  self->state = desk->state;
  self->is_bc = strstr (self->url, "bc.example") != NULL;
  self->path = strstr (self->url, self->is_bc ? SIM_COMPANY ")/" : "/api/");
  self->path = self->path != NULL ? self->path + strlen (self->is_bc ? SIM_COMPANY ")/" : "/api/") : self->url;
  self->fate = draw_fate (world, is_write, self->is_bc);
  future = sim_wait_future (self->wait);
  sim_timeline_trace (world->timeline, "desk %u %s %.70s, fate %u", desk->number, self->method, self->path, self->fate);

  if (self->is_bc && g_str_equal (self->method, "POST") && strstr (self->url, "/Microsoft.NAV.") == NULL &&
      strstr (self->url, "/salesQuotes") == NULL && self->fate != NOT_SENT)
    {
      self->invoice = find_created (world, self->body);
      g_assert_nonnull (self->invoice);
      judge_sending (self);
      self->invoice->in_flight[self->state]++;
    }

  if (self->is_bc && strstr (self->url, "/Microsoft.NAV.make") != NULL)
    judge_converting (self);

  plan_deeds (self);

  if (self->fate == NOT_SENT)
    {
      plan (self, between (self, SIM_SECOND / 10, 20 * SIM_SECOND), not_sent);
    }
  else if (self->fate == LOST_BEFORE)
    {
      settle (self);
      plan (self, between (self, SIM_SECOND, left (self)), no_answer);
    }
  else
    {
      plan (self, between (self, SIM_SECOND / 50, self->fate == SLOW || self->fate == LATE ? 100 * SIM_SECOND : SIM_SECOND / 2), arrive);
    }

  if (sim_desk_may_crash (desk))
    sim_desk_crash (desk, "after a request");

  exchange_unref (self);

  return g_steal_pointer (&future);
}
