/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app-fixture.h"
#include "psr-json.h"
#include "psr-sandbox-process.h"
#include "psr-scratch-folder.h"

/* A window over stand-ins of its own, with which the test can do what goes on
 * elsewhere: in both services, and between. */

typedef struct
{
  PsrSandboxProcess *sandbox;
  char              *folder;
  char              *profile;
  char              *state;
  char              *credentials;
} Office;

static inline void
office_set_up (Office        *office,
               gconstpointer  options)
{
  g_autoptr(DexFuture) future = psr_sandbox_process_start (options);
  g_autofree char *keyring = NULL;
  g_autoptr(GError) error = NULL;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  office->sandbox = g_value_dup_object (dex_future_get_value (future, &error));
  g_assert_no_error (error);
  office->folder = g_dir_make_tmp ("passerelle-office-XXXXXX", &error);
  g_assert_no_error (error);
  g_assert_true (psr_sandbox_process_write_profile (office->sandbox, office->folder, &error));
  office->profile = g_build_filename (office->folder, "profile.ini", NULL);
  office->state = g_build_filename (office->folder, "state", NULL);
  office->credentials = g_build_filename (office->folder, "credentials", NULL);
  keyring = g_build_filename (office->folder, "keyring", NULL);
  g_setenv ("SECRET_FILE_TEST_PATH", keyring, TRUE);
}

static inline void
office_tear_down (Office        *office,
                  gconstpointer  options)
{
  g_clear_object (&office->sandbox);
  psr_scratch_folder_remove (office->folder);
  g_free (office->folder);
  g_free (office->profile);
  g_free (office->state);
  g_free (office->credentials);
}

/* Writes a line of the profile, or takes it out. */
static inline void
office_set (Office     *office,
            const char *group,
            const char *key,
            const char *value)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autoptr(GError) error = NULL;

  g_assert_true (g_key_file_load_from_file (file, office->profile, G_KEY_FILE_NONE, &error));
  if (value != NULL)
    g_key_file_set_string (file, group, key, value);
  else
    g_key_file_remove_key (file, group, key, NULL);
  g_assert_true (g_key_file_save_to_file (file, office->profile, &error));
}

static inline void
office_run_with (Office   *office,
                 Body      body,
                 gpointer  data)
{
  const char *words[] = {
    "passerelle", "--profile", office->profile, "--state", office->state, "--credentials", office->credentials, NULL
  };

  run_application (words, body, data);
}

static inline void
office_run (Office *office,
            Body    body)
{
  office_run_with (office, body, office);
}

/* One request from outside the application, and the body of its answer, whose status
 * begins with that digit. */
static inline char *
http (const char *method,
      const char *url,
      const char *type,
      const char *body,
      char        expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, &error);
  g_autoptr(GSocketClient) client = g_socket_client_new ();
  g_autoptr(GSocketConnection) connection = NULL;
  g_autoptr(GString) request = g_string_new (NULL);
  g_autoptr(GString) answer = g_string_new (NULL);
  char buffer[4096];
  const char *end;
  gssize n;

  g_assert_no_error (error);
  connection = g_socket_client_connect_to_host (client, g_uri_get_host (uri), (guint16) g_uri_get_port (uri), NULL, &error);
  g_assert_no_error (error);

  g_string_append_printf (request, "%s %s%s%s HTTP/1.0\r\nHost: %s:%d\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n%s",
                          method, g_uri_get_path (uri), g_uri_get_query (uri) != NULL ? "?" : "",
                          g_uri_get_query (uri) != NULL ? g_uri_get_query (uri) : "", g_uri_get_host (uri), g_uri_get_port (uri),
                          type, strlen (body), body);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request->str, request->len, NULL,
                             NULL, &error);
  g_assert_no_error (error);
  while ((n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer, sizeof buffer, NULL,
                                   &error)) > 0)
    g_string_append_len (answer, buffer, n);
  g_assert_no_error (error);

  g_assert_cmpuint (answer->len, >, 12);
  g_assert_cmpint (answer->str[9], ==, expected);
  end = strstr (answer->str, "\r\n\r\n");
  g_assert_nonnull (end);

  return g_strdup (end + 4);
}

static inline char *
office_control (Office     *office,
                const char *method,
                const char *path,
                const char *body)
{
  g_autofree char *url = g_strconcat (psr_sandbox_process_get (office->sandbox, "control"), "/", path, NULL);

  return http (method, url, "application/json", body, '2');
}

/* Has requests fail; @fault is the inside of a JSON object. */
static inline void
office_fault (Office     *office,
              const char *fault)
{
  g_autofree char *body = g_strdup_printf ("{%s}", fault);
  g_autofree char *answer = office_control (office, "POST", "faults", body);

  g_assert_nonnull (answer);
}

static inline void
office_clear_faults (Office *office)
{
  g_autofree char *answer = office_control (office, "DELETE", "faults", "");

  g_assert_nonnull (answer);
}

static inline JsonNode *
office_read (Office     *office,
             const char *path)
{
  g_autofree char *answer = office_control (office, "GET", path, "");
  g_autoptr(GBytes) bytes = g_bytes_new (answer, strlen (answer));
  g_autoptr(GError) error = NULL;
  JsonNode *node = psr_json_parse (bytes, &error);

  g_assert_no_error (error);

  return node;
}

/* A row of a service, by one of its values. Its id, or another of its texts, is
 * returned. */
static inline char *
office_find (Office     *office,
             const char *service,
             const char *set,
             const char *key,
             const char *value,
             const char *wanted)
{
  g_autofree char *path = g_strdup_printf ("rows?service=%s&set=%s", service, set);
  g_autoptr(JsonNode) node = office_read (office, path);
  JsonArray *rows = psr_json_get_array (json_node_get_object (node), "rows");

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      if (g_strcmp0 (psr_json_get_string (row, key), value) == 0)
        return g_strdup (psr_json_get_string (row, wanted));
    }

  return NULL;
}

/* Somebody changes a row there, or adds one where @id is %NULL; @values is the inside
 * of a JSON object. */
static inline void
office_change (Office     *office,
               const char *service,
               const char *set,
               const char *id,
               const char *values)
{
  g_autofree char *quoted = id != NULL ? g_strdup_printf ("\"%s\"", id) : g_strdup ("null");
  g_autofree char *body = g_strdup_printf ("{\"service\":\"%s\",\"set\":\"%s\",\"id\":%s,\"values\":{%s}}",
                                           service, set, quoted, values);
  g_autofree char *answer = office_control (office, "POST", "change", body);

  g_assert_nonnull (answer);
}

/* The invoice of Wello with which a case of the example data is tried. */
static inline char *
office_find_case (Office     *office,
                  const char *name,
                  const char *wanted)
{
  g_autoptr(JsonNode) node = office_read (office, "dump");
  JsonObject *wello = psr_json_get_object (json_node_get_object (node), "wello");
  JsonArray *rows = psr_json_get_array (wello, "invoices");

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      if (g_strcmp0 (psr_json_get_string (row, "case"), name) == 0)
        return g_strdup (psr_json_get_string (row, wanted));
    }

  g_assert_not_reached ();
}

/* Runs passerellectl with words on the same state, to its end. */
static inline void
office_cli (Office             *office,
            const char * const *words)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) argv = NULL;

  g_strv_builder_add (builder, g_getenv ("PASSERELLECTL"));
  g_strv_builder_addv (builder, (const char **) words);
  g_strv_builder_add_many (builder, "--profile", office->profile, "--state", office->state, "--credentials",
                           office->credentials, NULL);
  argv = g_strv_builder_end (builder);
  process = g_subprocess_newv ((const char * const *) argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait (process, NULL, &error));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), <=, 1);
}

/* How many documents there are in Business Central, each of which has a number of
 * its own: nothing was made twice. */
static inline guint
office_count_documents (Office *office)
{
  static const char * const sets[] = { "salesInvoices", "salesOrders" };
  g_autoptr(JsonNode) node = office_read (office, "dump");
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonObject *bc = psr_json_get_object (json_node_get_object (node), "bc");

  for (gsize i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      JsonArray *rows = psr_json_get_array (bc, sets[i]);

      for (guint j = 0; j < json_array_get_length (rows); j++)
        {
          JsonObject *row = json_array_get_object_element (rows, j);
          char *number = g_strdup (psr_json_get_string (row, "externalDocumentNumber"));

          g_assert_cmpstr (number, !=, "");
          g_assert_true (g_hash_table_add (seen, number));
        }
    }

  return g_hash_table_size (seen);
}
