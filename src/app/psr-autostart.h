/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PsrAutostartAnswer:
 * @PSR_AUTOSTART_GRANTED: as it was asked for
 * @PSR_AUTOSTART_NO_BACKGROUND: Passerelle may not work without a window
 * @PSR_AUTOSTART_NO_START: it isn't started with the session
 *
 * What the desktop says.
 */
typedef enum
{
  PSR_AUTOSTART_GRANTED,
  PSR_AUTOSTART_NO_BACKGROUND,
  PSR_AUTOSTART_NO_START,
} PsrAutostartAnswer;

/**
 * PsrAutostartFunc:
 * @owner: whom it is told, if that is still there
 * @answer: what the desktop says
 *
 * Called in the main thread, at once or after somebody has been asked.
 */
typedef void (*PsrAutostartFunc) (gpointer           owner,
                                  PsrAutostartAnswer answer);

gboolean psr_autostart_asks       (void);
void     psr_autostart_set        (GDBusConnection  *bus,
                                   gboolean          stays,
                                   gboolean          starts,
                                   PsrAutostartFunc  func,
                                   gpointer          owner);
void     psr_autostart_use_portal (gboolean          uses);

G_END_DECLS
