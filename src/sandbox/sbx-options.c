/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-options"

#include "sbx-options.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

SbxOptions *
sbx_options_new (void)
{
  SbxOptions *options = g_new0 (SbxOptions, 1);

  options->seed = 1;
  options->customers = 200;
  options->items = 150;
  options->work_orders = 40;
  options->token_lifetime = 3599;
  options->faults = g_ptr_array_new_with_free_func (g_free);
  options->switches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return options;
}

void
sbx_options_free (SbxOptions *options)
{
  if (options == NULL)
    return;
  g_free (options->dump);
  g_ptr_array_unref (options->faults);
  g_hash_table_unref (options->switches);
  g_free (options);
}

static const SbxSwitch *
find_switch (const char *name)
{
  const SbxSwitch *lists[] = { sbx_bc_switches, sbx_entra_switches, sbx_wello_switches };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      for (const SbxSwitch *it = lists[i]; it->name != NULL; it++)
        {
          if (strcmp (it->name, name) == 0)
            return it;
        }
    }
  return NULL;
}

gboolean
sbx_options_set (SbxOptions *options,
                 const char *assignment,
                 GError    **error)
{
  g_auto (GStrv) halves = g_strsplit (assignment, "=", 2);
  g_auto (GStrv) values = NULL;
  const SbxSwitch *found = halves[0] != NULL ? find_switch (halves[0]) : NULL;

  if (found == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("There is no switch “%s”; --list-switches names them"), halves[0] != NULL ? halves[0] : "");
      return FALSE;
    }
  /* "*" takes anything. */
  values = g_strsplit (found->values, "|", -1);
  if (halves[1] == NULL
      || (!g_strv_contains ((const char *const *) values, halves[1]) && !g_str_has_suffix (found->values, "|*")))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("“%s” can be %s"), found->name, found->values);
      return FALSE;
    }
  g_hash_table_replace (options->switches, g_strdup (found->name), g_strdup (halves[1]));
  return TRUE;
}

const char *
sbx_options_get (SbxOptions *options,
                 const char *name)
{
  const SbxSwitch *found = find_switch (name);
  const char *value = g_hash_table_lookup (options->switches, name);

  if (found == NULL)
    g_error ("no switch “%s”", name);
  if (value == NULL)
    {
      g_auto (GStrv) values = g_strsplit (found->values, "|", -1);

      value = g_intern_string (values[0]);
    }
  return value;
}

gboolean
sbx_options_is (SbxOptions *options,
                const char *name,
                const char *value)
{
  return strcmp (sbx_options_get (options, name), value) == 0;
}

static void
list_switches (void)
{
  const SbxSwitch *lists[] = { sbx_bc_switches, sbx_entra_switches, sbx_wello_switches };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      for (const SbxSwitch *it = lists[i]; it->name != NULL; it++)
        g_print ("%s=%s\n    %s\n", it->name, it->values, it->meaning);
    }
}

static gboolean
check_int (const char *name,
           int         value,
           int         least,
           int         most,
           GError    **error)
{
  if (value >= least && value <= most)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("--%s must be between %d and %d"), name, least, most);
  return FALSE;
}

gboolean
sbx_options_parse (SbxOptions *options,
                   int        *argc,
                   char     ***argv,
                   GError    **error)
{
  g_auto (GStrv) assignments = NULL;
  g_auto (GStrv) faults = NULL;
  int seed = (int) options->seed, customers = (int) options->customers, items = (int) options->items;
  int work_orders = (int) options->work_orders, latency = 0, lifetime = (int) options->token_lifetime;
  gboolean list = FALSE;
  GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &options->port, "Port of the sign-in server; the two services take the next two (0: free ones)", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "The data are the same for the same seed", "N" },
    { "customers", 0, 0, G_OPTION_ARG_INT, &customers, "Customers, up to 100000", "N" },
    { "items", 0, 0, G_OPTION_ARG_INT, &items, "Items, up to 100000", "N" },
    { "work-orders", 0, 0, G_OPTION_ARG_INT, &work_orders, "Completed work orders, up to 10000", "N" },
    { "tls", 0, 0, G_OPTION_ARG_NONE, &options->tls, "Serve https and HTTP/2", NULL },
    { "latency", 0, 0, G_OPTION_ARG_INT, &latency, "Delay each answer", "MS" },
    { "token-lifetime", 0, 0, G_OPTION_ARG_INT, &lifetime, "Lifetime of access tokens", "S" },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &assignments, "Choose a reading of the services", "NAME=VALUE" },
    { "list-switches", 0, 0, G_OPTION_ARG_NONE, &list, "Say which readings there are, and stop", NULL },
    { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &faults, "Inject a fault, e.g. kind=429,service=bc,times=2", "K=V,…" },
    { "dump", 0, 0, G_OPTION_ARG_FILENAME, &options->dump, "At the end write the documents of both services into a file", "FILE" },
    { "watch-stdin", 0, 0, G_OPTION_ARG_NONE, &options->watch_stdin, "End when the standard input is closed", NULL },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("- stand-ins of Business Central, Wello and their sign-in");

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (list)
    {
      list_switches ();
      exit (0);
    }
  if (!check_int ("port", options->port, 0, 65533, error) || !check_int ("seed", seed, 0, G_MAXINT, error)
      || !check_int ("customers", customers, 0, 100000, error) || !check_int ("items", items, 0, 100000, error)
      || !check_int ("work-orders", work_orders, 0, 10000, error) || !check_int ("latency", latency, 0, 600000, error)
      || !check_int ("token-lifetime", lifetime, 1, 86400, error))
    return FALSE;

  options->seed = (guint) seed;
  options->customers = (guint) customers;
  options->items = (guint) items;
  options->work_orders = (guint) work_orders;
  options->latency = (guint) latency;
  options->token_lifetime = (guint) lifetime;
  for (guint i = 0; assignments != NULL && assignments[i] != NULL; i++)
    {
      if (!sbx_options_set (options, assignments[i], error))
        return FALSE;
    }
  for (guint i = 0; faults != NULL && faults[i] != NULL; i++)
    g_ptr_array_add (options->faults, g_strdup (faults[i]));
  return TRUE;
}
