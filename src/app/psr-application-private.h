/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "psr-application.h"
#include "psr-background.h"
#include "psr-demo.h"
#include "psr-search-provider.h"

G_BEGIN_DECLS

#define PSR_N_ENDING_SIGNALS 2

/**
 * PsrApplication:
 *
 * One window over one profile. With `--demo` the profile is that of stand-ins on
 * this computer, and its state is gone afterwards.
 */
struct _PsrApplication
{
  AdwApplication     parent_instance;

  PsrClock          *clock;
  GSettings         *settings;
  PsrDesk           *desk;
  PsrBackground     *background;
  PsrDemo           *demo;
  PsrSearchProvider *search;
  DexFuture         *starting;
  DexFuture         *leaving;
  DexFuture         *reopening;
  char              *profile;
  char              *state;
  char              *credentials;
  char              *opened[3];      /* profile, state and credentials of the desk */
  AdwDialog         *setup_dialog;
  gboolean           has_offered;
  gboolean           deletes;        /* what is kept, once the desk is closed */
  gboolean           deletes_secrets;
  gboolean           is_demo;
  gboolean           starts_hidden;
  guint              signals[PSR_N_ENDING_SIGNALS];
};

GtkWindow *psr_application_get_window   (PsrApplication *self);
void       psr_application_reopen       (PsrApplication *self);
void       psr_application_reopen_after (gpointer        data,
                                         GObject        *dialog);
void       psr_application_add_actions  (PsrApplication *self);

G_END_DECLS
