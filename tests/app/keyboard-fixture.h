/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gunixsocketaddress.h>

#include "app-fixture.h"

/* Real key presses: the display is asked to behave as if keys were
 * pressed (XTEST extension 2.2), and gives them to the window that has the focus. That
 * takes two kinds of requests, for which no library is worth having. */
typedef struct
{
  GSocketConnection *connection;
  GOutputStream     *out;
  GInputStream      *in;
  guint8             xtest;
} Keyboard;

/* Of GTK itself; its header would bring all of Xlib along. */
extern unsigned long gdk_x11_surface_get_xid (GdkSurface *surface);

#define X_SET_INPUT_FOCUS 42
#define X_QUERY_EXTENSION 98
#define XTEST_FAKE_INPUT 2
#define X_KEY_PRESS 2
#define X_KEY_RELEASE 3

static Keyboard keyboard;

static inline void
put (gconstpointer data,
     gsize         length)
{
  g_autoptr(GError) error = NULL;

  g_output_stream_write_all (keyboard.out, data, length, NULL, NULL, &error);
  g_assert_no_error (error);
}

static inline void
take (gpointer data,
      gsize    length)
{
  g_autoptr(GError) error = NULL;

  g_input_stream_read_all (keyboard.in, data, length, NULL, NULL, &error);
  g_assert_no_error (error);
}

static inline void
open_keyboard (GtkWidget *window)
{
  static const guint16 hello[] = { 'l', 11, 0, 0, 0, 0 };
  static const char name[] = "XTEST\0\0";
  struct { guint8 code, pad; guint16 length, n, pad2; } query = { X_QUERY_EXTENSION, 0, 4, 5, 0 };
  struct { guint8 code, revert; guint16 length; guint32 window, time; } focus = { X_SET_INPUT_FOCUS, 2, 3, 0, 0 };
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketAddress) address = NULL;
  g_autofree char *path = g_strconcat ("/tmp/.X11-unix/X", g_getenv ("DISPLAY") + 1, NULL);
  g_autofree guint8 *rest = NULL;
  g_autoptr(GError) error = NULL;
  guint16 head[4];
  guint8 answer[32];

  address = g_unix_socket_address_new (path);
  keyboard.connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error);
  g_assert_no_error (error);
  keyboard.out = g_io_stream_get_output_stream (G_IO_STREAM (keyboard.connection));
  keyboard.in = g_io_stream_get_input_stream (G_IO_STREAM (keyboard.connection));

  put (hello, sizeof hello);
  take (head, sizeof head);
  g_assert_cmpint (head[0] & 0xff, ==, 1);
  rest = g_malloc (head[3] * 4u);
  take (rest, head[3] * 4u);

  put (&query, sizeof query);
  put (name, 8);
  take (answer, sizeof answer);
  g_assert_cmpint (answer[8], ==, 1);
  keyboard.xtest = answer[9];

  /* There is no window manager to do it. */
  focus.window = (guint32) gdk_x11_surface_get_xid (gtk_native_get_surface (GTK_NATIVE (window)));
  put (&focus, sizeof focus);
}

static inline void
close_keyboard (void)
{
  g_clear_object (&keyboard.connection);
}

static inline void
fake (guint    key,
      gboolean is_down)
{
  g_autofree GdkKeymapKey *codes = NULL;
  guint8 request[36] = { keyboard.xtest, XTEST_FAKE_INPUT, 9, 0, is_down ? X_KEY_PRESS : X_KEY_RELEASE };
  int n = 0;

  g_assert_true (gdk_display_map_keyval (gdk_display_get_default (), key, &codes, &n));
  request[5] = (guint8) codes[0].keycode;
  put (request, sizeof request);
}

static inline void
press_key (guint    key,
           gboolean with_control)
{
  if (with_control)
    fake (GDK_KEY_Control_L, TRUE);
  fake (key, TRUE);
  fake (key, FALSE);
  if (with_control)
    fake (GDK_KEY_Control_L, FALSE);
}

static inline gboolean
is_table (GtkWidget *widget,
          gpointer   unused)
{
  return GTK_IS_COLUMN_VIEW (widget);
}

/* Until the keyboard is in the first widget that matches. */
static inline void
go_to (GtkWidget *window,
       Matches    matches)
{
  for (guint i = 0;; i++)
    {
      GtkWidget *target = find_widget (window, matches, NULL);
      GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));

      if (target != NULL && focus != NULL && (focus == target || gtk_widget_is_ancestor (focus, target)))
        return;

      press_key (GDK_KEY_Tab, FALSE);
      while (gtk_window_get_focus (GTK_WINDOW (window)) == focus)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (i, <, 60);
    }
}

static inline void
go_to_table (GtkWidget *window)
{
  go_to (window, is_table);
}
