/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "psr-setup.h"

G_BEGIN_DECLS

#define PSR_TYPE_SETUP_PAGE (psr_setup_page_get_type ())

G_DECLARE_DERIVABLE_TYPE (PsrSetupPage, psr_setup_page, PSR, SETUP_PAGE, AdwNavigationPage)

/**
 * PsrSetupPageClass:
 * @refresh: shows what there is now
 * @go_on: what the button does; the default tries what was given
 */
struct _PsrSetupPageClass
{
  AdwNavigationPageClass parent_class;

  void (*refresh) (PsrSetupPage *self);
  void (*go_on)   (PsrSetupPage *self);
};

void          psr_setup_page_set_setup (PsrSetupPage  *self,
                                        PsrSetup      *setup,
                                        gboolean       is_single);
PsrSetup     *psr_setup_page_get_setup (PsrSetupPage  *self);
PsrSetupStep  psr_setup_page_get_step  (PsrSetupPage  *self);
gboolean      psr_setup_page_is_single (PsrSetupPage  *self);
void          psr_setup_page_refresh   (PsrSetupPage  *self);
void          psr_setup_page_apply     (PsrSetupPage  *self);
void          psr_setup_page_leave     (PsrSetupPage  *self);

/* Rows that show and set a key of the profile. */
void          psr_setup_row_bind       (GtkEditable   *row,
                                        PsrSetupPage  *page,
                                        PsrProfileKey  key);
void          psr_setup_row_show       (GtkEditable   *row,
                                        PsrSetupPage  *page,
                                        PsrProfileKey  key);

G_END_DECLS
