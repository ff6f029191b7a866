/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <locale.h>

#include "asked-fixture.h"
#include "code-fixture.h"
#include "state-views-fixture.h"

/* Draws the views of the window into files, for “build-aux/screenshots”. */

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
visit (GtkWidget  *window,
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

static gboolean
is_titled_row (GtkWidget *widget,
               gpointer   title)
{
  return ADW_IS_ACTION_ROW (widget) && g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0;
}

static void
visit_record (GtkWidget  *window,
              const char *title,
              const char *name)
{
  GtkWidget *row;

  if (!is_wanted (name))
    return;
  while ((row = find_widget (window, is_titled_row, (gpointer) title)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_activate (row);
  settle ();
  visit (window, name);
  do_action (find_widget (window, is_state, NULL), "navigation.pop");
  settle ();
}

static const char *conflict;
static const char *proposal;

static void
asked (GtkWidget *window,
       gpointer   unused)
{
  GtkWidget *card;

  resize (window);
  do_action_with (window, "win.show-area", g_variant_new_string ("sync"));
  while ((card = find_widget (window, is_card, NULL)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  settle ();
  visit (window, "asked-sync");
  do_action (card, "flow.set-aside");
  settle ();
  visit (window, "asked-list");
  visit_record (window, conflict, "asked-conflict");
  visit_record (window, proposal, "asked-proposal");
  visit_record (window, NEW_ACCOUNT, "asked-new");
  do_action (find_widget (window, is_state, NULL), "navigation.pop");
  settle ();
  do_action (find_widget (window, is_card, NULL), "flow.matching");
  settle ();
  visit (window, "asked-matching");
  do_action (find_widget (window, is_state, NULL), "page.couple");
  settle ();
  visit (window, "asked-couple");
}

/* Records about which a person is asked. */
static void
run_asked (void)
{
  static const char * const names[] = { "asked-sync", "asked-list", "asked-conflict", "asked-proposal", "asked-new", "asked-matching", "asked-couple" };
  const char *options[] = { "--customers", "20", "--items", "10", "--work-orders", "5", NULL };
  const char *sync[] = { "sync", "customers", NULL };
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  gboolean any = FALSE;
  Office office = { NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    any |= is_wanted (names[i]);
  if (!any)
    return;

  office_set_up (&office, options);
  office_set (&office, "Flow customers", "Direction", "both");
  office_set (&office, "Flow customers", "Conflict", "ask");
  office_cli (&office, sync);
  conflict = first = find_plain (&office, NULL);
  proposal = second = find_plain (&office, first);
  change_both (&office, first);
  change_company (&office, second, "\"name\":\"Renamed in the field\"");
  add_account (&office, first);
  office_cli (&office, sync);
  office_run_with (&office, asked, NULL);
  office_tear_down (&office, NULL);
}

static gboolean
is_split_view (GtkWidget *widget,
               gpointer   unused)
{
  return ADW_IS_NAVIGATION_SPLIT_VIEW (widget);
}

static void
companies (GtkWidget *window,
           gpointer   unused)
{
  GtkWidget *view;

  resize (window);
  while ((view = find_widget (window, is_split_view, NULL)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  adw_navigation_split_view_set_show_content (ADW_NAVIGATION_SPLIT_VIEW (view), FALSE);
  settle ();
  visit (window, "company-several");
  do_action (window, "app.add-company");
  settle ();
  visit (window, "company-add");
  close_dialog (window);
}

/* More than one on this computer. */
static void
run_companies (const char * const *words,
               const char         *path)
{
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "passerelle", "profiles", NULL);
  g_autofree char *named = g_build_filename (folder, "north.ini", NULL);
  g_autofree char *text = NULL;

  if (!is_wanted ("company-several") && !is_wanted ("company-add"))
    return;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_file_set_contents (named, text, -1, NULL));
  run_application (words, companies, NULL);
  g_assert_cmpint (g_unlink (named), ==, 0);
}

/* Whether something is wanted that can be seen with the example data, which take their time. */
static gboolean
wants_data (void)
{
  static const char * const others[] = { "asked-", "banner-", "company-", "data-exported", "set-up-", "state-", "sync-waiting" };
  g_auto(GStrv) words = g_strsplit (g_getenv ("PASSERELLE_SHOT_WORDS"), " ", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      for (gsize j = 0; j < G_N_ELEMENTS (others); j++)
        {
          if (g_str_has_prefix (words[i], others[j]))
            return FALSE;
        }
    }

  return TRUE;
}

int
main (int    argc,
      char **argv)
{
  const char *demo[] = { "passerelle", "--demo", NULL };
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "away.ini", NULL);
  g_autofree char *state = g_build_filename (g_get_user_data_dir (), "state", NULL);
  const char *nothing[] = { "passerelle", "--profile", "/nonexistent/profile.ini", "--state", "/nonexistent/state", NULL };
  g_autofree char *secret = g_build_filename (g_get_user_data_dir (), "bc-client-secret", NULL);
  g_autofree char *password = g_build_filename (g_get_user_data_dir (), "wello-password", NULL);
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
  /* What doesn't move is at rest sooner. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  rest = 1.2;
  if (g_getenv ("PASSERELLE_SHOT_RTL") != NULL)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  if (g_getenv ("PASSERELLE_SHOT_LARGE") != NULL)
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 2 * 96 * 1024, NULL);

  g_assert_true (g_file_set_contents (path,
                                      "[BusinessCentral]\nBaseUrl=http://127.0.0.1:9\nTenant=t.example\nCompany=CRONUS BE\n"
                                      "ClientId=c\nAuthority=http://127.0.0.1:9\n"
                                      "[Wello]\nBaseUrl=http://127.0.0.1:9\nDomain=D\nUser=u\n", -1, NULL));
  g_assert_true (g_file_set_contents (secret, "s", -1, NULL) && g_file_set_contents (password, "p", -1, NULL));
  if (wants_data ())
    run_application (demo, with_data, NULL);
  if (is_wanted ("data-delete") || is_wanted ("sign-in"))
    run_application (demo, with_dialogs, NULL);
  run_application (nothing, not_set_up, NULL);
  run_application (away, offline, NULL);
  run_companies (away, path);
  run_asked ();
  run_states ();
  run_banners ();
  run_more_banners ();
  run_last_pages ();
  run_waiting ();
  run_troubles ();

  return 0;
}
