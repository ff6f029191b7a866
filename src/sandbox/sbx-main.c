/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define G_LOG_DOMAIN "sbx-main"

#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "sbx-control.h"
#include "sbx-seed.h"
#include "sbx-server.h"

typedef struct
{
  GMainLoop         *loop;
  SbxOptions        *options;
  SbxWorld          *world;
  SbxEntra          *entra;
  SbxFaults         *faults;
  SbxLog            *log;
  SbxLimiter        *limiter;
  SbxControl         control;
  GTlsCertificate   *certificate;
  char              *ca_file;
  SbxServer         *sign_in, *bc, *wello;
  GInputStream      *input;
} Program;

static gboolean
on_signal (gpointer user_data)
{
  g_main_loop_quit (((Program *) user_data)->loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_input (GObject *stream,
          gpointer user_data)
{
  Program *program = user_data;
  char buffer[256];
  gssize size = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (stream), buffer, sizeof buffer, NULL, NULL);

  if (size > 0)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (program->loop);
  return G_SOURCE_REMOVE;
}

static void
watch_input (Program *program)
{
  g_autoptr (GSource) source = NULL;

  program->input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  source = g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (program->input), NULL);
  g_source_set_callback (source, G_SOURCE_FUNC (on_input), program, NULL);
  g_source_attach (source, NULL);
}

/* The authority goes into a file, since clients are told to trust files. */
static gboolean
load_certificate (Program *program,
                  GError **error)
{
  g_autoptr (GBytes) server = NULL;
  g_autoptr (GBytes) authority = NULL;
  int fd;

  if (!program->options->tls)
    return TRUE;

  /* libsoup serves HTTP/2 only when told so before the server is made. */
  g_setenv ("SOUP_SERVER_HTTP2", "1", TRUE);
  server = g_resources_lookup_data ("/app/passerelle/sandbox/tls-server.pem", G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  authority = g_resources_lookup_data ("/app/passerelle/sandbox/tls-ca.pem", G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (server == NULL || authority == NULL)
    return FALSE;
  program->certificate = g_tls_certificate_new_from_pem (g_bytes_get_data (server, NULL), (gssize) g_bytes_get_size (server), error);
  if (program->certificate == NULL)
    return FALSE;

  fd = g_file_open_tmp ("passerelle-sandbox-XXXXXX.pem", &program->ca_file, error);
  if (fd < 0)
    return FALSE;
  g_close (fd, NULL);
  return g_file_set_contents (program->ca_file, g_bytes_get_data (authority, NULL), (gssize) g_bytes_get_size (authority), error);
}

static guint
number_of (SbxOptions *options,
           const char *name)
{
  return (guint) g_ascii_strtoull (sbx_options_get (options, name), NULL, 10);
}

static gboolean
start_servers (Program *program,
               GError **error)
{
  const SbxService sign_in = { "entra", sbx_control_handle, sbx_control_error, NULL };
  const SbxService bc = { "bc", sbx_bc_handle, sbx_bc_error, sbx_bc_account };
  const SbxService wello = { "wello", sbx_wello_handle, sbx_wello_error, NULL };
  SbxServerSettings settings = { program->faults, program->log, NULL, program->certificate, program->options->latency };
  guint port = (guint) program->options->port;

  program->control = (SbxControl){ program->world, program->entra, program->faults, program->log };
  program->sign_in = sbx_server_new (&sign_in, &program->control, &settings, port, error);
  if (program->sign_in == NULL)
    return FALSE;
  program->wello = sbx_server_new (&wello, program->world->wello, &settings, port > 0 ? port + 2 : 0, error);
  if (program->wello == NULL)
    return FALSE;
  settings.limiter = program->limiter;
  program->bc = sbx_server_new (&bc, program->world->bc, &settings, port > 0 ? port + 1 : 0, error);
  return program->bc != NULL;
}

static void
say_ready (Program *program)
{
  const char *authority = sbx_server_get_origin (program->sign_in);
  const char *bc = sbx_server_get_origin (program->bc);
  g_autofree char *bc_url = g_strconcat (bc, "/v2.0", NULL);
  g_autofree char *on_premises = g_strconcat (bc, "/BC", NULL);
  g_autofree char *wello = g_strconcat (sbx_server_get_origin (program->wello), "/api", NULL);
  g_autofree char *control = g_strconcat (authority, "/control", NULL);
  g_autoptr (GString) out = g_string_new ("{\"ready\":true");

  sbx_json_append_text_member (out, "bc", bc_url);
  sbx_json_append_text_member (out, "bc_on_premises", on_premises);
  sbx_json_append_text_member (out, "wello", wello);
  sbx_json_append_text_member (out, "authority", authority);
  sbx_json_append_text_member (out, "control", control);
  sbx_json_append_text_member (out, "tenant", sbx_bc_tenant (program->world->bc));
  sbx_json_append_text_member (out, "tenant_domain", SBX_BC_DOMAIN);
  sbx_json_append_text_member (out, "environment", SBX_BC_ENVIRONMENT);
  sbx_json_append_text_member (out, "company", SBX_BC_COMPANY);
  sbx_json_append_text_member (out, "company_id", sbx_bc_company_id (program->world->bc));
  sbx_json_append_text_member (out, "client_id", sbx_entra_client_id (program->entra));
  sbx_json_append_text_member (out, "client_secret", sbx_entra_client_secret (program->entra));
  sbx_json_append_text_member (out, "bc_user", SBX_BC_USER);
  sbx_json_append_text_member (out, "bc_password", SBX_BC_PASSWORD);
  sbx_json_append_text_member (out, "wello_domain", sbx_wello_domain (program->world->wello));
  sbx_json_append_text_member (out, "wello_user", sbx_wello_user (program->world->wello));
  sbx_json_append_text_member (out, "wello_password", sbx_wello_password (program->world->wello));
  sbx_json_append_member (out, "ca_file");
  if (program->ca_file != NULL)
    sbx_json_append_string (out, program->ca_file);
  else
    g_string_append (out, "null");
  g_string_append (out, "}\n");
  fputs (out->str, stdout);
  fflush (stdout);
}

static void
write_dump (Program *program)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  if (program->options->dump == NULL)
    return;
  sbx_control_dump (&program->control, out);
  if (!g_file_set_contents (program->options->dump, out->str, (gssize) out->len, &error))
    g_printerr ("passerelle-sandbox: %s\n", error->message);
}

static gboolean
prepare (Program *program,
         int     *argc,
         char  ***argv,
         GError **error)
{
  program->options = sbx_options_new ();
  if (!sbx_options_parse (program->options, argc, argv, error))
    return FALSE;

  program->faults = sbx_faults_new ();
  for (guint i = 0; i < program->options->faults->len; i++)
    {
      if (!sbx_faults_add_text (program->faults, program->options->faults->pdata[i], error))
        return FALSE;
    }
  program->log = sbx_log_new ();
  program->limiter = sbx_limiter_new (number_of (program->options, "bc.limit-requests"), 5 * 60 * G_TIME_SPAN_SECOND,
                                      number_of (program->options, "bc.limit-running"),
                                      number_of (program->options, "bc.limit-queued"), 8 * 60 * G_TIME_SPAN_SECOND);
  program->world = sbx_world_new (program->options);
  program->entra = sbx_entra_new (program->options, program->world->bc);
  sbx_seed_fill (program->world);
  return load_certificate (program, error) && start_servers (program, error);
}

static void
clear (Program *program)
{
  sbx_server_free (program->bc);
  sbx_server_free (program->wello);
  sbx_server_free (program->sign_in);
  sbx_entra_free (program->entra);
  sbx_world_free (program->world);
  sbx_limiter_free (program->limiter);
  sbx_log_free (program->log);
  sbx_faults_free (program->faults);
  sbx_options_free (program->options);
  g_clear_object (&program->certificate);
  g_clear_object (&program->input);
  if (program->ca_file != NULL)
    g_remove (program->ca_file);
  g_free (program->ca_file);
  g_main_loop_unref (program->loop);
}

/* A program that started us tells it its own way. */
static void
say_problem (const char *problem,
             gboolean    is_child)
{
  g_autoptr (GString) out = NULL;

  if (!is_child)
    {
      g_printerr ("passerelle-sandbox: %s\n", problem);
      return;
    }
  out = g_string_new ("{\"ready\":false");
  sbx_json_append_text_member (out, "problem", problem);
  g_string_append (out, "}\n");
  fputs (out->str, stdout);
}

int
main (int    argc,
      char **argv)
{
  Program program = { 0 };
  /* Parsing that fails takes back what it has read. */
  gboolean is_child = g_strv_contains ((const char *const *) argv, "--watch-stdin");
  g_autoptr (GError) error = NULL;
  const char *catalogues = g_getenv ("PASSERELLE_LOCALEDIR");
  int status = EXIT_SUCCESS;

  /* What is wrong with an option is told to whoever wrote it. */
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, catalogues != NULL ? catalogues : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  program.loop = g_main_loop_new (NULL, FALSE);
  if (prepare (&program, &argc, &argv, &error))
    {
      g_unix_signal_add (SIGTERM, on_signal, &program);
      g_unix_signal_add (SIGINT, on_signal, &program);
      if (program.options->watch_stdin)
        watch_input (&program);
      say_ready (&program);
      g_main_loop_run (program.loop);
      write_dump (&program);
    }
  else
    {
      say_problem (error->message, is_child);
      status = 2;
    }

  clear (&program);
  return status;
}
