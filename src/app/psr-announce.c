/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-announce"

#include "config.h"

#include "psr-announce.h"

/**
 * psr_announce:
 * @widget: whom it is about
 * @text: one sentence, translated
 *
 * Tells people who use a screen reader what others see happen.
 */
void
psr_announce (GtkWidget  *widget,
              const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (text != NULL);

  /* GTK 4.18's own stand-in for screen readers in tests has no such function,
   * and calls it nevertheless. */
  if (g_strcmp0 (g_getenv ("GTK_A11Y"), "test") == 0)
    return;

  gtk_accessible_announce (GTK_ACCESSIBLE (widget), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}
