/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-desk-asked.h"
#include "psr-desk.h"

G_BEGIN_DECLS

/**
 * PsrDesk:
 *
 * What the window works at: one profile and its local state. Three engines share
 * the state: one that reads for the views at any time, one that asks for what
 * people want, one thing after another, and that of the worker. All is as it would
 * be with `passerellectl` beside `passerellectl watch`.
 */
struct _PsrDesk
{
  GObject          parent_instance;

  char            *profile_path;
  char            *state_folder;
  char            *credentials_folder;
  PsrClock        *clock;

  PsrDeskState     state;
  GError          *error;       /* why it can't be used */
  PsrProfile      *profile;
  PsrEngine       *reader;
  PsrEngine       *asker;
  PsrKeeper       *keeper;
  PsrEngineStatus *status;
  GError          *trouble;     /* why what was asked for last failed */
  GError          *unreadable;  /* why the local state can't be read */
  char            *progress;
  char            *next_progress;
  gboolean         progress_waits;
  PsrTimestamp     checked_at;  /* when Wello was read last */
  gint64           version;

  gint64           batch_total;    /* documents that are being sent, since the last time that none were */
  gint64           batch_left;
  PsrTimestamp     batch_begun;
  PsrBatch        *batch;          /* (nullable): what they come to, once that was added up */
  DexFuture       *adding_up;
  PsrDeskAsked    *asked;
  guint            n_between;   /* Stops that wait for what is under way */
  gboolean         stays_paused;  /* somebody paused or closed, after that */
  gboolean         deletes_profile;  /* with what it keeps */
  gboolean         is_closing;  /* nothing new is read or asked for */

  guint            n_jobs;      /* under way and waiting */
  DexFuture       *last;        /* job that the next one waits for */
  DexFuture       *opening;
  DexFuture       *watching;
  GCancellable    *unwatch;
  DexFuture       *reading;
  DexFuture       *viewing;     /* documents that are being read, whoever still looks */
};

void       psr_desk_set_state    (PsrDesk      *self,
                                  PsrDeskState  state);
void       psr_desk_fail_to_open (PsrDesk      *self,
                                  GError       *error);
PsrEngine *psr_desk_get_asker    (PsrDesk      *self);
void       psr_desk_drop_asker   (PsrDesk      *self);
void       psr_desk_count_batch  (PsrDesk         *self,
                                  PsrEngineStatus *status);
char      *psr_desk_dup_person   (void);
DexFuture *psr_desk_act_between  (PsrDesk         *self,
                                  PsrActRequest   *request,
                                  DexFuture       *stopped);
void       psr_desk_watch        (PsrDesk         *self);
void       psr_desk_unwatch      (PsrDesk         *self);
void       psr_desk_show_status  (PsrDesk         *self,
                                  PsrEngineStatus *status);
DexFuture *psr_desk_refuse       (void);
void       psr_desk_stop_asking  (PsrDesk      *self);
DexFuture *psr_desk_keep_viewing (PsrDesk      *self,
                                  DexFuture    *future);
void       psr_desk_begin_job    (PsrDesk      *self);
void       psr_desk_end_job      (PsrDesk      *self,
                                  const GError *trouble);

G_END_DECLS
