/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "psr-billing.h"
#include "psr-engine-wait.h"
#include "psr-holder.h"
#include "psr-request-log.h"
#include "psr-session.h"
#include "psr-store.h"
#include "psr-worker-lock.h"

G_BEGIN_DECLS

struct _PsrEngine
{
  GObject                parent_instance;

  PsrProfile            *profile;
  char                  *state_folder;
  char                  *credentials_folder;

  PsrClock              *clock;
  PsrRandom             *random;
  PsrExecutor           *executor;
  PsrTransport          *bc_transport;
  PsrTransport          *wello_transport;
  PsrRequestLog         *request_log;
  GCancellable          *stop;

  PsrStore              *store;
  PsrHolder             *holder;
  PsrSession            *session;
  PsrWorkerLock         *worker_lock;
  GError                *warning;
  PsrTimestamp           doubted_at;   /* when $metadata was last in doubt, or PSR_TIMESTAMP_NONE */

  guint                  lacks;        /* which lists Wello doesn't show: see psr-engine-jobs.c */
  guint                  lacked;       /* which of them something was kept without */
  PsrTimestamp           lacks_since;  /* since when that was, or 0 */
  gint64                 asks_again;   /* when, on the monotonic clock, those are asked for again */
  guint                  fails;        /* which of them couldn't be read the last time */

  PsrEngineProgressFunc  progress;
  gpointer               progress_data;
  char                  *reported;     /* what that was told last, or NULL */
  GPtrArray             *waits;        /* of what services make requests wait for, worth telling */
  PsrEngineWaitFunc      wait_func;
  gpointer               wait_data;
};

/*
 * What the parts of the engine share. All that return a gboolean are called in
 * fibers.
 */

gboolean           psr_engine_open_store    (PsrEngine             *self,
                                             GError               **error);
PsrSession        *psr_engine_new_session   (PsrEngine             *self,
                                             GError               **error);
GPtrArray         *psr_engine_waits_new     (void);
void               psr_engine_watch_waits   (PsrEngine             *self,
                                             PsrSession            *session);
gboolean           psr_engine_open_session  (PsrEngine             *self,
                                             GError               **error);
void               psr_engine_check_mappings (PsrEngine            *self,
                                              GPtrArray            *findings);
void               psr_engine_check_profile (PsrEngine             *self,
                                             GPtrArray             *findings);
void               psr_engine_check_rights  (PsrEngine             *self,
                                             GPtrArray             *findings);
gboolean           psr_engine_open_writing  (PsrEngine             *self,
                                             GError               **error);
const char        *psr_engine_get_person    (PsrEngine             *self,
                                             const char            *login);
gboolean           psr_engine_check_binding (PsrEngine             *self,
                                             GError               **error);
gboolean           psr_engine_try_lock      (PsrEngine             *self,
                                             GError               **error);
gboolean           psr_engine_wait_for_lock (PsrEngine             *self,
                                             GError               **error);
void               psr_engine_release_lock  (PsrEngine             *self);
gboolean           psr_engine_sleep         (PsrEngine             *self,
                                             gint64                 usec,
                                             GError               **error);
gboolean           psr_engine_is_stopped    (PsrEngine             *self);
void               psr_engine_report        (PsrEngine             *self,
                                             const char            *format,
                                             ...) G_GNUC_PRINTF (2, 3);
gboolean           psr_engine_check_accounts (PsrEngine            *self,
                                             PsrBinding            *binding,
                                             GError               **error);
void               psr_engine_set_warning   (PsrEngine             *self,
                                             GError                *warning);
PsrBillingContext *psr_engine_make_billing  (PsrEngine             *self,
                                             gboolean               to_send,
                                             GError               **error);
gboolean           psr_engine_is_day_closed (PsrEngine             *self,
                                             PsrBillingRules       *rules,
                                             char                 **what,
                                             char                 **why);
gboolean           psr_engine_refresh       (PsrEngine             *self,
                                             GError               **error);
PsrBillAnswer     *psr_engine_answer_bill   (PsrEngine             *self,
                                             GArray                *ids,
                                             GError               **error);
PsrBillAnswer     *psr_engine_answer_dry_run (PsrEngine            *self,
                                             const char            *result,
                                             GError               **error);
gboolean           psr_engine_list_requests (PsrEngine             *self,
                                             PsrEngineStatus       *status,
                                             GError               **error);
char              *psr_engine_join          (const char            *what,
                                             const char            *why);
char             **psr_engine_dup_queue_states (PsrQueue            queue);
GPtrArray         *psr_engine_find_stuck    (PsrEngine             *self,
                                             GError               **error);
PsrWorkOrder      *psr_work_order_from_document (const PsrLedgerDocument *document,
                                             const char            *usual_kind,
                                             gint64                 longest);
PsrWorkOrder      *psr_engine_to_work_order (PsrEngine             *self,
                                             PsrLedgerDocument     *document);
void               psr_engine_show_billing  (const PsrBillingResult *result,
                                             guint                  done,
                                             guint                  total,
                                             gpointer               user_data);

G_END_DECLS
