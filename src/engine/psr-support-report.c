/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "psr-support-report"

#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>

#include "psr-database-report.h"
#include "psr-engine.h"
#include "psr-explain.h"
#include "psr-net-report.h"
#include "psr-profile-flow.h"
#include "psr-profile-spec.h"
#include "psr-redact.h"
#include "psr-secret-store.h"
#include "psr-session.h"
#include "psr-state-folder.h"
#include "psr-support-mask.h"
#include "psr-support-report-private.h"

/* A keyring that asks somebody to unlock it isn't waited for. */
#define LONGEST_LOOKUP (5 * (gint64) G_USEC_PER_SEC)

/* Shorter ones would take half of every line. */
#define MIN_HIDDEN 4

#define MEBIBYTE (1024 * 1024)
#define MAX_RUNS 10
#define MAX_REQUESTS 20

/* Whose values tell nothing of who or where somebody is; of all others it is only
 * told whether they are there. */
static const PsrProfileKey shown[] = {
  PSR_PROFILE_BC_TENANT_IN_URL,
  PSR_PROFILE_BC_API_VERSION,
  PSR_PROFILE_BC_SIGN_IN,
  PSR_PROFILE_BC_LONGEST_REQUEST,
  PSR_PROFILE_BC_SANDBOX_MAY_WRITE,
  PSR_PROFILE_SYNC_FLOWS,
  PSR_PROFILE_BILLING_DOCUMENT,
  PSR_PROFILE_BILLING_FROM,
  PSR_PROFILE_BILLING_TIME_ZONE,
  PSR_PROFILE_BILLING_INVOICE_DATE,
  PSR_PROFILE_BILLING_POSTING_DATE,
  PSR_PROFILE_BILLING_HOUR_STEP,
  PSR_PROFILE_BILLING_POST,
  PSR_PROFILE_BILLING_VIA,
  PSR_PROFILE_BILLING_ZERO_TOTAL,
  PSR_PROFILE_BILLING_WARRANTY_AS,
  PSR_PROFILE_BILLING_CONFIRM,
  PSR_PROFILE_BILLING_PRICES,
  PSR_PROFILE_AUTOMATIC_SEND,
  PSR_PROFILE_AUTOMATIC_MAX_AMOUNT,
  PSR_PROFILE_AUTOMATIC_HOURS,
  PSR_PROFILE_AUTOMATIC_POST,
  PSR_PROFILE_LOG_REQUESTS,
};

/* Sections whose keys have free names. */
static const char * const free_groups[] = {
  "Labour", "Vat", "VatCustomer", "VatRates", "Heading", "Intervals",
};

/* Where a proxy is named, with a password at times. */
static const char * const proxies[] = {
  "http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",
};

typedef struct
{
  char        *profile_path;
  char        *state_folder;
  char        *credentials_folder;
  PsrClock    *clock;
  PsrRandom   *random;
  PsrExecutor *executor;
  PsrProfile  *profile;
  GPtrArray   *hidden;
  GPtrArray   *lines;
} Report;

static void
report_clear (gpointer data)
{
  Report *report = data;

  g_free (report->profile_path);
  g_free (report->state_folder);
  g_free (report->credentials_folder);
  g_object_unref (report->clock);
  g_object_unref (report->random);
  g_object_unref (report->executor);
  g_clear_object (&report->profile);
  g_ptr_array_unref (report->hidden);
  g_ptr_array_unref (report->lines);
}

static void
report_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, report_clear);
}

/**
 * psr_report_line_free:
 * @line: (transfer full): a line
 */
void
psr_report_line_free (PsrReportLine *line)
{
  g_free (line->name);
  g_free (line->value);
  g_free (line);
}

/**
 * psr_report_add:
 * @lines: the lines so far
 * @section: what the line is about
 * @name: what it says
 * @format: a format for that
 */
void
psr_report_add (GPtrArray  *lines,
                const char *section,
                const char *name,
                const char *format,
                ...)
{
  PsrReportLine *line = g_new0 (PsrReportLine, 1);
  va_list arguments;

  line->section = section;
  line->name = g_strdup (name);
  va_start (arguments, format);
  line->value = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (lines, line);
}

static void
add_program (Report *report)
{
  g_autofree char *soup = psr_net_report_soup ();
  g_autofree char *secret = psr_net_report_secret ();
  g_autofree char *tls = psr_net_report_tls ();
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  struct utsname host;
  GPtrArray *lines = report->lines;

  psr_report_add (lines, "program", "version", "%s", PACKAGE_VERSION);
  psr_report_add (lines, "program", "id", "%s", APP_ID);
  psr_report_add (lines, "program", "flatpak", "%s", g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ? "yes" : "no");
  psr_report_add (lines, "program", "glib", "%u.%u.%u", glib_major_version, glib_minor_version, glib_micro_version);
  psr_report_add (lines, "program", "libsoup", "%s", soup);
  psr_report_add (lines, "program", "tls", "%s", tls);
  psr_report_add (lines, "program", "libsecret", "%s", secret);
  psr_report_add (lines, "program", "json-glib", "%s", JSON_VERSION_S);
  psr_report_add (lines, "program", "libdex", "%d.%d.%d", DEX_MAJOR_VERSION, DEX_MINOR_VERSION, DEX_MICRO_VERSION);
  psr_report_add (lines, "program", "sqlite", "%s", psr_database_report_sqlite ());

  psr_report_add (lines, "system", "os", "%s", system != NULL ? system : "unknown");
  if (uname (&host) == 0)
    psr_report_add (lines, "system", "kernel", "%s %s", host.release, host.machine);
  psr_report_add (lines, "system", "languages", "%s", g_get_language_names ()[0]);
  for (gsize i = 0; i < G_N_ELEMENTS (proxies); i++)
    {
      if (g_getenv (proxies[i]) != NULL)
        psr_report_add (lines, "system", proxies[i], "set");
    }
}

/* What a profile doesn't say is the same for everybody. */
static gboolean
is_shown (PsrProfileKey  key,
          const char    *value)
{
  if (g_strcmp0 (value, psr_profile_spec_get (key)->fallback) == 0)
    return TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      if (shown[i] == key)
        return TRUE;
    }

  return FALSE;
}

/* Of a line that is wrong nothing is repeated: it may be a password in the wrong place. */
static const char *
describe_fault (const GError *error)
{
  switch ((PsrProfileError) error->code)
    {
    case PSR_PROFILE_ERROR_NOT_FOUND:
      return "not there";
    case PSR_PROFILE_ERROR_UNREADABLE:
      return "can’t be read";
    case PSR_PROFILE_ERROR_SYNTAX:
      return "not a profile";
    case PSR_PROFILE_ERROR_UNKNOWN:
      return "has a section or a key that isn’t known; “check” says which";
    case PSR_PROFILE_ERROR_MISSING:
      return "lacks a key; “check” says which";
    case PSR_PROFILE_ERROR_VALUE:
    default:
      return "has a value that isn’t allowed; “check” says which";
    }
}

/* It may stand in a message, too; of an address the host does. */
static void
hide (Report     *report,
      const char *value)
{
  g_autoptr(GUri) uri = g_uri_parse (value, G_URI_FLAGS_ENCODED, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (strlen (value) >= MIN_HIDDEN)
    g_ptr_array_add (report->hidden, g_strdup (value));
  if (host != NULL && strlen (host) >= MIN_HIDDEN)
    g_ptr_array_add (report->hidden, g_strdup (host));
}

static void
add_profile (Report *report)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *lines = report->lines;
  GPtrArray *ignored;

  psr_report_add (lines, "profile", "file", "%s", report->profile_path);
  report->profile = psr_profile_load (report->profile_path, &error);
  if (report->profile == NULL)
    {
      psr_report_add (lines, "profile", "problem", "%s", describe_fault (error));
      return;
    }

  if (psr_profile_get_system_path (report->profile) != NULL)
    psr_report_add (lines, "profile", "laid over", "%s", psr_profile_get_system_path (report->profile));
  ignored = psr_profile_get_ignored (report->profile);
  for (guint i = 0; i < ignored->len; i++)
    psr_report_add (lines, "profile", "locked", "%s", (const char *) ignored->pdata[i]);

  for (int key = 0; key < PSR_PROFILE_N_KEYS; key++)
    {
      const PsrProfileSpec *spec = psr_profile_spec_get (key);
      const char *value = psr_profile_get_string (report->profile, key);
      g_autofree char *name = g_strdup_printf ("[%s] %s", spec->group, spec->name);

      if (value == NULL)
        continue;

      psr_report_add (lines, "profile", name, "%s", is_shown (key, value) ? value : "set");
      if (is_shown (key, value))
        ((PsrReportLine *) lines->pdata[lines->len - 1])->is_shown = TRUE;
      /* What is called as its key is tells nothing, and is a word of other lines. */
      else if (g_ascii_strcasecmp (value, spec->name) != 0)
        hide (report, value);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (free_groups); i++)
    {
      GPtrArray *entries = psr_profile_get_entries (report->profile, free_groups[i]);
      g_autofree char *name = g_strdup_printf ("[%s]", free_groups[i]);

      if (entries != NULL)
        psr_report_add (lines, "profile", name, "%u keys", entries->len);
    }
}

static const char *
describe_lookup (DexFuture *lookup)
{
  g_autoptr(GError) error = NULL;

  if (dex_future_is_pending (lookup))
    return "no answer";
  if (dex_future_get_value (lookup, &error) != NULL)
    return "stored";
  if (g_error_matches (error, PSR_SECRET_ERROR, PSR_SECRET_ERROR_NOT_FOUND))
    return "not stored";
  if (g_error_matches (error, PSR_SECRET_ERROR, PSR_SECRET_ERROR_LOCKED))
    return "keyring locked";
  if (g_error_matches (error, PSR_SECRET_ERROR, PSR_SECRET_ERROR_NO_KEYRING))
    return "no keyring";

  return "can’t be read";
}

/* What was read once is masked from then on, wherever it stands.
 *
 * Returns: whether it was tried to read them */
static gboolean
add_secrets (Report *report)
{
  const char * const *names = psr_secret_store_get_names ();
  g_autoptr(PsrSession) session = NULL;
  g_autoptr(GError) error = NULL;

  psr_report_add (report->lines, "secrets", "kept in", "%s", report->credentials_folder != NULL ? "a folder" : "the keyring");
  if (report->profile != NULL)
    session = psr_session_new (report->profile, report->credentials_folder, report->clock, report->random, report->executor,
                               NULL, NULL, NULL, &error);
  if (session == NULL)
    {
      psr_report_add (report->lines, "secrets", "problem", "not looked for; what was done is left out");
      return FALSE;
    }

  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autoptr(DexFuture) lookup = psr_secret_store_lookup (psr_session_get_secrets (session, names[i]), names[i]);

      dex_await (dex_future_first (dex_ref (lookup), psr_clock_sleep (report->clock, LONGEST_LOOKUP), NULL), NULL);
      psr_report_add (report->lines, "secrets", names[i], "%s", describe_lookup (lookup));
    }

  return TRUE;
}

/* Returns: whether it can be opened without being changed */
static gboolean
add_database (Report        *report,
              const char    *name,
              PsrMigrations *taken)
{
  g_autoptr(PsrMigrations) migrations = taken;
  g_autofree char *path = g_build_filename (report->state_folder, name, NULL);
  g_autoptr(PsrDatabaseReport) database = NULL;

  database = dex_await_boxed (psr_database_report_make (path, migrations, report->executor), NULL);
  if (database == NULL)
    return FALSE;

  if (database->size < 0)
    psr_report_add (report->lines, "state", name, "%s", database->state);
  else
    psr_report_add (report->lines, "state", name,
                    "version %" G_GINT64_FORMAT " of %u, %" G_GINT64_FORMAT " KiB, mode %04o, %s",
                    database->version, database->known, (database->size + 1023) / 1024, database->mode, database->state);

  return database->version == database->known && strcmp (database->state, "ok") == 0;
}

static gboolean
add_state (Report *report)
{
  gboolean has_ledger, has_mirror;
  struct statvfs disk;

  psr_report_add (report->lines, "state", "folder", "%s", report->state_folder);
  if (statvfs (report->state_folder, &disk) == 0)
    psr_report_add (report->lines, "state", "free", "%" G_GUINT64_FORMAT " MiB",
                    (guint64) disk.f_bavail * disk.f_frsize / MEBIBYTE);

  /* Whoever opens it goes on with that. */
  if (psr_state_folder_is_being_deleted (report->state_folder))
    psr_report_add (report->lines, "state", "deletion", "begun, and not finished: it goes on when Passerelle is started");

  has_ledger = add_database (report, "ledger.db", psr_migrations_new_ledger ());
  has_mirror = add_database (report, "mirror.db", psr_migrations_new_mirror ());

  return has_ledger && has_mirror && !psr_state_folder_is_being_deleted (report->state_folder);
}

/* What was done is told by the engine, which would make or mend the state: only where
 * there is nothing to be made or mended. */
static void
add_engine (Report *report)
{
  g_autoptr(PsrEngine) engine = psr_engine_new_with_seams (report->profile, report->state_folder, report->credentials_folder,
                                                           report->clock, report->random, report->executor);
  g_autoptr(PsrEngineStatus) status = NULL;
  g_autoptr(PsrHistory) history = NULL;
  g_autoptr(PsrHistory) requests = NULL;
  g_autoptr(GError) error = NULL;

  status = dex_await_boxed (psr_engine_get_status (engine), &error);
  if (status != NULL)
    history = dex_await_boxed (psr_engine_get_history (engine, NULL, NULL, MAX_RUNS), &error);
  if (history != NULL)
    requests = dex_await_boxed (psr_engine_get_requests (engine, MAX_REQUESTS), &error);
  if (error != NULL)
    {
      g_autoptr(PsrExplanation) explanation = psr_explain (error);

      psr_report_add (report->lines, "state", "problem", "%s", explanation->what);
    }

  if (status != NULL)
    psr_report_add_status (report->lines, status);
  if (history != NULL)
    psr_report_add_runs (report->lines, history);
  if (requests != NULL)
    psr_report_add_requests (report->lines, requests);
}

/* Paths have the name of their user in them. What may be shown keeps its words, but no
 * secret. */
static char *
clean (Report              *report,
       const PsrReportLine *line,
       const char          *text)
{
  g_autofree char *redacted = psr_redact (text);
  g_autofree char *masked = line->is_shown ? g_strdup (redacted) : psr_support_mask_words (redacted, report->hidden);
  g_autoptr(GString) cleaned = g_string_new (masked);
  const char *home = g_get_home_dir ();

  if (home != NULL && strlen (home) > 1)
    g_string_replace (cleaned, home, "~", 0);
  g_string_replace (cleaned, "\n", " ", 0);

  return g_string_free_and_steal (g_steal_pointer (&cleaned));
}

static DexFuture *
report_fiber (gpointer data)
{
  Report *report = data;
  gboolean is_sound, is_masked;

  add_program (report);
  add_profile (report);
  is_masked = add_secrets (report);
  is_sound = add_state (report);
  if (report->profile != NULL && is_sound && is_masked)
    add_engine (report);
  if (report->profile != NULL)
    psr_report_add_off (report->lines, report->profile);

  for (guint i = 0; i < report->lines->len; i++)
    {
      PsrReportLine *line = report->lines->pdata[i];
      g_autofree char *value = g_steal_pointer (&line->value);

      line->value = clean (report, line, value);
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_ptr_array_ref (report->lines));
}

/**
 * psr_support_report_make:
 * @profile_path: (type filename): the profile, which needn't be there or be right
 * @state_folder: (type filename): where the local state is, if there is one
 * @credentials_folder: (type filename) (nullable): a folder with the secrets, or %NULL
 *   for the keyring
 * @clock: the time
 * @random: random numbers
 * @executor: the threads
 *
 * Collects what whoever helps wants to know, without asking either service, without
 * changing anything, and without a secret: what the keyring or the folder has is read to
 * be masked, and texts go through psr_redact(). Names, numbers and addresses of the
 * profile are only said to be there, and masked where they stand in a message.
 *
 * Returns: (transfer full): a future that resolves to an array of #PsrReportLine
 */
DexFuture *
psr_support_report_make (const char  *profile_path,
                         const char  *state_folder,
                         const char  *credentials_folder,
                         PsrClock    *clock,
                         PsrRandom   *random,
                         PsrExecutor *executor)
{
  Report *report;

  dex_return_error_if_fail (profile_path != NULL && state_folder != NULL);
  dex_return_error_if_fail (PSR_IS_CLOCK (clock) && PSR_IS_RANDOM (random) && PSR_IS_EXECUTOR (executor));

  report = g_atomic_rc_box_new0 (Report);
  report->profile_path = g_strdup (profile_path);
  report->state_folder = g_strdup (state_folder);
  report->credentials_folder = g_strdup (credentials_folder);
  report->clock = g_object_ref (clock);
  report->random = g_object_ref (random);
  report->executor = g_object_ref (executor);
  report->hidden = g_ptr_array_new_with_free_func (g_free);
  report->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) psr_report_line_free);

  return dex_scheduler_spawn (NULL, 0, report_fiber, report, report_unref);
}
