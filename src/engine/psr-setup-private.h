/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "psr-session.h"
#include "psr-setup.h"

G_BEGIN_DECLS

/* What the names of the folders begin with in which everything is tried. */
#define PSR_SETUP_SCRATCH "passerelle-try-"

/**
 * PsrSetupWork:
 *
 * One thing that a fiber does for a step: with what, and what came of it. It
 * never holds the #PsrSetup, which reads the outcome from the main loop. Reference
 * counted.
 */
typedef struct
{
  /* With what */
  PsrSetupStep  step;
  gboolean      is_load;
  gboolean      is_online;          /* there are environments */
  gboolean      knows_environment;
  guint         serial;
  PsrProfile   *profile;
  char         *state_folder;
  char         *credentials_folder;
  GHashTable   *typed;              /* name → PsrSecret */
  PsrClock     *clock;
  PsrRandom    *random;
  PsrExecutor  *executor;
  PsrTransport *bc_transport;
  PsrTransport *wello_transport;
  GCancellable *stop;
  GWeakRef      setup;              /* for the main loop only */
  char        **known_labour;
  char        **known_vat;
  char        **resources;          /* numbers that were typed and are to be proven */
  GPtrArray    *invoices;           /* read already, or what was read */

  /* What came of it */
  GHashTable   *stored;             /* names of secrets that are there */
  GPtrArray    *lists[PSR_SETUP_N_LISTS];
  GPtrArray    *days;               /* of the invoices, as texts */
  GPtrArray    *mappings;
  guint         n_hand_typed;
  gboolean      lacks_resources;    /* they can't be listed */
  GPtrArray    *findings;
  GPtrArray    *flows;
  char         *proof;

  /* Meanwhile */
  PsrEngine    *engine;
  char         *prompt_url;
  char         *prompt_code;
  char         *progress;
  gboolean      is_telling;
} PsrSetupWork;

PsrSetupWork *psr_setup_work_new   (void);
PsrSetupWork *psr_setup_work_ref   (PsrSetupWork *self);
void          psr_setup_work_unref (gpointer      self);
DexFuture    *psr_setup_work_fiber (gpointer      data);
DexFuture    *psr_setup_work_engine_fiber (PsrSetupWork *work);
void          psr_setup_work_tell  (PsrSetupWork *self);
PsrSession   *psr_setup_work_session (PsrSetupWork *self,
                                      GError      **error);
gboolean      psr_setup_work_find    (PsrSetupWork *self,
                                      PsrSession   *session,
                                      GError      **error);
void          psr_setup_add_choice (GPtrArray    *list,
                                    const char   *value,
                                    const char   *title,
                                    const char   *subtitle);
GPtrArray    *psr_setup_list_new   (void);
gboolean      psr_setup_work_prove   (PsrSetupWork *self,
                                      PsrSession   *session,
                                      GError      **error);
void          psr_setup_show_work  (PsrSetup     *self,
                                    PsrSetupWork *work);

G_END_DECLS
