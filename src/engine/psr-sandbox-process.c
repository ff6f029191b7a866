/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-sandbox-process"

#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "psr-engine-error.h"
#include "psr-explain.h"
#include "psr-json.h"
#include "psr-sandbox-process.h"

#define PROGRAM "passerelle-sandbox"

/**
 * PsrSandboxProcess:
 *
 * The stand-ins of Business Central, Wello and the sign-in service, as a child
 * process. It ends with this object, and with this process whatever becomes of
 * it.
 */
struct _PsrSandboxProcess
{
  GObject           parent_instance;

  GSubprocess      *process;
  GDataInputStream *output;
  JsonObject       *ready;
};

G_DEFINE_FINAL_TYPE (PsrSandboxProcess, psr_sandbox_process, G_TYPE_OBJECT)

/* Installed it lies in libexec; a build tree names its own folder. */
static char *
find_program (void)
{
  const char *folder = g_getenv ("PASSERELLE_LIBEXECDIR");

  return g_build_filename (folder != NULL ? folder : LIBEXECDIR, PROGRAM, NULL);
}

static void
set_error (GError     **error,
           const char  *why)
{
  psr_set_explained_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                           _("The stand-ins could not be started."), why,
                           _("Start them again (“passerellectl sandbox”). If it stays so, build or install Passerelle anew."));
}

static void
on_line (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr(DexPromise) promise = data;
  g_autofree char *line = NULL;
  GError *error = NULL;

  line = g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (object), result, NULL, &error);
  if (error != NULL)
    dex_promise_reject (promise, error);
  else
    dex_promise_resolve_string (promise, g_strdup (line != NULL ? line : ""));
}

static DexFuture *
read_line (PsrSandboxProcess *self)
{
  DexPromise *promise = dex_promise_new_cancellable ();

  g_data_input_stream_read_line_async (self->output, G_PRIORITY_DEFAULT,
                                       dex_promise_get_cancellable (promise),
                                       on_line, dex_ref (promise));

  return DEX_FUTURE (promise);
}

static DexFuture *
start_fiber (gpointer data)
{
  PsrSandboxProcess *self = PSR_SANDBOX_PROCESS (data);
  g_autofree char *line = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(JsonNode) node = NULL;
  GError *error = NULL;

  line = dex_await_string (read_line (self), &error);
  if (line == NULL)
    return dex_future_new_for_error (error);

  if (*line == '\0')
    {
      set_error (&error, _("They ended at once."));
      return dex_future_new_for_error (error);
    }

  bytes = g_bytes_new (line, strlen (line));
  node = psr_json_parse (bytes, &error);
  if (node == NULL)
    return dex_future_new_for_error (error);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      set_error (&error, _("They said something unexpected."));
      return dex_future_new_for_error (error);
    }

  self->ready = json_object_ref (json_node_get_object (node));

  if (!psr_json_get_boolean (self->ready, "ready"))
    {
      psr_set_explained_error (&error, PSR_ENGINE_ERROR, PSR_ENGINE_ERROR_SETTINGS,
                               _("The stand-ins could not be started."), psr_sandbox_process_get (self, "problem"),
                               _("Correct the option, or choose another port: see “passerellectl sandbox --help”."));
      return dex_future_new_for_error (error);
    }

  return dex_future_new_for_object (self);
}

/**
 * psr_sandbox_process_start:
 * @options: (array zero-terminated=1): options for the program
 *
 * Starts the stand-ins and waits until they are ready.
 *
 * Returns: (transfer full): a future that resolves to a #PsrSandboxProcess
 */
DexFuture *
psr_sandbox_process_start (const char * const *options)
{
  g_autoptr(PsrSandboxProcess) self = NULL;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_auto(GStrv) words = NULL;
  g_autoptr(GError) error = NULL;

  dex_return_error_if_fail (options != NULL);

  self = g_object_new (PSR_TYPE_SANDBOX_PROCESS, NULL);

  /* The child ends when the pipe to its standard input does, so it outlives
   * nobody, not even a process that was killed. */
  g_strv_builder_take (builder, find_program ());
  g_strv_builder_add (builder, "--watch-stdin");
  g_strv_builder_addv (builder, (const char **) options);
  words = g_strv_builder_end (builder);

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char * const *) words, &error);
  if (self->process == NULL)
    {
      GError *explained = NULL;

      set_error (&explained, error->message);
      return dex_future_new_for_error (explained);
    }

  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));

  return dex_scheduler_spawn (NULL, 0, start_fiber, g_object_ref (self), g_object_unref);
}

/**
 * psr_sandbox_process_get:
 * @self: stand-ins that are ready
 * @name: the name of a value, such as `bc`, `wello` or `company`
 *
 * Returns: (transfer none): the value, or an empty text
 */
const char *
psr_sandbox_process_get (PsrSandboxProcess *self,
                         const char        *name)
{
  g_return_val_if_fail (PSR_IS_SANDBOX_PROCESS (self), "");
  g_return_val_if_fail (name != NULL, "");

  return self->ready != NULL ? psr_json_get_string (self->ready, name) : "";
}

static gboolean
write_secret (PsrSandboxProcess  *self,
              const char         *folder,
              const char         *file,
              const char         *value,
              GError            **error)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);

  return g_file_set_contents_full (path, psr_sandbox_process_get (self, value), -1,
                                   G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

/**
 * psr_sandbox_process_write_profile:
 * @self: stand-ins that are ready
 * @folder: (type filename): an existing folder
 * @error: return location for an error
 *
 * Writes `profile.ini` for the stand-ins, and a folder `credentials` with their
 * secrets.
 *
 * Returns: whether that worked
 */
gboolean
psr_sandbox_process_write_profile (PsrSandboxProcess  *self,
                                   const char         *folder,
                                   GError            **error)
{
  g_autofree char *path = NULL;
  g_autofree char *credentials = NULL;
  g_autofree char *text = NULL;
  g_autofree char *ca = NULL;

  g_return_val_if_fail (PSR_IS_SANDBOX_PROCESS (self), FALSE);
  g_return_val_if_fail (folder != NULL, FALSE);

  credentials = g_build_filename (folder, "credentials", NULL);
  if (g_mkdir_with_parents (credentials, 0700) != 0)
    {
      int saved = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved), "%s: %s", credentials, g_strerror (saved));
      return FALSE;
    }

  ca = *psr_sandbox_process_get (self, "ca_file") != '\0'
         ? g_strdup_printf ("CaFile=%s\n", psr_sandbox_process_get (self, "ca_file"))
         : g_strdup ("");
  text = g_strdup_printf ("[BusinessCentral]\n"
                          "BaseUrl=%s\n"
                          "Tenant=%s\n"
                          "Environment=%s\n"
                          "Company=%s\n"
                          "SignIn=client-credentials\n"
                          "Authority=%s\n"
                          "ClientId=%s\n"
                          "%s"
                          "\n"
                          "[Wello]\n"
                          "BaseUrl=%s\n"
                          "Domain=%s\n"
                          "User=%s\n"
                          "%s"
                          "\n"
                          "[Sync]\n"
                          "Flows=customers;items;contacts\n"
                          "\n"
                          "[Billing]\n"
                          "Document=invoice\n"
                          "From=2026-01-01\n"
                          "ExternalNumberPrefix=WELLO-\n"
                          "HandTypedPart=\n"
                          "\n"
                          "[Labour]\n"
                          "WorkingTime=item:SERVICE-HOUR\n"
                          "TravelTime=resource:TRAVEL\n"
                          "line:OT150=item:OVERTIME\n"
                          "\n"
                          "[Vat]\n"
                          "21,part=G3\n"
                          "12,part=G2\n"
                          "6,part=G1\n"
                          "21,labour=S3\n"
                          "6,labour=S1\n"
                          "\n"
                          "[Stock]\n"
                          "Source=analytics\n"
                          "\n"
                          "[Prices]\n"
                          "Lines=PriceListLines\n"
                          "Customers=Customers\n"
                          "\n"
                          "[Flow prices]\n"
                          "Enabled=yes\n"
                          "\n"
                          "[VatRates]\n"
                          "G1=6\n"
                          "G2=12\n"
                          "G3=21\n"
                          "S1=6\n"
                          "S2=12\n"
                          "S3=21\n",
                          psr_sandbox_process_get (self, "bc"),
                          psr_sandbox_process_get (self, "tenant"),
                          psr_sandbox_process_get (self, "environment"),
                          psr_sandbox_process_get (self, "company"),
                          psr_sandbox_process_get (self, "authority"),
                          psr_sandbox_process_get (self, "client_id"),
                          ca,
                          psr_sandbox_process_get (self, "wello"),
                          psr_sandbox_process_get (self, "wello_domain"),
                          psr_sandbox_process_get (self, "wello_user"),
                          ca);
  path = g_build_filename (folder, "profile.ini", NULL);

  return g_file_set_contents (path, text, -1, error) &&
         write_secret (self, credentials, "bc-client-secret", "client_secret", error) &&
         write_secret (self, credentials, "wello-password", "wello_password", error);
}

static void
on_ended (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr(DexPromise) promise = data;
  GError *error = NULL;

  if (g_subprocess_wait_finish (G_SUBPROCESS (object), result, &error))
    dex_promise_resolve_boolean (promise, TRUE);
  else
    dex_promise_reject (promise, error);
}

/**
 * psr_sandbox_process_list:
 *
 * Has the stand-ins write the readings that can be chosen to the standard output.
 *
 * Returns: (transfer full): a future that resolves to %TRUE once that is done
 */
DexFuture *
psr_sandbox_process_list (void)
{
  g_autofree char *program = find_program ();
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(GError) error = NULL;
  DexPromise *promise;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "--list-switches", NULL);
  if (process == NULL)
    {
      GError *explained = NULL;

      set_error (&explained, error->message);
      return dex_future_new_for_error (explained);
    }

  promise = dex_promise_new_cancellable ();
  g_subprocess_wait_async (process, dex_promise_get_cancellable (promise), on_ended, dex_ref (promise));

  return DEX_FUTURE (promise);
}

/**
 * psr_sandbox_process_wait:
 * @self: stand-ins
 *
 * Returns: (transfer full): a future that resolves to %TRUE once they have ended
 */
DexFuture *
psr_sandbox_process_wait (PsrSandboxProcess *self)
{
  DexPromise *promise;

  dex_return_error_if_fail (PSR_IS_SANDBOX_PROCESS (self));

  promise = dex_promise_new_cancellable ();
  g_subprocess_wait_async (self->process, dex_promise_get_cancellable (promise), on_ended, dex_ref (promise));

  return DEX_FUTURE (promise);
}

/**
 * psr_sandbox_process_stop:
 * @self: stand-ins
 *
 * Asks them to end.
 */
void
psr_sandbox_process_stop (PsrSandboxProcess *self)
{
  g_return_if_fail (PSR_IS_SANDBOX_PROCESS (self));

  if (self->process != NULL)
    g_subprocess_send_signal (self->process, SIGTERM);
}

static void
psr_sandbox_process_dispose (GObject *object)
{
  PsrSandboxProcess *self = PSR_SANDBOX_PROCESS (object);

  psr_sandbox_process_stop (self);
  g_clear_object (&self->output);
  g_clear_object (&self->process);
  g_clear_pointer (&self->ready, json_object_unref);

  G_OBJECT_CLASS (psr_sandbox_process_parent_class)->dispose (object);
}

static void
psr_sandbox_process_class_init (PsrSandboxProcessClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = psr_sandbox_process_dispose;
}

static void
psr_sandbox_process_init (PsrSandboxProcess *self)
{
}
