/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char     **psr_leftovers_list_own       (const char    *profile);
char     **psr_leftovers_list           (const char    *profile,
                                         const char    *credentials);
gboolean   psr_leftovers_check          (const char    *profile,
                                         GError       **error);
gboolean   psr_leftovers_delete         (const char    *profile,
                                         GStrvBuilder  *deleted,
                                         GError       **error);
gboolean   psr_leftovers_are_shared     (const char    *profile);
void       psr_leftovers_reset_settings (GStrvBuilder  *deleted);

G_END_DECLS
