/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "psr-desk.h"

G_BEGIN_DECLS

#define PSR_TYPE_SEARCH_PROVIDER (psr_search_provider_get_type ())

G_DECLARE_FINAL_TYPE (PsrSearchProvider, psr_search_provider, PSR, SEARCH_PROVIDER, GObject)

PsrSearchProvider *psr_search_provider_new      (GApplication      *application,
                                                 const char        *profile,
                                                 const char        *state_folder,
                                                 PsrClock          *clock);
gboolean           psr_search_provider_export   (PsrSearchProvider *self,
                                                 GDBusConnection   *connection,
                                                 const char        *path,
                                                 GError           **error);
void               psr_search_provider_unexport (PsrSearchProvider *self);
void               psr_search_provider_set_desk (PsrSearchProvider *self,
                                                 PsrDesk           *desk);
void               psr_search_provider_set_places
                                                (PsrSearchProvider *self,
                                                 const char        *profile,
                                                 const char        *state);
void               psr_search_provider_rest     (PsrSearchProvider *self);

G_END_DECLS
