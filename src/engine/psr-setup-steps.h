/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-setup-draft.h"
#include "psr-setup-private.h"

G_BEGIN_DECLS

/* What the files of PsrSetup share. */

typedef struct
{
  GError   *error;
  char     *proof;
  gboolean  is_done;
} PsrSetupResult;

struct _PsrSetup
{
  GObject         parent_instance;

  PsrSetupDraft  *draft;
  char           *state_folder;
  char           *credentials_folder;
  PsrClock       *clock;
  PsrRandom      *random;
  PsrExecutor    *executor;
  PsrTransport   *bc_transport;
  PsrTransport   *wello_transport;

  GHashTable     *typed;   /* name → PsrSecret; names are interned */
  GHashTable     *stored;  /* names of secrets that are there */
  PsrSetupResult  results[PSR_SETUP_N_STEPS];
  GPtrArray      *lists[PSR_SETUP_N_LISTS];
  GPtrArray      *invoices;
  GPtrArray      *days;
  GPtrArray      *mappings;
  guint           n_hand_typed;
  gboolean        lacks_resources;
  GPtrArray      *findings;
  GPtrArray      *flows;
  PsrSetupWork   *work;    /* what is being done */
  gboolean        is_written;
};

void        psr_setup_changed      (PsrSetup      *self,
                                    PsrSetupStep   step);
gboolean    psr_setup_is_complete  (PsrSetup      *self,
                                    PsrSetupStep   step);
gboolean    psr_setup_check_step   (PsrSetup      *self,
                                    PsrSetupStep   step,
                                    GError       **error);
PsrProfile *psr_setup_make_profile (PsrSetup      *self,
                                    PsrSetupStep   step,
                                    GError       **error);

G_END_DECLS
