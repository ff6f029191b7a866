/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "psr-fake-transport.h"
#include "psr-store.h"
#include "psr-sync.h"
#include "psr-virtual-clock.h"

/* Two small services in memory, a store in a folder of its own, and a context
 * on top of them. */
typedef struct _World World;

struct _World
{
  PsrClock         *clock;
  PsrExecutor      *executor;
  PsrFakeTransport *bc_transport;
  PsrFakeTransport *wello_transport;
  PsrStore         *store;
  PsrSyncContext   *context;
  char             *folder;

  /* Rows of Business Central, and of Wello by controller and id. */
  GPtrArray        *customers;
  GPtrArray        *people;
  GPtrArray        *items;
  GPtrArray        *entries;
  GHashTable       *companies;
  GHashTable       *contacts;
  GHashTable       *articles;
  /* Small tables of both, by their names: what a list of them answers. */
  GHashTable       *tables;
  GHashTable       *more;             /* other tables of Wello, by controller */

  /* Asked before the rows above, with each request to Business Central; NULL: not its own. */
  PsrResponse    *(*bc_more) (World *world, const char *url);
  gpointer          more_data;

  /* Switches. */
  guint             bc_page;
  const char       *refuse_code;      /* POST and PUT of this code or reference: 400 */
  const char       *refuse_filter;    /* a list of Wello's asked for with this in its address: 400 */
  const char       *lose_answer_code; /* POST of this code: made, no answer */
  guint             bc_sign_in_after; /* so many requests work, then 401; 0 = all */
  guint             wello_sign_in_after;
  gboolean          bc_may_write;     /* else a write to Business Central fails the test */
  const char       *bc_bad_id;        /* whose answer would have all of one of these records is refused; NULL = none */
  guint             bc_status;        /* what a write to it is answered with; 0 = it works */
  gboolean          bc_loses_answer;  /* a record is made in it, without an answer */
  const char       *pass_over;        /* a number that lists of Business Central leave out */
  guint             expire_tokens;    /* so many paging tokens have expired */
  GCancellable     *stop;             /* given to each run */
  guint             stop_after;       /* writes to Wello; 0 = never */
  guint             bc_writes;
  guint             bc_requests;
  guint             wello_requests;
};

void           world_set_up_services (World         *world);
void           world_set_up          (World         *world,
                                      gconstpointer  data);
void           world_tear_down       (World         *world,
                                      gconstpointer  data);
JsonObject    *world_add_bc          (GPtrArray     *rows,
                                      guint          number,
                                      const char    *modified,
                                      const char    *json);
JsonObject    *world_add_wello       (GHashTable    *rows,
                                      const char    *json);
JsonObject    *world_get_wello       (GHashTable    *rows,
                                      guint          number);
PsrSyncReport *world_run             (World         *world,
                                      PsrSyncFlow    flow,
                                      PsrSyncFlags   flags);
void           world_let_pass        (World         *world,
                                      guint          minutes);
char          *world_dup_now         (World         *world);
guint          world_count_writes    (World         *world);
void           world_add_table       (World         *world,
                                      const char    *name,
                                      const char    *rows);
char          *world_dup_id          (guint          number);
void           world_couple_item     (World         *world,
                                      guint          item,
                                      guint          article);
guint          world_count_links     (World         *world,
                                      PsrEntity      entity);

/* Of the services themselves. */
JsonObject    *world_parse           (const char    *json);
void           world_append_object   (GString       *text,
                                      JsonObject    *object);
GHashTable    *world_new_rows        (void);
PsrResponse   *world_answer_now      (World         *world,
                                      guint          status,
                                      const char    *json);
gboolean       world_find_table      (World         *world,
                                      const char    *path,
                                      const char   **rows);
PsrResponse   *world_answer_table    (World         *world,
                                      const char    *rows);
PsrResponse   *world_serve_wello     (const char    *method,
                                      const char    *url,
                                      const char    *body,
                                      gpointer       data);

static inline void
world_clear_log (World *world)
{
  psr_fake_transport_clear (world->bc_transport);
  psr_fake_transport_clear (world->wello_transport);
}

/* Whether it is told of a record, by its number. */
static inline gboolean
world_has_note (PsrSyncReport *report,
                const char    *code,
                const char    *number)
{
  for (guint i = 0; i < report->notes->len; i++)
    {
      const PsrSyncRow *row = g_ptr_array_index (report->notes, i);

      if (g_str_equal (row->code, code) && g_str_equal (row->number, number))
        return TRUE;
    }

  return FALSE;
}
