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
  char              *company;        /* as --profile would name what is open */
  char              *next_company;   /* what is opened instead, once the desk is closed */
  char              *added;          /* what was set up just now */
  AdwDialog         *setup_dialog;
  gboolean           has_offered;
  gboolean           deletes;        /* what is kept, once the desk is closed */
  gboolean           deletes_secrets;
  gboolean           deletes_profile;
  gboolean           is_demo;
  gboolean           starts_hidden;
  guint              signals[PSR_N_ENDING_SIGNALS];
};

GtkWindow *psr_application_get_window   (PsrApplication *self);
void       psr_application_open_desk    (PsrApplication *self,
                                         const char     *profile,
                                         const char     *state,
                                         const char     *credentials);
void       psr_application_open_company (PsrApplication *self);
void       psr_application_add_company_actions
                                        (PsrApplication *self);
void       psr_application_add_demo_action
                                        (PsrApplication *self);
void       psr_application_start_demo   (PsrApplication *self);
void       psr_application_leave_desk   (PsrApplication *self);
gboolean   psr_application_open_chosen  (PsrApplication *self);
char      *psr_application_dup_own      (PsrApplication *self);
GPtrArray *psr_application_list_companies
                                        (PsrApplication *self);
void       psr_application_reopen       (PsrApplication *self);
void       psr_application_reopen_after (gpointer        data,
                                         GObject        *dialog);
void       psr_application_add_actions  (PsrApplication *self);

G_END_DECLS
