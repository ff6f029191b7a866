/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-browser"

#include "config.h"

#include "psr-browser.h"

static void
on_launched (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr(GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (object), result, &error))
    g_message ("The browser can't be opened: %s", error->message);
}

/**
 * psr_browser_open:
 * @widget: who asks, in a window
 * @url: an address
 *
 * Opens the address in the browser. Where that fails nothing is shown but a message in
 * the log: the address has to be in the window, too.
 */
void
psr_browser_open (GtkWidget  *widget,
                  const char *url)
{
  g_autoptr(GtkUriLauncher) launcher = gtk_uri_launcher_new (url);
  GtkRoot *root = gtk_widget_get_root (widget);

  gtk_uri_launcher_launch (launcher, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, on_launched, NULL);
}
