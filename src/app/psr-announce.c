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

  g_debug ("Announced: %s", text);

  /* GTK 4.18's own stand-in for screen readers in tests has no such function,
   * and calls it nevertheless. */
  if (g_strcmp0 (g_getenv ("GTK_A11Y"), "test") == 0)
    return;

  gtk_accessible_announce (GTK_ACCESSIBLE (widget), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/**
 * psr_toast_new:
 * @text: one sentence, translated
 *
 * A usual toast cuts what has no room in a line, and in a narrow window that is what needs
 * somebody.
 *
 * Returns: (transfer full): a toast that shows all of it
 */
AdwToast *
psr_toast_new (const char *text)
{
  AdwToast *toast = adw_toast_new ("");
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  adw_toast_set_custom_title (toast, label);

  return toast;
}

/**
 * psr_toast:
 * @widget: whom it is about
 * @text: one sentence, translated
 *
 * Tells of something that happened, for a moment.
 */
void
psr_toast (GtkWidget  *widget,
           const char *text)
{
  AdwToast *toast = psr_toast_new (text);
  GtkWidget *overlay;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  else
    g_object_unref (g_object_ref_sink (toast));
  psr_announce (widget, text);
}
