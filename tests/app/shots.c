/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "app-fixture.h"
#include "psr-flow-card.h"
#include "psr-state-bin.h"

/* Draws the views of the window into files, for “build-aux/screenshots”. */

static int width;
static int height;

/* Whatever moves comes to rest, and what is being read is there. */
static void
settle (void)
{
  g_autoptr(GTimer) timer = g_timer_new ();

  while (g_timer_elapsed (timer, NULL) < 2)
    g_main_context_iteration (NULL, FALSE);
}

static gboolean
is_wanted (const char *name)
{
  g_auto(GStrv) words = g_strsplit (g_getenv ("PASSERELLE_SHOT_WORDS"), " ", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      if (*words[i] != '\0' && strstr (name, words[i]) == NULL)
        return FALSE;
    }

  return TRUE;
}

static void
shoot (GtkWidget  *window,
       const char *name)
{
  g_autofree char *file = g_strdup_printf ("%s-%s.png", name, g_getenv ("PASSERELLE_SHOT_NAME"));
  g_autofree char *path = g_build_filename (g_getenv ("PASSERELLE_SHOT_FOLDER"), file, NULL);
  g_autoptr(GdkPaintable) paintable = NULL;
  g_autoptr(GtkSnapshot) snapshot = NULL;
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;

  if (!is_wanted (name))
    return;

  settle ();
  paintable = gtk_widget_paintable_new (window);
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, width, height));
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

static void
resize (GtkWidget *window)
{
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  settle ();
}

static void
close_dialog (GtkWidget *window)
{
  AdwDialog *dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window));

  if (dialog != NULL)
    adw_dialog_force_close (dialog);
  settle ();
}

static gboolean
is_card (GtkWidget *widget,
         gpointer   unused)
{
  return PSR_IS_FLOW_CARD (widget);
}

static gboolean
leads_on (GtkWidget *widget,
          gpointer   action)
{
  return GTK_IS_LIST_BOX_ROW (widget) &&
         g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0;
}

static void
enter_row (GtkWidget  *window,
           const char *action)
{
  GtkWidget *row;

  while ((row = find_widget (window, leads_on, (gpointer) action)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_activate (row);
  settle ();
}

static gboolean
is_views (GtkWidget *widget,
          gpointer   unused)
{
  return ADW_IS_VIEW_STACK (widget);
}

static gboolean
is_drop_down (GtkWidget *widget,
              gpointer   unused)
{
  return GTK_IS_DROP_DOWN (widget);
}

static void
choose_queue (GtkWidget *window,
              guint      index)
{
  GtkWidget *group = find_widget (window, is_toggle_group, NULL);
  GtkWidget *choice = find_widget (window, is_drop_down, NULL);

  /* Where there is no room for the one there is the other. */
  if (group != NULL)
    adw_toggle_group_set_active (ADW_TOGGLE_GROUP (group), index);
  else if (choice != NULL)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), index);
  settle ();
}

static gboolean
is_state (GtkWidget *widget,
          gpointer   unused)
{
  return PSR_IS_STATE_BIN (widget);
}

static void
shoot_sync (GtkWidget *window)
{
  GtkWidget *card;

  do_action_with (window, "win.show-area", g_variant_new_string ("sync"));
  while ((card = find_widget (window, is_card, NULL)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  shoot (window, "sync");
  do_action (card, "flow.table");
  shoot (window, "sync-table");
  close_dialog (window);
  do_action (card, "flow.set-aside");
  shoot (window, "sync-set-aside");
  do_action (find_widget (window, is_state, NULL), "navigation.pop");
  settle ();
}

static void
shoot_runs (GtkWidget *window)
{
  enter_row (window, "flow.runs");
  shoot (window, "sync-runs");
  enter_row (window, "page.run");
  shoot (window, "sync-run");
  enter_row (window, "page.record");
  settle ();
  shoot (window, "sync-record");
}

static void
shoot_activity (GtkWidget *window)
{
  do_action_with (window, "win.show-area", g_variant_new_string ("activity"));
  settle ();
  shoot (window, "activity");
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (find_widget (window, is_views, NULL)), "requests");
  shoot (window, "activity-requests");
}

static void
shoot_dialogs (GtkWidget *window)
{
  static const char * const dialogs[] = { "preferences", "shortcuts", "about" };

  for (gsize i = 0; i < G_N_ELEMENTS (dialogs); i++)
    {
      g_autofree char *action = g_strconcat ("app.", dialogs[i], NULL);

      do_action (window, action);
      shoot (window, dialogs[i]);
      close_dialog (window);
    }
}

static void
with_data (GtkWidget *window,
           gpointer   unused)
{
  resize (window);
  shoot (window, "work-orders-first");
  while (find_widget (window, has_text, (gpointer) "O’Brien") == NULL)
    g_main_context_iteration (NULL, TRUE);
  shoot (window, "work-orders");
  choose_queue (window, 1);
  shoot (window, "work-orders-exceptions");
  choose_queue (window, 3);
  shoot (window, "work-orders-done");
  choose_queue (window, 0);
  shoot_dialogs (window);
  shoot_activity (window);
  shoot_sync (window);
  shoot_runs (window);
}

static void
not_set_up (GtkWidget *window,
            gpointer   unused)
{
  resize (window);
  shoot (window, "not-set-up");
  if (is_wanted ("set-up"))
    {
      do_action_with (window, "app.setup", g_variant_new_string ("welcome"));
      shoot (window, "set-up");
      close_dialog (window);
    }
}

static void
offline (GtkWidget *window,
         gpointer   unused)
{
  resize (window);
  shoot (window, "offline-work-orders");
  do_action_with (window, "win.show-area", g_variant_new_string ("sync"));
  shoot (window, "offline-sync");
  do_action_with (window, "win.show-area", g_variant_new_string ("activity"));
  shoot (window, "offline-activity");
}

int
main (int    argc,
      char **argv)
{
  const char *demo[] = { "passerelle", "--demo", NULL };
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "away.ini", NULL);
  g_autofree char *state = g_build_filename (g_get_user_data_dir (), "state", NULL);
  const char *nothing[] = { "passerelle", "--profile", "/nonexistent/profile.ini", "--state", "/nonexistent/state", NULL };
  const char *away[] = { "passerelle", "--profile", path, "--state", state, "--credentials", g_get_user_data_dir (), NULL };
  const char *size = g_getenv ("PASSERELLE_SHOT_SIZE");

  if (size == NULL || sscanf (size, "%dx%d", &width, &height) != 2 || g_getenv ("PASSERELLE_SHOT_FOLDER") == NULL ||
      g_getenv ("PASSERELLE_SHOT_NAME") == NULL || g_getenv ("PASSERELLE_SHOT_WORDS") == NULL)
    {
      g_printerr ("This is started by build-aux/screenshots.\n");
      return 2;
    }

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("PASSERELLE_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  dex_init ();
  gtk_init ();
  if (g_getenv ("PASSERELLE_SHOT_RTL") != NULL)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);

  g_assert_true (g_file_set_contents (path,
                                      "[BusinessCentral]\nBaseUrl=http://127.0.0.1:9\nTenant=t.example\nCompany=CRONUS BE\n"
                                      "ClientId=c\nAuthority=http://127.0.0.1:9\n"
                                      "[Wello]\nBaseUrl=http://127.0.0.1:9\nDomain=D\nUser=u\n", -1, NULL));
  run_application (demo, with_data, NULL);
  run_application (nothing, not_set_up, NULL);
  run_application (away, offline, NULL);

  return 0;
}
